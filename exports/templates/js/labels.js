// Labels: the most important first, none over another, more of them the nearer the reader comes.

function createLabels({ picture, model, theme, isSelected }) {
  const AREA = 10500; // Square pixels of canvas for each label, so that a calm picture stays calm.
  const LINE = 1.22;
  const widths = new Map();
  let ranked = [];
  let placed = [];

  function rank() {
    const weight = (node) => (node.type === "Paper" ? 0.5 : node.papers);
    ranked = [...picture.visible].sort((a, b) => weight(model.nodes[b]) - weight(model.nodes[a]) || a - b);
  }

  function fontOf(node, selected) {
    const size = node.type === "Paper" ? 11 : Math.min(11 + Math.log2(Math.max(node.papers, 1)) * 0.9, 17);
    return { size, css: `${selected || node.papers > 12 ? 600 : 450} ${size}px ${theme.font}` };
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

  function boxes(point, radius, width, height) {
    const gap = 4;
    return [
      [point.x - width / 2, point.y + radius + gap],
      [point.x + radius + gap, point.y - height / 2],
      [point.x - width / 2, point.y - radius - gap - height],
      [point.x - radius - gap - width, point.y - height / 2],
    ].map(([left, top]) => ({ left, top, right: left + width, bottom: top + height }));
  }

  function meet(a, b, room) {
    return a.left - room < b.right && a.right + room > b.left && a.top - room < b.bottom && a.bottom + room > b.top;
  }

  function draw(context) {
    const canvas = context.canvas;
    const ratio = canvas.width / canvas.clientWidth;
    const scale = picture.network.getScale();
    const selected = isSelected();
    const close = selected === null ? null : model.neighbours(selected);
    const first = selected === null ? [] : [selected, ...ranked.filter((index) => close.has(index))];
    const candidates = selected === null ? ranked : first;
    const most = Math.max(12, (canvas.clientWidth * canvas.clientHeight) / AREA);

    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textBaseline = "top";
    context.textAlign = "center";
    context.lineJoin = "round";
    placed = [];
    for (const index of candidates) {
      if (placed.length >= most) break;
      if (!picture.visible.has(index)) continue;
      const node = model.nodes[index];
      const paper = node.type === "Paper";
      if (paper && scale < 0.75 && selected === null && picture.visible.size > 60) continue;
      const place = picture.at(index);
      const point = picture.network.canvasToDOM(place);
      if (point.x < -20 || point.y < -20 || point.x > canvas.clientWidth + 20 || point.y > canvas.clientHeight + 20) continue;
      const { size, css } = fontOf(node, index === selected);
      const lines = linesOf(shortened(node.label, 42));
      const width = Math.max(...lines.map((line) => measure(context, line, css)));
      const height = lines.length * size * LINE;
      const box = boxes(point, place.radius * scale, width, height).find((candidate) => !placed.some((taken) => meet(candidate, taken.box, 5)));
      if (!box) continue;
      placed.push({ index, box });
      context.font = css;
      context.strokeStyle = theme.colour("halo");
      context.lineWidth = 3.5;
      context.fillStyle = paper ? theme.colour("soft") : theme.colour("ink");
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
    const found = placed.find(({ box }) => point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom);
    return found ? found.index : null;
  }

  picture.network.on("afterDrawing", draw);
  return { rank, at, placed: () => placed.map(({ index, box }) => ({ label: model.nodes[index].label, ...box })) };
}
