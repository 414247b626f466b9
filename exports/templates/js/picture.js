// The vis-network picture: nodes at the places that were computed for them, and the camera.
// vis-network draws and moves the nodes; edges.js and labels.js draw the rest into the same canvas.

function createPicture({ container, model, theme, shapes, options, placed }) {
  const SMALL = 6;
  // The places are made for a wide window; a tall one gets the picture on its side.
  const tall = container.clientHeight > container.clientWidth * 1.15;
  const home = new Map(placed.map(({ id, x, y }) => [id, tall ? { x: y, y: x } : { x, y }]));
  const visible = new Set(placed.map(({ id }) => id));
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

  function colours(type) {
    const name = type.toLowerCase();
    const fill = { background: theme.colour(name), border: theme.colour(`${name}-line`) };
    const strong = { background: fill.background, border: theme.colour("ink") };
    return { ...fill, highlight: strong, hover: strong };
  }

  // Without `group`: on every update vis-network would put a group's colours over ours.
  const nodes = new vis.DataSet(
    placed.map(({ group, ...node }) => ({ ...node, ...home.get(node.id), color: colours(group) })),
  );
  const network = new vis.Network(container, { nodes, edges: [] }, options);
  const body = network.body.nodes;

  theme.onChange(() => nodes.update(nodes.map(({ id }) => ({ id, color: colours(model.nodes[id].type) }))));

  // Nodes that the page holds but has not drawn yet, each at a place near what it belongs to. All at once:
  // vis-network goes through everything that it has whenever something is added.
  function ensure(places) {
    for (const [index, place] of places) home.set(index, place);
    nodes.add(
      [...places].map(([index, place]) => {
        const { label, type } = model.nodes[index];
        const shape = shapes[type] || "dot";
        const looks = { shape, size: SMALL, color: colours(type), hidden: true };
        return { id: index, label: shortened(label, 42) || "?", ...looks, ...place };
      }),
    );
  }

  function show(wanted) {
    const changes = [];
    for (const index of home.keys()) {
      if (wanted.has(index) === visible.has(index)) continue;
      changes.push({ id: index, hidden: !wanted.has(index) });
      if (wanted.has(index)) visible.add(index);
      else visible.delete(index);
    }
    if (changes.length) nodes.update(changes);
    else network.redraw();
  }

  // Put nodes elsewhere for a while (a neighbourhood, a path); `goHome` undoes it.
  const away = new Set();
  function arrange(places) {
    for (const id of places.keys()) away.add(id);
    nodes.update([...places].map(([id, place]) => ({ id, ...place })));
  }

  function goHome() {
    nodes.update([...away].map((id) => ({ id, ...home.get(id) })));
    away.clear();
  }

  function at(index) {
    const { x, y, shape } = body[index];
    return { x, y, radius: body[index].options.size, shape };
  }

  // What of the canvas is not covered by search, tools and panel.
  function insets() {
    const wide = matchMedia("(min-width: 721px)").matches;
    const side = byId("side").getBoundingClientRect();
    const panel = byId("panel").hidden ? null : byId("panel").getBoundingClientRect();
    return wide
      ? { left: side.right + 24, right: (panel ? panel.width + 16 : 0) + 64, top: 32, bottom: 40 }
      : { left: 20, right: 20, top: side.bottom + 24, bottom: (panel ? panel.height : 56) + 24 };
  }

  function panelWouldCover(point) {
    if (!byId("panel").hidden) return false;
    return matchMedia("(min-width: 721px)").matches
      ? point.x > container.clientWidth - 440
      : point.y > container.clientHeight * 0.4;
  }

  function move({ x, y }, scale, animate) {
    const { left, right, top, bottom } = insets();
    const animation = animate &&
      !reducedMotion.matches && { duration: 450, easingFunction: "easeInOutCubic" };
    network.moveTo({
      position: { x, y },
      scale,
      offset: { x: (left - right) / 2, y: (top - bottom) / 2 },
      animation,
    });
  }

  // The place and scale at which nodes fill what is free of the canvas.
  function frameOf(indices) {
    let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const index of indices) {
      const { x, y, radius } = at(index);
      west = Math.min(west, x - radius);
      east = Math.max(east, x + radius);
      north = Math.min(north, y - radius);
      south = Math.max(south, y + radius);
    }
    const { left, right, top, bottom } = insets();
    const width = Math.max(container.clientWidth - left - right, 80);
    const height = Math.max(container.clientHeight - top - bottom, 80);
    // Room for the labels of the outermost nodes, where there are few enough to bear them.
    const room = visible.size < 300 && width > 500 ? 150 : 30;
    const scale = Math.min((width - room) / (east - west), (height - 50) / (south - north), 1.5);
    return { position: { x: (west + east) / 2, y: (north + south) / 2 }, scale };
  }

  function fit(indices = visible, animate = true) {
    if (indices.size === 0) return;
    const { position, scale } = frameOf(indices);
    move(position, scale, animate);
  }

  // To a node and what is around it, where that is near enough to be seen together.
  function fly(index, animate = true) {
    const around = [...model.neighbours(index)].filter((other) => visible.has(other));
    const { position, scale } = frameOf([index, ...around]);
    if (scale >= 0.45) move(position, Math.min(scale, 1.2), animate);
    else move(at(index), Math.max(network.getScale(), 0.6), animate);
  }

  // Bring a node into view only if it is out of sight or under the panel.
  function reveal(index) {
    const point = network.canvasToDOM(at(index));
    const { left, right, top, bottom } = insets();
    const inside =
      point.x > left &&
      point.x < container.clientWidth - right &&
      point.y > top &&
      point.y < container.clientHeight - bottom;
    if (!inside) move(at(index), network.getScale(), true);
  }

  function zoom(factor) {
    const animation = !reducedMotion.matches && { duration: 200, easingFunction: "easeInOutQuad" };
    network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.03), 5), animation });
  }

  // The nearest visible node to a point of the canvas: small nodes need not be hit exactly.
  function near(point, tolerance) {
    const scale = network.getScale();
    let best = null;
    let least = tolerance;
    for (const index of visible) {
      const place = at(index);
      const there = network.canvasToDOM(place);
      const distance = Math.hypot(there.x - point.x, there.y - point.y) - place.radius * scale;
      if (distance < least) [best, least] = [index, distance];
    }
    return best;
  }

  return {
    network,
    nodes,
    tall,
    home,
    visible,
    ensure,
    show,
    arrange,
    goHome,
    at,
    insets,
    panelWouldCover,
    fit,
    fly,
    reveal,
    zoom,
    near,
    draw: (index, context) => body[index].draw(context),
  };
}
