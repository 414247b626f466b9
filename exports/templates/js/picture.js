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

  // A node that the page holds but has not drawn yet, at a place near what it belongs to.
  function ensure(index, place) {
    if (home.has(index)) return;
    const { label, type } = model.nodes[index];
    home.set(index, place);
    nodes.add({
      id: index, label: shortened(label, 42) || "?", shape: shapes[type] || "dot", size: SMALL,
      color: colours(type), hidden: true, ...place,
    });
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
  let away = [];
  function arrange(places) {
    goHome();
    away = [...places.keys()];
    nodes.update(away.map((id) => ({ id, ...places.get(id) })));
  }

  function goHome() {
    nodes.update(away.map((id) => ({ id, ...home.get(id) })));
    away = [];
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

  function move(position, scale, animate) {
    const { left, right, top, bottom } = insets();
    const animation = animate && !reducedMotion.matches && { duration: 450, easingFunction: "easeInOutCubic" };
    network.moveTo({ position, scale, offset: { x: (left - right) / 2, y: (top - bottom) / 2 }, animation });
  }

  function fit(indices = visible, animate = true) {
    let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const index of indices) {
      const { x, y, radius } = at(index);
      west = Math.min(west, x - radius);
      east = Math.max(east, x + radius);
      north = Math.min(north, y - radius);
      south = Math.max(south, y + radius);
    }
    if (west > east) return;
    const { left, right, top, bottom } = insets();
    const width = Math.max(container.clientWidth - left - right, 80);
    const height = Math.max(container.clientHeight - top - bottom, 80);
    // Room for the labels of the outermost nodes, where there are few enough to bear them.
    const room = visible.size < 300 && width > 500 ? 150 : 30;
    const scale = Math.min((width - room) / (east - west), (height - 50) / (south - north), 1.5);
    move({ x: (west + east) / 2, y: (north + south) / 2 }, scale, animate);
  }

  function fly(index, animate = true) {
    const { x, y } = at(index);
    move({ x, y }, Math.max(network.getScale(), 0.8), animate);
  }

  // Bring a node into view only if it is out of sight or under the panel.
  function reveal(index) {
    const { x, y } = at(index);
    const point = network.canvasToDOM({ x, y });
    const { left, right, top, bottom } = insets();
    const inside =
      point.x > left && point.x < container.clientWidth - right &&
      point.y > top && point.y < container.clientHeight - bottom;
    if (!inside) move({ x, y }, network.getScale(), true);
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
    network, nodes, home, visible, ensure, show, arrange, goHome, at, insets, panelWouldCover, fit, fly, reveal, zoom, near,
    draw: (index, context) => body[index].draw(context),
  };
}
