// Results as a table: a dataset's leaderboard, a paper's numbers, where a method was measured.

function resultsSection({ node, model, parts, most }) {
  if (!node.results.length) return null;
  const own = node.type.toLowerCase();
  // Values compare within one metric, so a table has a part for each; a metric's own has one for each dataset.
  const part = own === "metric" ? "dataset" : "metric";
  const columns = ["method", "dataset", "metric", "value", "paper"].filter(
    (column) => column !== own && column !== part,
  );
  let upwards = false;

  const partOf = (result) => labelOf(result[part]) || `no ${part} named`;
  const commonness = new Map();
  for (const result of node.results)
    commonness.set(partOf(result), (commonness.get(partOf(result)) || 0) + 1);

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
    const symbol = unit === "%" ? unit : unit === "" || unit === "x" ? "" : ` ${shortened(unit, 20)}`;
    const sign = kind === "delta" ? "Δ " : kind === "factor" ? "× " : "";
    return el("td", { class: "number", title: text }, sign + formatted(value) + symbol);
  }

  function cell(result, column) {
    if (column === "value") return value(result);
    const end = result[column];
    if (end === null || end === undefined) return el("td", {}, "–");
    if (typeof end !== "number") return el("td", {}, bdi(shortened(end, 60)));
    const target = model.nodes[end];
    const year = parts.yearOf(target);
    const name = parts.nameLink(target, shortened(target.label, 48));
    return el("td", {}, name, year && el("span", { class: "year" }, ` ${year}`));
  }

  const tableBody = el("tbody");
  function fill() {
    const rows = [...node.results].sort(compare).slice(0, most);
    tableBody.replaceChildren(
      ...rows.flatMap((result, i) => {
        const row = el(
          "tr",
          {},
          columns.map((column) => cell(result, column)),
        );
        if (i > 0 && partOf(rows[i - 1]) === partOf(result)) return [row];
        const end = result[part];
        const words = shortened(partOf(result), 60);
        const name = typeof end === "number" ? parts.nameLink(model.nodes[end], words) : bdi(words);
        return [
          el("tr", { class: "part" }, el("th", { colspan: columns.length, scope: "rowgroup" }, name)),
          row,
        ];
      }),
    );
  }
  fill();

  const turn = () => {
    upwards = !upwards;
    sorter.textContent = upwards ? "value ↑" : "value ↓";
    fill();
  };
  const sorter = button("value ↓", turn, {
    class: "link",
    "aria-label": "Sort by value, the other way round",
  });
  const heads = columns.map((column) =>
    column === "value"
      ? el("th", { scope: "col", class: "number" }, sorter)
      : el("th", { scope: "col" }, column),
  );
  const rest = node.results.length - most;
  return el(
    "section",
    { class: "results" },
    el(
      "h3",
      {},
      node.type === "Dataset" ? "Leaderboard" : "Results",
      el("span", { class: "count" }, formatted(node.results.length)),
    ),
    el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, heads)), tableBody)),
    rest > 0
      ? parts.command(
          `${formatted(rest)} more`,
          node,
          own === "dataset" ? ["leaderboard", "--dataset"] : ["show"],
        )
      : null,
  );
}
