// Pages that are wrong on purpose: a check that overlooks its fault would pass every page.

import { createServer } from "node:http";
import { inspect } from "./inspect.mjs";
import { VIEWS, newContext } from "./views.mjs";

const FAULTS = [
  { expected: null, body: "<p>Nothing is wrong.</p>" },
  { expected: "axe image-alt", body: '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" width="9" height="9">' },
  { expected: "axe color-contrast", body: '<p style="color: #aaa; background: #fff">Hardly legible.</p>' },
  { expected: "console log", body: "<script>console.log('chatter')</script>" },
  { expected: "error in a script", body: "<script>missing()</script>" },
  { expected: "request to another origin", body: '<img src="http://localhost.example/x.png" alt="outside">' },
  { expected: "/absent.png answers 404", body: '<img src="/absent.png" alt="missing">' },
  { expected: "wider than a window", body: '<p style="width: 395px">Too wide for a phone.</p>' },
  { expected: "shows no h1", body: "<style>h1 { display: none }</style>" },
];

// Returns what the checks overlooked or made up.
export async function overlooked(browser) {
  const server = createServer((request, response) => {
    const fault = FAULTS[Number(request.url.slice(1))];
    // Browsers ask for an icon unbidden; that none exists is no fault here.
    if (request.url === "/favicon.ico") return response.writeHead(204).end();
    response.writeHead(fault ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    return response.end(fault ? page(fault.body) : "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const view = VIEWS[1];
  const context = await newContext(browser, view);
  const wrong = [];
  for (const [at, { expected }] of FAULTS.entries()) {
    const found = await inspect(context, view, `${origin}/${at}`);
    const fits = expected ? found.some((fault) => fault.includes(expected)) : found.length === 0;
    if (!fits) wrong.push(`the checks should say ${expected ?? "nothing"}, but say: ${found.join("; ") || "nothing"}`);
  }
  await context.close();
  server.close();
  return wrong;
}

function page(body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A page</title></head><body><main><h1>A page</h1>${body}</main></body></html>`;
}
