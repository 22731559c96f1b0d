// Reads signpost.yaml into a Config: every fault of the file is found, each with its line, and none is thrown.
// Precedence: the call's words, then SIGNPOST_… variables, then the file, then the table's defaults.
// Invariants: a path in the file is relative to the file's directory, any other to the working directory;
// an unknown key is a fault and never a guess.

import { resolve } from "node:path";
import {
  type Alias,
  type Document,
  type Node,
  LineCounter,
  Scalar,
  YAMLSeq,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
} from "yaml";
import { sourceOf } from "../../lab/yaml-reader.ts";
import { defaultConfig, fallbackOf } from "./defaults.ts";
import { type FunctionText, functionText, path as pathForm } from "./forms.ts";
import { bare, isSayable, leaves, variableOf } from "./leaves.ts";
import { distance, nearest } from "./nearest.ts";
import { type Keys, type Shape, expected } from "./shape.ts";
import { type Config, table } from "./table.ts";

/** One thing wrong: where it stands, as file:line:column or the word or variable that says it. */
export interface ConfigFault {
  readonly place: string;
  readonly message: string;
}

export interface ConfigFile {
  readonly name: string;
  readonly text: string;
}

/** A value said outside the file: by the call (`--listen`) or by a variable (`SIGNPOST_DNS_LISTEN`). */
export interface Override {
  readonly place: string;
  readonly path: string;
  readonly words: readonly string[];
}

interface Reading {
  readonly base: string;
  readonly document: Document | null;
  note(node: Node | null | undefined, message: string): void;
}

type Plain = { [name: string]: unknown };

/** The configuration of a file (null: none) with `overrides`, the later ones winning; or every fault. */
export function readConfig(
  file: ConfigFile | null,
  overrides: readonly Override[],
): { config: Config; faults: readonly ConfigFault[] } {
  const faults: ConfigFault[] = [];
  const config = file === null ? defaultConfig() : readFile(file, faults);
  for (const override of overrides) applyOverride(config as Plain, override, faults);
  return { config: config as Config, faults };
}

/** The overrides that an environment holds: SIGNPOST_DNS_MAX_UDP_SIZE=1400 says dns.maxUdpSize; lists use commas. */
export function overridesOf(environment: { readonly [name: string]: string | undefined }): Override[] {
  const overrides: Override[] = [];
  for (const { path, shape } of leaves()) {
    const place = variableOf(path);
    const said = environment[place];
    if (said === undefined || !isSayable(shape)) continue;
    const isList = bare(shape).kind === "list";
    overrides.push({
      place,
      path,
      words: isList
        ? said
            .split(",")
            .map((word) => word.trim())
            .filter(Boolean)
        : [said],
    });
  }
  return overrides;
}

/** Sentences about variables that say nothing: those of keys that stand in the file alone, and those that are nearly one's name. */
export function unheardVariables(environment: { readonly [name: string]: string | undefined }): string[] {
  const all = leaves().map(({ path, shape }) => ({ path, variable: variableOf(path), isHeard: isSayable(shape) }));
  const heard = all.flatMap(({ variable, isHeard }) => (isHeard ? [variable] : []));
  return Object.keys(environment).flatMap((name) => {
    if (!name.startsWith("SIGNPOST_") || heard.includes(name)) return [];
    const unsayable = all.find(({ variable }) => variable === name);
    if (unsayable !== undefined) return [`${name} is not heard: ${unsayable.path} can be said in signpost.yaml only.`];
    const near = nearest(name, heard);
    // Kubernetes sets others, such as SIGNPOST_SERVICE_HOST, for a service of our name.
    if (near === undefined || distance(name, near) > mostEdits) return [];
    return [`${name} is no setting and says nothing; the nearest is ${near}.`];
  });
}

/** More than so many, and nobody meant it. */
const mostEdits = 2;

