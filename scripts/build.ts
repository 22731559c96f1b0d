// Makes dist/, the published package's JavaScript and declarations: Node strips no types below node_modules.
// tsc emits and rewrites import specifiers; what it does not rewrite is done here: the specifiers in declarations,
// and worker files named as `new URL("./worker.ts", import.meta.url)`. Files that are no TypeScript are copied.
// The build fails on a name that would lead nowhere in dist/.
// The library for tests is bundled: reading two hundred small files takes longer than the test that wants it.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const src = join(root, "src");
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
emit("tsconfig.build.json");
// What runs in browsers has types of its own; the modules that it shares are emitted once more, the same.
emit("src/console/page", "--noEmit", "false", "--rootDir", src, "--outDir", dist, "--rewriteRelativeImportExtensions");
cpSync(src, dist, { recursive: true, filter: (path) => !/(\.ts|tsconfig\.json)$/.test(path) });

const faults = filesBelow(dist).flatMap(rewrite);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exit(1);
bundleTesting(join(dist, "testing"));
process.stdout.write(`dist/: ${filesBelow(dist).length} files\n`);

function emit(project: string, ...words: readonly string[]): void {
  const tsc = join(root, "node_modules/.bin/tsc");
  const { status } = spawnSync(tsc, ["-p", join(root, project), ...words], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

function rewrite(file: string): string[] {
  if (file.endsWith(".d.ts")) return edit(file, /((?:from|import)\s*\(?\s*")(\.[^"]*)\.ts"/g, ".d.ts");
  if (file.endsWith(".js")) return edit(file, /(new URL\(\s*")(\.[^"]*)\.ts"(?=,\s*import\.meta\.url)/g, ".js");
  return [];
}

/** Turns the `.ts` that `pattern` finds into `.js`. A fault when dist/ lacks the file, unless it lies outside src/. */
function edit(file: string, pattern: RegExp, extension: ".js" | ".d.ts"): string[] {
  const faults: string[] = [];
  const text = readFileSync(file, "utf8").replaceAll(pattern, (whole, before: string, stem: string) => {
    const target = join(dirname(file), stem);
    if (relative(dist, target).startsWith("..")) return whole;
    if (!existsSync(target + extension)) faults.push(`${relative(root, file)}: ${stem}.ts is not in dist/`);
    return `${before}${stem}.js"`;
  });
  writeFileSync(file, text);
  return faults;
}

/** Puts bundles in the place of a folder's modules; what is loaded late stays apart. Packages are not taken in. */
function bundleTesting(folder: string): void {
  const modules = filesBelow(folder).filter((file) => file.endsWith(".js"));
  const entries = modules.filter((file) => /(index|vitest)\.js$/.test(file));
  const { outputFiles } = buildSync({
    entryPoints: entries,
    outdir: folder,
    chunkNames: "part-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    write: false,
  });
  for (const module of modules) rmSync(module);
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
