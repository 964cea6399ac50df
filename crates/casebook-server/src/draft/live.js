// Shows the new edition of the draft as soon as there is one, and what is wrong with it.
//
// The page is loaded again only where it became another one. What is wrong was written by anybody,
// so it enters the page as text and never as HTML; styles come from a file, as the page's policy asks.

const MEMORY = "casebook-draft";

const { searchParams } = new URL(import.meta.url);
const page = searchParams.get("page");
const edition = Number(searchParams.get("edition"));
// Stands in a page that couldn't be rendered: there the list takes the place of the page.
const place = document.querySelector("[data-failure]");

const host = element("div");
const root = host.attachShadow({ mode: "open" });
const said = element("p", { className: "said", role: "status" });
const count = element("p", { className: "count" });
const toggle = element("button", { type: "button", ariaHasPopup: "dialog", onclick: () => setOpen(!dialog.open) });
const title = element("h2", { id: "title" });
const list = element("div", { className: "list" });
const dialog = element("dialog", {}, element("header", {}, title), list);
const bar = element("section", { hidden: true }, dialog, element("div", { className: "bar" }, count, toggle));

let latest = 0;
let shown;
let begun;
let events;

// First of all: whatever fails below, a page that is mended is shown.
document.addEventListener("visibilitychange", listen);
addEventListener("pageshow", listen);
addEventListener("pagehide", rest);
listen();
await update();

// Only a tab that is looked at listens: a browser has six connections to a server, and a seventh tab
// would wait for one for ever. Whoever comes back is told at once that the draft is another one by now.
function listen() {
  if (document.hidden) return rest();
  if (events) return;
  events = new EventSource("/-/live?seen=" + edition);
  events.addEventListener("edition", update);
}

function rest() {
  events?.close();
  events = undefined;
}

// Enters the page, once there is something to say; a page without a mistake stays as it is.
function begin() {
  const styles = element("link", { rel: "stylesheet", href: "/-/live.css" });
  const styled = new Promise((resolve) => (styles.onload = styles.onerror = resolve));
  root.append(styles);
  if (place) {
    root.append(list);
    host.dataset.inPlace = "";
    place.replaceChildren(host);
  } else {
    dialog.setAttribute("aria-labelledby", title.id);
    // Long lists are scrolled with the keyboard, too.
    Object.assign(list, { tabIndex: 0, role: "group" });
    list.setAttribute("aria-labelledby", title.id);
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && setOpen(false));
    root.append(bar, said);
    document.body.append(host);
  }
  return styled;
}

async function update() {
  const mine = ++latest;
  // Nothing is to be done where the server has ended: the stream of events waits for it.
  const answer = await fetch("/-/diagnostics" + location.pathname + location.search).catch(() => undefined);
  const text = answer?.ok ? await answer.text().catch(() => undefined) : undefined;
  if (text === undefined || mine !== latest) return;
  const told = JSON.parse(text);
  // Within one edition it would only become the same page again.
  if (told.page !== page && told.edition !== edition) return location.reload();
  const content = JSON.stringify({ ...told, edition });
  if (place || told.here.length + told.elsewhere.length > 0) await (begun ??= begin());
  if (mine !== latest) return;
  if (begun && content !== shown) show(told, shown !== undefined);
  shown = content;
}

function show(told, isNews) {
  const { words, here, elsewhere } = told;
  Object.assign(host, { lang: told.language, dir: told.direction });
  const number = here.length + elsewhere.length;
  list.replaceChildren(
    ...group(words, words.here, here),
    ...group(words, here.length > 0 && words.elsewhere, elsewhere),
    ...(told.left_out ? [element("p", { className: "left-out" }, words.left_out)] : []),
  );
  if (place) return;
  bar.ariaLabel = title.textContent = words.title;
  count.textContent = words.count;
  count.className = told.errors > 0 ? "count error" : "count";
  toggle.dataset.open = words.open;
  toggle.dataset.close = words.close;
  bar.hidden = number === 0;
  if (isNews) said.textContent = number === 0 ? words.mended : words.count;
  const wasOpen = number > 0 && remembered() === "open";
  // As an attribute, so that nobody who is reading the page loses their place to the dialog.
  dialog.open = wasOpen;
  tell();
}

// Where a browser keeps nothing for sites, nothing is remembered.
function remembered() {
  try {
    return sessionStorage.getItem(MEMORY);
  } catch {
    return null;
  }
}

function remember(choice) {
  try {
    sessionStorage.setItem(MEMORY, choice);
  } catch {}
}

// The reader's choice, which lasts as long as the tab.
function setOpen(isOpen) {
  remember(isOpen ? "open" : "closed");
  if (isOpen) {
    // The dialog begins there. Not before: what enters a page with it takes the reader to itself.
    list.autofocus = true;
    dialog.show();
  } else {
    dialog.close();
    toggle.focus();
  }
  tell();
}

function tell() {
  toggle.ariaExpanded = String(dialog.open);
  toggle.textContent = dialog.open ? toggle.dataset.close : toggle.dataset.open;
}

function group(words, heading, diagnostics) {
  if (diagnostics.length === 0) return [];
  const items = element("ol", {}, ...diagnostics.map((diagnostic) => item(words, diagnostic)));
  return heading ? [element(place ? "h2" : "h3", {}, heading), items] : [items];
}

function item(words, diagnostic) {
  const { severity, code, file, line, column } = diagnostic;
  const at = [file, line, column].filter((part) => part !== undefined).join(":");
  return element(
    "li",
    { className: severity },
    element(
      "p",
      { className: "place" },
      element("b", {}, severity === "error" ? words.error : words.warning),
      ...(at ? [element("span", { className: "at" }, at)] : []),
      element("span", { className: "code" }, code),
    ),
    // The words of diagnostics are English in every language.
    element("p", { className: "message", lang: "en" }, ...quoted(diagnostic.message)),
    ...(line === undefined ? [] : [excerpt(diagnostic)]),
    ...diagnostic.hints.map((hint) => element("p", { className: "hint" }, element("b", {}, words.hint), element("span", { lang: "en" }, ...quoted(hint)))),
  );
}

// The line as the terminal shows it; the server has cut long ones.
function excerpt({ line, before, text, after }) {
  const number = element("span", { className: "line", ariaHidden: "true" }, String(line));
  return element("pre", { dir: "auto" }, number, element("code", {}, before, element("u", {}, text), after));
}

// Text with what stands in backticks as code.
function quoted(text) {
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? element("code", {}, part) : part));
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
