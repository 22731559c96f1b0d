// What a file of the apis directory says beyond OpenAPI, and what becomes of it: `x-signpost` says how the API is served,
// `x-signpost-handler` which file handles an operation, all operations of a path, or those of the whole document. A handler is
// shorthand for a Lambda proxy integration of a function that is declared with it; an integration that is there wins.
//
//   x-signpost: { stage: prod, domain: api.example.test, basePath: v1, endpoint: regional, cors: true, variables: {} }
//   x-signpost-handler: ./users.ts          or ./users.ts#list, or a runtime's URL
//
// Pure; faults are sentences with the place in the document. Read next: ./declared-apis.ts.

import { usualAllowHeaders, type CorsRule } from "../../../gateway/model/cors.ts";
import type { StringMap } from "../../../gateway/model/shapes.ts";
import {
  type JsonObject,
  flag,
  isObject,
  list,
  number,
  object,
  text,
  textMap,
  texts,
} from "../../../gateway/openapi/json.ts";
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
  for (const key of Object.keys(said)) {
    const hint = nearest(key, keys);
    if (!keys.includes(key))
      faults.push(`x-signpost.${key}: there is no such key${hint === undefined ? "" : `; did you mean ${hint}?`}`);
  }
  const functions = new Map<string, FunctionText>();
  const expanded = expand(document, { name, region, functions, faults });
  const declaration: Declaration = {
    document: expanded,
    functions,
    stage: readStage(said["stage"], faults),
    variables: textMap(said["variables"]),
    domain: readDomain(said["domain"], faults),
    basePath: (text(said["basePath"]) ?? "").replaceAll(/^\/+|\/+$/g, ""),
    endpoint: readEndpoint(said["endpoint"], faults),
    cors: readCors(said["cors"]),
  };
  return faults.length === 0 ? declaration : faults;
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
  const name = functionName(expansion.name, source);
  functions.set(name, source);
  const arn = `arn:aws:lambda:${region}:000000000000:function:${name}`;
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
  return { ...operation, "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri } };
}

/** `library` and ./books/list.ts#all as library-list-all. */
function functionName(api: string, source: FunctionText): string {
  const parts =
    source.kind === "url"
      ? [new URL(source.url).host]
      : [
          source.path.replace(/^.*\//, "").replace(/\.[^.]+$/, ""),
          ...(source.handler === "handler" ? [] : [source.handler]),
        ];
  return [api, ...parts]
    .join("-")
    .replaceAll(/[^\w-]/g, "-")
    .slice(0, 64);
}

function readStage(given: unknown, faults: string[]): string {
  const stage = given === undefined ? "prod" : (text(given) ?? "");
  if (!/^\w[\w-]{0,127}$/.test(stage)) faults.push("x-signpost.stage: expected letters, digits, - and _");
  return stage;
}

function readDomain(given: unknown, faults: string[]): string | null {
  if (given === undefined || given === null) return null;
  const domain = (text(given) ?? "").toLowerCase().replace(/\.$/, "");
  if (!/^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{1,63}$/.test(domain))
    faults.push("x-signpost.domain: expected a domain name, such as api.example.test");
  return domain;
}

function readEndpoint(given: unknown, faults: string[]): "REGIONAL" | "EDGE" {
  const endpoint = (text(given) ?? "regional").toUpperCase();
  if (endpoint === "REGIONAL" || endpoint === "EDGE") return endpoint;
  faults.push("x-signpost.endpoint: expected regional or edge");
  return "REGIONAL";
}

/** `true` is what AWS's console fills in; an object says more. */
function readCors(given: unknown): Declaration["cors"] {
  if (given === undefined || given === null || given === false) return null;
  const said = object(given);
  const headers = texts(said["allowHeaders"]);
  const maxAge = number(said["maxAgeSeconds"]);
  return {
    allowOrigin: text(said["allowOrigin"]) ?? "*",
    allowHeaders: headers.length === 0 ? usualAllowHeaders : headers,
    ...(list(said["exposeHeaders"]).length > 0 && { exposeHeaders: texts(said["exposeHeaders"]) }),
    ...(maxAge !== undefined && { maxAgeSeconds: maxAge }),
    ...(flag(said["allowCredentials"]) === true && { allowCredentials: true }),
  };
}
