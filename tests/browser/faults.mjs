// Pages that are wrong on purpose: a check that overlooks its fault would pass every page.

import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { budgetFaults } from "./budgets.mjs";
import { VIEW as EXTREMES } from "./extremes.mjs";
import { inspect } from "./inspect.mjs";
import { unknownFaults } from "./known.mjs";
import { snapshotFaults } from "./snapshots.mjs";
import { htmlValidateFaults, nuFaults, weighTexts } from "./texts.mjs";
import { VIEWS } from "./views.mjs";

// A picture of as many bytes as it says.
const heavy = (bytes) => `/picture.svg?bytes=${bytes}`;
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";

const LINKS = '<a href="/1">One</a> <a href="/2">Two</a>';
const FOLDED = "<details><summary>More</summary><p>What nobody has opened yet.</p></details>";

// A menu that opens over the page, and what a script does to it.
function menu(popover, script, button = "") {
  return `<button type="button" popovertarget="menu" ${button}>Menu</button><div id="menu" ${popover}>${LINKS}</div><script>${script}</script>`;
}

// The colours that the table names, and more of them.
function tokens(more) {
  const pairs = ["paper: #fff, #000", "band: #fff, #000", "sheet: #fff, #000", "ink: #000, #fff", "ink-2: #111, #eee", "ink-3: #222, #ddd", "accent: #700, #faa", "on-accent: #fff, #000", "mark: #fe8, #430", "edge: #777, #888", "rule: #ddd, #333", "shade: #ccc, #111", "foot: #000, #000"];
  const declared = pairs.map((pair) => pair.replace(/^([^:]+): (.*)$/, "--$1: light-dark($2)")).join("; ");
  return `<style>:root { color-scheme: light dark; ${declared} } :root { ${more} }</style><p>Nothing is wrong.</p>`;
}

// A page that runs from right to left.
function mirrored(body) {
  return `<script>document.documentElement.dir = "rtl"</script>${body}`;
}

