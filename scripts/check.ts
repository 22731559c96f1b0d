// `npm run check`: the whole gate, every step of it even when an earlier one fails, and one line a step at the end.
// Words choose steps: `npm run check -- types lint`. `--without-tests` leaves them to who has run them already.
// The last line is "N of N steps passed"; scripts/tally.ts reads it.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const steps: Readonly<Record<string, string>> = {
  types: "types",
  lint: "lint",
  format: "format:check",
  dead: "dead",
  tests: "test",
};

const words = process.argv.slice(2);
const unknown = words.filter((word) => word !== "--without-tests" && !Object.hasOwn(steps, word));
if (unknown.length > 0) {
  process.stderr.write(`check: no step ${unknown.join(", ")}; there are ${Object.keys(steps).join(", ")}\n`);
  process.exit(2);
}

const chosen = words.filter((word) => Object.hasOwn(steps, word));
const names = Object.keys(steps)
  .filter((name) => chosen.length === 0 || chosen.includes(name))
  .filter((name) => name !== "tests" || !words.includes("--without-tests"));
const results = names.map(run);
process.stdout.write(`\n${results.map(({ line }) => line).join("\n")}\n`);
const passed = results.filter((result) => result.passed).length;
process.stdout.write(`${passed} of ${results.length} steps passed\n`);
process.exitCode = passed < results.length ? 1 : 0;

function run(name: string): { passed: boolean; line: string } {
  process.stdout.write(`\n${name}\n`);
  const start = performance.now();
  const outcome = spawnSync("npm", ["run", "--silent", steps[name]], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  const passed = outcome.status === 0;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return { passed, line: `${passed ? "passed" : "FAILED"}  ${name} (${seconds} s)` };
}
