// Starts the system's Chromium, cut off from every host but this machine.

import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox", // CI runs as root in a container, where the sandbox can't start; it sees our own pages only
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export async function launch() {
  const executablePath = process.env.CASEBOOK_CHROMIUM;
  if (!executablePath) {
    throw new Error("CASEBOOK_CHROMIUM names no browser; `cargo xtask test --only browser` finds one");
  }
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
