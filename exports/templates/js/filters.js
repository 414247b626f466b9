// The legend is the filter: types and predicates on and off, years, papers, confidence.

function createFilters({ model, shapes, corpusYears, onChange }) {
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
    const name = el(
      "label",
      {},
      box,
      picture,
      el("span", { class: "name" }, label),
      el("span", { class: "count" }, formatted(count)),
    );
    const only = button("only", () => keepOnly(kind, value), { class: "only", "aria-label": `Only ${label}` });
    return el("div", { class: "row" }, name, only);
  }

  // All others of a kind off; asked again, all on.
  function keepOnly(kind, value) {
    const boxes = [...document.querySelectorAll(`#filters input[data-kind=${kind}]`)];
    const alone = boxes.every((box) => box.checked === (box.dataset.value === value));
    off[kind].clear();
    for (const box of boxes) {
      box.checked = alone || box.dataset.value === value;
      if (!box.checked) off[kind].add(box.dataset.value);
    }
    onChange();
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
  for (const { id, title } of SUBJECTS) {
    const own = [...predicates.keys()].filter((predicate) => predicateWords(predicate).subject === id);
    if (!own.length) continue;
    own.sort((a, b) => predicateOrder(a) - predicateOrder(b));
    const rows = own.map((predicate) =>
      row("predicates", predicate, predicateWords(predicate).filter, predicates.get(predicate), null),
    );
    byId("predicate-filter").append(
      el("div", { role: "group", "aria-label": title }, el("p", { class: "subject" }, title), rows),
    );
  }

  // Papers by year over the slider, those chosen in colour.
  const columns = new Map();
  function drawYears() {
    const counts = new Map(corpusYears.filter(([year]) => year > 0));
    const [first, last] = model.years;
    if (last - first > 120) return;
    const most = Math.max(...counts.values());
    for (let year = first; year <= last; year += 1) {
      const papers = counts.get(year) || 0;
      const column = el("span", { title: `${year}: ${counted(papers, "paper", "papers")}` });
      column.style.height = `${papers ? Math.max(6, Math.round((100 * papers) / most)) : 0}%`;
      columns.set(year, column);
    }
    byId("year-bars").replaceChildren(...columns.values());
  }

  const [from, to] = [byId("year-from"), byId("year-to")];
  if (model.years && model.years[0] < model.years[1]) {
    drawYears();
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
    for (const [year, column] of columns)
      column.classList.toggle("out", year < Number(from.value) || year > Number(to.value));
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