// Each fault, in which view it shows, and what must be said of it; `null` for a page without fault.
const FAULTS = [
  { view: "1280", expected: null, body: "<p>Nothing is wrong.</p>" },
  { view: "390", expected: null, body: "<p>Nothing is wrong.</p>" },
  { view: "no JavaScript", expected: null, body: "<p>Nothing is wrong.</p>" },
  { view: "marks", expected: null, body: "<p>Nothing is wrong.</p>" },
  { view: "marks", expected: "has no link to its passage", body: '<p id="said-x">Quoted.</p><p><a href="#said-x">Who quotes it</a></p>' },
  { view: "marks", expected: "is nowhere", body: '<p id="said-y"><a href="#q1">Quoted.</a></p><p><a href="#said-y">Who quotes it</a></p>' },
  { view: "1280", expected: "light: axe image-alt", body: `<img src="${PIXEL}" width="9" height="9">` },
  { view: "1280", expected: "light: axe color-contrast ", body: '<p style="color: #aaa; background: #fff">Hardly legible.</p>' },
  { view: "1280", expected: "light: axe color-contrast-enhanced", body: '<p style="color: #6a6a6a; background: #fff">Legible, but not for all.</p>' },
  {
    view: "1280",
    expected: "dark: axe color-contrast",
    body: "<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #000 } }</style><p>Hardly legible at night.</p>",
  },
  {
    view: "1280",
    expected: "light: axe can't decide color-contrast",
    body: '<p style="color: #fff; background: linear-gradient(#000, #fff)">Legible here and not there.</p>',
  },
  {
    view: "320",
    kind: "home",
    expected: "menu open: axe color-contrast",
    body: '<style>body { background: #fff } #menu { color: #777; background: #fff; position: fixed; inset: 0 }</style><button popovertarget="menu">Open</button><div id="menu" popover role="navigation"><a href="/" style="color: inherit">Hardly legible</a></div>',
  },
  {
    // What is agreed to is measured all the same.
    view: "320",
    expected: "axe can't decide color-contrast: <td",
    body: `<style>body { color: #777; background: #fff }</style><div class="table-scroll" style="overflow-x: auto" tabindex="0"><table><tr>${"<td>Hardlylegible</td>".repeat(9)}</tr></table></div>`,
  },
  { view: "1280", expected: "console log", body: "<script>console.log('chatter')</script>" },
  { view: "1280", expected: "error in a script", body: "<script>missing()</script>" },
  { view: "1280", expected: "request to another origin", body: '<img src="http://localhost.example/x.png" alt="outside">' },
  { view: "1280", expected: "/absent.png answers 404", body: '<img src="/absent.png" alt="missing">' },
  { view: "390", expected: "wider than a window of 390", body: '<p style="width: 395px">Too wide for a phone.</p>' },
  { view: "320", expected: "wider than a window of 320", body: '<p style="width: 325px">Too wide for a small phone.</p>' },
  { view: "no JavaScript", expected: "wider than a window of 390", body: '<p style="width: 395px">Too wide for a phone.</p>' },
  { view: "768", expected: "breaks 1 short words", body: '<p style="inline-size: 1em; overflow-wrap: anywhere">Menu</p>' },
  { view: "1280", expected: "shows no h1", body: "<style>h1 { display: none }</style>" },
  { view: "1280", expected: "the cookie taste", cookie: "taste=sweet", body: "<p>A cookie.</p>" },
  { view: "no JavaScript", expected: "the cookie taste", cookie: "taste=sweet", body: "<p>A cookie.</p>" },
  { view: "1280", expected: "localStorage seen", body: "<script>localStorage.seen = 1</script>" },
  { view: "1280", expected: "sessionStorage seen", body: "<script>sessionStorage.seen = 1</script>" },
  { view: "1280", expected: "indexedDB seen", body: "<script>indexedDB.open('seen')</script>" },
  { view: "1280", expected: "doesn't wait", body: `<img src="${heavy(1)}" alt="first"><div style="height: 3000px"></div><img src="${heavy(100)}" alt="late">` },
  { view: "1280", expected: "picture of picture.svg", body: `<img src="${heavy(61_000)}" alt="heavy">` },
  { view: "1280", kind: "home", expected: "transfer of home", body: [1, 2, 3].map((at) => `<img src="${heavy(55_000)}&${at}" alt="heavy">`).join("") },
  { view: "1280", kind: "home", expected: "requests of home", body: [...Array(11).keys()].map((at) => `<img src="${heavy(100)}&${at}" alt="many">`).join("") },
  {
    view: "1280",
    expected: "shift of page",
    body: "<div></div><p>This moves.</p><script>requestAnimationFrame(() => setTimeout(() => (document.querySelector('div').style.height = '300px'), 20))</script>",
  },
  { view: "768", expected: "wider than a window of 768", body: '<p style="width: 775px">Too wide for a tablet.</p>' },
  { view: "1280", expected: "changes over time", body: '<p style="transition: color .2s">It fades.</p>' },
  { view: "1280", expected: "is animated", body: "<style>@keyframes turn { to { rotate: 1turn } } p { animation: turn 1s 9 }</style><p>It turns.</p>" },
  { view: "1280", expected: "scrolls smoothly", body: "<style>html { scroll-behavior: smooth }</style><p>It slides.</p>" },
  { view: "1280", expected: "pass into each other", body: "<style>@view-transition { navigation: auto }</style><p>It fades away.</p>" },

  { view: "forced colours", expected: null, body: "<style>button { border: 1px solid }</style><p>Nothing is wrong.</p><mark>Marked</mark><button type='button'>Press</button>" },
  { view: "forced colours", expected: "a text has a contrast", body: '<p style="forced-color-adjust: none; color: #888; background: #999">Hardly legible.</p>' },
  { view: "forced colours", expected: "a mark looks like the text", body: "<style>mark { forced-color-adjust: none; background: none; color: inherit }</style><p>A <mark>passage</mark>.</p>" },
  { view: "forced colours", expected: "neither edge nor underline", body: '<a class="btn" href="/" style="background: #711; color: #fff; text-decoration: none">Go</a>' },
  {
    view: "forced colours",
    expected: "what is current looks like what isn't",
    body: "<style>[aria-current] { background: #000; color: #fff }</style><ul><li><a href='/1' aria-current='true'>All</a></li><li><a href='/2'>Some</a></li></ul>",
  },
  {
    view: "forced colours",
    expected: "the turning point looks like any other",
    body: "<style>li::before { content: ''; border: 2px solid } .key::before { background: #711 }</style><ol><li>Before</li><li class='key'>Then</li></ol>",
  },
  { view: "more contrast", expected: null, body: "<p>Nothing is wrong.</p>" },
  { view: "more contrast", expected: "a text has a contrast", body: '<p style="color: #6a6a6a">Legible, but not for all.</p>' },
  { view: "more contrast", expected: "the edge of a control", body: '<a class="btn" href="/" style="border: 1px solid #999">Go</a>' },

  { view: "keyboard", expected: null, body: `${LINKS}<details><summary>More</summary><a href="/3">Folded</a></details><p><input aria-label="Name" style="block-size: 2rem"></p><div tabindex="-1">Only led to</div>` },
  { view: "keyboard", expected: "what is no link to the text", body: `${LINKS}<script>document.querySelector('.skip').remove()</script>` },
  { view: "keyboard", expected: "doesn't reach 1 of", body: `${LINKS}<a href="/3" tabindex="-1">Passed over</a>` },
  { view: "keyboard", expected: "what can't be used", body: `${LINKS}<p tabindex="0">Only words</p>` },
  { view: "keyboard", expected: "has a place of its own", body: `${LINKS}<a href="/3" tabindex="2">Before all</a>` },
  { view: "keyboard", expected: "goes back against the way of reading", body: `<div style="display: flex; flex-direction: row-reverse; gap: 4rem">${LINKS}</div>` },
  { view: "keyboard", expected: "goes back against the way of reading", body: `<div style="display: flex; flex-direction: column-reverse; gap: 4rem">${LINKS}</div>` },
  { view: "keyboard", expected: "its focus is hardly seen", body: `<style>:focus-visible { outline: none }</style>${LINKS}` },
  { view: "keyboard", expected: "its focus is hardly seen", body: `<style>:focus-visible { outline: 2px solid #bbb }</style>${LINKS}` },
  { view: "keyboard", expected: "its focus is hardly seen", body: `<div style="overflow: clip; inline-size: fit-content"><style>a { display: block } :focus-visible { outline: 2px solid #000; outline-offset: 4px }</style><a href="/1">One</a></div>` },
  { view: "keyboard", expected: "a target has", body: "<div style='font: 12px/14px sans-serif'><a href='/1' style='display: block'>One</a><a href='/2' style='display: block'>Two</a></div>" },
  { view: "keyboard in forced colours", kind: "home", expected: "its focus is hardly seen", body: `<style>a { outline: none } a:focus-visible { box-shadow: 0 0 0 3px #000 }</style>${LINKS}` },
  { view: "keyboard at 390", expected: null, body: menu("popover", "") },
  { view: "keyboard at 390", expected: "shows no button", body: "<p>No menu.</p>" },
  { view: "keyboard at 390", expected: "doesn't reach the button", body: menu("popover", "", "tabindex='-1'") },
  { view: "keyboard at 390", expected: "Enter doesn't open", body: menu("popover", "document.querySelector('button').onclick = (event) => event.preventDefault()") },
  { view: "keyboard at 390", expected: "Tab doesn't reach 1 of the 2", body: menu("popover", "document.querySelector('#menu a:last-child').tabIndex = -1") },
  { view: "keyboard at 390", expected: "Escape doesn't close", body: menu("popover='manual'", "") },
  { view: "keyboard at 390", expected: "doesn't lead the keyboard back", body: menu("popover", "document.querySelector('#menu').onbeforetoggle = () => (document.querySelector('button').onfocus = ({ target }) => target.blur())") },

  { view: "paper", expected: null, body: `<style>@media print { .skip { display: none } a[href^=http]::after { content: " (" attr(href) ")" } details::details-content { content-visibility: visible; block-size: auto } }</style>${FOLDED}<p>Read <a href="http://localhost.example/there">there</a>.</p>` },
  { view: "paper", expected: "is of no use on paper", body: "<nav><a href='/'>Home</a></nav>" },
  { view: "paper", expected: "stands in something folded", body: FOLDED },
  { view: "paper", expected: "its address isn't printed", body: '<p>Read <a href="http://localhost.example/there">there</a>.</p>' },
  { view: "paper", expected: "lie on each other", body: '<p>Under all</p><p style="margin-top: -2em">Above it</p>' },
  { view: "paper", expected: "reaches beyond the edge", body: '<p style="position: absolute; left: 200mm; white-space: nowrap">Far too long for this paper</p>' },

  { view: "tokens", expected: null, body: tokens("") },
  { view: "tokens", expected: "--ink-3 on --band, light: ", body: tokens("--ink-3: light-dark(#767676, #bdb3a5)") },
  { view: "tokens", expected: "--edge on --paper, dark: ", body: tokens("--edge: light-dark(#777, #333)") },
  { view: "tokens", expected: "for who wants more contrast", body: tokens("} @media (prefers-contrast: more) { :root { --ink: light-dark(#444, #ccc) }") },
  { view: "tokens", expected: "--ink-4 stands in neither table", body: tokens("--ink-4: #123") },
  { view: "tokens", expected: "has no colour --shade", body: tokens("--shade: none") },

  { view: "extremes", expected: null, body: mirrored("<style>.quote { border-inline-start: 4px solid }</style><div class='quote'>Words</div><div class='spoken'><p>كلمات</p></div>") },
  { view: "extremes", expected: "wider than a window of 768", body: mirrored('<p style="width: 775px">Too wide.</p>') },
  { view: "extremes", expected: "the title doesn't begin at the right", body: mirrored("<style>h1 { text-align: left }</style>") },
  { view: "extremes", expected: "stands at the left", body: mirrored("<style>.quote { border-left: 4px solid }</style><div class='quote'>Words</div>") },
  { view: "extremes", expected: "runs from left to right", body: mirrored("<ol class='crumbs' style='display: flex; direction: ltr'><li>One</li><li>Two</li></ol>") },
  { view: "extremes", expected: "the first letter", body: mirrored("<div class='spoken'><p style='text-align: left'>كلمات</p></div>") },
  { view: "extremes", expected: "runs on to the right", body: mirrored("<style>h1 { border-image: linear-gradient(red, blue) fill 0 // 0 90px 0 0 }</style>") },
  { view: "extremes", expected: "points back", body: mirrored("<style>.more::after { content: '→' }</style><p class='more'>Read on</p>") },
];

