// A path in the panel: stop by stop, with what joins each two and a sentence that says so.

function pathView(path, { model, filters, parts }) {
  function joint(index, link) {
    const { forwards, backwards } = predicateWords(link.predicate);
    const words = link.subject === index ? forwards : backwards;
    const first = model.sentences(link).slice(0, 1);
    const type = model.nodes[link.object].type;
    return el(
      "div",
      {},
      el("p", { class: "step" }, words),
      first.map((sentence) => sentenceElement(sentence, type)),
    );
  }

  const stops = path.flatMap((index, i) => {
    const node = model.nodes[index];
    const stop = el("li", { class: "stop" }, parts.nameLine(node));
    if (i === path.length - 1) return [stop];
    const links = node.links.filter(
      (link) => model.other(link, index) === path[i + 1] && filters.linkPasses(link),
    );
    return [
      stop,
      el(
        "li",
        { class: "between" },
        links.map((link) => joint(index, link)),
      ),
    ];
  });
  return el("ol", { class: "path" }, stops);
}
