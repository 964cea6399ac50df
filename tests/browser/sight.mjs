// What readers see who let their system choose the colours, want more contrast, or want nothing to move.

import { bringColours } from "./colours.mjs";

// With forced colours a style sheet keeps neither its colours nor its grounds. What said something by
// them alone says nothing any more. Returns sentences.
export async function forcedColourFaults(page) {
  await bringColours(page);
  return [...(await page.evaluate(illegible, 4.5)), ...(await page.evaluate(lostMeanings))];
}

// With `prefers-contrast: more` every text has the contrast of AAA, and every control an edge that is seen.
export async function moreContrastFaults(page) {
  await bringColours(page);
  return [...(await page.evaluate(illegible, 7)), ...(await page.evaluate(faintEdges, 4.5))];
}

// Where a reader wants no motion nothing is animated, slides or scrolls smoothly. Returns sentences.
export async function motionFaults(page) {
  return page.evaluate(moving);
}

// In the page: texts with less contrast to their ground than `least`.
function illegible(least) {
  const { contrastOf, brief } = window.colours;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const parents = new Set();
  while (walker.nextNode()) if (walker.currentNode.data.trim()) parents.add(walker.currentNode.parentElement);
  const seen = [...parents].filter((element) => !element.closest("script, style, noscript, video, audio, svg") && element.checkVisibility({ visibilityProperty: true }));
  const faint = seen.map((element) => ({ element, contrast: contrastOf(element) })).filter(({ contrast }) => contrast < least);
  return faint.slice(0, 3).map(({ element, contrast }) => `a text has a contrast of ${contrast.toFixed(1)}, less than ${least}: ${brief(element)}`);
}

// In the page: marks, current links and controls that look like what is around them.
function lostMeanings() {
  const { brief, groundOf } = window.colours;
  const faults = [];
  const visible = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility({ visibilityProperty: true }));
  const lined = (style) => ["borderTop", "borderRight", "borderBottom", "borderLeft", "outline"].filter((side) => style[`${side}Style`] !== "none" && parseFloat(style[`${side}Width`]) > 0);
  for (const mark of visible("mark")) {
    const style = getComputedStyle(mark);
    const shows = groundOf(mark) !== groundOf(mark.parentElement) || lined(style).length > 0 || style.textDecorationLine !== "none";
    if (!shows) faults.push(`a mark looks like the text around it: ${brief(mark)}`);
  }
  for (const control of visible("button, .btn, input, select, textarea, summary")) {
    const style = getComputedStyle(control);
    const isMarked = control.localName === "summary" && style.display === "list-item";
    if (!isMarked && lined(style).length === 0 && !style.textDecorationLine.includes("underline")) faults.push(`a control has neither edge nor underline: ${brief(control)}`);
  }
  for (const current of visible("[aria-current]")) {
    const peers = current.closest("ul, ol, nav, [role=group]")?.querySelectorAll(`${current.localName}:not([aria-current])`) ?? [];
    if (peers.length > 0 && look(current) === look(peers[0])) faults.push(`what is current looks like what isn't: ${brief(current)}`);
  }
  for (const key of visible("li.key")) {
    const peer = key.parentElement.querySelector("li:not(.key)");
    if (peer && look(key, "::before") === look(peer, "::before")) faults.push(`the turning point looks like any other: ${brief(key)}`);
  }
  return faults.slice(0, 5);

  function look(element, pseudo) {
    const style = getComputedStyle(element, pseudo);
    // A colour that was taken away leaves that of the page, or none: both look alike.
    const ground = pseudo && !style.backgroundColor.endsWith(", 0)") ? style.backgroundColor : groundOf(element);
    return [ground, style.fontWeight, style.fontStyle, style.textDecorationLine, style.content, style.inlineSize && pseudo ? style.inlineSize : "", ...lined(style).map((side) => `${side}${style[`${side}Style`]}${style[`${side}Width`]}`)].join();
  }
}

// In the page: edges of controls with less contrast to the ground around them than `least`.
function faintEdges(least) {
  const { brief, contrast, groundOf } = window.colours;
  const controls = [...document.querySelectorAll("button, .btn, .tabs a, .pager a, input, select, textarea")].filter((control) => control.checkVisibility({ visibilityProperty: true }));
  const edged = controls.filter((control) => parseFloat(getComputedStyle(control).borderTopWidth) > 0);
  const measured = edged.map((control) => ({ control, figure: contrast(getComputedStyle(control).borderTopColor, groundOf(control.parentElement)) }));
  return measured.filter(({ figure }) => figure < least).slice(0, 3).map(({ control, figure }) => `the edge of a control has a contrast of ${figure.toFixed(1)}, less than ${least}: ${brief(control)}`);
}

// In the page.
function moving() {
  const faults = document.getAnimations().map((animation) => `an animation runs: ${animation.animationName ?? animation.transitionProperty ?? "of a script"}`);
  const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0.01);
  for (const element of document.querySelectorAll("*")) {
    for (const pseudo of [undefined, "::before", "::after", "::backdrop"]) {
      const style = getComputedStyle(element, pseudo);
      const name = `<${element.localName} class="${element.getAttribute("class") ?? ""}">${pseudo ?? ""}`;
      if (lasts(style.transitionDuration)) faults.push(`${name} changes over time, although nothing should move`);
      if (style.animationName !== "none" && lasts(style.animationDuration)) faults.push(`${name} is animated, although nothing should move`);
    }
    if (getComputedStyle(element).scrollBehavior === "smooth") faults.push(`<${element.localName}> scrolls smoothly, although nothing should move`);
  }
  const rules = (list) => [...list].flatMap((rule) => (rule instanceof CSSMediaRule && !matchMedia(rule.conditionText).matches ? [] : [rule, ...rules(rule.cssRules ?? [])]));
  const transits = [...document.styleSheets].flatMap((sheet) => rules(sheet.cssRules)).some((rule) => rule.constructor.name === "CSSViewTransitionRule" && rule.navigation === "auto");
  if (transits) faults.push("pages pass into each other, although nothing should move");
  return [...new Set(faults)].slice(0, 5);
}
