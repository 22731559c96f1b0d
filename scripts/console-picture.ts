// `node scripts/console-picture.ts`: takes docs/console.png anew, with Chromium, of the console of a server that it starts
// and ends. To be run when the page looks different.

import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const question = "#/ask?name=www.example.org&type=A";
const words = [
  "--lab",
  "--data",
  "null",
  "--listen",
  "127.0.0.1:0",
  "--api",
  "127.0.0.1:0",
  "--gateway",
  "127.0.0.1:0",
];

const server = spawn(process.execPath, ["src/cli/main.ts", "serve", ...words], { cwd: root });
try {
  const { status, stderr } = spawnSync("chromium", [
    "--headless=new",
    "--no-sandbox",
    "--hide-scrollbars",
    "--virtual-time-budget=8000",
    "--window-size=1240,1290",
    `--screenshot=${root}docs/console.png`,
    `http://${await addressOf()}/${question}`,
  ]);
  if (status !== 0) throw new Error(stderr.toString());
} finally {
  server.kill();
}

/** Where its API listens, once it does. */
async function addressOf(): Promise<string> {
  for await (const line of createInterface(server.stdout)) {
    const { msg, api } = JSON.parse(line) as { msg: string; api?: string };
    if (msg === "ready" && api !== undefined) return api;
  }
  throw new Error("The server ended before it was ready.");
}