// Returns what the checks of visits overlooked or made up.
export async function blindVisits(browser) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const wrong = [];
  // In four lanes: the browser has time while one of them waits.
  const lane = async (first) => {
    for (let at = first; at < FAULTS.length; at += 4) wrong.push(...(await overlooked(browser, origin, at)));
  };
  await Promise.all([0, 1, 2, 3].map(lane));
  server.close();
  return wrong;
}

async function overlooked(browser, origin, at) {
  const { view: named, kind = "page", expected } = FAULTS[at];
  const whole = [...VIEWS, EXTREMES].find(({ name }) => name === named);
  // Axe takes most of the time, so it looks only at the pages that it should say something of, or nothing.
  const view = expected === null || expected.includes("axe") ? whole : { ...whole, schemes: [] };
  const visit = await inspect(browser, view, { address: `${origin}/${at}`, kind });
  const found = [...visit.faults, ...budgetFaults(visit.figures, [])];
  const fits = expected ? found.some((fault) => fault.includes(expected)) : found.length === 0;
  return fits ? [] : [`the checks should say ${expected ?? "nothing"}, but say: ${found.join("; ") || "nothing"}`];
}

function answer(request, response) {
  const url = new URL(request.url, "http://localhost");
  // Browsers ask for an icon unbidden; that none exists is no fault here.
  if (url.pathname === "/favicon.ico") return response.writeHead(204).end();
  if (url.pathname === "/picture.svg") {
    response.writeHead(200, { "content-type": "image/svg+xml" });
    return response.end(picture(Number(url.searchParams.get("bytes"))));
  }
  const fault = FAULTS[Number(url.pathname.slice(1))];
  const cookie = fault?.cookie ? { "set-cookie": fault.cookie } : {};
  response.writeHead(fault ? 200 : 404, { "content-type": "text/html; charset=utf-8", ...cookie });
  return response.end(fault ? page(fault.body) : "");
}

