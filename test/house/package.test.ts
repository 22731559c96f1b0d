// The published package: built, packed, unpacked below a node_modules of its own with nothing beside it but what
// package.json calls dependencies, and started. No registry is asked, so it also holds offline.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./source.ts";

const home = mkdtempSync(join(tmpdir(), "signpost-package-"));
const installed = join(home, "node_modules/signpost");
const command = join(home, "node_modules/.bin/signpost");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name: string; version: string };

beforeAll(() => {
  run("npm", ["pack", "--silent", "--pack-destination", home], root);
  const [tarball] = readdirSync(home).filter((name) => name.endsWith(".tgz"));
  mkdirSync(installed, { recursive: true });
  run("tar", ["-xzf", join(home, tarball), "--strip-components=1", "-C", installed], home);
  mkdirSync(dirname(command));
  symlinkSync("../signpost/bin/signpost.mjs", command);
  linkDependencies();
}, 120_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

test("the package holds JavaScript, declarations and zones, and no TypeScript that Node would refuse", () => {
  const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
  expect(files).toEqual(expect.arrayContaining(["package.json", "LICENSE", "bin/signpost.mjs", "dist/cli/main.js"]));
  expect(files).toContain("dist/dns/name.d.ts");
  expect(files.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))).toEqual([]);
  expect(files.filter((name) => /^(src|test|bench)\b/.test(name))).toEqual([]);
});

test("`signpost --version` prints the version", () => {
  expect(run(process.execPath, [command, "--version"], home).trim()).toContain(manifest.version);
});

test("`signpost --help` names the commands", () => {
  const help = run(process.execPath, [command, "--help"], home);
  for (const word of ["serve", "dig", "check", "zone"]) expect(help).toContain(word);
});

/** Puts beside the package what the lock brings for it, and nothing that only development needs. */
function linkDependencies(): void {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  for (const [path, row] of Object.entries(lock.packages)) {
    const isNested = path.lastIndexOf("node_modules/") > 0;
    if (path === "" || isNested || row.dev === true || row.devOptional === true || !existsSync(join(root, path)))
      continue;
    mkdirSync(dirname(join(home, path)), { recursive: true });
    symlinkSync(join(root, path), join(home, path));
  }
}

function run(program: string, words: string[], cwd: string): string {
  const outcome = spawnSync(program, words, { cwd, encoding: "utf8" });
  if (outcome.status !== 0) throw new Error(`${program} ${words.join(" ")}\n${outcome.stdout}${outcome.stderr}`);
  return outcome.stdout;
}
