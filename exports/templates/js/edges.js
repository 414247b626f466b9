// Lines between nodes. Drawn here rather than by vis-network because thousands of its edge objects cost
// most of the loading time, and because lines should stay thin however near the reader comes.

function createEdges({ picture, model, theme, isSelected, isWhole }) {
  const CHUNK = 300; // Lines in one stroke: long paths are slow to rasterise.
  let lines = [];
  let hovered = null;

  // Pairs of visible nodes that a link joins which passes the filters.
  function update(passes) {
    lines = [];
    for (const pair of model.pairs.values()) {
      if (!picture.visible.has(pair.a) || !picture.visible.has(pair.b)) continue;
      const links = pair.links.filter(passes);
      if (!links.length) continue;
      const papers = Math.max(...links.map((link) => (link.predicate === "coUse" ? link.sentences : 1)));
      lines.push({ ...pair, links, width: Math.min(1 + Math.log2(papers) * 0.4, 4.5) });
    }
  }

  function stroke(context, chosen, colour, width) {
    context.strokeStyle = colour;
    context.lineWidth = width / picture.network.getScale();
    for (let first = 0; first < chosen.length; first += CHUNK) {
      context.beginPath();
      for (const { a, b } of chosen.slice(first, first + CHUNK)) {
        const [from, to] = [picture.at(a), picture.at(b)];
        context.moveTo(from.x, from.y);
        context.lineTo(to.x, to.y);
      }
      context.stroke();
    }
  }

  // Long lines run between communities; they are fainter, so that the communities stand out.
  function draw(context) {
    const near = new Map();
    const far = [];
    for (const line of lines) {
      const [from, to] = [picture.at(line.a), picture.at(line.b)];
      if (Math.hypot(from.x - to.x, from.y - to.y) > 420) far.push(line);
      else {
        const width = Math.round(line.width * 2) / 2;
        if (!near.has(width)) near.set(width, []);
        near.get(width).push(line);
      }
    }
    context.save();
    context.globalAlpha = Math.min(1, Math.sqrt(900 / far.length)); // Many of them would make a fog.
    stroke(context, far, theme.colour("edge-far"), 1);
    context.restore();
    for (const [width, chosen] of near) stroke(context, chosen, theme.colour("edge"), width);
  }

  // What a node under the pointer is joined to, brought to the front.
  function drawHovered(context) {
    if (hovered === null || hovered === isSelected() || !picture.visible.has(hovered)) return;
    const own = lines.filter(({ a, b }) => a === hovered || b === hovered);
    stroke(context, own, theme.colour("edge-strong"), 1.4);
    for (const { a, b } of own) picture.draw(a === hovered ? b : a, context);
    picture.draw(hovered, context);
  }

  // The selected node's surroundings stand out: a veil over all else, then they are drawn once more.
  // In a neighbourhood or on a path all else is out of view already.
  function drawSelected(context) {
    const index = isSelected();
    if (index === null || !picture.visible.has(index)) return;
    const own = lines.filter(({ a, b }) => a === index || b === index);
    if (isWhole()) {
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = theme.colour("veil");
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
      context.restore();
    }
    stroke(context, own, theme.colour("edge-strong"), 1.2);
    for (const { a, b } of own) picture.draw(a === index ? b : a, context);
    picture.draw(index, context);
    const { x, y, radius } = picture.at(index);
    context.strokeStyle = theme.colour("accent");
    context.lineWidth = 2.5 / picture.network.getScale();
    context.beginPath();
    context.arc(x, y, radius * 1.25 + 5 / picture.network.getScale(), 0, 2 * Math.PI);
    context.stroke();
  }

  picture.network.on("beforeDrawing", draw);
  picture.network.on("afterDrawing", drawSelected);
  picture.network.on("afterDrawing", drawHovered);
  picture.network.on("hoverNode", ({ node }) => {
    hovered = node;
  });
  picture.network.on("blurNode", () => {
    hovered = null;
  });
  return { update, count: () => lines.length };
}
