// Communities: a faint disc behind each, and over it the names that are most its own, as a map has them.

function createRegions({ picture, theme, regions, isSelected, isWhole }) {
  const ROOM = 70; // Pixels by which a name may be wider than its disc.
  const PAD = 10;
  const LARGEST = 620; // Pixels: nearer than that its nodes speak for themselves.
  // A tall window has the picture on its side.
  const all = regions.map(({ x, y, ...rest }) => ({ ...rest, ...(picture.tall ? { x: y, y: x } : { x, y }) }));
  const named = all.filter(({ names }) => names.length);
  let placed = [];

  const inView = (region) => region.members.filter((index) => picture.visible.has(index)).length;

  function drawDiscs(context) {
    if (!isWhole()) return;
    context.fillStyle = theme.colour("region");
    for (const region of all) {
      if (region.members.length < 3 || inView(region) === 0) continue;
      context.beginPath();
      context.arc(region.x, region.y, region.reach + PAD, 0, 2 * Math.PI);
      context.fill();
    }
  }

  function titleOf(context, names, room) {
    return [names.join(" · "), names[0]].find((words) => context.measureText(words).width <= room);
  }

  // Above each disc, the largest first, none over another.
  function drawTitles(context) {
    placed = [];
    if (!isWhole() || isSelected() !== null) return;
    const { canvas } = context;
    const ratio = canvas.width / canvas.clientWidth;
    const scale = picture.network.getScale();
    const { left: west, right: east, top: north } = picture.insets();
    const size = canvas.clientWidth > 720 ? 12.5 : 11;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = `600 ${size}px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "bottom";
    context.lineJoin = "round";
    for (const region of named) {
      const reach = (region.reach + PAD) * scale;
      if (reach * 2 > LARGEST || inView(region) < 3) continue;
      const middle = picture.network.canvasToDOM(region);
      const title = titleOf(context, region.names, reach * 2 + ROOM);
      if (!title) continue;
      const half = context.measureText(title).width / 2;
      const x = Math.min(Math.max(middle.x, west + half - 14), canvas.clientWidth - Math.max(east - 50, 6) - half);
      const y = Math.max(middle.y - reach - 2, north - 8);
      const box = { left: x - half, right: x + half, top: y - size * 1.3, bottom: y };
      const apart = Math.abs(x - middle.x) > reach || y > middle.y;
      if (apart || placed.some((taken) => meetBoxes(box, taken.box, 4))) continue;
      placed.push({ region, box });
      context.strokeStyle = theme.colour("halo");
      context.lineWidth = 4;
      context.fillStyle = theme.colour("accent");
      context.strokeText(title, x, y);
      context.fillText(title, x, y);
    }
    context.restore();
  }

  picture.network.on("beforeDrawing", drawDiscs);
  picture.network.on("afterDrawing", drawTitles);
  return {
    boxes: () => placed.map(({ box }) => box),
    // The community whose name stands at a point of the canvas: its nodes.
    at(point) {
      const found = placed.find(({ box }) => inBox(point, box));
      return found ? found.region.members.filter((index) => picture.visible.has(index)) : null;
    },
    titles: () => placed.map(({ region, box }) => ({ names: region.names, ...box })),
  };
}
