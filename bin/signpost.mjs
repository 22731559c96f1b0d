#!/usr/bin/env node
// The `signpost` command: finds a Node that is new enough and starts the program on it, which is dist/cli/main.js in the
// published package and src/cli/main.ts, as it is, in a checkout.
// Plain JavaScript for old Nodes, since it runs on whatever `node` is first on PATH.
// A Node that is too old hands over to the `node` package that is installed beside this one.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const oldest = 26;
const source = new URL("../src/cli/main.ts", import.meta.url);
const main = existsSync(source) ? source : new URL("../dist/cli/main.js", import.meta.url);

if (Number.parseInt(process.versions.node, 10) >= oldest) {
  await import(main.href);
} else {
  const child = spawn(newerNode(), [fileURLToPath(main)].concat(process.argv.slice(2)), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", () => {
    console.error(`signpost needs Node ${oldest} or newer; this is ${process.version}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function newerNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve("node/package.json");
    return join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
  } catch {
    return "";
  }
}
