// What a first visit costs: requests and bytes, as a server would send them.

import { brotliCompressSync, constants } from "node:zlib";

// The draft server's own: it reloads pages and says what is wrong; nothing of it is published.
const OWN = "/-/";
// The theme's own texts are made once, and smaller: `crates/casebook-server/src/public/compress.rs`.
const ASSETS = "/assets/";
export const [QUICK, THOROUGH] = [5, 11];
const IS_TEXT = /^(text\/|application\/(javascript|json|xml|atom\+xml)|image\/svg)/;

// Collects what a page loads; called before it is visited.
export function watchWeight(page) {
  const responses = [];
  page.on("response", (response) => {
    const url = new URL(response.url());
    if (url.protocol !== "data:" && !url.pathname.startsWith(OWN) && !isIcon(response)) responses.push(response);
  });
  return async () => Promise.all(responses.map(weigh));
}

// Chromium asks for the icon whenever it likes, sometimes after the visit.
function isIcon(response) {
  return response.request().resourceType() === "other";
}

async function weigh(response) {
  const media = response.headers()["content-type"] ?? "";
  const body = await response.body();
  const path = new URL(response.url()).pathname;
  const quality = path.startsWith(ASSETS) ? THOROUGH : QUICK;
  return { path, resource: response.request().resourceType(), bytes: IS_TEXT.test(media) ? compressed(body, quality) : body.length };
}

// The bytes of a text with Brotli as the public server uses it for what it sends.
export function compressed(body, quality = QUICK) {
  const text = Buffer.from(body.toString("utf8").replace(/<script type="module" src="\/-\/live\.js[^>]*><\/script>\n/, ""));
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;
}

// The pictures of a page that stands in its window: which of them a reader sees first, and which wait.
export function pictures(page) {
  return page.evaluate(() =>
    [...document.images].map((image) => ({
      path: new URL(image.currentSrc || image.src, location.href).pathname,
      isFirst: image.getBoundingClientRect().top < window.innerHeight && image.getBoundingClientRect().width > 0,
      isLazy: image.loading === "lazy",
    })),
  );
}
