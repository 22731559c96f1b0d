// One recorded answer beside ours. A record holds placeholders for what differs from run to run: `<id:1>` stands for one value
// throughout its test, `<date>` for any. The recorder read texts that are JSON, and lists of objects may come in another order:
// ids are drawn at random. Replay holds them to each other step by step; see ../control/recorded/replay.ts and ./stack-replay.ts.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type Recorded = { readonly [step: string]: Json };
/** What each placeholder stands for, as far as it was met. */
export type Bindings = ReadonlyMap<string, string>;

/** Placeholders that the recorder did not number: each may stand for another value wherever it is met. */
const unbound = new Set(
  [
    ["date", "Date", "latency", "token", "authorization-header", "endpoint_url", "request-id-lambda"],
    ["request-time", "request-time-epoch", "x-amz-apigw-id", "x-amzn-Remapped-Date", "X-Amzn-Trace-Id"],
    ["X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"],
  ]
    .flat()
    .map((name) => `<${name}>`),
);

const placeholder = /(<[a-z_][\w-]*(?::\d+)?>)/i;

/** Where `ours` is another answer than `theirs`, and what the placeholders stand for now. */
export function compare(ours: unknown, theirs: Json, before: Bindings): { differences: string[]; bindings: Bindings } {
  const bindings = new Map(before);
  return { differences: differences(plain(ours), theirs, { path: "", bindings }), bindings };
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}

interface At {
  readonly path: string;
  readonly bindings: Map<string, string>;
}

function differences(ours: Json | undefined, theirs: Json, at: At): string[] {
  if (theirs === "datetime") return typeof ours === "number" ? [] : [`${at.path} is no time`];
  if (typeof theirs === "string" && unbound.has(theirs)) return [];
  if (typeof theirs === "string" && typeof ours === "string") return textDifferences(ours, theirs, at);
  if (Array.isArray(theirs)) return listDifferences(ours, theirs, at);
  if (typeof theirs !== "object" || theirs === null)
    return ours === theirs ? [] : [`${at.path}: ${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`];
  return objectDifferences(ours, theirs as { readonly [name: string]: Json }, at);
}

function textDifferences(ours: string, theirs: string, { path, bindings }: At): string[] {
  if (ours === theirs) return [];
  const names: string[] = [];
  const pattern = theirs
    .split(placeholder)
    .map((part, index) => {
      if (index % 2 === 0) return RegExp.escape(part);
      if (unbound.has(part)) return "[^]*?";
      const bound = bindings.get(part);
      if (bound !== undefined) return RegExp.escape(bound);
      if (names.includes(part)) return `\\${names.indexOf(part) + 1}`;
      names.push(part);
      return "([^]+?)";
    })
    .join("");
  const found = new RegExp(`^${pattern}$`).exec(ours);
  if (found === null) return [`${path}: ${ours}, not ${theirs}`];
  names.forEach((name, at) => bindings.set(name, found[at + 1]));
  return [];
}

function listDifferences(ours: Json | undefined, theirs: readonly Json[], { path, bindings }: At): string[] {
  const own = typeof ours === "string" ? parsed(ours) : ours;
  if (!Array.isArray(own)) return [`${path} is no list: ${JSON.stringify(ours)}`];
  const list = own as readonly Json[];
  if (list.length !== theirs.length) return [`${path} has ${list.length} items, not ${theirs.length}`];
  if (theirs.every((item) => typeof item !== "object"))
    return theirs.flatMap((item, at) => differences(list[at], item, { path: `${path}[${at}]`, bindings }));
  const free = [...list];
  return theirs.flatMap((item, index) => {
    const at = free.findIndex((one) => {
      const tried = new Map(bindings);
      if (differences(one, item, { path, bindings: tried }).length > 0) return false;
      for (const [name, value] of tried) bindings.set(name, value);
      return true;
    });
    if (at === -1) return [`${path}[${index}] is not there: ${JSON.stringify(item)} in ${JSON.stringify(free)}`];
    free.splice(at, 1);
    return [];
  });
}

function objectDifferences(ours: Json | undefined, theirs: { readonly [name: string]: Json }, at: At): string[] {
  const own = typeof ours === "string" ? parsed(ours) : ours;
  if (typeof own !== "object" || own === null || Array.isArray(own))
    return [`${at.path}: ${JSON.stringify(ours)} is no object`];
  const object = own as { readonly [name: string]: Json };
  const names = new Set([...Object.keys(object), ...Object.keys(theirs)]);
  return [...names].flatMap((name) =>
    name in theirs
      ? name in object
        ? differences(object[name], theirs[name], { ...at, path: `${at.path}.${name}` })
        : [`${at.path}.${name} is missing`]
      : [`${at.path}.${name} is too much: ${JSON.stringify(object[name])}`],
  );
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
