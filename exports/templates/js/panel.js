// The panel of a node: what it is, its numbers, its links with the sentences that say so.

function createPanel({ model, data, filters, onOpen, onBack, onClose, onFocus, onPath, onExpand }) {
  const panel = byId("panel");
  const parts = createParts({ model, data, onOpen });

  // ---- the head

  function bar(kind, back) {
    return el(
      "div",
      { class: "bar" },
      back ? button("← Back", back, { id: "panel-back", class: "quiet" }) : null,
      el("span", { class: "kind" }, kind),
      button("✕", onClose, { id: "panel-close", class: "quiet", "aria-label": "Close" }),
    );
  }

  function title(text) {
    return el("h2", { id: "panel-title", tabindex: "-1" }, bdi(text));
  }

  // Names that differ in more than case or an ending; all of them can be searched for.
  function unlike({ label, aliases: names }) {
    const plain = (name) => foldText(name).replace(/[\s_-]+/g, "").replace(/e?s$/, "");
    const seen = new Set([plain(label)]);
    return names.filter((name) => !seen.has(plain(name)) && seen.add(plain(name)));
  }

  function aliases(names) {
    if (!names.length) return null;
    const FEW = 6;
    const listed = (some) => some.flatMap((name, i) => [i ? ", " : "", bdi(shortened(name, 120))]);
    const rest = names.slice(FEW);
    const more = button(`and ${rest.length} more`, () => more.replaceWith(", ", ...listed(rest)), {
      class: "link",
    });
    return el(
      "p",
      { class: "aliases" },
      "also ",
      listed(names.slice(0, FEW)),
      rest.length ? [" ", more] : null,
    );
  }

  function heading(node, canGoBack) {
    const kind = [
      swatch(node.type, data.shapes[node.type]),
      el("span", { id: "panel-type" }, typeWords(node.type).one),
    ];
    return el(
      "header",
      {},
      bar(kind, canGoBack ? onBack : null),
      title(node.label),
      aliases(unlike(node)),
    );
  }

  function actions(node) {
    const hops = [1, 2, 3].map((count) =>
      button(String(count), () => onFocus(node.index, count), {
        class: "hop",
        "data-hops": count,
        "aria-label": `Show only what is within ${counted(count, "link", "links")}`,
      }),
    );
    const copySparql = () => copyText(sparqlFor(node, data.prefixes), "SPARQL");
    return el(
      "div",
      { class: "actions" },
      el(
        "span",
        { class: "segmented", role: "group", "aria-label": "Neighbourhood" },
        el("span", { class: "caption" }, "Neighbourhood"),
        hops,
      ),
      button("Path to…", () => onPath(node.index), { id: "path-to" }),
      button("Expand", () => onExpand(node.index), { id: "expand" }),
      button("Copy link", () => copyText(location.href, "Link"), { id: "copy-link" }),
      button("Copy SPARQL", copySparql, { id: "copy-sparql" }),
    );
  }

  // ---- what is known of an entity, and of a paper

  function numbers(node) {
    const years = node.years.filter(([year]) => year > 0);
    const span = years.length ? [...new Set([years[0][0], years.at(-1)[0]])].join(" – ") : null;
    const results = node.results.length ? counted(node.results.length, "result", "results") : null;
    const facts = [counted(node.papers, "paper", "papers"), span, results].filter(Boolean);
    return el(
      "div",
      { class: "numbers" },
      el("p", {}, facts.join(" · ")),
      years.length > 1 ? bars(years) : null,
    );
  }

  // Papers by year, a bar for each year between the first and the last; at most thirty.
  function bars(years) {
    const most = Math.max(...years.map(([, papers]) => papers));
    const counts = new Map(years);
    const last = years.at(-1)[0];
    const columns = [];
    for (let year = Math.max(years[0][0], last - 29); year <= last; year += 1) {
      const papers = counts.get(year) || 0;
      const column = el("span", { title: `${year}: ${counted(papers, "paper", "papers")}` });
      column.style.height = `${Math.round((100 * papers) / most)}%`;
      columns.push(column);
    }
    const words = years.map(([year, papers]) => `${year}: ${papers}`).join(", ");
    return el("div", { class: "bars", role: "img", "aria-label": `Papers by year: ${words}` }, columns);
  }

  function paperFacts(node) {
    const { date, date_text: dateText, venue, categories = [], pages } = node.paper;
    const line = [date || dateText, venue, categories.join(" ")].filter(Boolean);
    const people = authorsOf(node.paper);
    return el(
      "div",
      { class: "paper-facts" },
      line.length
        ? el(
            "p",
            {},
            line.flatMap((part, i) => [i ? " · " : "", bdi(shortened(part, 200))]),
          )
        : null,
      people ? el("p", { class: "authors" }, bdi(shortened(people, 600))) : null,
      pages.length ? el("ul", { class: "pages" }, pages.map(pageItem)) : null,
    );
  }

  function authorsOf({ authors = [], author_count: count }) {
    if (!authors.length) return count ? counted(count, "author", "authors") : null;
    const named =
      authors.length > 12 ? [...authors.slice(0, 10), `and ${authors.length - 10} more`] : authors;
    return named.join(", ");
  }

  function pageItem({ name, href, code }) {
    const words = shortened(name.replace(/^https?:\/\//, ""), 60);
    return el(
      "li",
      {},
      code ? el("span", { class: "tag" }, "code") : null,
      href ? webLink(href, words) : bdi(words),
    );
  }

  function abstract(node) {
    const { title: heading, abstract: words } = node.paper;
    if (!words) return null;
    const start = heading ? heading.length + 1 : 0;
    const text = highlightedText(model, node, start, start + words.length, parts.nameLink);
    return el("section", { id: "abstract" }, el("h3", {}, "Abstract"), el("p", { dir: "auto" }, text));
  }

  // ---- links by predicate

  // Links of a node by direction and predicate, in the order of words.js; also those that only the graph has.
  function groups(node) {
    const found = new Map();
    const group = (id) => {
      if (!found.has(id)) found.set(id, { id, outgoing: id[0] === ">", predicate: id.slice(1), links: [] });
      return found.get(id);
    };
    for (const link of node.links) {
      const outgoing = link.predicate === data.coUse || link.subject === node.index;
      group(`${outgoing ? ">" : "<"}${link.predicate}`).links.push(link);
    }
    for (const id of Object.keys(node.more || {})) group(id);
    const order = ({ predicate }) => predicateOrder(predicate);
    return [...found.values()].sort((a, b) => order(a) - order(b) || a.id.localeCompare(b.id));
  }

  function groupElement(node, { id, outgoing, predicate, links }) {
    const { forwards, backwards } = predicateWords(predicate);
    const year = (link) => parts.yearOf(model.nodes[model.other(link, node.index)]) || 0;
    const ordered = [...links].sort(
      (a, b) => year(b) - year(a) || b.sentences - a.sentences || a.index - b.index,
    );
    const total = Math.max(links.length, (node.more && node.more[id]) || 0);
    const listed = ordered.slice(0, data.mostListed);
    const rest = total - listed.length;
    const count = el("span", { class: "count" }, formatted(total));
    return el(
      "details",
      { open: true, class: "group", "data-predicate": predicate, "data-direction": outgoing ? "out" : "in" },
      el("summary", {}, el("h3", {}, outgoing ? forwards : backwards, count)),
      el(
        "ul",
        {},
        listed.map((link) => item(node, link)),
      ),
      rest > 0 ? parts.command(`${formatted(rest)} more`, node, ["show"]) : null,
    );
  }

  // One link: the other end, and the sentences; the first is shown, the others on demand.
  function item(node, link) {
    const other = model.nodes[model.other(link, node.index)];
    const papers = link.predicate === data.coUse ? counted(link.sentences, "paper", "papers") : null;
    const after = [parts.yearOf(other), papers]
      .filter(Boolean)
      .map((words) => el("span", { class: "year" }, ` ${words}`));
    const type = model.nodes[link.object].type;
    const own = model.nodes[link.subject].type === "Paper";
    const sentences = model
      .sentences(link)
      .map((found) => (own ? sentenceElement(found, type) : parts.cited(found, type)));
    const hidden = sentences.slice(1);
    for (const sentence of hidden) sentence.hidden = true;
    const unfold = (event) => {
      for (const sentence of hidden) sentence.hidden = false;
      event.target.remove();
    };
    const more = counted(hidden.length, "more sentence", "more sentences");
    const cut = link.evidence.length > 0 && link.sentences > link.evidence.length;
    return el(
      "li",
      {},
      parts.nameLine(other, after),
      sentences,
      hidden.length ? button(more, unfold, { class: "link" }) : null,
      cut ? parts.command("More sentences", node, ["show"]) : null,
    );
  }

  function query(node) {
    const text = el("pre", {}, sparqlFor(node, data.prefixes));
    return el("details", { class: "query" }, el("summary", {}, el("h3", {}, "SPARQL for this table")), text);
  }

  // ---- the panel itself

  function open(children, focusTitle) {
    panel.replaceChildren(...children.filter(Boolean));
    panel.hidden = false;
    panel.scrollTop = 0;
    document.body.classList.add("panel-open");
    if (focusTitle) byId("panel-title").focus({ preventScroll: true });
  }

  return {
    nameLink: parts.nameLink,
    show(node, { canGoBack, focusTitle }) {
      const paper = node.type === "Paper";
      const children = [
        heading(node, canGoBack),
        paper ? paperFacts(node) : numbers(node),
        actions(node),
        paper ? abstract(node) : null,
        resultsSection({ node, model, parts, most: data.mostListed }),
        ...groups(node).map((group) => groupElement(node, group)),
        query(node),
      ];
      open(children, focusTitle);
    },
    showPath(path, onLeave) {
      const head = el("header", {}, bar("path", onLeave), title(counted(path.length - 1, "step", "steps")));
      open([head, pathView(path, { model, filters, parts })], true);
    },
    hide() {
      panel.hidden = true;
      document.body.classList.remove("panel-open");
    },
  };
}
