// Results as a table: a dataset's leaderboard, a paper's numbers, where a method was measured.

function resultsSection({ node, model, parts, most }) {
  if (!node.results.length) return null;
  const own = node.type.toLowerCase();
  // Values compare within one metric, so a table has a part for each; a metric's own has one for each dataset.
  const part = own === "metric" ? "dataset" : "metric";
  const ranked = own === "dataset" && node.results.some(({ rank }) => rank !== null);
  const columns = ["method", "dataset", "metric", "value", "paper"].filter(
    (column) => column !== own && column !== part,
  );
  if (ranked) columns.unshift("rank");
  const heads = { rank: "#" };
  // What an abstract states less clearly is there for who asks.
  let everything = !node.results.some(({ sure }) => sure);

  const partOf = (result) => labelOf(result[part]) || `no ${part} named`;
  const commonness = new Map();
  for (const result of node.results)
    commonness.set(partOf(result), (commonness.get(partOf(result)) || 0) + (result.sure ? 1 : 0));

  function labelOf(end) {
    return typeof end === "number" ? model.nodes[end].label : end;
  }

  // The part with most results first; in it what is ranked, then scores, gains and factors, larger values first.
  function compare(a, b) {
    const kinds = ["score", "delta", "factor"];
    return (
      commonness.get(partOf(b)) - commonness.get(partOf(a)) ||
      partOf(a).localeCompare(partOf(b)) ||
      (ranked ? (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0 : 0) ||
      b.sure - a.sure ||
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      b.value - a.value
    );
  }

  function value({ value, unit, kind, text, note }) {
    const title = [text, note].filter(Boolean).join("\n");
    if (value === null) return el("td", { class: "number" }, "");
    const symbol = unit === "%" ? unit : unit === "" || unit === "x" ? "" : ` ${shortened(unit, 20)}`;
    const sign = kind === "delta" ? "Δ " : kind === "factor" ? "× " : "";
    return el("td", { class: "number", title }, sign + formatted(value) + symbol);
  }

  function cell(result, column) {
    if (column === "value") return value(result);
    if (column === "rank") return el("td", { class: "rank" }, result.rank === null ? "" : String(result.rank));
    const end = result[column];
    if (end === null || end === undefined) return el("td", {}, "–");
    if (typeof end !== "number") return el("td", {}, bdi(shortened(end, 60)));
    const target = model.nodes[end];
    const year = parts.yearOf(target);
    const name = parts.nameLink(target, shortened(target.label, 48));
    const note =
      column === "paper" && result.note
        ? el("span", { class: "note" }, bdi(shortened(result.note, 120)))
        : null;
    return el("td", {}, name, year && el("span", { class: "year" }, ` ${year}`), note);
  }

  function partRow(result) {
    const end = result[part];
    const words = shortened(partOf(result), 60);
    const name = typeof end === "number" ? parts.nameLink(model.nodes[end], words) : bdi(words);
    return el("tr", { class: "part" }, el("th", { colspan: columns.length, scope: "rowgroup" }, name));
  }

  const body = el("tbody");
  const below = el("div");
  function fill() {
    const wanted = node.results.filter(({ sure }) => sure || everything).sort(compare);
    const rows = wanted.slice(0, most);
    body.replaceChildren(
      ...rows.flatMap((result, i) => {
        const cells = columns.map((column) => cell(result, column));
        const row = el("tr", { class: result.sure ? null : "unsure" }, cells);
        return i > 0 && partOf(rows[i - 1]) === partOf(result) ? [row] : [partRow(result), row];
      }),
    );
    const unsure = node.results.length - wanted.length;
    const rest = wanted.length - rows.length;
    const words = own === "dataset" ? ["leaderboard", "--dataset"] : ["show"];
    below.replaceChildren(
      ...[
        rest > 0 ? parts.command(`${formatted(rest)} more`, node, words) : null,
        unsure ? button(`Show ${counted(unsure, "less certain one", "less certain ones")}`, unfold, LINK) : null,
      ].filter(Boolean),
    );
  }
  const LINK = { class: "link unfold" };
  const unfold = () => {
    everything = true;
    fill();
  };
  fill();

  const head = columns.map((column) =>
    el("th", { scope: "col", class: column === "value" ? "number" : null }, heads[column] || column),
  );
  const count = el("span", { class: "count" }, formatted(node.results.length));
  return el(
    "section",
    { class: "results" },
    el("h3", {}, own === "dataset" ? "Leaderboard" : "Results", count),
    el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, head)), body)),
    below,
  );
}