function picture(bytes) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><!-- ${noise(bytes)} --></svg>`;
}

// Text that can't be compressed to less than it says.
function noise(bytes) {
  return randomBytes(bytes).toString("base64");
}

function page(body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A page</title></head><body><a class="skip" href="#main">To the text</a><main id="main"><h1>A page</h1>${body}</main></body></html>`;
}

// Returns what the comparison of pictures overlooked or made up.
export async function blindSnapshots(browser) {
  const folder = await mkdtemp(join(tmpdir(), "casebook-snapshots-"));
  const words = "Words that fill a line of this page and one more. ".repeat(9);
  const look = async (style, update = false) => {
    const pages = [{ path: `data:text/html,${encodeURIComponent(page(`<style>${style}</style><p>${words}</p><p>${words}</p>`))}`, kind: "page" }];
    const pictures = [{ name: "page", kind: "page", options: { viewport: { width: 390, height: 600 } }, scheme: "light" }];
    return snapshotFaults(browser, "http://localhost/", { pages, lists: [] }, { seen: join(folder, "seen"), stored: join(folder, "stored"), update, pictures });
  };
  const wrong = [];
  const expect = (isSo, otherwise) => isSo || wrong.push(otherwise);
  try {
    expect((await look("")).some((fault) => fault.includes("has no picture")), "a picture that nobody has stored yet passes");
    expect((await look("", true)).length === 0 && (await readdir(join(folder, "stored"))).includes("page.webp"), "a picture isn't stored");
    expect((await look("")).length === 0, "the same page is taken for another");
    expect((await look("p { text-rendering: geometricPrecision; color: #090909 }")).length === 0, "letters that are drawn a little differently are taken for a change");
    for (const change of ["p { margin-top: 40px }", "p { font-family: monospace }", "p + p { display: none }", "body { background: #fea }", "p { color: #b33 }"]) {
      expect((await look(change)).some((fault) => fault.includes("differs from")), `a page of another look passes: ${change}`);
    }
    expect((await readdir(join(folder, "seen"))).includes("page.png"), "what was seen isn't kept");
    await mkdir(join(folder, "stored"), { recursive: true });
    await writeFile(join(folder, "stored", "other.webp"), "");
    expect((await look("")).some((fault) => fault.includes("nothing makes the picture")), "a picture that nothing makes is kept");
  } finally {
    await rm(folder, { recursive: true });
  }
  return wrong;
}

