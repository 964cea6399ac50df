// Looks at the draft of a copy of the demo while it is broken and mended: the bar, its list, what
// changes in them without the page, and the page in place of one that can't be rendered.

import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { EVERYTHING, accessibilityFaults } from "./axe.mjs";
import { serve } from "./serve.mjs";
import { newContext } from "./views.mjs";

const HOSTILE = '<img src=x onerror=console.error(1)>';
// What is wrong: in the page that is looked at, and elsewhere.
const HERE = "content/contact.md";
const ELSEWHERE = "content/answers/offered-and-returned.md";
const GERMAN = "/de/kontakt/";
// It fails with one page alone, so that it passes the theme's own check.
const FAILING = '{% extends "default/page.html" %}{% block facts %}{% if entry.title == "Contact" %}{{ nothing.there }}{% endif %}{% endblock %}';
const WINDOWS = [
  { name: "1280", options: { viewport: { width: 1280, height: 800 } } },
  { name: "390", options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
  { name: "320", options: { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true } },
];
const PATIENCE = 10_000;
const COVERED = /^axe can't decide color-contrast.*(overlapped by|obscured by|partially overlaps) (an)?other element/;

// Returns sentences; none for a draft that tells its authors what they need.
export async function draftFaults(browser, casebook, demo) {
  const folder = await mkdtemp(join(tmpdir(), "casebook-draft-"));
  const faults = [];
  const site = new Site(join(folder, "demo"));
  let server;
  try {
    await cp(demo, site.folder, { recursive: true });
    server = await serve(casebook, site.folder);
    for (const window of WINDOWS) {
      const context = await newContext(browser, { ...window, schemes: ["light"] });
      const page = await context.newPage();
      listen(page, server.origin, (fault) => faults.push(`draft at ${window.name}: ${fault}`));
      const look = new Look(page, server.origin, site, (fault) => faults.push(`draft at ${window.name}: ${fault}`));
      try {
        await look.whole();
      } catch (error) {
        faults.push(`draft at ${window.name}: ${error.message}`);
      } finally {
        await context.close();
        await site.restore();
      }
    }
  } finally {
    server?.end();
    await rm(folder, { recursive: true, force: true });
  }
  return faults;
}

// The folder, and what stood in it before it was broken.
class Site {
  #before = new Map();

  constructor(folder) {
    this.folder = folder;
  }

  async write(path, change) {
    const file = join(this.folder, path);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (!this.#before.has(path)) this.#before.set(path, text);
    await mkdir(dirname(file), { recursive: true });
    await this.#put(file, change(text ?? ""));
  }

  // At once, as editors do: half a file would be another page.
  async #put(file, text) {
    const beside = `${this.folder}.part`;
    await writeFile(beside, text);
    await rename(beside, file);
  }

  async mend(path) {
    const text = this.#before.get(path);
    await (text === undefined ? rm(join(this.folder, path)) : this.#put(join(this.folder, path), text));
    this.#before.delete(path);
  }

  async restore() {
    for (const path of [...this.#before.keys()]) await this.mend(path);
  }
}

// An author at work.
class Look {
  constructor(page, origin, site, fault) {
    Object.assign(this, { page, origin, site, fault });
    this.count = page.locator(".count");
    this.toggle = page.locator(".bar button");
    this.dialog = page.getByRole("dialog", { name: "What is wrong with this draft" });
  }

  async whole() {
    await this.visit("/contact/");
    // What was mended before may still be on its way.
    await this.count.waitFor({ state: "hidden", timeout: PATIENCE });
    await this.seesWhatIsWrong();
    await this.opensAndCloses();
    await this.mends();
    await this.readsGerman();
    await this.mendsThePageItself();
    await this.opensManyTabs();
  }

  async seesWhatIsWrong() {
    await this.page.evaluate(() => (window.stays = true));
    await this.site.write(ELSEWHERE, (text) => text.replace("+++\n", "+++\nweigth = 1\n"));
    await this.counts("1 error");
    await this.site.write(HERE, (text) => text.replace("+++\n", `+++\ndescripton = "${HOSTILE}"\n`));
    await this.counts("2 errors");
    this.expect(await this.page.evaluate(() => window.stays), "a page that didn't change was loaded again");
  }

  async opensAndCloses() {
    this.expect(await this.dialog.isHidden(), "the list is open before anybody opened it");
    await this.toggle.click();
    await this.dialog.waitFor({ timeout: PATIENCE });
    const first = this.dialog.locator("li").first();
    const told = await first.innerText();
    for (const words of ["Error", `${HERE}:2:1`, "field-unknown", "there is no field descripton here", HOSTILE, "did you mean description?"]) {
      this.expect(told.includes(words), `the first of the list doesn't say "${words}": ${told}`);
    }
    this.expect((await first.locator("u").innerText()) === "descripton", "something else is underlined than in the terminal");
    this.expect((await this.page.locator("img[src=x]").count()) === 0, "what an author wrote became HTML");
    await this.passesAxe("list open");
    await this.page.keyboard.press("Escape");
    this.expect(await this.dialog.isHidden(), "Escape doesn't close the list");
    const focused = await this.page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.className !== undefined);
    this.expect(focused, "closing the list loses the place of the keyboard");
    await this.passesAxe("list closed");
    await this.page.keyboard.press("Enter");
    await this.dialog.waitFor({ timeout: PATIENCE });
    await this.visit("/contact/");
    await this.dialog.waitFor({ timeout: PATIENCE });
    const isReading = await this.page.evaluate(() => document.activeElement === document.body);
    this.expect(isReading, "a list that was open takes the reader away from the page");
  }

  async mends() {
    await this.page.evaluate(() => (window.stays = true));
    await this.site.mend(ELSEWHERE);
    await this.counts("1 error");
    this.expect((await this.dialog.locator("li").count()) === 1, "what was mended is still listed");
    await this.site.mend(HERE);
    await this.count.waitFor({ state: "hidden", timeout: PATIENCE });
    this.expect(await this.dialog.isHidden(), "the list stays when nothing is wrong");
    this.expect(await this.page.evaluate(() => window.stays), "a page that didn't change was loaded again");
    await this.site.write(HERE, (text) => `${text}\nA line that is new.\n`);
    await this.page.getByText("A line that is new.").waitFor({ timeout: PATIENCE });
    this.expect(await this.page.evaluate(() => !window.stays), "the page was not loaded again");
    await this.site.mend(HERE);
    await this.page.getByText("A line that is new.").waitFor({ state: "detached", timeout: PATIENCE });
    await this.count.waitFor({ state: "hidden", timeout: PATIENCE });
  }

  async readsGerman() {
    await this.site.write(HERE, (text) => text.replace("+++\n", '+++\ndescripton = "x"\n'));
    await this.visit(GERMAN);
    await this.counts("1 Fehler");
    const told = await this.page.getByRole("dialog", { name: "Was an diesem Entwurf nicht stimmt" }).innerText();
    for (const words of ["Auf dieser Seite", "Fehler", "Hinweis"]) this.expect(told.includes(words), `the list doesn't say "${words}": ${told}`);
    await this.passesAxe("German");
    await this.site.mend(HERE);
    await this.count.waitFor({ state: "hidden", timeout: PATIENCE });
  }

  async mendsThePageItself() {
    await this.visit("/contact/");
    await this.site.write("theme/templates/page.html", () => FAILING);
    await this.page.getByRole("heading", { name: "This page can’t be rendered" }).waitFor({ timeout: PATIENCE });
    const item = this.page.locator("main li").first();
    await item.waitFor({ timeout: PATIENCE });
    const told = await item.innerText();
    this.expect(told.includes("theme/templates/page.html"), `the page in place of the other doesn't say what to mend: ${told}`);
    this.expect((await this.page.locator("main > div > pre").count()) === 0, "the same is said twice");
    await this.passesAxe("page that can't be rendered");
    await this.site.mend("theme/templates/page.html");
    await this.page.getByRole("heading", { name: "This page can’t be rendered" }).waitFor({ state: "detached", timeout: PATIENCE });
  }

  // More than a browser has connections to one server; only the last of them is looked at.
  async opensManyTabs() {
    const tabs = [];
    try {
      for (let number = 0; number < 8; number++) {
        const tab = await this.page.context().newPage();
        tabs.push(tab);
        await tab.goto(new URL("/contact/", this.origin).href, { waitUntil: "load", timeout: PATIENCE });
        await see(tab, false);
      }
      await this.site.write(HERE, (text) => `${text}\nA line that is new.\n`);
      await this.page.getByText("A line that is new.").waitFor({ timeout: PATIENCE });
      await see(tabs[0], true);
      await tabs[0].getByText("A line that is new.").waitFor({ timeout: PATIENCE });
    } finally {
      for (const tab of tabs) await tab.close();
      await this.site.restore();
    }
    await this.page.getByText("A line that is new.").waitFor({ state: "detached", timeout: PATIENCE });
  }

  async visit(path) {
    await this.page.goto(new URL(path, this.origin).href, { waitUntil: "load" });
  }

  async counts(words) {
    const found = this.count.filter({ hasText: words });
    await found.waitFor({ timeout: PATIENCE }).catch(async () => this.fault(`the bar doesn't say "${words}": ${await this.count.textContent()}`));
  }

  async passesAxe(state) {
    for (const colorScheme of ["light", "dark"]) {
      await this.page.emulateMedia({ colorScheme });
      // Without its look at style sheets, for which axe writes styles into the page that its policy refuses.
      const { faults } = await accessibilityFaults(this.page, { ...EVERYTHING, preload: false });
      // What lies under the list, or is scrolled out of it, has the colours of what is seen.
      for (const fault of faults.filter((fault) => !COVERED.test(fault))) this.fault(`${state}, ${colorScheme}: ${fault}`);
    }
    const excess = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    this.expect(excess <= 0, `${state}: ${excess} px wider than its window`);
  }

  expect(isSo, otherwise) {
    if (!isSo) this.fault(otherwise);
  }
}

// Tells a page that its tab is looked at or not, which a browser without windows never says.
function see(page, isSeen) {
  return page.evaluate((isHidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, !isSeen);
}

function listen(page, origin, fault) {
  page.on("console", (message) => {
    // Chromium tells of the status of the page in place of one that can't be rendered, and looks there for an icon.
    const isOfThatPage = /status of 500/.test(message.text()) || message.location().url.endsWith("/favicon.ico");
    if (!isOfThatPage) fault(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => fault(`error in a script: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== origin) fault(`request to another origin: ${url.href}`);
  });
}
