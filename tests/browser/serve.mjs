// Starts Casebook's server for a folder that a test has made or changes.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// The server of a folder, once it says where it listens: that of the draft, if no argument says otherwise.
export async function serve(casebook, folder, ...further) {
  const child = spawn(casebook, ["serve", folder, "--listen", "127.0.0.1:0", ...further], { stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const origin = /http:\/\/[^/\s]+/.exec(line)?.[0];
    if (origin) return { origin, end: () => child.kill() };
  }
  throw new Error("the server ended before it said where it listens");
}
