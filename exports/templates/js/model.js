// The graph that the page holds: nodes, links, results, and how to get from one to the other.
// Its shape in JSON is described in exports/html/data.py.

function foldText(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function createModel(data) {
  const nodes = data.nodes.map((node, index) => ({ ...node, index, links: [], results: [] }));
  const links = data.links.map(([subject, predicate, object, confidence, sentences, evidence], index) => {
    const link = { index, subject, predicate, object, confidence, sentences, evidence };
    nodes[subject].links.push(link);
    if (object !== subject) nodes[object].links.push(link);
    return link;
  });
  for (const result of data.results) {
    const ends = [result.paper, result.method, result.dataset, result.metric, result.task];
    for (const end of new Set(ends)) if (typeof end === "number") nodes[end].results.push(result);
  }
  const byKey = new Map(nodes.map((node) => [node.key, node]));

  // Links by the two nodes that they join: the picture draws one line for each pair.
  const pairs = new Map();
  for (const link of links) {
    if (link.subject === link.object) continue;
    const a = Math.min(link.subject, link.object);
    const b = Math.max(link.subject, link.object);
    const id = `${a}-${b}`;
    if (!pairs.has(id)) pairs.set(id, { a, b, links: [] });
    pairs.get(id).links.push(link);
  }

  function other(link, index) {
    return link.subject === index ? link.object : link.subject;
  }

  function neighbours(index, passes = () => true) {
    const found = new Set();
    for (const link of nodes[index].links) if (passes(link)) found.add(other(link, index));
    found.delete(index);
    return found;
  }

  // Title, line break, abstract: the text that evidence points into.
  function textOf(node) {
    if (node.text === undefined) {
      node.text = [node.paper.title, node.paper.abstract].filter(Boolean).join("\n");
    }
    return node.text;
  }

  // One entry for each sentence, with every mention in it: {paper, text, marks: [[start, end]]}.
  function sentences(link) {
    const found = new Map();
    for (const [paper, first, ...rest] of link.evidence) {
      const held = typeof first === "number";
      const [start, end] = held ? [first, rest[0]] : [0, first.length];
      const mark = held ? [rest[1] - start, rest[2] - start] : [rest[0], rest[1]];
      const id = held ? `${paper}:${start}` : `${paper}:${first}`;
      if (!found.has(id)) {
        const text = held ? textOf(nodes[paper]).slice(start, end) : first;
        found.set(id, { paper, text, marks: [] });
      }
      found.get(id).marks.push(mark);
    }
    return [...found.values()];
  }

  // Everything that a paper's text names: {start, end, node}.
  function mentions(index) {
    const found = new Map();
    for (const link of nodes[index].links) {
      if (link.subject !== index) continue;
      for (const [paper, first, , start, end] of link.evidence) {
        if (paper === index && typeof first === "number")
          found.set(`${start}-${end}`, { start, end, node: nodes[link.object] });
      }
    }
    return [...found.values()];
  }

  // Papers that name an entity, between two years; without them all papers count, dated or not.
  function papersBetween(node, years) {
    if (!years) return node.type === "Paper" ? 1 : node.papers;
    return node.years.reduce(
      (sum, [year, papers]) => sum + (year >= years[0] && year <= years[1] ? papers : 0),
      0,
    );
  }

  const allYears = nodes.flatMap((node) => node.years.map(([year]) => year)).filter((year) => year > 0);
  const years = allYears.length
    ? [allYears.reduce((a, b) => Math.min(a, b)), allYears.reduce((a, b) => Math.max(a, b))]
    : null;

  return { nodes, links, pairs, byKey, other, neighbours, textOf, sentences, mentions, papersBetween, years };
}
