// Every import of src/ goes down, or stays in its folder. See floors.ts for the table.

import { expect, test } from "vitest";
import { floorOf, folderOf, isPortable } from "./floors.ts";
import { importedPath, parseSource, type Source, sourcesBelow } from "./source.ts";

const sources = sourcesBelow("src");

test("there are sources to look at", () => {
  expect(sources.length).toBeGreaterThan(10);
  expect(sources.flatMap((source) => source.imports).length).toBeGreaterThan(10);
});

test("every import goes to the same folder or to a floor below", () => {
  expect(sources.flatMap(violations)).toEqual([]);
});

test.each([
  ["src/dns/x.ts", `import { a } from "../zone/tree.ts";`, "dns (floor 1) must not import zone (floor 4)"],
  ["src/net/x.ts", `import type { A } from "../http/a.ts";`, "net (floor 6) must not import http (floor 6)"],
  ["src/authority/x.ts", `export * from "../resolver/a.ts";`, "authority (floor 5) must not import resolver (floor 5)"],
  ["src/zone/x.ts", `const a = await import("../server/a.ts");`, "zone (floor 4) must not import server (floor 8)"],
  ["src/zone/x.ts", `type A = import("../net/a.ts").A;`, "zone (floor 4) must not import net (floor 6)"],
  ["src/net/x.ts", `new URL("../cli/w.ts", import.meta.url);`, "net (floor 6) must not import cli (floor 9)"],
  ["src/base/x.ts", `import { readFileSync } from "node:fs";`, "node:fs: floors 0-5 run in a browser, use a port"],
  ["src/store/x.ts", `import pino from "pino";`, "pino: floors 0-5 run in a browser, use a port"],
  ["src/attic/x.ts", ``, "the folder has no floor"],
  ["src/x.ts", ``, "the folder has no floor"],
  ["src/cli/x.ts", `import "../../test/house/floors.ts";`, "test/house/floors.ts lies outside src"],
])("a planted violation is found: %s %s", (path, text, complaint) => {
  expect(violations(parseSource(path, text)).join()).toContain(complaint);
});

test("what is allowed is not found", () => {
  const planted = parseSource(
    "src/server/x.ts",
    `import "node:fs"; import "yaml"; import { a } from "./a.ts"; import { b } from "../net/b.ts";
     const version = new URL("../../package.json", import.meta.url); // import "../cli/main.ts"`,
  );
  expect(violations(planted)).toEqual([]);
});

function violations(source: Source): string[] {
  const folder = folderOf(source.path);
  const floor = floorOf[folder];
  if (floor === undefined) return [`${source.path}: the folder has no floor (test/house/floors.ts)`];
  return source.imports.flatMap(({ by, specifier, line }) => {
    const place = `${source.path}:${line}: `;
    const target = importedPath(source.path, specifier);
    if (target === null) {
      return isPortable(source.path) ? [`${place}${specifier}: floors 0-5 run in a browser, use a port`] : [];
    }
    if (!target.startsWith("src/")) return by === "url" ? [] : [`${place}${target} lies outside src`];
    if (!target.endsWith(".ts")) return [];
    const below = folderOf(target);
    if (below === folder || floorOf[below] < floor) return [];
    return [`${place}${folder} (floor ${floor}) must not import ${below} (floor ${floorOf[below]})`];
  });
}
