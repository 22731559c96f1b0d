// What a file of the apis directory says beyond OpenAPI, and what becomes of it: `x-signpost` says how the API is served,
// `x-signpost-handler` which file handles an operation, all operations of a path, or those of the whole document. A handler is
// shorthand for a Lambda proxy integration of a function that is declared with it; an integration that is there wins.
//
//   x-signpost: { stage: prod, domain: api.example.test, basePath: v1, endpoint: regional, cors: true, variables: {} }
//   x-signpost-handler: ./users.ts          or ./users.ts#list, or a runtime's URL
//
// Pure; faults are sentences with the place in the document. Read next: ./declared-apis.ts.

import { plainHost } from "../../../base/host-name.ts";
import { type JsonObject, isObject } from "../../../base/json-object.ts";
import { isDomainName } from "../../../gateway/control/domain-names.ts";
import { usualAllowHeaders, type CorsRule } from "../../../gateway/model/cors.ts";
import type { StringMap } from "../../../gateway/model/shapes.ts";
import { flag, list, number, object, text, textMap, texts } from "../../../gateway/openapi/json.ts";
import { type FunctionText, functionText } from "../../config/forms.ts";
import { nearest } from "../../config/nearest.ts";

export interface Declaration {
  /** The document with integrations where handlers were. */
  readonly document: JsonObject;
  /** Functions that its handlers are, by name; paths as they are written. */
  readonly functions: ReadonlyMap<string, FunctionText>;
  readonly stage: string;
  readonly variables: StringMap<string>;
  /** The custom domain that leads here; null for none. */
  readonly domain: string | null;
  /** "" for the whole domain. */
  readonly basePath: string;
  readonly endpoint: "REGIONAL" | "EDGE";
  readonly cors: Omit<CorsRule, "allowMethods"> | null;
}

const keys = ["stage", "domain", "basePath", "endpoint", "cors", "variables"];
const corsKeys = ["allowOrigin", "allowHeaders", "exposeHeaders", "maxAgeSeconds", "allowCredentials"];
const handlerKey = "x-signpost-handler";
const verbs: ReadonlySet<string> = new Set(
  "get put post delete options head patch x-amazon-apigateway-any-method".split(" "),
);

/** `name` is the file's, without its ending: functions are called after it. */
export function readDeclaration(document: JsonObject, name: string, region: string): Declaration | string[] {
  const faults: string[] = [];
  const given = document["x-signpost"] ?? {};
  const said = object(given);
  if (!isObject(given)) faults.push("x-signpost: expected an object");
  checkKeys("x-signpost", said, keys, faults);
  const functions = new Map<string, FunctionText>();
  const expanded = expand(document, { name, region, functions, faults });
  const declaration: Declaration = {
    document: expanded,
    functions,
    stage: readStage(said["stage"], faults),
    variables: readVariables(said["variables"], faults),
    domain: readDomain(said["domain"], faults),
    basePath: readBasePath(said["basePath"], faults),
    endpoint: readEndpoint(said["endpoint"], faults),
    cors: readCors(said["cors"], faults),
  };
  if (declaration.basePath !== "" && declaration.domain === null)
    faults.push("x-signpost.basePath: there is no x-signpost.domain that it could be of");
  return faults.length === 0 ? declaration : faults;
}

function checkKeys(place: string, said: JsonObject, known: readonly string[], faults: string[]): void {
  for (const key of Object.keys(said)) {
    if (known.includes(key)) continue;
    const hint = nearest(key, known);
    faults.push(`${place}.${key}: there is no such key${hint === undefined ? "" : `; did you mean ${hint}?`}`);
  }
}

interface Expansion {
  readonly name: string;
  readonly region: string;
  readonly functions: Map<string, FunctionText>;
  readonly faults: string[];
}