function readFile(file: ConfigFile, faults: ConfigFault[]): unknown {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file.name}:${line}:${col}`;
  };
  const found = document.errors.map(({ code, pos, message }) => ({
    offset: pos[0],
    message: code === "MULTIPLE_DOCS" ? "a second document begins here: there is one in a file" : message,
  }));
  const note = (node: Node | null | undefined, message: string): void => {
    found.push({ offset: node?.range?.[0] ?? 0, message });
  };
  const reading = { base: resolve(file.name, ".."), document, note };
  const value = found.length > 0 ? undefined : readValue(table, document.contents, "", reading);
  found.sort((a, b) => a.offset - b.offset);
  faults.push(...found.map(({ offset, message }) => ({ place: placeAt(offset), message })));
  return value ?? defaultConfig();
}

/** The value of a node, or undefined after a fault was noted; `wanted` is what may stand there, null with it. */
function readValue(shape: Shape, given: Node | null, path: string, reading: Reading, wanted = shape): unknown {
  const node = isAlias(given) ? aliased(given, path, reading) : given;
  if (node === undefined) return undefined;
  const literal = isScalar(node) ? node.value : undefined;
  const isNothing = node === null || literal === null;
  switch (shape.kind) {
    case "optional":
      return isNothing ? null : readValue(shape.of, node, path, reading, shape);
    case "flag":
      return typeof literal === "boolean" ? literal : wrong(wanted, node, path, reading);
    case "integer":
      if (typeof literal !== "number" || !Number.isInteger(literal)) return wrong(wanted, node, path, reading);
      return literal < shape.least || literal > shape.most ? wrong(wanted, node, path, reading) : literal;
    case "choice":
      return shape.words.includes(String(literal)) ? literal : wrong(wanted, node, path, reading);
    case "text": {
      const value = isScalar(node) && !isNothing ? shape.form.read(sourceOf(node)) : undefined;
      if (value === undefined) return wrong(wanted, node, path, reading);
      return shape.form === functionText
        ? resolveFunction(reading.base, value as FunctionText)
        : shape.form === pathForm
          ? resolve(reading.base, value as string)
          : value;
    }
    case "list":
      if (!isSeq(node)) return wrong(wanted, node, path, reading);
      return readList(shape, node, path, reading);
    case "map":
      if (!isMap(node)) return wrong(wanted, node, path, reading);
      return Object.fromEntries(
        node.items.map(({ key, value }) => {
          const name = keyOf(key as Node, path, reading);
          return [name, readValue(shape.of, value as Node | null, `${path}.${name}`, reading)];
        }),
      );
    case "section":
      if (!isNothing && !isMap(node)) return wrong(wanted, node, path, reading);
      return readSection(shape.keys, node, path, reading);
  }
}

/** A key as it is written; a fault, and no key that anything has, where it is no word. */
function keyOf(key: Node, path: string, reading: Reading): string {
  if (isScalar(key)) return sourceOf(key);
  reading.note(key, `a key of ${path === "" ? "the file" : path} is expected to be a word`);
  return "";
}

function readList(
  { of, identity }: Extract<Shape, { kind: "list" }>,
  node: YAMLSeq,
  path: string,
  reading: Reading,
): unknown[] {
  const met = new Map<string, number>();
  return node.items.map((item, i) => {
    const value = readValue(of, item as Node | null, `${path}[${i}]`, reading);
    const said = identity === null ? undefined : (value as Plain | undefined)?.[identity.key];
    if (identity === null || typeof said !== "string") return value;
    const first = met.get(identity.spell(said));
    if (first === undefined) met.set(identity.spell(said), i);
    else reading.note(item as Node, `${path}[${i}].${identity.key} is "${said}", as that of ${path}[${first}] is`);
    return value;
  });
}

/** What an alias stands for; undefined after a fault was noted. An anchor stands before its aliases, so only one inside of it goes round. */
function aliased(alias: Alias, path: string, reading: Reading): Node | undefined {
  const node = alias.resolve(reading.document as Document);
  const offset = alias.range?.[0] ?? 0;
  const [start, , end] = node?.range ?? [0, 0, 0];
  const isInside = start <= offset && offset < end;
  if (node !== undefined && !isInside) return node;
  const why = isInside ? "stands inside of what it names" : `has no &${alias.source} before it`;
  reading.note(alias, `${path} is the alias *${alias.source}, which ${why}`);
  return undefined;
}

function resolveFunction(base: string, source: FunctionText): FunctionText {
  return source.kind === "file" ? { ...source, path: resolve(base, source.path) } : source;
}

function readSection(keys: Keys, node: Node | null, path: string, reading: Reading): unknown {
  const said = new Map<string, Node | null>();
  if (isMap(node)) {
    for (const pair of node.items) {
      const name = keyOf(pair.key as Node, path, reading);
      if (Object.hasOwn(keys, name)) said.set(name, pair.value as Node | null);
      else if (name !== "") reading.note(pair.key as Node, unknownKey(name, keys, path));
    }
  }
  const value: Plain = {};
  for (const [name, key] of Object.entries(keys)) {
    const inner = path === "" ? name : `${path}.${name}`;
    const found = said.get(name);
    if (said.has(name)) value[name] = readValue(key.shape, found ?? null, inner, reading);
    else if (key.fallback !== undefined) value[name] = fallbackOf(key.shape, key.fallback, ".");
    else reading.note(node, `${path} needs the key "${name}": ${expected(key.shape)}`);
  }
  return value;
}

function unknownKey(name: string, keys: Keys, path: string): string {
  const where = path === "" ? "" : ` in ${path}`;
  const known = Object.keys(keys);
  const elsewhere = leaves().find((leaf) => leaf.path.split(".").at(-1) === name)?.path;
  const near = nearest(name, known);
  const isTypo = near !== undefined && distance(name, near) * 3 <= near.length;
  return `unknown key "${name}"${where}; the nearest known key is "${isTypo ? near : (elsewhere ?? near)}"`;
}

function wrong(shape: Shape, node: Node | null, path: string, reading: Reading): undefined {
  const inner = bare(shape);
  const isHidden = inner.kind === "text" && inner.form.isHidden === true;
  const found = isHidden
    ? "not what it should be"
    : isScalar(node) && node.value !== null
      ? JSON.stringify(sourceOf(node))
      : isMap(node)
        ? "a section"
        : isSeq(node)
          ? "a list"
          : "empty";
  const subject = path === "" ? "the file" : path;
  reading.note(node, `${subject} is ${found}: expected ${expected(shape)}`);
  return undefined;
}

function applyOverride(config: Plain, override: Override, faults: ConfigFault[]): void {
  const leaf = leaves().find(({ path }) => path === override.path);
  if (leaf === undefined) throw new Error(`no key ${override.path}`);
  const note = (_: Node | null | undefined, message: string): void => {
    faults.push({ place: override.place, message });
  };
  const reading = { base: ".", document: null, note };
  const value = readValue(leaf.shape, nodeOf(leaf.shape, override.words), override.path, reading);
  const names = override.path.split(".");
  const last = names.pop() as string;
  const holder = names.reduce((inner, name) => inner[name] as Plain, config);
  holder[last] = value;
}

function nodeOf(shape: Shape, words: readonly string[]): Node {
  const inner = bare(shape);
  if (inner.kind === "list") {
    const sequence = new YAMLSeq();
    sequence.items = words.map((word) => nodeOf(inner.of, [word]));
    return sequence;
  }
  const word = words.at(-1) ?? "";
  // An empty path is a variable that nobody set, and nothing that a server should forget its state for.
  const isPath = inner.kind === "text" && inner.form === pathForm;
  if (shape.kind === "optional" && (word === "null" || (word === "" && !isPath))) return new Scalar(null);
  if (inner.kind === "flag" && (word === "true" || word === "false")) return new Scalar(word === "true");
  if (inner.kind === "integer" && /^\d+$/.test(word)) return new Scalar(Number(word));
  return new Scalar(word);
}
