// The pages of a built site, and which of them are looked at: in each language the home page and the
// fullest page of each kind. The pages say themselves of what kind they are (`<body data-kind>`), and
// of what kind their lists are (`<section class="list" data-kind>`).

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

// Kinds that the demo has to show in each language, so that none goes unseen.
const KINDS = ["home", "page", "statement", "answer", "document", "segment", "person", "book", "report", "recording", "event", "talk", "programme", "tag", "corrections", "feeds", "not-found", "error"];

// Every HTML page below a folder. Pages without a kind are those that lead on from old addresses.
export async function readPages(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".html")).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const html = await readFile(join(folder, file), "utf8");
      const kind = /<body\b[^>]*\bdata-kind="([^"]+)"/.exec(html)?.[1];
      const language = /<html\b[^>]*\blang="([^"]+)"/.exec(html)?.[1];
      return { path: `/${file.replace(/(^|\/)index\.html$/, "$1")}`, html, kind, language };
    }),
  );
}

// What mails are seen as: alone, and with those that answer each other.
const MAILS = ["message", "thread"];

// Kinds whose lists look like no other page; a view can ask for `list of report`.
const LISTS = ["report", "event", "book"];

// Returns the pages to visit, the fullest page with a list of each kind, and what is missing.
export function choosePages(all) {
  const pages = all.filter(({ kind }) => kind);
  const languages = [...new Set(pages.map(({ language }) => language))];
  const kinds = new Set([...KINDS, ...pages.map(({ kind }) => kind)]);
  const fullest = (language, kind) => pages.filter((page) => page.language === language && page.kind === kind && !isMessage(page)).toSorted(fuller)[0];
  const wanted = languages.flatMap((language) => [...kinds].map((kind) => ({ language, kind, page: fullest(language, kind) })));
  const missing = wanted.filter(({ kind, page }) => !page && KINDS.includes(kind)).map(({ language, kind }) => `no page of the kind ${kind} in the language ${language}`);
  const mails = languages.flatMap((language) => MAILS.map((kind) => ({ language, kind, page: mailOf(pages, language, kind) })));
  missing.push(...mails.filter(({ page }) => !page).map(({ language, kind }) => `no page that is a ${kind} in the language ${language}`));
  if (languages.length < 2) missing.push(`pages in two languages were expected, found: ${languages.join(", ") || "none"}`);
  const lists = languages.flatMap((language) => LISTS.flatMap((kind) => listOf(pages, language, kind) ?? []));
  return { pages: [...wanted, ...mails].flatMap(({ page }) => page ?? []), lists, missing };
}

// The fullest first; of what is quoted, that which is quoted most.
function fuller(a, b) {
  const quoted = ({ html }) => html.split("#said-").length;
  return quoted(b) - quoted(a) || b.html.length - a.html.length;
}

const hasMails = ({ html }) => html.includes('class="message"');
const isMessage = (page) => page.kind === "segment" && hasMails(page);

// A message, or a correspondence with all its messages.
function mailOf(pages, language, kind) {
  const isMail = kind === "message" ? isMessage : (page) => page.kind === "document" && hasMails(page);
  const page = pages.filter((page) => page.language === language && isMail(page)).toSorted(fuller)[0];
  return page && { ...page, kind };
}

// A page that is there for its list.
function listOf(pages, language, kind) {
  const isList = (page) => page.language === language && page.kind === "page" && page.html.includes(`<section class="list" data-kind="${kind}"`);
  const page = pages.filter(isList).toSorted((a, b) => b.html.length - a.html.length)[0];
  return page && { ...page, kind: `list of ${kind}` };
}