function expand(document: JsonObject, expansion: Expansion): JsonObject {
  const paths = Object.entries(object(document["paths"])).map(([path, item]) => {
    const operations = Object.entries(object(item)).map(([key, operation]) => {
      if (!verbs.has(key) || !isObject(operation)) return [key, operation] as const;
      const [place, handler] = handlerOf(path, key, operation, object(item), document);
      return [key, handler === undefined ? operation : withHandler(operation, place, handler, expansion)] as const;
    });
    return [path, isObject(item) ? Object.fromEntries(operations) : item] as const;
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

/** The nearest handler, with the place that names it. */
function handlerOf(
  path: string,
  verb: string,
  operation: JsonObject,
  item: JsonObject,
  document: JsonObject,
): [place: string, handler: unknown] {
  if (handlerKey in operation) return [`paths.${path}.${verb}`, operation[handlerKey]];
  if (handlerKey in item) return [`paths.${path}`, item[handlerKey]];
  return ["the document", document[handlerKey]];
}

function withHandler(operation: JsonObject, place: string, handler: unknown, expansion: Expansion): JsonObject {
  if ("x-amazon-apigateway-integration" in operation) return operation;
  const { region, functions, faults } = expansion;
  const source = functionText.read(text(handler) ?? "");
  if (source === undefined) {
    const fault = `${handlerKey} of ${place}: expected ${functionText.expected}`;
    if (!faults.includes(fault)) faults.push(fault);
    return operation;
  }
  const name = functionName(expansion.name, source, functions);
  functions.set(name, source);
  const arn = `arn:aws:lambda:${region}:000000000000:function:${name}`;
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return { ...operation, "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri } };
}

/** `library` and ./books/list.ts#all as library-list-all; where another file has that name, library-books-list-all. */
function functionName(api: string, source: FunctionText, taken: Expansion["functions"]): string {
  const [whole, short] =
    source.kind === "url" ? [source.url, new URL(source.url).host] : [source.path, source.path.replace(/^.*\//, "")];
  const end = source.kind === "url" || source.handler === "handler" ? [] : [source.handler];
  const names = [short, whole].map((path) => {
    const stem = source.kind === "url" ? path : path.replace(/\.[^./]+$/, "");
    return plainName([api, ...stem.split(/[^\w-]+/), ...end]);
  });
  for (let next = 2; ; next++) {
    const name = names.find((one) => isFree(one, source, taken));
    if (name !== undefined) return name;
    names.push(`${names[0].slice(0, 60)}-${next}`);
  }
}

function isFree(name: string, source: FunctionText, taken: Expansion["functions"]): boolean {
  const other = taken.get(name);
  return other === undefined || JSON.stringify(other) === JSON.stringify(source);
}

function plainName(parts: readonly string[]): string {
  const said = parts.map((part) => part.replaceAll(/[^\w-]/g, "-")).filter((part) => part !== "");
  return said.join("-").slice(0, 64);
}

function readStage(given: unknown, faults: string[]): string {
  const stage = given === undefined ? "prod" : (text(given) ?? "");
  if (!/^\w[\w-]{0,127}$/.test(stage)) faults.push("x-signpost.stage: expected letters, digits, - and _");
  return stage;
}

function readDomain(given: unknown, faults: string[]): string | null {
  if (given === undefined || given === null) return null;
  const domain = plainHost(text(given) ?? "");
  if (!isDomainName(domain)) faults.push("x-signpost.domain: expected a domain name, such as api.example.test");
  return domain;
}

function readEndpoint(given: unknown, faults: string[]): "REGIONAL" | "EDGE" {
  if (given === undefined) return "REGIONAL";
  const endpoint = (text(given) ?? "").toUpperCase();
  if (endpoint === "REGIONAL" || endpoint === "EDGE") return endpoint;
  faults.push("x-signpost.endpoint: expected regional or edge");
  return "REGIONAL";
}

function readBasePath(given: unknown, faults: string[]): string {
  if (given === undefined) return "";
  const basePath = (text(given) ?? " ").replaceAll(/^\/+|\/+$/g, "");
  if (!/^[\w$.+!*'(),-]*$/.test(basePath)) faults.push("x-signpost.basePath: expected one part of a path, such as v1");
  return basePath;
}

function readVariables(given: unknown, faults: string[]): StringMap<string> {
  if (given === undefined) return {};
  if (!isObject(given)) faults.push("x-signpost.variables: expected an object");
  for (const [name, value] of Object.entries(object(given))) {
    const place = `x-signpost.variables.${name}`;
    if (!/^\w+$/.test(name)) faults.push(`${place}: a name is letters, digits and _`);
    if (!/^[A-Za-z0-9\-._~:/?#&=, @]{1,512}$/.test(text(value) ?? ""))
      faults.push(`${place}: expected 1 to 512 letters, digits, spaces and any of -._~:/?#&=,@`);
  }
  return textMap(given);
}

/** `true` is what AWS's console fills in; an object says more. */
function readCors(given: unknown, faults: string[]): Declaration["cors"] {
  if (given === undefined || given === null || given === false) return null;
  const place = "x-signpost.cors";
  if (given !== true && !isObject(given)) faults.push(`${place}: expected true, false or an object`);
  const said = object(given);
  checkKeys(place, said, corsKeys, faults);
  const headersOf = (key: string): readonly string[] => {
    const value = said[key];
    if (value !== undefined && texts(value).length !== list(value).length + Number(!Array.isArray(value)))
      faults.push(`${place}.${key}: expected a list of names of headers`);
    return texts(value);
  };
  const allowHeaders = said["allowHeaders"] === undefined ? usualAllowHeaders : headersOf("allowHeaders");
  const exposeHeaders = headersOf("exposeHeaders");
  const { allowOrigin = "*", maxAgeSeconds, allowCredentials = false } = said;
  if (typeof allowOrigin !== "string") faults.push(`${place}.allowOrigin: expected an origin, or *`);
  if (maxAgeSeconds !== undefined && !Number.isSafeInteger(number(maxAgeSeconds)))
    faults.push(`${place}.maxAgeSeconds: expected a whole number of seconds`);
  if (typeof allowCredentials !== "boolean") faults.push(`${place}.allowCredentials: expected true or false`);
  const maxAge = number(maxAgeSeconds);
  return {
    allowOrigin: text(allowOrigin) ?? "*",
    allowHeaders,
    ...(exposeHeaders.length > 0 && { exposeHeaders }),
    ...(maxAge !== undefined && { maxAgeSeconds: maxAge }),
    ...(flag(allowCredentials) === true && { allowCredentials: true }),
  };
}
