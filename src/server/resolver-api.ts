// What the API tells of the resolver, and lets people do with it, below /_signpost/: traces, resolving, the cache, numbers.
// docs/operations.md says how to use it. Everything here asks the resolver's thread; when that is away the reply is 503.

import { Name } from "../dns/name.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { typeNumber } from "../dns/types.ts";
import {
  type Handler,
  type HttpReply,
  type HttpRequest,
  type Resource,
  jsonReply,
  textReply,
} from "../http/listener.ts";
import { maxPageEntries } from "../base/limits.ts";
import { ResolverAway, type ResolverKeeper } from "./resolver-keeper.ts";
import type { Selection } from "./resolver-requests.ts";

const json = "application/json; charset=utf-8";
const jsonLines = "application/x-ndjson; charset=utf-8";
const usualPageEntries = 100;

/** A query parameter that cannot be read: one sentence. */
class Misspoken extends Error {
  override readonly name = "Misspoken";
}

/** The resolver's paths; `keeper` is null where there is no resolver. */
export function resolverRoutes(keeper: () => ResolverKeeper | null): [path: string, resource: Resource][] {
  const asked = (handler: (keeper: ResolverKeeper, request: HttpRequest) => Promise<HttpReply>): Handler => {
    return async (request) => {
      const thread = keeper();
      if (thread === null) return textReply(404, "This server has no resolver: resolver.enabled is false.");
      return handler(thread, request).catch((error: unknown) => {
        if (error instanceof Misspoken) return textReply(400, error.message);
        if (error instanceof ResolverAway) return textReply(503, error.message);
        throw error;
      });
    };
  };
  return [
    ["/_signpost/traces", { GET: asked(async (one) => jsonReply(await one.ask({ op: "traces" }))) }],
    ["/_signpost/traces/", { GET: asked(trace) }],
    ["/_signpost/resolve", { POST: asked(resolve) }],
    ["/_signpost/resolver", { GET: asked(async (one) => jsonReply(await one.ask({ op: "statistics" }))) }],
    ["/_signpost/resolver/anchors", { GET: asked(async (one) => jsonReply(await one.ask({ op: "anchors" }))) }],
    ["/_signpost/cache", { GET: asked(show), DELETE: asked(flush) }],
    ["/_signpost/cache/dump", { GET: asked(dump) }],
    ["/_signpost/cache/load", { PUT: asked(load), POST: asked(load) }],
  ];
}

async function trace(keeper: ResolverKeeper, { rest }: HttpRequest): Promise<HttpReply> {
  const found = await keeper.ask({ op: "trace", id: rest });
  return found === null ? textReply(404, "There is no such trace, or it is forgotten.") : lines(found);
}

async function resolve(keeper: ResolverKeeper, { query }: HttpRequest): Promise<HttpReply> {
  const name = nameIn(query);
  if (name === null) throw new Misspoken("Which name? /_signpost/resolve?name=www.example.com&type=A");
  return lines(await keeper.ask({ op: "resolve", name, type: typeIn(query) ?? 1 }));
}

async function show(keeper: ResolverKeeper, { query }: HttpRequest): Promise<HttpReply> {
  const limit = numberIn(query, "limit", usualPageEntries, maxPageEntries);
  const offset = numberIn(query, "offset", 0, Number.MAX_SAFE_INTEGER);
  const { lines: found, next } = await keeper.ask({ op: "show", selection: selectionIn(query), offset, limit });
  return { status: 200, type: json, body: `{"entries":[${found.join(",")}],"next":${next}}\n` };
}

/** To flush everything must be said: a forgotten name must not empty the cache. */
async function flush(keeper: ResolverKeeper, { query }: HttpRequest): Promise<HttpReply> {
  const selection = selectionIn(query);
  if (selection.name === null && !query.has("all")) throw new Misspoken("Which name? Everything is flushed by ?all.");
  return jsonReply({ removed: await keeper.ask({ op: "flush", selection }) });
}

async function dump(keeper: ResolverKeeper): Promise<HttpReply> {
  const first = await keeper.ask({ op: "dump", cursor: null });
  async function* pages(): AsyncGenerator<string> {
    for (let next = first; ; next = await keeper.ask({ op: "dump", cursor: next.next })) {
      if (next.lines.length > 0) yield `${next.lines.join("\n")}\n`;
      if (next.next === null) return;
    }
  }
  return { status: 200, type: jsonLines, body: pages() };
}

async function load(keeper: ResolverKeeper, { body }: HttpRequest): Promise<HttpReply> {
  return jsonReply(await keeper.ask({ op: "load", text: body }));
}

function selectionIn(query: URLSearchParams): Selection {
  const below = query.get("subtree");
  return { name: nameIn(query), type: typeIn(query), reach: below === null || below === "false" ? "name" : "subtree" };
}

function nameIn(query: URLSearchParams): Uint8Array | null {
  const word = query.get("name");
  if (word === null || word === "") return null;
  const name = nameFromText(word, Name.root);
  if (typeof name === "string") throw new Misspoken(`"${word}" is no name: ${name}.`);
  return name.wire;
}

function typeIn(query: URLSearchParams): number | null {
  const word = query.get("type");
  if (word === null || word === "") return null;
  const type = typeNumber(word.toUpperCase());
  if (type === undefined) throw new Misspoken(`"${word}" is no record type.`);
  return type;
}

function numberIn(query: URLSearchParams, key: string, usual: number, most: number): number {
  const word = query.get(key);
  if (word === null) return usual;
  if (!/^\d{1,15}$/.test(word) || Number(word) > most) throw new Misspoken(`${key} is a whole number up to ${most}.`);
  return Number(word);
}

function lines(body: string): HttpReply {
  return { status: 200, type: jsonLines, body };
}
