// The panel of a node: what it is, its numbers, its links with the sentences that say so.

function createPanel({ model, data, filters, onOpen, onBack, onClose, onFocus, onPath, onExpand }) {
  const panel = byId("panel");

  // A name that leads on to its node. A real link, so that it can be copied and opened beside.
  function nameLink(node, text = node.label) {
    return el("a", {
      href: `#${encodeURIComponent(node.key)}`, class: "name",
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen(node.index);
      },
    }, bdi(text));
  }

  function command(lead, node, [verb, ...options]) {
    const name = node.label.length <= 80 ? node.label : node.key;
    const words = ["kg", verb, shellWord(data.directory), ...options, shellWord(name)];
    return el("p", { class: "rest" }, `${lead}: `, el("code", {}, words.join(" ")));
  }

  function heading(node, canGoBack) {
    const words = typeWords(node.type);
    return el(
      "header", {},
      el("div", { class: "bar" },
        canGoBack ? el("button", { type: "button", id: "panel-back", class: "quiet", onclick: onBack }, "← Back") : null,
        el("span", { class: "kind" }, swatch(node.type, data.shapes[node.type]), el("span", { id: "panel-type" }, words.one)),
        el("button", { type: "button", id: "panel-close", class: "quiet", "aria-label": "Close", onclick: onClose }, "✕")),
      el("h2", { id: "panel-title", tabindex: "-1" }, bdi(node.label)),
      node.aliases.length ? aliases(node.aliases) : null,
    );
  }

  function aliases(names) {
    const FEW = 6;
    const listed = (some) => some.flatMap((name, i) => [i ? ", " : "", bdi(shortened(name, 120))]);
    const rest = names.slice(FEW);
    const more = el("button", { type: "button", class: "link", onclick: () => more.replaceWith(", ", ...listed(rest)) }, `and ${rest.length} more`);
    return el("p", { class: "aliases" }, "also ", listed(names.slice(0, FEW)), rest.length ? [" ", more] : null);
  }

  function numbers(node) {
    const years = node.years.filter(([year]) => year > 0);
    const span = years.length ? [...new Set([years[0][0], years.at(-1)[0]])].join(" – ") : null;
    const introduced = node.links.some((link) => link.predicate === "introduces" && link.object === node.index);
    const facts = [
      counted(node.papers, "paper", "papers"), span,
      node.results.length ? counted(node.results.length, "result", "results") : null,
      introduced ? "introduced here" : null,
    ];
    return el("div", { class: "numbers" }, el("p", {}, facts.filter(Boolean).join(" · ")), years.length > 1 ? bars(years) : null);
  }

  // Papers by year, a bar for each year between the first and the last.
  function bars(years) {
    const most = Math.max(...years.map(([, papers]) => papers));
    const counts = new Map(years);
    const [first, last] = [Math.max(years[0][0], years.at(-1)[0] - 29), years.at(-1)[0]];
    const columns = [];
    for (let year = first; year <= last; year += 1) {
      const papers = counts.get(year) || 0;
      const bar = el("span", { title: `${year}: ${counted(papers, "paper", "papers")}` });
      bar.style.height = `${Math.round((100 * papers) / most)}%`;
      columns.push(bar);
    }
    return el("div", { class: "bars", role: "img", "aria-label": `Papers by year: ${years.map(([year, papers]) => `${year}: ${papers}`).join(", ")}` }, columns);
  }

  function actions(node) {
    const hops = [1, 2, 3].map((count) =>
      el("button", { type: "button", class: "hop", "data-hops": count, "aria-label": `Show only what is within ${counted(count, "link", "links")}`, onclick: () => onFocus(node.index, count) }, String(count)));
    return el(
      "div", { class: "actions" },
      el("span", { class: "segmented", role: "group", "aria-label": "Neighbourhood" }, el("span", { class: "caption" }, "Neighbourhood"), hops),
      el("button", { type: "button", id: "path-to", onclick: () => onPath(node.index) }, "Path to…"),
      el("button", { type: "button", id: "expand", onclick: () => onExpand(node.index) }, "Expand"),
      el("button", { type: "button", id: "copy-link", onclick: () => copyText(location.href, "Link") }, "Copy link"),
      el("button", { type: "button", id: "copy-sparql", onclick: () => copyText(sparqlFor(node, data.prefixes), "SPARQL") }, "Copy SPARQL"),
    );
  }

  function paperFacts(node) {
    const { date, date_text: dateText, venue, authors = [], author_count: authorCount, categories = [], pages } = node.paper;
    const many = authors.length > 12 ? [...authors.slice(0, 10), `and ${authors.length - 10} more`] : authors;
    const people = many.length ? many.join(", ") : authorCount ? counted(authorCount, "author", "authors") : null;
    const line = [date || dateText, venue, categories.join(" ")].filter(Boolean);
    const items = pages.map(({ name, href, code }) =>
      el("li", {}, code ? el("span", { class: "tag" }, "code") : null, href ? webLink(href, shortened(name.replace(/^https?:\/\//, ""), 60)) : bdi(shortened(name, 60))));
    return el(
      "div", { class: "paper-facts" },
      line.length ? el("p", {}, line.flatMap((part, i) => [i ? " · " : "", bdi(shortened(part, 200))])) : null,
      people ? el("p", { class: "authors" }, bdi(shortened(people, 600))) : null,
      items.length ? el("ul", { class: "pages" }, items) : null,
    );
  }

  function abstract(node) {
    const { title, abstract: words } = node.paper;
    if (!words) return null;
    const start = title ? title.length + 1 : 0;
    return el("section", { id: "abstract" }, el("h3", {}, "Abstract"), el("p", { dir: "auto" }, highlightedText(model, node, start, start + words.length, nameLink)));
  }

  // Links of a node by predicate and direction, in the order of the words.
  function groups(node) {
    const found = new Map();
    for (const link of node.links) {
      const direction = link.predicate === "coUse" || link.subject === node.index ? ">" : "<";
      const id = direction + link.predicate;
      if (!found.has(id)) found.set(id, { id, direction, predicate: link.predicate, links: [] });
      found.get(id).links.push(link);
    }
    const known = (id) => found.get(id) || { id, direction: id[0], predicate: id.slice(1), links: [] };
    const all = new Set([...found.keys(), ...Object.keys(node.more || {})]);
    return [...all].map(known).sort((a, b) => predicateOrder(a.predicate) - predicateOrder(b.predicate) || a.direction.localeCompare(b.direction));
  }

  function group(node, { id, direction, predicate, links }) {
    const [, forwards, backwards] = predicateWords(predicate);
    const year = (link) => { const other = model.nodes[model.other(link, node.index)]; return other.type === "Paper" && other.years.length ? other.years[0][0] : 0; };
    const ordered = [...links].sort((a, b) => year(b) - year(a) || b.sentences - a.sentences || a.index - b.index);
    const total = Math.max(links.length, (node.more && node.more[id]) || 0);
    const listed = ordered.slice(0, data.mostListed);
    const rest = total - listed.length;
    return el(
      "details", { open: true, class: "group", "data-predicate": predicate, "data-direction": direction === ">" ? "out" : "in" },
      el("summary", {}, el("h3", {}, direction === ">" ? forwards : backwards, el("span", { class: "count" }, formatted(total)))),
      el("ul", {}, listed.map((link) => item(node, link))),
      rest > 0 ? command(`${formatted(rest)} more`, node, ["show"]) : null,
    );
  }

  function item(node, link) {
    const other = model.nodes[model.other(link, node.index)];
    const year = other.type === "Paper" && other.years.length ? el("span", { class: "year" }, ` ${other.years[0][0]}`) : null;
    const papers = link.predicate === "coUse" ? el("span", { class: "year" }, ` ${counted(link.sentences, "paper", "papers")}`) : null;
    const found = model.sentences(link);
    const named = model.nodes[link.object];
    const derived = model.nodes[link.subject].type !== "Paper";
    const shown = found.map((sentence) => quoted(sentence, named.type, derived));
    const more = shown.slice(1);
    for (const sentence of more) sentence.hidden = true;
    return el(
      "li", {},
      el("div", { class: "what" }, swatch(other.type, data.shapes[other.type]), el("span", {}, nameLink(other, shortened(other.label, 160)), year, papers)),
      shown,
      more.length ? el("button", { type: "button", class: "link", onclick: (event) => { for (const sentence of more) sentence.hidden = false; event.target.remove(); } }, `${counted(more.length, "more sentence", "more sentences")}`) : null,
      link.sentences > link.evidence.length && link.evidence.length ? command("More sentences", node, ["show"]) : null,
    );
  }

  // Where the link is not the paper's own, the paper is named with its sentence.
  function quoted(sentence, type, derived) {
    const element = sentenceElement(sentence, type);
    if (!derived) return element;
    const { paper } = sentence;
    const source = typeof paper === "number" ? nameLink(model.nodes[paper], shortened(model.nodes[paper].label, 90)) : bdi(String(paper));
    return el("div", { class: "cited" }, element, el("p", { class: "source" }, source));
  }

  function open(children, focusTitle) {
    panel.replaceChildren(...children.filter(Boolean));
    panel.hidden = false;
    panel.scrollTop = 0;
    document.body.classList.add("panel-open");
    if (focusTitle) byId("panel-title").focus({ preventScroll: true });
  }

  return {
    nameLink,
    show(node, { canGoBack, focusTitle }) {
      const paper = node.type === "Paper";
      const show = (lead, words) => command(lead, node, words);
      open([
        heading(node, canGoBack),
        paper ? paperFacts(node) : numbers(node),
        actions(node),
        paper ? abstract(node) : null,
        resultsSection({ node, model, nameLink, command: show, most: data.mostListed }),
        ...groups(node).map((found) => group(node, found)),
        el("details", { class: "query" }, el("summary", {}, el("h3", {}, "SPARQL for this table")), el("pre", {}, sparqlFor(node, data.prefixes))),
      ], focusTitle);
    },
    // A path, step by step, with what joins each two nodes.
    showPath(path, { canGoBack, onLeave }) {
      const steps = path.flatMap((index, i) => {
        const node = model.nodes[index];
        const stop = el("li", { class: "stop" }, el("div", { class: "what" }, swatch(node.type, data.shapes[node.type]), el("span", {}, nameLink(node, shortened(node.label, 160)))));
        if (i === path.length - 1) return [stop];
        const next = path[i + 1];
        const links = node.links.filter((link) => model.other(link, index) === next && filters.linkPasses(link));
        const steps = links.map((link) => {
          const [, forwards, backwards] = predicateWords(link.predicate);
          const named = model.nodes[link.object];
          return el("div", {}, el("p", { class: "step" }, link.subject === index ? forwards : backwards), model.sentences(link).slice(0, 1).map((sentence) => quoted(sentence, named.type, false)));
        });
        return [stop, el("li", { class: "between" }, steps)];
      });
      open([
        el("header", {},
          el("div", { class: "bar" },
            canGoBack ? el("button", { type: "button", id: "panel-back", class: "quiet", onclick: onLeave }, "← Back") : null,
            el("span", { class: "kind" }, "path"),
            el("button", { type: "button", id: "panel-close", class: "quiet", "aria-label": "Close", onclick: onClose }, "✕")),
          el("h2", { id: "panel-title", tabindex: "-1" }, counted(path.length - 1, "step", "steps"))),
        el("ol", { class: "path" }, steps),
      ], true);
    },
    hide() {
      panel.hidden = true;
      document.body.classList.remove("panel-open");
    },
  };
}
