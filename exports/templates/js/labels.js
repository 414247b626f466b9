// Labels: the most important first, none over another, more of them the nearer the reader comes.

function meetBoxes(a, b, room) {
  return (
    a.left - room < b.right && a.right + room > b.left && a.top - room < b.bottom && a.bottom + room > b.top
  );
}

function inBox({ x, y }, { left, right, top, bottom }) {
  return x >= left && x <= right && y >= top && y <= bottom;
}

function createLabels({ picture, model, theme, regions, isSelected, isWhole }) {
  const AREA = 12000; // Square pixels of canvas for each label, so that a calm picture stays calm.
  const TRIES = 5; // Of so many times the labels that there is room for, those fit; the others wait for more zoom.
  const LINE = 1.22;
  const widths = new Map();
  const most = model.nodes.reduce(
    (max, node) => (node.type === "Paper" ? max : Math.max(max, node.papers)),
    1,
  );
  let ranked = [];
  let placed = [];

  function rank() {
    const weight = (node) => (node.type === "Paper" ? 1.5 : node.papers);
    ranked = [...picture.visible].sort((a, b) => weight(model.nodes[b]) - weight(model.nodes[a]) || a - b);
  }

  // What many papers name is written larger, and what most name in bold.
  function fontOf(node, selected) {
    const papers = node.type === "Paper" ? 1 : Math.max(node.papers, 1);
    const share = Math.sqrt(papers / most);
    // In half pixels: a canvas is slow to take up a font that it has not had yet.
    const size = Math.round(22 + 2 * Math.min(Math.log2(papers) * 0.9, share * 6)) / 2;
    return { size, css: `${selected || (papers > 4 && share > 0.5) ? 600 : 450} ${size}px ${theme.font}` };
  }

  // Two lines of about the same length where a label is long.
  function linesOf(text) {
    if (text.length < 24) return [text];
    const middle = text.length / 2;
    const spaces = [...text.matchAll(/[\s-]/g)].map((match) => match.index + 1);
    const cut = spaces.reduce((best, at) => (Math.abs(at - middle) < Math.abs(best - middle) ? at : best), 0);
    return cut > 4 && cut < text.length - 4 ? [text.slice(0, cut).trimEnd(), text.slice(cut)] : [text];
  }

  function measure(context, text, css) {
    const id = css + text;
    if (!widths.has(id)) {
      context.font = css;
      widths.set(id, context.measureText(text).width);
    }
    return widths.get(id);
  }

  // Below, beside and above the node.
  function boxes({ x, y, radius }, width, height) {
    const gap = 4;
    return [
      [x - width / 2, y + radius + gap],
      [x + radius + gap, y - height / 2],
      [x - width / 2, y - radius - gap - height],
      [x - radius - gap - width, y - height / 2],
    ].map(([left, top]) => ({ left, top, right: left + width, bottom: top + height }));
  }

  // Where nodes are on the canvas, in cells, so that a label can be kept from covering them.
  function crowdOf(points) {
    const CELL = 40;
    const cells = new Map();
    for (const point of points.values()) {
      const id = `${Math.floor(point.x / CELL)},${Math.floor(point.y / CELL)}`;
      if (!cells.has(id)) cells.set(id, []);
      cells.get(id).push(point);
    }
    // How much a label would cover, the nodes' own sizes counting.
    return function covered(box, own) {
      let sum = 0;
      for (
        let column = Math.floor((box.left - CELL) / CELL);
        column <= Math.floor((box.right + CELL) / CELL);
        column += 1
      ) {
        for (
          let row = Math.floor((box.top - CELL) / CELL);
          row <= Math.floor((box.bottom + CELL) / CELL);
          row += 1
        ) {
          for (const { x, y, radius } of cells.get(`${column},${row}`) || []) {
            const itself = x === own.x && y === own.y;
            const around = { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
            if (!itself && meetBoxes(box, around, 0)) sum += 1 + radius / 4;
          }
        }
      }
      return sum;
    };
  }

  function onCanvas(canvas, indices) {
    const scale = picture.network.getScale();
    const points = new Map();
    for (const index of indices) {
      const { x, y, radius } = picture.at(index);
      const point = picture.network.canvasToDOM({ x, y });
      if (point.x < 0 || point.y < 0 || point.x > canvas.clientWidth || point.y > canvas.clientHeight)
        continue;
      points.set(index, { ...point, radius: radius * scale });
    }
    return points;
  }

  // What may be labelled: around the selected node what is near it; from afar only what several papers name.
  function candidates(scale) {
    const selected = isSelected();
    if (selected !== null) {
      const near = model.neighbours(selected);
      return [selected, ...ranked.filter((index) => (isWhole() ? near.has(index) : index !== selected))];
    }
    if (scale > 0.7 || picture.visible.size < 120) return ranked;
    return ranked.filter((index) => model.nodes[index].papers > 1 && model.nodes[index].type !== "Paper");
  }

  function draw(context) {
    const canvas = context.canvas;
    const ratio = canvas.width / canvas.clientWidth;
    const selected = isSelected();
    const wanted = candidates(picture.network.getScale()).filter((index) => picture.visible.has(index));
    const points = onCanvas(canvas, selected === null || !isWhole() ? picture.visible : wanted);
    const covered = crowdOf(points);
    const { left: west, right: east } = picture.insets();
    const titles = regions.boxes();
    const room = Math.max(14, (canvas.clientWidth * canvas.clientHeight) / AREA);

    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textBaseline = "top";
    context.textAlign = "center";
    context.lineJoin = "round";
    placed = [];
    const tried = wanted.filter((index) => points.has(index)).slice(0, room * TRIES);
    for (const index of tried) {
      if (placed.length >= room) break;
      const point = points.get(index);
      const node = model.nodes[index];
      const { size, css } = fontOf(node, index === selected);
      const lines = linesOf(shortened(node.label, 42));
      const width = Math.max(...lines.map((line) => measure(context, line, css)));
      // The first labels may cover small nodes; the later ones find a free place or wait for more zoom.
      const patience =
        index === selected || placed.length < (selected === null ? room / 5 : 6) ? Infinity : 1.5;
      const box = boxes(point, width, lines.length * size * LINE)
        .filter(
          ({ left, right }) => left >= west - 18 && right <= canvas.clientWidth - Math.max(east - 58, 2),
        )
        .filter((candidate) => !placed.some((taken) => meetBoxes(candidate, taken.box, 5)))
        .filter((candidate) => !titles.some((taken) => meetBoxes(candidate, taken, 3)))
        .map((candidate) => ({ ...candidate, cost: covered(candidate, point) }))
        .reduce(
          (best, candidate) => (candidate.cost < (best ? best.cost : patience) ? candidate : best),
          null,
        );
      if (!box) continue;
      placed.push({ index, box });
      context.font = css;
      context.strokeStyle = theme.colour("halo");
      context.lineWidth = 3.5;
      context.fillStyle = node.type === "Paper" ? theme.colour("soft") : theme.colour("ink");
      lines.forEach((line, row) => {
        const [x, y] = [(box.left + box.right) / 2, box.top + row * size * LINE];
        context.strokeText(line, x, y);
        context.fillText(line, x, y);
      });
    }
    context.restore();
  }

  // The node whose label stands at a point of the canvas.
  function at(point) {
    const found = placed.find(({ box }) => inBox(point, box));
    return found ? found.index : null;
  }

  picture.network.on("afterDrawing", draw);
  return {
    rank,
    at,
    placed: () => placed.map(({ index, box }) => ({ label: model.nodes[index].label, ...box })),
  };
}
