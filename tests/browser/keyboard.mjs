// Walks through a page with the keyboard alone, as those do who can't use a mouse: from the top with
// Tab, through the menu, and out of it with Escape. It sends real keys; it never focuses what Tab doesn't reach.

import { bringColours } from "./colours.mjs";
import { changedPixels } from "./pixels.mjs";

// Steps beyond what was expected, after which a walk counts as one that goes in circles.
const PATIENCE = 40;
// A target's least width and height in pixels (WCAG 2.2 AA, 2.5.8).
const TARGET = 24;
// How far around an element its focus may be drawn.
const AROUND = 14;

// A walk over many pages looks at each sort of control once: the same style sheet draws the same focus.
export function walkWith(seen = new Set()) {
  return async (page) => {
    await bringColours(page);
    const expected = await page.evaluate(expectStops);
    const faults = await orderFaults(page, expected);
    faults.push(...(await page.evaluate(smallTargets, TARGET)));
    faults.push(...(await focusFaults(page, seen)));
    return faults;
  };
}

// The menu of a narrow window: opened, walked through and closed by keys, and the reader is where they were.
export async function menuFaults(page) {
  const opener = page.locator("button[popovertarget=menu]").first();
  if (!(await opener.isVisible())) return ["shows no button that opens the menu"];
  const faults = [];
  const isOpen = () => page.evaluate(() => document.querySelector("#menu").matches(":popover-open"));
  const isAtOpener = () => opener.evaluate((button) => document.activeElement === button);
  for (let step = 0; step < PATIENCE && !(await isAtOpener()); step++) await page.keyboard.press("Tab");
  if (!(await isAtOpener())) return [`Tab doesn't reach the button of the menu in ${PATIENCE} steps`];
  await page.keyboard.press("Enter");
  if (!(await isOpen())) return ["Enter doesn't open the menu"];
  const links = await page.locator("#menu a").count();
  const reached = new Set();
  for (let step = 0; step < links + 3; step++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => [...document.querySelectorAll("#menu a")].indexOf(document.activeElement)));
  }
  const missed = links - [...reached].filter((at) => at >= 0).length;
  if (missed > 0) faults.push(`Tab doesn't reach ${missed} of the ${links} links of the open menu`);
  // From within: that is where a reader is who changes their mind.
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Escape");
  if (await isOpen()) faults.push("Escape doesn't close the menu");
  else if (!(await isAtOpener())) faults.push("closing the menu doesn't lead the keyboard back to its button");
  return faults;
}

// In the page: what Tab has to reach, in the order of the document; and where it comes is written down.
function expectStops() {
  const FOCUSABLE = "a[href], area[href], button, summary, input:not([type=hidden]), select, textarea, iframe, audio[controls], video[controls], [contenteditable]";
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && element.getClientRects().length > 0;
  const isOneOfGroup = (element) => {
    if (element.type !== "radio") return true;
    const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(element.name)}"]`)].filter(({ form }) => form === element.form);
    return element === (group.find(({ checked }) => checked) ?? group[0]);
  };
  const all = [...document.querySelectorAll(FOCUSABLE)].filter((element) => isShown(element) && !element.matches(":disabled"));
  window.stops = all.filter(isOneOfGroup);
  window.reached = [];
  document.addEventListener("focusin", ({ target }) => window.reached.push(target), true);
  return window.stops.length;
}

async function orderFaults(page, expected) {
  for (let step = 0; step < expected + PATIENCE; step++) {
    await page.keyboard.press("Tab");
    // Players have several stops of their own, so the number of steps isn't known beforehand.
    if (step % 10 === 9 && (await page.evaluate(() => document.activeElement === document.body || window.reached.indexOf(window.reached[0], 1) > 0))) break;
  }
  return page.evaluate(compare);
}

