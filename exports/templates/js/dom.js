// Making elements. Text from the corpus enters as text nodes only, and links lead to http(s) only.

function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

function button(label, onclick, attributes) {
  return el("button", { type: "button", onclick, ...attributes }, label);
}

function byId(id) {
  return document.getElementById(id);
}

// A name from the corpus, kept from turning the text around it (right-to-left marks).
function bdi(text, attributes) {
  return el("bdi", attributes, text);
}

// A link out of the page, or plain text where the address is not a web address.
function webLink(href, text) {
  let address = null;
  try {
    address = new URL(href);
  } catch {
    return bdi(text);
  }
  if (address.protocol !== "https:" && address.protocol !== "http:") return bdi(text);
  return el(
    "a",
    { href: address.href, target: "_blank", rel: "noopener noreferrer", class: "out" },
    bdi(text),
  );
}

function shortened(text, length) {
  return text.length <= length ? text : text.slice(0, length - 1).trimEnd() + "…";
}

const NUMBERS = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });
function formatted(number) {
  return NUMBERS.format(number);
}

function counted(number, singular, plural) {
  return `${formatted(number)} ${number === 1 ? singular : plural}`;
}

// A word of a shell command, whatever it holds.
function shellWord(text) {
  return /^[\w@%+=:,./][\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function say(message) {
  const place = byId("said");
  place.textContent = message;
  place.classList.add("visible");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => place.classList.remove("visible"), 3500);
}

// The clipboard may be out of reach (an embedded page, an old browser); a selection still can be copied.
async function copyText(text, what) {
  let copied = false;
  try {
    await navigator.clipboard.writeText(text);
    copied = true;
  } catch {
    const area = el("textarea", { class: "offscreen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    copied = document.execCommand("copy");
    area.remove();
  }
  say(copied ? `${what} copied` : `${what} could not be copied: the browser does not allow it`);
}
