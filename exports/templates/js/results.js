// Results as a table: a dataset's leaderboard, a paper's numbers, where a method was measured.

function resultsSection({ node, model, nameLink, command, most }) {
  if (!node.results.length) return null;
  const own = node.type.toLowerCase();
  // Values compare within one metric, so a table has a part for each; a metric's own has one for each dataset.
  const part = own === "metric" ? "dataset" : "metric";
  const columns = ["method", "dataset", "metric", "value", "paper"].filter((column) => column !== own && column !== part);
  let upwards = false;

  const partOf = (result) => labelOf(result[part]) || `no ${part} named`;
  const commonness = new Map();
  for (const result of node.results) commonness.set(partOf(result), (commonness.get(partOf(result)) || 0) + 1);

  function labelOf(end) {
    return typeof end === "number" ? model.nodes[end].label : end;
  }

  // The part with most results first; in it scores, then gains and factors.
  function compare(a, b) {
    const kinds = ["score", "delta", "factor"];
    return (
      commonness.get(partOf(b)) - commonness.get(partOf(a)) ||
      partOf(a).localeCompare(partOf(b)) ||
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
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
    return el("td", {}, nameLink(target, shortened(target.label, 48)), year && el("span", { class: "year" }, ` ${year}`));
  }

  const tableBody = el("tbody");
  function fill() {
    const rows = [...node.results].sort(compare).slice(0, most);
    tableBody.replaceChildren(...rows.flatMap((result, i) => {
      const row = el("tr", {}, columns.map((column) => cell(result, column)));
      if (i > 0 && partOf(rows[i - 1]) === partOf(result)) return [row];
      const end = result[part];
      const name = typeof end === "number" ? nameLink(model.nodes[end], shortened(labelOf(end), 60)) : bdi(shortened(partOf(result), 60));
      return [el("tr", { class: "part" }, el("th", { colspan: columns.length, scope: "rowgroup" }, name)), row];
    }));
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
