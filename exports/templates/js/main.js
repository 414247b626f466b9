// Brings the parts together: selection, history, modes, and what the reader's clicks and keys mean.

const read = (id) => JSON.parse(byId(id).textContent);
const data = read("graph-data");
const model = createModel(data);
const theme = createTheme();
let selected = null;
let pathFrom = null;
const trail = [];

const picture = createPicture({
  container: byId("mynetwork"),
  model,
  theme,
  shapes: data.shapes,
  options: read("graph-options"),
  placed: read("graph-nodes"),
});
const { network } = picture;
const view = { isSelected: () => selected, isWhole: () => journey.scope().kind === "all" };
const edges = createEdges({ picture, model, theme, ...view });
const regions = createRegions({ picture, theme, regions: data.regions, ...view });
const labels = createLabels({ picture, model, theme, regions, ...view });
const filters = createFilters({
  model,
  shapes: data.shapes,
  corpusYears: data.corpusYears,
  onChange: () => refresh(),
});
const journey = createJourney({ model, filters, picture });
const search = createSearch({
  model,
  shapes: data.shapes,
  onChoose: (index) => choose(index, { camera: "fly", focusTitle: true }),
});
const panel = createPanel({
  model,
  data,
  filters,
  onOpen: (index) => choose(index, { camera: "fly", focusTitle: true }),
  onBack: () => history.back(),
  onClose: () => select(null),
  onFocus: focusOn,
  onPath: askForPath,
  onExpand: expand,
});

// ---- selection and history: the address is `#<node key>`, so a view can be shared and gone back to

function choose(index, how) {
  if (pathFrom !== null && index !== pathFrom) return showPath(pathFrom, index);
  select(index, how);
}

function select(index, how = {}) {
  const key = index === null ? "" : encodeURIComponent(model.nodes[index].key);
  if (location.hash !== (key && `#${key}`)) {
    trail.push(selected);
    location.hash = key;
  }
  open(index, how);
}

function open(index, { camera = "reveal", focusTitle = false } = {}) {
  selected = index;
  hideTip();
  if (index !== null && !journey.includes(index)) journey.all();
  if (index === null) panel.hide();
  else panel.show(model.nodes[index], { canGoBack: trail.length > 0, focusTitle });
  refresh();
  if (index === null) return;
  if (camera === "fly") picture.fly(index);
  else if (camera === "jump") picture.fly(index, false);
  else if (camera === "reveal") picture.reveal(index);
}

function keyInAddress() {
  const raw = location.hash.slice(1);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function followAddress(camera) {
  const key = keyInAddress();
  const node = key ? model.byKey.get(key) : null;
  if (key && !node) say("This page holds no node with that address");
  const index = node ? node.index : null;
  if (index === selected) return;
  if (trail.length && trail.at(-1) === index) trail.pop();
  else if (camera !== "jump") trail.push(selected);
  open(index, { camera });
}

// ---- modes

function focusOn(centre, hops) {
  journey.neighbourhood(centre, hops);
  if (selected !== centre) select(centre);
  refresh();
  picture.fit(picture.visible);
}

function askForPath(index) {
  pathFrom = index;
  search.invite("Path to …");
  search.focus();
  describeScope();
}

function stopAsking() {
  pathFrom = null;
  search.invite("Search");
}

function showPath(from, to) {
  stopAsking();
  const path = journey.pathBetween(from, to);
  if (!path) {
    say("No path: nothing that passes the filters joins the two");
    return describeScope();
  }
  journey.path(path);
  selected = null;
  panel.showPath(path, () => {
    showAll();
    open(from);
  });
  refresh();
  picture.fit(new Set(path));
}

function showAll() {
  stopAsking();
  journey.all();
  refresh();
  picture.fit(picture.visible);
}

function expand(index) {
  const fresh = journey.expand(index);
  refresh();
  say(
    fresh
      ? `${counted(fresh, "more node", "more nodes")} in view`
      : "Everything that this page holds about it is in view",
  );
}

// ---- what is seen now

function refresh() {
  picture.show(journey.visible(selected));
  edges.update(filters.linkPasses);
  labels.rank();
  byId("empty").hidden = picture.visible.size > 0;
  describe();
  describeScope();
  network.redraw();
}

function describe() {
  const papers = model.nodes.filter((node) => node.type === "Paper").length;
  const entities = model.nodes.length - papers;
  const corpusPapers = data.corpusYears.reduce((sum, [, count]) => sum + count, 0);
  const centre = data.centre === null ? "" : ` around ${shortened(model.nodes[data.centre].label, 40)}`;
  const all =
    data.kind === "co-use"
      ? `${counted(entities, "entity", "entities")} of ${counted(corpusPapers, "paper", "papers")}${centre}`
      : `${counted(papers, "paper", "papers")} · ${counted(entities, "entity", "entities")}${centre}`;
  const less = picture.visible.size < data.drawn || filters.active();
  byId("summary").textContent = less
    ? `${formatted(picture.visible.size)} of ${formatted(data.drawn)} nodes in view`
    : all;
}

function describeScope() {
  const scope = journey.scope();
  const hops = byId("banner-hops");
  const text = byId("banner-text");
  hops.hidden = true;
  byId("banner-close").textContent = pathFrom === null ? "Show all" : "Cancel";
  byId("banner").hidden = scope.kind === "all" && pathFrom === null;
  const name = (index) => bdi(shortened(model.nodes[index].label, 40));
  if (pathFrom !== null) {
    text.replaceChildren("Path from ", name(pathFrom), " to … Search for the other end, or click it.");
  } else if (scope.kind === "neighbourhood") {
    text.replaceChildren(
      name(scope.centre),
      ` and ${counted(scope.nodes.length - 1, "node", "nodes")} around it`,
    );
    hops.hidden = false;
    hops.replaceChildren(...[1, 2, 3].map((count) => hopButton(scope, count)));
  } else if (scope.kind === "path") {
    text.replaceChildren("Path from ", name(scope.nodes[0]), " to ", name(scope.nodes.at(-1)));
  }
}

function hopButton({ centre, hops }, count) {
  return button(String(count), () => focusOn(centre, count), {
    "aria-pressed": String(count === hops),
    "aria-label": `${counted(count, "link", "links")} away`,
  });
}

// ---- the reader's hands

function pick(pointer) {
  return picture.near(pointer, 9) ?? labels.at(pointer);
}

// A double click must find the node where the first click found it: so a panel that would open over the
// node, and a camera that would move it, wait until a second click can no longer come.
const SECOND_CLICK = 320;
let waiting = [];
function later(action) {
  waiting.push(setTimeout(action, SECOND_CLICK));
}
function stopWaiting() {
  waiting.forEach(clearTimeout);
  waiting = [];
}

network.on("click", ({ pointer, nodes }) => {
  stopWaiting();
  const index = nodes.length ? nodes[0] : pick(pointer.DOM);
  if (index === null) {
    const members = regions.at(pointer.DOM);
    if (members) return picture.fit(new Set(members));
    if (pathFrom === null && journey.scope().kind !== "path") select(null);
    return;
  }
  const act = () => choose(index, { camera: "stay" });
  if (picture.panelWouldCover(pointer.DOM)) later(act);
  else act();
  later(() => selected === index && picture.reveal(index));
});
network.on("doubleClick", ({ pointer, nodes }) => {
  stopWaiting();
  const index = nodes.length ? nodes[0] : pick(pointer.DOM);
  if (index === null) return;
  expand(index);
  select(index, { camera: "stay" });
});
network.on("zoom", ({ scale }) => {
  if (scale > 6) network.moveTo({ scale: 6 });
  else if (scale < 0.02) network.moveTo({ scale: 0.02 });
});

const tip = byId("tip");
network.on("hoverNode", ({ node, event }) => {
  const { label, type, papers, years } = model.nodes[node];
  const number = type === "Paper" ? years.map(([year]) => year) : [counted(papers, "paper", "papers")];
  tip.replaceChildren(
    bdi(shortened(label, 160)),
    el("span", {}, [typeWords(type).one, ...number].join(" · ")),
  );
  tip.hidden = false;
  const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 12);
  tip.style.left = `${Math.max(left, 12)}px`;
  tip.style.top = `${Math.min(event.clientY + 16, innerHeight - tip.offsetHeight - 12)}px`;
  byId("mynetwork").style.cursor = "pointer";
});
function hideTip() {
  tip.hidden = true;
  byId("mynetwork").style.cursor = "";
}
network.on("blurNode", hideTip);
network.on("dragStart", hideTip);

