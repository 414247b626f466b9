// Which part of the graph is in view: all that is drawn, a neighbourhood, a path, and what was expanded.

function createJourney({ model, filters, picture }) {
  const drawn = new Set(picture.home.keys());
  const expanded = new Set();
  let scope = { kind: "all" };

  function allowed(index) {
    return filters.nodePasses(model.nodes[index]);
  }

  // Nodes by distance from a centre, over links and nodes that pass the filters.
  function layersAround(centre, hops) {
    const seen = new Set([centre]);
    const layers = [[centre]];
    while (layers.length <= hops) {
      const next = new Set();
      for (const index of layers.at(-1)) {
        for (const other of model.neighbours(index, filters.linkPasses)) {
          if (!seen.has(other) && allowed(other)) next.add(other);
        }
      }
      for (const index of next) seen.add(index);
      layers.push([...next]);
    }
    return layers;
  }

  // A shortest path; among equally short ones, that over the least common nodes, which says most.
  function pathBetween(from, to) {
    const reached = new Map([[from, { cost: 0, parent: null }]]);
    let layer = [from];
    while (layer.length && !reached.has(to)) {
      const next = new Map();
      for (const index of layer) {
        const cost = reached.get(index).cost + Math.log2(1 + model.nodes[index].links.length);
        for (const other of model.neighbours(index, filters.linkPasses)) {
          if (reached.has(other) || (other !== to && !allowed(other))) continue;
          if (!next.has(other) || cost < next.get(other).cost) next.set(other, { cost, parent: index });
        }
      }
      for (const [index, step] of next) reached.set(index, step);
      layer = [...next.keys()];
    }
    if (!reached.has(to)) return null;
    const path = [];
    for (let at = to; at !== null; at = reached.get(at).parent) path.unshift(at);
    return path;
  }

  // Nodes that the page holds are put into the picture beside what they belong to.
  function bringIn(indices, anchor = null) {
    const places = new Map();
    for (const index of indices) {
      if (picture.home.has(index)) continue;
      const near = anchor ?? [...model.neighbours(index)].find((other) => picture.home.has(other));
      const { x, y, radius } = near === undefined ? { x: 0, y: 0, radius: 0 } : picture.at(near);
      places.set(index, placeAround({ x, y }, radius, places.size));
    }
    if (places.size) picture.ensure(places);
  }

  function enter(next) {
    scope = next;
    expanded.clear();
    picture.goHome();
    if (next.kind === "all") return;
    bringIn(next.nodes);
    const origin = { ...picture.home.get(next.nodes[0]) };
    const neighbours = (index) => model.neighbours(index, filters.linkPasses);
    picture.arrange(
      next.kind === "path"
        ? linePlaces(next.nodes, origin)
        : ringPlaces(next.layers, { model, neighbours, origin }),
    );
  }

  return {
    layersAround,
    pathBetween,
    scope: () => scope,
    neighbourhood(centre, hops) {
      const layers = layersAround(centre, hops);
      enter({ kind: "neighbourhood", centre, hops, layers, nodes: layers.flat() });
    },
    path(nodes) {
      enter({ kind: "path", nodes });
    },
    all() {
      enter({ kind: "all" });
    },
    includes: (index) => scope.kind === "all" || scope.nodes.includes(index) || expanded.has(index),
    // All neighbours of a node that the page holds, whatever the filters say. Returns how many are new.
    expand(index) {
      const around = [...model.neighbours(index)];
      const fresh = around.filter((other) => !picture.visible.has(other));
      bringIn(fresh, index);
      if (scope.kind !== "all") {
        const { x, y, radius } = picture.at(index);
        picture.arrange(new Map(fresh.map((other, i) => [other, placeAround({ x, y }, radius, i)])));
      }
      for (const other of [index, ...around]) expanded.add(other);
      return fresh.length;
    },
    // What is to be seen now; the selected node always is.
    visible(selected) {
      const base = scope.kind === "all" ? drawn : scope.nodes;
      const wanted = new Set([...base].filter((index) => scope.kind === "path" || allowed(index)));
      for (const index of expanded) wanted.add(index);
      if (scope.kind === "neighbourhood") wanted.add(scope.centre);
      if (selected !== null) {
        bringIn([selected]);
        wanted.add(selected);
      }
      return wanted;
    },
  };
}
