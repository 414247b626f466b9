// The legend is the filter: types and predicates on and off, years, papers, confidence.

function createFilters({ model, shapes, onChange }) {
  const off = { types: new Set(), predicates: new Set() };
  const state = { years: null, papers: 1, confidence: 0 };
  const STEPS = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000];

  function row(kind, value, label, count, picture) {
    const box = el("input", {
      type: "checkbox",
      checked: true,
      "data-kind": kind,
      "data-value": value,
      onchange: (event) => {
        if (event.target.checked) off[kind].delete(value);
        else off[kind].add(value);
        onChange();
      },
    });
    return el(
      "label",
      { class: "row" },
      box,
      picture,
      el("span", { class: "name" }, label),
      el("span", { class: "count" }, formatted(count)),
    );
  }

  function tally(items, of) {
    const counts = new Map();
    for (const item of items) counts.set(of(item), (counts.get(of(item)) || 0) + 1);
    return counts;
  }

  const types = tally(model.nodes, (node) => node.type);
  const predicates = tally(model.links, (link) => link.predicate);
  for (const { type, title } of TYPES) {
    if (types.has(type))
      byId("type-filter").append(row("types", type, title, types.get(type), swatch(type, shapes[type])));
  }
  for (const predicate of [...predicates.keys()].sort((a, b) => predicateOrder(a) - predicateOrder(b))) {
    byId("predicate-filter").append(
      row("predicates", predicate, predicateWords(predicate)[0], predicates.get(predicate), null),
    );
  }

  const [from, to] = [byId("year-from"), byId("year-to")];
  if (model.years && model.years[0] < model.years[1]) {
    for (const slider of [from, to]) {
      [slider.min, slider.max] = model.years;
      slider.addEventListener("input", () => {
        if (Number(from.value) > Number(to.value)) (slider === from ? to : from).value = slider.value;
        read();
      });
    }
  } else byId("year-row").hidden = true;

  const most = model.nodes.reduce(
    (max, node) => (node.type === "Paper" ? max : Math.max(max, node.papers)),
    1,
  );
  const steps = STEPS.filter((step) => step <= most);
  const papers = byId("papers-min");
  papers.max = steps.length;
  papers.closest("label").hidden = steps.length < 2;
  const confidence = byId("confidence-min");
  for (const slider of [papers, confidence]) slider.addEventListener("input", read);

  function read() {
    const whole =
      !model.years || (Number(from.value) === model.years[0] && Number(to.value) === model.years[1]);
    state.years = whole ? null : [Number(from.value), Number(to.value)];
    state.papers = steps[papers.value - 1];
    state.confidence = confidence.value / 100;
    describe();
    onChange();
  }

  function describe() {
    byId("year-value").textContent = model.years
      ? from.value === to.value
        ? from.value
        : `${from.value} – ${to.value}`
      : "";
    byId("papers-value").textContent = state.papers === 1 ? "any" : String(state.papers);
    papers.setAttribute("aria-valuetext", counted(state.papers, "paper", "papers"));
    byId("confidence-value").textContent = state.confidence === 0 ? "any" : state.confidence.toFixed(2);
  }

  function reset() {
    off.types.clear();
    off.predicates.clear();
    for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = true;
    if (model.years) [from.value, to.value] = model.years;
    papers.value = 1;
    confidence.value = 0;
    read();
  }

  // A paper counts in the years chosen; one without a year only where all years are.
  function inYears(node) {
    return node.type !== "Paper" || model.papersBetween(node, state.years) > 0;
  }

  function linkPasses(link) {
    if (off.predicates.has(link.predicate)) return false;
    if (link.confidence !== null && link.confidence < state.confidence) return false;
    return inYears(model.nodes[link.subject]) && inYears(model.nodes[link.object]);
  }

  // A node whose links all fail goes with them; one that never had any stays.
  function nodePasses(node) {
    if (off.types.has(node.type) || !inYears(node)) return false;
    if (node.type !== "Paper" && model.papersBetween(node, state.years) < state.papers) return false;
    return node.links.length === 0 || node.links.some(linkPasses);
  }

  if (model.years) [from.value, to.value] = model.years;
  describe();
  return {
    linkPasses,
    nodePasses,
    reset,
    active: () =>
      off.types.size > 0 ||
      off.predicates.size > 0 ||
      state.years !== null ||
      state.papers > 1 ||
      state.confidence > 0,
  };
}