const { frame } = network.canvas;
frame.setAttribute("role", "application");
frame.setAttribute("aria-label", byId("mynetwork").dataset.label);
frame.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const { left, right, top, bottom } = picture.insets();
  const middle = { x: (left + frame.clientWidth - right) / 2, y: (top + frame.clientHeight - bottom) / 2 };
  const index = picture.near(middle, Infinity);
  if (index !== null) choose(index, { focusTitle: true });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!byId("help").hidden) showHelp(false);
  else if (pathFrom !== null) {
    stopAsking();
    describeScope();
  } else if (!byId("panel").hidden) {
    select(null);
    frame.focus();
  } else if (journey.scope().kind !== "all") showAll();
});

byId("banner-close").addEventListener("click", () => {
  if (pathFrom === null) return showAll();
  stopAsking();
  describeScope();
});
byId("reset-filters").addEventListener("click", filters.reset);
byId("zoom-in").addEventListener("click", () => picture.zoom(1.5));
byId("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.5));
byId("zoom-fit").addEventListener("click", () => picture.fit(picture.visible));
byId("save-image").addEventListener("click", () => {
  const types = TYPES.map(({ type }) => type).filter((type) =>
    model.nodes.some((node) => node.type === type),
  );
  saveImage({ network, theme, types, title: data.title });
});
function showHelp(wanted) {
  byId("help").hidden = !wanted;
  byId("help-toggle").setAttribute("aria-expanded", String(wanted));
  (wanted ? byId("help-close") : byId("help-toggle")).focus();
}
byId("help-toggle").addEventListener("click", () => showHelp(byId("help").hidden));
byId("help-close").addEventListener("click", () => showHelp(false));
byId("side-toggle").addEventListener("click", (event) => {
  const isOpen = byId("side").classList.toggle("open");
  event.currentTarget.setAttribute("aria-expanded", String(isOpen));
});
addEventListener("hashchange", () => followAddress("reveal"));
theme.onChange(() => network.redraw());

// ---- at rest

explainView({ data, model, nameLink: panel.nameLink });
refresh();
picture.fit(picture.visible, false);
if (keyInAddress()) followAddress("jump");

// For scripts and tests that drive the page, under the names that pages made with pyvis have.
Object.assign(window, {
  network,
  nodes: picture.nodes,
  paperkg: {
    open: (key) => select(model.byKey.get(key).index, { camera: "jump" }),
    visible: () => [...picture.visible].map((index) => model.nodes[index].key),
    lines: edges.count,
    labels: labels.placed,
    titles: regions.titles,
    position: (key) => network.canvasToDOM(picture.at(model.byKey.get(key).index)),
  },
});
