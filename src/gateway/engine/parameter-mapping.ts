// The mapping of parameters (AWS guide: request-response-data-mappings): where the values of an integration request's path,
// query and headers are from, and those of a method response's headers. Compiled to closures once; a source that no mapping
// names is never looked at, and a body is parsed once, by the first mapping that asks for something within it.
// Invariants: of several values the last counts, but for the multivalue sources; names of headers are compared without
// their case; headers that never reach an integration are empty here too; a source without a value maps nothing.

import { type JsonPath, JsonPathFault, compileJsonPath } from "../json-path/path.ts";
import { JsonFault, parseJson } from "../json/parse.ts";
import { printJson } from "../json/print.ts";
import type { JsonValue } from "../json/value.ts";
import type { StringMap } from "../model/shapes.ts";
import type { Exchange } from "./exchange.ts";
import { GatewayFault } from "./fault.ts";
import { headerName } from "./integrations/header-names.ts";
import { misconfigured } from "./integrations/mapping-faults.ts";

/** What a source gives: null for nothing, a list for a multivalue source. */
type Mapped = string | readonly string[] | null;

/** What is mapped from: a body is parsed when a mapping first looks into it. */
interface Source {
  readonly exchange: Exchange;
  /** Flat: of the client's request, or of the backend's answer. */
  readonly headers: readonly string[];
  readonly body: () => string;
  parsed: JsonValue | undefined | GatewayFault;
}

type Read = (source: Source) => Mapped | GatewayFault;

export interface MappedRequest {
  readonly path: ReadonlyMap<string, string>;
  readonly querystring: ReadonlyMap<string, readonly string[]>;
  readonly header: ReadonlyMap<string, string>;
}

export interface RequestMapping {
  /** Whether some mapping looks at the body, which has to be read before. */
  readonly needsBody: boolean;
  readonly map: (exchange: Exchange) => MappedRequest | GatewayFault;
}

interface Row {
  readonly place: keyof MappedRequest;
  readonly name: string;
  readonly read: Read;
}

const nothing: MappedRequest = { path: new Map(), querystring: new Map(), header: new Map() };

export function compileRequestMapping(parameters: StringMap<string> = {}): RequestMapping {
  const rows = Object.entries(parameters).flatMap(([target, source]): Row[] => {
    const [, place, name] = /^integration\.request\.(path|querystring|header)\.(.+)$/.exec(target) ?? [];
    return name === undefined ? [] : [{ place: place as Row["place"], name, read: compileSource(source) }];
  });
  const needsBody = Object.values(parameters).some((source) => source.startsWith("method.request.body"));
  if (rows.length === 0) return { needsBody, map: () => nothing };
  return {
    needsBody,
    map(exchange) {
      const source: Source = {
        exchange,
        headers: exchange.request.rawHeaders,
        body: () => exchange.bodyText(),
        parsed: undefined,
      };
      return mapRows(rows, source);
    },
  };
}

function mapRows(rows: readonly Row[], source: Source): MappedRequest | GatewayFault {
  const path = new Map<string, string>();
  const querystring = new Map<string, readonly string[]>();
  const header = new Map<string, string>();
  for (const { place, name, read } of rows) {
    const value = read(source);
    if (value instanceof GatewayFault) return value;
    if (value === null) continue;
    if (place === "querystring") querystring.set(name, typeof value === "string" ? [value] : value);
    else (place === "path" ? path : header).set(name, joined(value));
  }
  return { path, querystring, header };
}

/** The backend's answer, as mappings see it. */
export interface MappableAnswer {
  readonly headers: readonly string[];
  readonly body: () => string;
}

export interface ResponseMapping {
  /** The headers where no answer can make a difference, else null. */
  readonly constant: ReadonlyMap<string, string> | null;
  readonly map: (exchange: Exchange, answer: MappableAnswer) => Map<string, string> | GatewayFault;
}

