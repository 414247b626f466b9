// Search with completion over labels and aliases. Follows the ARIA pattern of an editable combobox.

function createSearch({ model, shapes, onChoose }) {
  const MOST = 10;
  const input = byId("search");
  const list = byId("search-list");
  const names = model.nodes.flatMap((node) =>
    [node.label, ...node.aliases].map((name) => ({ node, name, folded: foldText(name.slice(0, 400)) })),
  );
  let matches = [];
  let active = -1;

  // Smaller is better: the name itself, its beginning, the beginning of a word in it, anywhere.
  function grade(folded, wanted) {
    const place = folded.indexOf(wanted);
    if (place < 0) return null;
    if (folded.length === wanted.length) return 0;
    if (place === 0) return 1;
    return /[\p{L}\p{N}]/u.test(folded[place - 1]) ? 3 : 2;
  }

  function find(text) {
    const wanted = foldText(text.trim());
    const best = new Map();
    for (const { node, name, folded } of names) {
      const score = wanted ? grade(folded, wanted) : node.type === "Paper" ? null : 4;
      if (score === null) continue;
      const earlier = best.get(node);
      if (!earlier || score < earlier.score) best.set(node, { node, name, score });
    }
    return [...best.values()]
      .sort((a, b) => a.score - b.score || b.node.papers - a.node.papers || a.node.index - b.node.index)
      .slice(0, MOST);
  }

  function open() {
    matches = find(input.value);
    active = input.value.trim() && matches.length ? 0 : -1;
    list.replaceChildren(
      ...matches.map(({ node, name }, i) =>
        el(
          "li",
          {
            role: "option",
            id: `match-${i}`,
            "aria-selected": "false",
            onpointerdown: (event) => {
              event.preventDefault();
              choose(i);
            },
          },
          swatch(node.type, shapes[node.type]),
          el(
            "span",
            { class: "match" },
            bdi(shortened(node.label, 90), { class: "name" }),
            name === node.label ? null : el("span", { class: "alias" }, bdi(shortened(name, 60))),
          ),
          el("span", { class: "count" }, node.type === "Paper" ? "" : formatted(node.papers)),
        ),
      ),
    );
    if (!matches.length)
      list.append(el("li", { class: "none", role: "option", "aria-disabled": "true" }, "No match"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark();
  }

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark() {
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `match-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function choose(i) {
    const { node } = matches[i];
    input.value = "";
    close();
    input.blur();
    onChoose(node.index);
  }

  function onKey(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      active = matches.length ? (active + step + matches.length) % matches.length : -1;
      mark();
    } else if (event.key === "Enter" && !list.hidden && matches.length) {
      event.preventDefault();
      choose(Math.max(active, 0));
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (list.hidden) input.blur();
      input.value = "";
      close();
    }
  }

  input.addEventListener("input", open);
  input.addEventListener("focus", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && event.target !== input) {
      event.preventDefault();
      input.focus();
    }
  });
  return {
    focus: () => input.focus(),
    invite: (text) => {
      input.placeholder = text;
    },
  };
}
