// Prints a page as a reader would, on A4, and reads the paper: which word stands where. What can't be
// read there, because words lie on each other or beyond its edge, or is of no use there, is a fault.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

// The box of a word reaches from the font's ascent to its descent, so those of tight lines touch.
const INSET = { across: 0.6, down: 0.26 };

// Returns sentences.
export async function printFaults(page) {
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: false });
  const papers = await read(pdf);
  await page.emulateMedia({ media: "print" });
  const { navigation, folded, links } = await page.evaluate(whatIsPrinted);
  await page.emulateMedia({ media: "screen" });
  const printed = squeezed(papers.flatMap(({ words }) => words.map(({ text }) => text)).join(""));
  const isMissing = (text) => !printed.includes(squeezed(text));
  return [
    ...papers.flatMap(overlaps),
    ...papers.flatMap(beyond),
    ...navigation.map((what) => `is of no use on paper and is printed: ${what}`),
    ...folded.filter(isMissing).map((text) => `stands in something folded and isn't printed: "${text}"`),
    ...links.filter(({ address }) => isMissing(address)).map(({ text, address }) => `a link leads elsewhere, and its address isn't printed: "${text}" (${address})`),
  ];
}

// In the page, as it is styled for paper. Of what is folded the first words of each paragraph are enough.
function whatIsPrinted() {
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const described = (element) => `<${element.localName} class="${element.className}"> ${element.textContent.trim().replaceAll(/\s+/g, " ").slice(0, 40)}`;
  const navigation = [...document.querySelectorAll("nav, button, input, a[href^='#main'], [popover]")].filter(isShown).map(described);
  // What only machines read, and ways to elsewhere, are left out on purpose.
  const isLeftOut = (part) => part.matches(".cite *, .inside > p:has(> a)");
  const paragraphs = [...document.querySelectorAll("details > :not(summary)")].flatMap((part) => [part, ...part.querySelectorAll("p, li, dd")].filter(({ children }) => ![...children].some((child) => child.matches("p, ul, ol, dl, div, blockquote"))));
  const folded = paragraphs.filter((part) => !isLeftOut(part)).map((part) => part.textContent.trim().split(/\s+/).slice(0, 4).join(" ")).filter(Boolean);
  const elsewhere = [...document.querySelectorAll("main a[href]")].filter((link) => isShown(link) && /^https?:$/.test(link.protocol) && link.origin !== location.origin);
  const links = elsewhere.map((link) => ({ text: link.textContent.trim(), address: link.getAttribute("href").replace(/^https?:\/\//, "") }));
  return { navigation: navigation.slice(0, 5), folded, links };
}

// Letters and digits alone: hyphens at the ends of lines, ligatures and spaces are the paper's.
function squeezed(text) {
  return text.normalize("NFKC").toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

async function read(pdf) {
  const folder = await mkdtemp(join(tmpdir(), "casebook-print-"));
  try {
    const [file, boxes] = [join(folder, "page.pdf"), join(folder, "page.html")];
    await writeFile(file, pdf);
    await promisify(execFile)(process.env.CASEBOOK_PDFTOTEXT ?? "pdftotext", ["-bbox", file, boxes]);
    return papersIn(await readFile(boxes, "utf8"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function papersIn(boxes) {
  return boxes.split("<page ").slice(1).map((paper, at) => {
    const [width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(paper).slice(1).map(Number);
    const words = [...paper.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)<\/word>/g)];
    return { number: at + 1, width, height, words: words.map(([, left, top, right, bottom, text]) => ({ left: +left, top: +top, right: +right, bottom: +bottom, text: unescaped(text) })) };
  });
}

function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll(/&#39;|&apos;/g, "'").replaceAll("&amp;", "&");
}

// Words whose hearts lie on each other.
function overlaps({ number, words }) {
  const hearts = words.map(({ left, top, right, bottom, text }) => {
    const [dx, dy] = [Math.min(INSET.across, (right - left) / 4), (bottom - top) * INSET.down];
    return { left: left + dx, right: right - dx, top: top + dy, bottom: bottom - dy, text };
  });
  const faults = [];
  for (const [at, one] of hearts.entries()) {
    for (const other of hearts.slice(at + 1)) {
      const isOver = one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
      if (isOver) faults.push(`on paper ${number} "${one.text}" and "${other.text}" lie on each other`);
    }
  }
  return faults.slice(0, 3);
}

function beyond({ number, width, height, words }) {
  const out = words.filter(({ left, top, right, bottom }) => left < 0 || top < 0 || right > width || bottom > height);
  return out.slice(0, 3).map(({ text }) => `on paper ${number} "${text}" reaches beyond the edge`);
}
