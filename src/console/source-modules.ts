// Modules of this program as a browser loads them: those of the folders below, which run without Node. In the checkout they
// are TypeScript, whose types a thread of its own takes out (./strip-types.ts); in the published package they are
// JavaScript already. All are read when the first is asked for, and kept.

import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";

/** What module files end with here: ".ts" or ".js". */
export const extension: string = extname(new URL(import.meta.url).pathname);

/** Below src/. */
const folders = ["base", "dns", "trace", "console/page"] as const;
const src = new URL("../", import.meta.url);

export class SourceModules {
  #texts: Promise<ReadonlyMap<string, string>> | null = null;

  /** The JavaScript of a module, by its path below src/; null where there is none for browsers. */
  async find(path: string): Promise<string | null> {
    this.#texts ??= readAll();
    try {
      return (await this.#texts).get(path) ?? null;
    } catch (error) {
      this.#texts = null; // what failed may be mended
      throw error;
    }
  }
}

async function readAll(): Promise<ReadonlyMap<string, string>> {
  const paths = (await Promise.all(folders.map(modulesBelow))).flat();
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readFile(new URL(path, src), "utf8")] as const),
  );
  return new Map(extension === ".ts" ? await withoutTypes(texts) : texts);
}

async function modulesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(new URL(folder, src), { recursive: true });
  return entries
    .filter((entry) => entry.endsWith(extension) && !entry.endsWith(".d.ts"))
    .map((entry) => `${folder}/${entry.replaceAll("\\", "/")}`);
}

/** Node calls what it strips types with experimental, once a process and aloud; in a thread of its own it can be told not to. */
function withoutTypes(texts: readonly (readonly [string, string])[]): Promise<[string, string][]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./strip-types.ts", import.meta.url), {
      workerData: texts,
      execArgv: ["--disable-warning=ExperimentalWarning"],
      name: "console",
    });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
