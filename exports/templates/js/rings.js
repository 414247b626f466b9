// Where nodes stand in a neighbourhood (rings around the centre) and on a path (a line).

// `layers` lists the nodes at each distance, the centre alone in the first; `neighbours` gives those of a node.
function ringPlaces(layers, { model, neighbours, origin }) {
  const ROOM = 54;
  const angles = new Map([[layers[0][0], 0]]);
  const places = new Map([[layers[0][0], origin]]);
  let radius = 0;
  for (const [distance, layer] of layers.entries()) {
    if (distance === 0 || !layer.length) continue;
    const inner = new Set(layers[distance - 1]);
    const ordered = sortAround(layer, inner);
    const most = Math.max(14, Math.ceil(Math.sqrt(layer.length) * 6));
    const rows = Math.ceil(layer.length / most);
    radius = Math.max(radius + 150, (Math.ceil(layer.length / rows) * ROOM) / (2 * Math.PI));
    ordered.forEach((index, i) => {
      const angle = (2 * Math.PI * i) / ordered.length - Math.PI / 2;
      const reach = radius + (i % rows) * 70;
      angles.set(index, angle);
      places.set(index, {
        x: Math.round(origin.x + reach * 1.25 * Math.cos(angle)),
        y: Math.round(origin.y + reach * Math.sin(angle)),
      });
    });
    radius += (rows - 1) * 70;
  }
  return places;

  // Next to the centre by type; further out next to the node that leads there.
  function sortAround(layer, inner) {
    const order = new Map(
      layer.map((index) => {
        const parents = [...neighbours(index)].filter((other) => inner.has(other) && angles.has(other));
        const mean = Math.atan2(
          parents.reduce((sum, other) => sum + Math.sin(angles.get(other)), 0),
          parents.reduce((sum, other) => sum + Math.cos(angles.get(other)), 0),
        );
        return [
          index,
          inner.size > 1 ? mean : TYPES.findIndex(({ type }) => type === model.nodes[index].type),
        ];
      }),
    );
    return [...layer].sort(
      (a, b) => order.get(a) - order.get(b) || model.nodes[b].papers - model.nodes[a].papers || a - b,
    );
  }
}

function linePlaces(path, origin) {
  const step = 210;
  return new Map(path.map((index, i) => [index, { x: origin.x + i * step, y: origin.y + (i % 2 ? 70 : 0) }]));
}

// New nodes around the one they were expanded from, in the order of a sunflower's seeds.
function placeAround(place, radius, i) {
  const angle = i * Math.PI * (3 - Math.sqrt(5));
  const reach = radius + 34 + 17 * Math.sqrt(i);
  return {
    x: Math.round(place.x + reach * Math.cos(angle)),
    y: Math.round(place.y + reach * Math.sin(angle)),
  };
}
