// Sentences with the mention marked, and a paper's text with everything that it names.

// `marks` are [start, end, make], not overlapping where they were made by `disjoint`.
function markedText(text, marks) {
  const pieces = [];
  let at = 0;
  for (const { start, end, make } of marks) {
    if (start > at) pieces.push(text.slice(at, start));
    pieces.push(make(text.slice(start, end)));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces;
}

// In order, the longer of two that overlap, none outside the text.
function disjoint(marks, length) {
  const chosen = [];
  const ordered = marks.filter(({ start, end }) => start >= 0 && end <= length && start < end);
  ordered.sort((a, b) => a.start - b.start || b.end - a.end);
  for (const mark of ordered) if (!chosen.length || mark.start >= chosen.at(-1).end) chosen.push(mark);
  return chosen;
}

function sentenceElement({ text, marks }, type) {
  const make = (words) => el("mark", { class: `type-${type.toLowerCase()}` }, words);
  const spans = marks.map(([start, end]) => ({ start, end, make }));
  return el("p", { class: "sentence", dir: "auto" }, markedText(text, disjoint(spans, text.length)));
}

// The part of a paper's text between two positions, each mention a link to what it names.
function highlightedText(model, paper, start, end, nameLink) {
  const text = model.textOf(paper).slice(start, end);
  const spans = model.mentions(paper.index).map((mention) => ({
    start: mention.start - start,
    end: mention.end - start,
    make: (words) =>
      el("mark", { class: `type-${mention.node.type.toLowerCase()}` }, nameLink(mention.node, words)),
  }));
  return markedText(text, disjoint(spans, text.length));
}
