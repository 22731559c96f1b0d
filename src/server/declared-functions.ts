// Functions that signpost.yaml names, or a declared API beside it: handlers in files, and runtimes elsewhere. The files' folders are watched, and when
// code in them changes, the next invocation is handled by new instances; what runs already finishes with what it has.
// Invariant: a revision changes only when a file did. Read next: ./function-plans.ts, ../disk/directory-watch.ts.

import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { maxWatchedFolders } from "../base/limits.ts";
import { DirectoryWatch } from "../disk/directory-watch.ts";
import type { DeclaredFunction } from "../gateway/functions/context.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";

type Source = Config["functions"][string];

interface Declared {
  /** The file that declares it beside an API; null for the configuration. */
  readonly owner: string | null;
  readonly shown: DeclaredFunction;
  readonly source: Source;
  revision: number;
  fingerprint: string;
}

const codeFile = /\.([cm]?[jt]s|json)$/;
const nameForm = /^[a-zA-Z0-9-_]{1,64}$/;

export class DeclaredFunctions {
  readonly #functions = new Map<string, Declared>();
  readonly #log: Log;
  readonly #watch: DirectoryWatch;
  readonly #followers: (() => void)[] = [];
  #lastRevision = 0;

  constructor(functions: Config["functions"], log: Log) {
    this.#log = log;
    this.#watch = new DirectoryWatch(
      () => this.look(),
      (sentence) => log.warn({}, sentence),
    );
    for (const [name, source] of Object.entries(functions)) this.#add(name, source, null);
  }

  /** What `owner` declares from now on, in the place of what it declared before. The configuration's names stay its own. */
  put(owner: string, functions: ReadonlyMap<string, Source>): void {
    for (const [name, declared] of this.#functions) {
      const source = functions.get(name);
      if (declared.owner !== owner || (source !== undefined && isSame(source, declared.source))) continue;
      this.#functions.delete(name);
    }
    for (const [name, source] of functions) if (!this.#functions.has(name)) this.#add(name, source, owner);
    this.#watch.follow([...this.#folders()]);
    this.#changed();
  }

  /** Calls `changed` whenever a revision is another, from now on. */
  follow(changed: () => void): void {
    this.#followers.push(changed);
    this.#watch.follow([...this.#folders()]);
  }

  close(): void {
    this.#watch.close();
  }

  find(name: string): DeclaredFunction | null {
    return this.#functions.get(name)?.shown ?? null;
  }

  all(): readonly DeclaredFunction[] {
    return Array.from(this.#functions.values(), ({ shown }) => shown);
  }

  /** What runs, and which revision of it; null when nobody declared such a function. */
  source(name: string): { readonly source: Source; readonly revision: string } | null {
    const declared = this.#functions.get(name);
    return declared === undefined ? null : { source: declared.source, revision: String(declared.revision) };
  }

  /** Looks whether files changed. */
  look(): void {
    let isAny = false;
    for (const [name, declared] of this.#functions) {
      const fingerprint = fingerprintOf(declared.source);
      if (fingerprint === declared.fingerprint) continue;
      declared.fingerprint = fingerprint;
      declared.revision = this.#lastRevision += 1;
      isAny = true;
      this.#log.info({ function: name, revision: declared.revision }, "a function's code has changed");
    }
    this.#watch.follow([...this.#folders()]);
    if (isAny) this.#changed();
  }

  #changed(): void {
    for (const changed of this.#followers) changed();
  }

  #add(name: string, source: Source, owner: string | null): void {
    const shown = { name, source: shownSource(source), handler: handlerOf(source) };
    const revision = (this.#lastRevision += 1);
    this.#functions.set(name, { owner, shown, source, revision, fingerprint: fingerprintOf(source) });
    if (source.kind === "file" && !existsSync(source.path))
      this.#log.warn({ function: name }, `the function ${name} is to be handled by ${source.path}, which is not there`);
  }

  *#folders(): Iterable<string> {
    for (const { source } of this.#functions.values()) if (source.kind === "file") yield* foldersOf(source.path);
  }
}

/** What is wrong with the names, each a sentence. */
export function functionFaults(functions: Config["functions"]): string[] {
  return Object.keys(functions)
    .filter((name) => !nameForm.test(name))
    .map((name) => `functions has the name "${name}": a function's name is 1 to 64 letters, digits, - and _`);
}

function isSame(one: Source, other: Source): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function shownSource(source: Source): string {
  return source.kind === "file" ? source.path : source.url;
}

/** As AWS writes handlers: the module and the export. */
function handlerOf(source: Source): string {
  if (source.kind === "url") return "remote";
  return `${basename(source.path).replace(/\.[^.]+$/, "")}.${source.handler}`;
}

function fingerprintOf(source: Source): string {
  if (source.kind === "url") return "";
  const marks: string[] = [];
  for (const folder of foldersOf(source.path)) {
    for (const name of namesIn(folder)) {
      if (!codeFile.test(name)) continue;
      const stats = statSync(join(folder, name), { throwIfNoEntry: false });
      if (stats !== undefined) marks.push(`${folder}/${name} ${stats.mtimeMs} ${stats.size} ${stats.ino}`);
    }
  }
  return marks.join("\n");
}

/** The file's folder and those below it, but for packages and what is hidden. */
function foldersOf(file: string): readonly string[] {
  const folders = [dirname(file)];
  for (let at = 0; at < folders.length && folders.length < maxWatchedFolders; at++) {
    for (const name of namesIn(folders[at])) {
      if (name === "node_modules" || name.startsWith(".")) continue;
      const path = join(folders[at], name);
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) folders.push(path);
    }
  }
  return folders.slice(0, maxWatchedFolders);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    // Gone, or not ours to read: there is nothing to watch.
    return [];
  }
}