/** The headers of a method response, by name. */
export function compileResponseMapping(parameters: StringMap<string> = {}): ResponseMapping {
  const rows = Object.entries(parameters).flatMap(([target, source]) => {
    const [, name] = /^method\.response\.header\.(.+)$/.exec(target) ?? [];
    return name === undefined ? [] : [{ name, source, read: compileSource(source) }];
  });
  const isConstant = rows.every(({ source }) => constantOf(source) !== null);
  const constant = isConstant ? new Map(rows.map(({ name, source }) => [name, constantOf(source) ?? ""])) : null;
  const map: ResponseMapping["map"] = (exchange, { headers, body }) => {
    const mapped = new Map<string, string>();
    const source: Source = { exchange, headers, body, parsed: undefined };
    for (const { name, read } of rows) {
      const value = read(source);
      if (value instanceof GatewayFault) return value;
      if (value !== null) mapped.set(name, joined(value));
    }
    return mapped;
  };
  return { constant, map };
}

/** `'text'` is a text. */
function constantOf(source: string): string | null {
  return /^'[^]*'$/.test(source) ? source.slice(1, -1) : null;
}

function joined(value: string | readonly string[]): string {
  return typeof value === "string" ? value : value.join(",");
}

function compileSource(text: string): Read {
  const constant = constantOf(text);
  if (constant !== null) return () => constant;
  const [, kind, name] =
    /^(method\.request\.\w+|integration\.response\.\w+|stageVariables|context)(?:\.([^]+))?$/.exec(text) ?? [];
  switch (kind) {
    case "stageVariables":
      return ({ exchange }) => exchange.stageVariables[name] ?? null;
    case "context":
      return ({ exchange }) => contextText(exchange, name);
    case "method.request.path":
      return ({ exchange }) => exchange.pathParameters?.[name] ?? null;
    case "method.request.querystring":
      return ({ exchange }) => exchange.query.get(name)?.at(-1) ?? null;
    case "method.request.multivaluequerystring":
      return ({ exchange }) => exchange.query.get(name) ?? null;
    case "method.request.header":
    case "method.request.multivalueheader":
      return headerName(name).reaches === "none" ? () => null : compileHeader(name, kind);
    case "integration.response.header":
    case "integration.response.multivalueheader":
      return compileHeader(name, kind);
    case "method.request.body":
    case "integration.response.body":
      return compileBodySource(name);
    default:
      return () => unknownSource(text);
  }
}

function unknownSource(text: string): GatewayFault {
  return misconfigured(`Invalid mapping expression specified: ${text}`);
}

function compileHeader(name: string, kind: string): Read {
  const lower = name.toLowerCase();
  if (kind.endsWith(".header")) return ({ headers }) => valuesOf(headers, lower).at(-1) ?? null;
  return ({ headers }) => {
    const values = valuesOf(headers, lower);
    return values.length === 0 ? null : values;
  };
}

function valuesOf(flat: readonly string[], lower: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    if (flat[i].length === lower.length && flat[i].toLowerCase() === lower) values.push(flat[i + 1]);
  }
  return values;
}

function compileBodySource(path: string | undefined): Read {
  if (path === undefined) return ({ body }) => body();
  const compiled = compileJsonPath(path.startsWith("$") ? path : `$.${path}`);
  if (compiled instanceof JsonPathFault) return () => unknownSource(`body.${path}`);
  return (source) => {
    source.parsed ??= parsed(source.body());
    return source.parsed instanceof GatewayFault ? source.parsed : read(compiled, source.parsed);
  };
}

/** Only what begins as JSON is read as JSON, as recorded from AWS. */
function parsed(body: string): JsonValue | GatewayFault {
  const text = body.trim();
  if (!/^[{["']/.test(text)) return new Map<string, JsonValue>();
  const value = parseJson(text, "permissive");
  return value instanceof JsonFault
    ? new GatewayFault("BAD_REQUEST_BODY", { message: "Invalid JSON in request body" })
    : value;
}

function read(path: JsonPath, document: JsonValue): Mapped | GatewayFault {
  const value = path.read(document);
  if (value === undefined || value === null) return null;
  if (value instanceof JsonPathFault) return unknownSource(value.message);
  return typeof value === "string" ? value : printJson(value, "plain");
}

/** `$context.NAME` as text. */
function contextText(exchange: Exchange, name: string): string | null {
  const value = exchange.contextValue(name);
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
