// Pages that are wrong on purpose: a check that overlooks its fault would pass every page.

import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { budgetFaults } from "./budgets.mjs";
import { inspect } from "./inspect.mjs";
import { htmlValidateFaults, nuFaults, weighTexts } from "./texts.mjs";
import { VIEWS } from "./views.mjs";

// A picture of as many bytes as it says.
const heavy = (bytes) => `/picture.svg?bytes=${bytes}`;
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";

// Each fault, in which view it shows, and what must be said of it; `null` for a page without fault.
const FAULTS = [
  { view: "1280", expected: null, body: "<p>Nothing is wrong.</p>" },
  { view: "390", expected: null, body: "<p>Nothing is wrong.</p>" },
  { view: "no JavaScript", expected: null, body: "<p>Nothing is wrong.</p>" },
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
  const whole = VIEWS.find(({ name }) => name === named);
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
<title>A page</title></head><body><main><h1>A page</h1>${body}</main></body></html>`;
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
    expect("the budget", budgetFaults([{ what: "js", where: "all pages", figure: 2_000 }], [{ what: "js", where: "all pages", figure: 2_500 }]), "let it follow");
  } finally {
    await rm(folder, { recursive: true });
  }
  return wrong;
}
