// What types and predicates are called on the page, and in which order they come.

const TYPES = [
  { type: "Paper", one: "paper", many: "papers", title: "Papers" },
  { type: "Method", one: "method", many: "methods", title: "Methods" },
  { type: "Dataset", one: "dataset", many: "datasets", title: "Datasets" },
  { type: "Metric", one: "metric", many: "metrics", title: "Metrics" },
  { type: "Task", one: "task", many: "tasks", title: "Tasks" },
];

// Who is the subject of which predicates; the legend reads as sentences.
const SUBJECTS = [
  { id: "pair", title: "Two names" },
  { id: "paper", title: "A paper" },
  { id: "method", title: "A method (as its own paper says)" },
  { id: "entity", title: "A name" },
];

// [whose, as a filter, from subject to object, from object to subject]
const PREDICATES = new Map([
  ["introduces", ["paper", "introduces", "Introduces", "Introduced by"]],
  ["uses", ["paper", "uses", "Uses", "Used by"]],
  ["comparesWith", ["paper", "compares with", "Compares with", "Compared with by"]],
  ["evaluatesOn", ["paper", "evaluates on", "Evaluates on", "Evaluated on by"]],
  ["reports", ["paper", "reports", "Reports", "Reported by"]],
  ["addresses", ["paper", "addresses", "Addresses", "Addressed by"]],
  ["mentions", ["paper", "only mentions", "Mentions", "Mentioned by"]],
  ["evaluatedOn", ["method", "is evaluated on", "Evaluated on", "Methods evaluated on it"]],
  ["usedFor", ["method", "is used for", "Used for", "Methods used for it"]],
  ["comparedWith", ["method", "is compared with", "Compared with", "Methods compared with it"]],
  ["variantOf", ["entity", "is a variant of", "Variant of", "Variants"]],
  ["coUse", ["pair", "are named together", "Named together with", "Named together with"]],
]);

function predicateWords(predicate) {
  const [subject, filter, forwards, backwards] = PREDICATES.get(predicate) || [
    "entity",
    predicate,
    predicate,
    `${predicate} (of)`,
  ];
  return { subject, filter, forwards, backwards };
}

function predicateOrder(predicate) {
  const place = [...PREDICATES.keys()].indexOf(predicate);
  return place < 0 ? PREDICATES.size : place;
}

function typeWords(type) {
  return TYPES.find((words) => words.type === type) || { type, one: type, many: type, title: type };
}

// The shape of a type as a small drawing, in the type's colour (the class gives it).
function swatch(type, shape) {
  const outlines = {
    square: "M3.2 3.2h9.6v9.6H3.2z",
    dot: "M8 2.4a5.6 5.6 0 1 0 0 11.2a5.6 5.6 0 1 0 0-11.2z",
    diamond: "M8 1.4 14.6 8 8 14.6 1.4 8z",
    triangle: "M8 2.2 14.4 13.4H1.6z",
    star: "M8 1.2 10.1 5.7 15 6.3 11.4 9.7 12.3 14.6 8 12.2 3.7 14.6 4.6 9.7 1 6.3 5.9 5.7z",
  };
  const namespace = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(namespace, "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", `swatch type-${type.toLowerCase()}`);
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", outlines[shape] || outlines.dot);
  drawing.append(path);
  return drawing;
}
