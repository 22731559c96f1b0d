// Every file of src/ is reached from an entry: the command, the console's page, or the library for other people's tests.
// An edge is an import, or a worker's file named as `new URL("./x.ts", import.meta.url)`.
// knip finds unused exports as well; this test also holds where a test alone still imports a forgotten file.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importedPath, parseSource, root, type Source, sourcesBelow } from "./source.ts";

const main = "src/cli/main.ts";
/** Named in the console's index.html. */
const page = "src/console/page/main.ts";

test.skipIf(!existsSync(join(root, main)))(
  "every file of src is reached from the command, the page or testing/",
  () => {
    const sources = sourcesBelow("src");
    const entries = sources.map((source) => source.path).filter(isEntry);
    expect(entries).toContain(main);
    expect(sources.length).toBeGreaterThan(10);
    expect(unreached(sources, entries)).toEqual([]);
  },
);

test("every import of src names a file that exists", () => {
  const sources = sourcesBelow("src");
  const missing = sources.flatMap(({ path, imports }) =>
    imports
      .map(({ specifier }) => importedPath(path, specifier))
      .filter((target) => target !== null && target.startsWith("src/") && !existsSync(join(root, target)))
      .map((target) => `${path}: ${target}`),
  );
  expect(missing).toEqual([]);
});

test("a planted island is found, a worker's file is none", () => {
  const planted = [
    parseSource(main, `import "../net/pool.ts";`),
    parseSource(
      "src/net/pool.ts",
      `new Worker(new URL("./worker.ts", import.meta.url)); import type { A } from "./a.ts";`,
    ),
    parseSource("src/net/worker.ts", ""),
    parseSource("src/net/a.ts", ""),
    parseSource("src/net/island.ts", `import "./beach.ts";`),
    parseSource("src/net/beach.ts", ""),
  ];
  expect(unreached(planted, [main])).toEqual(["src/net/island.ts", "src/net/beach.ts"]);
});

function isEntry(path: string): boolean {
  return path === main || path === page || path.startsWith("src/testing/");
}

function unreached(sources: readonly Source[], entries: readonly string[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const queue = [...entries];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const source = byPath.get(path);
    if (source === undefined || reached.has(path)) continue;
    reached.add(path);
    for (const { specifier } of source.imports) queue.push(importedPath(path, specifier) ?? "");
  }
  return [...byPath.keys()].filter((path) => !reached.has(path));
}