// Returns what the checks of texts overlooked or made up.
export async function blindTexts(java) {
  const folder = await mkdtemp(join(tmpdir(), "casebook-faults-"));
  const wrong = [];
  const expect = (name, found, words) => {
    if (!found.some((fault) => fault.includes(words))) wrong.push(`${name} should say ${words}, but says: ${found.join("; ") || "nothing"}`);
  };
  try {
    const html = page('<p><div lang="x y">A block in a paragraph.</div></p><button>No type</button>');
    await writeFile(join(folder, "index.html"), html);
    await writeFile(join(folder, "site.css"), noise(20_000));
    await writeFile(join(folder, "site.js"), noise(2_000));
    const long = { path: "/", html: page(noise(20_000)), kind: "page" };
    expect("the Nu validator", await nuFaults(java, [folder]), "Nu error");
    expect("html-validate", await htmlValidateFaults([{ path: "/", html }]), "html-validate no-implicit-button-type");
    const weights = budgetFaults(await weighTexts(folder, [long, { ...long, path: "/list/", html: page(`<section class="list">${noise(40_000)}`) }]), []);
    for (const words of ["html of /:", "list of /list/:", "css of all pages", "js of all pages"]) expect("the budget", weights, words);
    expect("the list of known faults", unknownFaults(["/ is new"], [{ words: /is old/ }]), "/ is new");
    expect("the list of known faults", unknownFaults([], [{ words: /is old/ }]), "a fault that is mended");
    expect("the budget", budgetFaults([{ what: "js", where: "all pages", figure: 2_000 }], [{ what: "js", where: "all pages", figure: 2_500 }]), "let it follow");
  } finally {
    await rm(folder, { recursive: true });
  }
  return wrong;
}
