// What a page that does not show everything says about itself, and how to see more.

function explainView({ data, model, nameLink }) {
  const note = byId("note");
  const command = (...words) =>
    el("code", {}, ["kg view", shellWord(data.directory), ...words, "-o graph.html"].join(" "));
  const centre = data.centre === null ? null : nameLink(model.nodes[data.centre]);
  if (data.kind === "co-use") {
    const which = centre ? ["nearest to ", centre] : "that most papers name";
    note.append(
      el("p", {}, `The ${formatted(data.drawn)} methods, datasets, metrics and tasks `, which, "."),
      el(
        "p",
        {},
        "Two are joined where papers name them together: the more papers, the wider the line, and only" +
          " the strongest joins of each. Double-click one to see papers that name it.",
      ),
      el("p", {}, "More of them: ", command("--top", String(data.drawn * 2))),
      el("p", {}, "All around one: ", command("--around NAME", "--hops 2")),
    );
  } else if (data.kind === "neighbourhood") {
    note.append(el("p", {}, "What is near ", centre, "."), el("p", {}, "The whole graph: ", command()));
  }
  note.hidden = data.kind === "whole";
}
