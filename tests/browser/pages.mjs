// Which pages are looked at: the home page and the first page of each kind, in each language.
// The site says itself what it has (`/sitemap.xml`) and of what kind a page is (`<body data-kind>`).

export const KINDS = [
  "page",
  "statement",
  "answer",
  "document",
  "person",
  "book",
  "report",
  "recording",
  "event",
  "talk",
  "programme",
];

// Returns the paths to visit, each with its name, and what is missing.
export async function choosePages(origin) {
  const known = await Promise.all((await sitemapPaths(origin)).map((path) => describe(origin, path)));
  const languages = [...new Set(known.map((page) => page.language))];
  const chosen = new Map();
  const missing = [];
  for (const language of languages) {
    const ofLanguage = known.filter((page) => page.language === language);
    // The shortest address of a language is its home page.
    const home = ofLanguage.toSorted((a, b) => a.path.length - b.path.length)[0];
    chosen.set(home.path, `home (${language})`);
    for (const kind of kindsOf(known)) {
      const page = ofLanguage.find((candidate) => candidate.kind === kind && candidate.path !== home.path);
      if (page) chosen.set(page.path, `${kind} (${language})`);
      else if (KINDS.includes(kind)) missing.push(`no page of the kind ${kind} in the language ${language}`);
    }
  }
  if (languages.length < 2) missing.push(`pages in two languages were expected, found: ${languages.join(", ") || "none"}`);
  return { pages: [...chosen].map(([path, name]) => ({ path, name })), missing };
}

// Every kind that an entry can have, and pages of other kinds where there are any.
function kindsOf(known) {
  return new Set([...KINDS, ...known.map((page) => page.kind)]);
}

async function sitemapPaths(origin) {
  const sitemap = await fetchText(new URL("/sitemap.xml", origin));
  // The addresses name the host at which the site will be published; here only their paths count.
  return [...sitemap.matchAll(/<loc>\s*([^<]+?)\s*<\/loc>/g)].map(([, address]) => new URL(address, origin).pathname);
}

async function describe(origin, path) {
  const html = await fetchText(new URL(path, origin));
  const kind = /<body\b[^>]*\bdata-kind="([^"]+)"/.exec(html)?.[1];
  const language = /<html\b[^>]*\blang="([^"]+)"/.exec(html)?.[1];
  if (!kind || !language) throw new Error(`${path} lacks <html lang> or <body data-kind>`);
  return { path, kind, language };
}

async function fetchText(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.text();
}
