// Results as a table: a dataset's leaderboard, a paper's numbers, where a method was measured.

function resultsSection({ node, model, nameLink, command, most }) {
  if (!node.results.length) return null;
  const own = node.type.toLowerCase();
  const columns = ["method", "dataset", "metric", "value", "paper"].filter((column) => column !== own);
  let upwards = false;

  const metricOf = (result) => labelOf(result.metric) || "";
  const commonness = new Map();
  for (const result of node.results) commonness.set(metricOf(result), (commonness.get(metricOf(result)) || 0) + 1);

  function labelOf(end) {
    return typeof end === "number" ? model.nodes[end].label : end;
  }

  // Scores before gains and factors; results of one metric together, the most common metric first.
  function compare(a, b) {
    const kinds = ["score", "delta", "factor"];
    return (
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      commonness.get(metricOf(b)) - commonness.get(metricOf(a)) ||
      metricOf(a).localeCompare(metricOf(b)) ||
      (upwards ? a.value - b.value : b.value - a.value)
    );
  }

  function value({ value, unit, kind, text }) {
    if (value === null) return el("td", { class: "number" }, "");
    const number = formatted(value) + (unit === "%" || unit === "x" ? unit : unit ? ` ${shortened(unit, 20)}` : "");
    return el("td", { class: "number", title: text }, kind === "delta" ? `Δ ${number}` : kind === "factor" ? `× ${number.replace(/x$/, "")}` : number);
  }

  function cell(result, column) {
    if (column === "value") return value(result);
    const end = result[column];
    if (end === null || end === undefined) return el("td", {}, "–");
    if (typeof end !== "number") return el("td", {}, bdi(shortened(end, 60)));
    const target = model.nodes[end];
    const year = target.type === "Paper" && target.years.length ? `${target.years[0][0]}` : null;
    return el("td", {}, nameLink(target, shortened(target.label, 60)), year && el("span", { class: "year" }, ` ${year}`));
  }

  const tableBody = el("tbody");
  function fill() {
    const rows = [...node.results].sort(compare).slice(0, most);
    tableBody.replaceChildren(...rows.map((result) => el("tr", {}, columns.map((column) => cell(result, column)))));
  }
  fill();

  const sorter = el("button", {
    type: "button", class: "link", "aria-label": "Sort by value, the other way round",
    onclick: () => { upwards = !upwards; sorter.textContent = upwards ? "value ↑" : "value ↓"; fill(); },
  }, "value ↓");
  const heads = columns.map((column) => el("th", { scope: "col", class: column === "value" ? "number" : null }, column === "value" ? sorter : column));
  const rest = node.results.length - most;
  return el(
    "section", { class: "results" },
    el("h3", {}, node.type === "Dataset" ? "Leaderboard" : "Results", el("span", { class: "count" }, formatted(node.results.length))),
    el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, heads)), tableBody)),
    rest > 0 ? command(`${formatted(rest)} more`, node.type === "Dataset" ? ["leaderboard", "--dataset"] : ["show"]) : null,
  );
}
