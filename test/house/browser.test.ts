// Floors 0-5 are the engine, and the engine also runs in a browser tab: here they are bundled for one, without a
// `node:` import, and the bundle is evaluated where only a browser's globals exist. The console's page is bundled, too,
// though it is served module by module: it may only lead to folders that ../../src/console/source-modules.ts tells.

import { build } from "esbuild";
import { createContext, Script } from "node:vm";
import { expect, test } from "vitest";
import { isPortable } from "./floors.ts";
import { filesBelow, importedPath, root, sourcesBelow } from "./source.ts";

const engine = filesBelow("src").filter((path) => path.endsWith(".ts") && isPortable(path));

test("floors 0-5 bundle for a browser, and the bundle evaluates there", async () => {
  expect(engine.length).toBeGreaterThan(10);
  const bundle = await bundled(engine.map((path, index) => `export * as m${index} from "./${path}";`).join("\n"));
  expect(bundle.faults).toEqual([]);
  const context = createContext({
    TextEncoder,
    TextDecoder,
    URL,
    crypto,
    performance,
    setTimeout,
    clearTimeout,
    atob,
    btoa,
    structuredClone,
  });
  const modules: unknown = new Script(`${bundle.code}; engine`).runInContext(context);
  expect(Object.keys(modules as object)).toHaveLength(engine.length);
});

test("the console's page leads to what runs in a browser, and to what is told to one", async () => {
  const page = sourcesBelow("src/console/page");
  expect(page.length).toBeGreaterThan(10);
  expect((await bundled(`import "./src/console/page/main.ts";`)).faults).toEqual([]);
  const told = /^src\/(base|dns|trace|console\/page)\//;
  const astray = page.flatMap(({ path, imports }) =>
    imports.map(({ specifier }) => importedPath(path, specifier)).filter((target) => !told.test(target ?? "")),
  );
  expect(astray).toEqual([]);
});

test("a planted node: import does not bundle", async () => {
  const bundle = await bundled(`import { readFileSync } from "node:fs"; export const read = readFileSync;`);
  expect(bundle.faults.join()).toContain("node:fs");
});

async function bundled(contents: string): Promise<{ code: string; faults: string[] }> {
  try {
    const result = await build({
      stdin: { contents, resolveDir: root, loader: "ts" },
      bundle: true,
      platform: "browser",
      target: "es2024",
      format: "iife",
      globalName: "engine",
      packages: "bundle",
      write: false,
      logLevel: "silent",
    });
    return { code: result.outputFiles[0].text, faults: [] };
  } catch (error) {
    return { code: "", faults: [String(error)] };
  }
}
