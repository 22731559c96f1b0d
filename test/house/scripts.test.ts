// The scripts that stand between a newcomer and a running server: installing what is missing, and CI's closing line.

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "./source.ts";

const home = mkdtempSync(join(tmpdir(), "signpost-scripts-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A lock with one package that everybody needs and one that only some platform does. */
const locked = {
  "": { name: "x" },
  "node_modules/yaml": { version: "2.0.0" },
  "node_modules/elsewhere": { version: "1.0.0", optional: true },
};

test.each([
  { title: "nothing installed yet", installed: null, folder: false, installs: true },
  { title: "all there but another platform's package", installed: { version: "2.0.0" }, folder: true, installs: false },
  { title: "another version", installed: { version: "1.9.0" }, folder: true, installs: true },
  { title: "a package's folder gone", installed: { version: "2.0.0" }, folder: false, installs: true },
])("install-missing: $title", ({ installed, folder, installs }) => {
  const project = mkdtempSync(join(home, "project-"));
  mkdirSync(join(project, "scripts"));
  mkdirSync(join(project, "node_modules/.bin"), { recursive: true });
  copyFileSync(join(root, "scripts/install-missing.mjs"), join(project, "scripts/install-missing.mjs"));
  writeFileSync(join(project, "package-lock.json"), JSON.stringify({ packages: locked }));
  writeFileSync(join(project, "node_modules/.bin/node"), "");
  if (folder) mkdirSync(join(project, "node_modules/yaml"));
  if (installed !== null) {
    const record = { packages: { "node_modules/yaml": installed } };
    writeFileSync(join(project, "node_modules/.package-lock.json"), JSON.stringify(record));
  }
  const npm = join(project, "npm.mjs");
  writeFileSync(npm, `import { writeFileSync } from "node:fs"; writeFileSync("words", process.argv[2]);`);
  const outcome = spawnSync(process.execPath, [join(project, "scripts/install-missing.mjs")], {
    encoding: "utf8",
    env: { ...process.env, npm_execpath: npm, npm_node_execpath: process.execPath },
  });
  expect(outcome.status).toBe(0);
  expect(outcome.stderr).toBe("");
  expect(outcome.stdout.split("\n")).toHaveLength(installs ? 2 : 1);
  const words = join(project, "words");
  expect(existsSync(words) ? readFileSync(words, "utf8") : "").toBe(installs ? "ci" : "");
});

const report = {
  numPassedTests: 7,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 0,
  testResults: [
    { status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] },
    { status: "passed", assertionResults: [{ status: "passed" }] },
  ],
};
const unloadable = { ...report, testResults: [...report.testResults, { status: "failed", assertionResults: [] }] };

test.each([
  { title: "adds tests and steps", tests: JSON.stringify(report), check: "x\n3 of 4 steps passed\n", line: "10 2 2" },
  {
    title: "counts a file that did not load",
    tests: JSON.stringify(unloadable),
    check: "4 of 4 steps passed\n",
    line: "11 2 2",
  },
  { title: "counts a runner that died", tests: "", check: "", line: "0 2 0" },
])("tally: $title", ({ tests, check, line }) => {
  const folder = mkdtempSync(join(home, "tally-"));
  writeFileSync(join(folder, "tests.json"), tests);
  writeFileSync(join(folder, "check.txt"), check);
  const words = [join(root, "scripts/tally.ts"), join(folder, "tests.json"), join(folder, "check.txt")];
  expect(spawnSync(process.execPath, words, { encoding: "utf8" }).stdout.trim()).toBe(line);
});