// In the page: what was reached against what was expected.
function compare() {
  const { brief } = window.colours;
  const faults = [];
  const again = window.reached.indexOf(window.reached[0], 1);
  const way = (again > 0 ? window.reached.slice(0, again) : window.reached).filter((element, at, all) => element !== all[at - 1]);
  const main = document.querySelector("main");
  if (!way[0]?.matches(`a[href="#${main?.id}"]`)) faults.push(`Tab comes first to what is no link to the text: ${way[0] ? brief(way[0]) : "nothing"}`);
  // Whoever has no mouse scrolls it with the arrows.
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflow);
  const unexpected = way.filter((element) => !window.stops.includes(element) && !scrolls(element));
  faults.push(...unexpected.map((element) => `Tab comes to what can't be used: ${brief(element)}`));
  const missed = window.stops.filter((element) => !way.includes(element));
  if (missed.length > 0) faults.push(`Tab doesn't reach ${missed.length} of ${window.stops.length}: ${brief(missed[0])}`);
  const twice = way.filter((element, at) => way.indexOf(element) < at);
  if (twice.length > 0) faults.push(`Tab comes ${twice.length + 1} times to: ${brief(twice[0])}`);
  const positive = document.querySelectorAll("[tabindex]:not([tabindex='0'], [tabindex='-1'])");
  faults.push(...[...positive].map((element) => `has a place of its own in the order of Tab: ${brief(element)}`));
  const late = way.findIndex((element, at) => at > 0 && element.compareDocumentPosition(way[at - 1]) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (late > 0) faults.push(`Tab comes to what stands earlier in the document: ${brief(way[late])}`);
  const back = way.findIndex((element, at) => at > 0 && goesBack(way[at - 1], element));
  if (back > 0) faults.push(`Tab goes back against the way of reading, from ${brief(way[back - 1])} to ${brief(way[back])}`);
  return faults;

  // Whether what comes next stands before what came last: further up and not in a later column, or in
  // the same line and nearer to its start.
  function goesBack(last, next) {
    const [from, to] = [boxOf(last), boxOf(next)];
    if (!from || !to) return false;
    const isMirrored = getComputedStyle(next.parentElement).direction === "rtl";
    const along = isMirrored ? from.right - to.right : to.left - from.left;
    const isLaterColumn = isMirrored ? to.right <= from.left + 1 : to.left >= from.right - 1;
    const shared = Math.min(from.bottom, to.bottom) - Math.max(from.top, to.top);
    if (shared > Math.min(from.height, to.height) / 2) return along < -1 && !(from.height > 3 * to.height || to.height > 3 * from.height);
    return to.bottom <= from.top + 1 && !isLaterColumn;
  }

  // Where it stands on the page; what waits outside of it (the link to the text) has no place.
  function boxOf(element) {
    const [box] = element.getClientRects();
    return box && box.bottom + window.scrollY > 0 && box.right > 0 ? box : undefined;
  }
}

// In the page: targets that are too small to be hit, unless they stand in a sentence or have room around them.
function smallTargets(least) {
  const { brief } = window.colours;
  const targets = window.stops.filter((element) => !element.matches("audio, video, iframe") && element.tabIndex >= 0);
  const boxes = targets.map((element) => ({ element, box: element.getBoundingClientRect() })).filter(({ box }) => box.bottom + window.scrollY > 0);
  const isSmall = ({ box }) => box.width < least || box.height < least;
  const small = boxes.filter((one) => isSmall(one) && !isInText(one.element) && boxes.some((other) => other !== one && !one.element.contains(other.element) && !other.element.contains(one.element) && distance(one.box, other.box) < least / 2));
  return small.slice(0, 3).map(({ element, box }) => `a target has ${Math.round(box.width)} x ${Math.round(box.height)} pixels, less than ${least}, and another is near: ${brief(element)}`);

  function isInText(element) {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return block.textContent.trim().length > element.textContent.trim().length;
  }

  // From the middle of the small one to the nearest edge of the other.
  function distance(box, other) {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const [dx, dy] = [Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom)];
    return Math.hypot(dx, dy);
  }
}

// Focus is what changes in the picture: with it and without it, pixels of 3 to 1 (WCAG 2.4.13), at
// least a line of one pixel around the element.
async function focusFaults(page, seen) {
  const sorts = await page.evaluate(sortsOfStops);
  const faults = [];
  const blank = await page.context().newPage();
  try {
    for (const { at, sort } of sorts.filter(({ sort }) => !seen.has(sort))) {
      seen.add(sort);
      const clip = await page.evaluate(focusOn, { at, around: AROUND });
      if (!clip) continue;
      const focused = await page.screenshot({ clip });
      await page.evaluate(() => document.activeElement.blur());
      const changed = await changedPixels(blank, focused, await page.screenshot({ clip }), 3);
      const least = clip.width + clip.height - 4 * AROUND;
      if (changed < least) faults.push(`its focus is hardly seen (${changed} pixels change, not ${Math.round(least)}): ${await page.evaluate((at) => window.colours.brief(window.stops[at]), at)}`);
    }
  } finally {
    await blank.close();
  }
  return faults;
}

// In the page: one of each sort, by what the style sheet can know of it. What is off the page shows itself when it has focus.
function sortsOfStops() {
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].map(({ href }) => href).join() || location.href;
  const named = (element) => `${element.localName}.${element.className}`;
  const sortOf = (element) => {
    const names = [];
    for (let at = element; at !== document.body && names.length < 5; at = at.parentElement) names.push(named(at));
    return `${sheets} ${names.join("<")}`;
  };
  const all = window.stops.map((element, at) => ({ at, sort: sortOf(element) })).filter(({ at }) => window.stops[at].tabIndex >= 0);
  return all.filter(({ sort }, at) => all.findIndex((other) => other.sort === sort) === at);
}

// In the page: gives focus and says which part of the window shows it.
function focusOn({ at, around }) {
  const element = window.stops[at];
  element.focus();
  element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  // A card that leads somewhere as a whole shows the focus of its link around itself.
  const hasOutline = (one) => getComputedStyle(one).outlineStyle !== "none";
  let shown = element;
  while (shown && !hasOutline(shown)) shown = shown.parentElement;
  const box = (shown ?? element).getBoundingClientRect();
  const [x, y] = [Math.max(0, box.left - around), Math.max(0, box.top - around)];
  const [right, bottom] = [Math.min(window.innerWidth, box.right + around), Math.min(window.innerHeight, box.bottom + around)];
  return right - x < 3 || bottom - y < 3 ? undefined : { x, y, width: right - x, height: bottom - y };
}
