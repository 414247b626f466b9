// Pieces that every view of the panel is made of: names that lead on, commands, sentences with their paper.

function createParts({ model, data, onOpen }) {
  // A real link, so that it can be copied and opened beside.
  function nameLink(node, text = node.label) {
    const follow = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      onOpen(node.index);
    };
    return el("a", { href: `#${encodeURIComponent(node.key)}`, class: "name", onclick: follow }, bdi(text));
  }

  // A node's shape and name on a line, with whatever is said after it.
  function nameLine(node, ...after) {
    const name = nameLink(node, shortened(node.label, 160));
    return el(
      "div",
      { class: "what" },
      swatch(node.type, data.shapes[node.type]),
      el("span", {}, name, after),
    );
  }

  // The command that gives what the page leaves out, for example `kg show DIR NAME`.
  function command(lead, node, [verb, ...options]) {
    const name = node.label.length <= 80 ? node.label : node.key;
    const words = ["kg", verb, shellWord(data.directory), ...options, shellWord(name)];
    return el("p", { class: "rest" }, `${lead}: `, el("code", {}, words.join(" ")));
  }

  // A sentence, and beneath it the paper that it is from.
  function cited(sentence, type) {
    const { paper } = sentence;
    const source =
      typeof paper === "number"
        ? nameLink(model.nodes[paper], shortened(model.nodes[paper].label, 90))
        : bdi(String(paper));
    return el(
      "div",
      { class: "cited" },
      sentenceElement(sentence, type),
      el("p", { class: "source" }, source),
    );
  }

  function yearOf(node) {
    return node.type === "Paper" && node.years.length ? node.years[0][0] : null;
  }

  return { nameLink, nameLine, command, cited, yearOf };
}
