// What every page and every text of a built site has to fulfil, without a browser: two validators
// and the budgets of single texts.

import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { HtmlValidate } from "html-validate";
import { compressed, THOROUGH } from "./weight.mjs";

const VNU = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

// Warnings of the Nu validator that are no fault of ours, each with its reason.
const TOLERATED = [
  // It takes a page that it reads from the disk for one without an origin, so nothing is of "self" to it.
  // Whether the policy lets through what the page needs is seen in the browser.
  { words: "Resource violates Content Security Policy" },
  // It takes data for a script. Data isn't run, so no policy falls on it.
  { words: "Inline script violates Content Security Policy" },
];

// html-validate knows what the Nu validator doesn't: labels, landmarks, what a screen reader makes of it.
const RULES = {
  extends: ["html-validate:recommended"],
  rules: {
    // Both spellings are right, and ours is the shorter one in every compressed page.
    "doctype-style": "off",
    // A title is its author's.
    "long-title": "off",
  },
};

// The Nu validator over all pages of some folders, in one process. Returns sentences.
export async function nuFaults(java, folders) {
  const words = ["-Xss1m", "-jar", VNU, "--skip-non-html", "--stdout", "--format", "json", "--exit-zero-always", ...folders];
  const { stdout } = await promisify(execFile)(java, words, { maxBuffer: 64 * 1024 * 1024 });
  const { messages } = JSON.parse(stdout);
  const counted = messages.filter(({ message }) => !TOLERATED.some(({ words }) => message.includes(words)));
  return counted.map(({ type, subType, message, url, lastLine, extract }) => {
    return `${new URL(url).pathname}:${lastLine}: Nu ${subType ?? type}: ${message} (${(extract ?? "").replaceAll(/\s+/g, " ").trim()})`;
  });
}

// html-validate over pages. Returns sentences.
export async function htmlValidateFaults(pages) {
  const validator = new HtmlValidate(RULES);
  const faults = [];
  for (const { path, html } of pages) {
    const { results } = await validator.validateString(html, path);
    faults.push(...results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${path}:${line}: html-validate ${ruleId}: ${message}`)));
  }
  return faults;
}

// What each text weighs alone: a page, and all style sheets and all scripts of the theme.
export async function weighTexts(folder, pages) {
  const named = pages.filter(({ kind }) => kind).map(({ path, html }) => {
    // Messages that answer each other are a list, too.
    const isList = ['<section class="list"', '<div class="thread"'].some((part) => html.includes(part));
    return { what: isList ? "list" : "html", where: path, figure: compressed(Buffer.from(html)) };
  });
  const assets = await Promise.all(["css", "js"].map(async (what) => ({ what, where: "all pages", figure: await weighAll(folder, what) })));
  return [...named, ...assets];
}

async function weighAll(folder, ending) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(`.${ending}`));
  const sizes = await Promise.all(files.map(async (file) => compressed(await readFile(join(folder, file)), THOROUGH)));
  return sizes.reduce((sum, size) => sum + size, 0);
}
