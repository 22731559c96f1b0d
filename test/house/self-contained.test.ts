// What is committed says nothing about the machine it was written on: no registry's host, no path of somebody's
// home or workplace, and a lock that lets everybody install from their own registry.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./source.ts";

const sizeLimit = 4 << 20;

/** Spelled in pieces, so that this file does not find itself. */
const patterns: readonly RegExp[] = [
  new RegExp(["registry", "(npmjs|yarnpkg|npmmirror)"].join("\\.")),
  new RegExp(`https?://[^/\\s"'\`]*${["(artifactory", "nexus", "verdaccio", "npm-proxy)"].join("|")}`),
  new RegExp(
    `(^|[\\s"'\`(=:])/${["(work/(main|shared|\\.library)", "root/", "home/[a-z]+/", "Users/[A-Za-z]+/)"].join("|")}`,
  ),
  new RegExp(`/tmp/(${["bash_", "fresh", "contract"].join("|")})`),
];

const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)) && statSync(join(root, path)).size < sizeLimit);

test("no file names a registry's host or a path of one machine", () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((path) => traces(path, readFileSync(join(root, path), "latin1")))).toEqual([]);
});

test("the lock names no registry, and every package in it has a version", () => {
  const lock: unknown = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const packages = Object.entries((lock as { packages: Record<string, Record<string, unknown>> }).packages);
  expect(packages.length).toBeGreaterThan(50);
  expect(packages.filter(([, row]) => "resolved" in row).map(([path]) => path)).toEqual([]);
  const locked = new Set(
    packages.filter(([, row]) => "version" in row).map(([path]) => path.replace(/^.*node_modules\//, "")),
  );
  const wanted = packages.flatMap(([, row]) => Object.keys(row["optionalDependencies"] ?? {}));
  // A platform's package that the lock lacks makes `npm ci` refuse the whole lock, on every platform.
  expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
});

test.each([
  `"resolved": "https://registry.` + `npmjs.org/x.tgz"`,
  `const file = "/ho` + `me/ada/zones";`,
  `see /wo` + `rk/shared/design`,
])("a planted trace is found: %s", (text) => {
  expect(traces("x", text)).toHaveLength(1);
});

test("what a gateway serves under such names is no trace", () => {
  expect(traces("x", `GET https://api.example/home/page, /rooted, ./work/main.ts`)).toEqual([]);
});

function traces(path: string, text: string): string[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      patterns.some((pattern) => pattern.test(line)) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
    );
}
