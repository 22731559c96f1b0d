// Reads a service's table: one statement a line, indented lines carry on the one before.
//   error NoSuchHostedZone 404                  (and what its body holds, where services differ: Type Message)
//   operation GetApiKeys GET /apikeys 200 takes GetApiKeysRequest gives ApiKeys BadRequestException
//   missing CreateFunctionUrlConfig POST /2021-10-31/functions/{FunctionName}/url        (an operation that is not here)
//   structure ApiKeys items: ListOfApiKey as item, position: String!     list Changes Change of Change 1..
//   map Tags TagKey to TagValue ..50     blob Body     string RRType 1..64 one of A AAAA       (or: like PATTERN)
// "!" marks a required member; "uri", "query", "header" and "as" (in the body) say where it travels and its name there, "query *"
// that it is the rest of the query, "payload" that it is the whole body, "status" the HTTP status. An operation takes and gives
// the structures named after it, or those it says; "nothing" is an empty one. "secret" after a name keeps values out of
// messages. A list says its items' element, then their shape. scripts/aws-model.ts writes such tables.
// Invariant: a table is ours, so what cannot be read is a broken invariant, and thrown.

import {
  type DeclaredError,
  type Dictionary,
  type List,
  type Member,
  type Operation,
  type Scalar,
  type ServiceModel,
  type Shape,
  type Structure,
  methods,
} from "./model.ts";

const nothing: Structure = { kind: "structure", name: "nothing", members: [] };

type Rows = ReadonlyMap<string, Statement>;

interface Statement {
  readonly word: string;
  readonly name: string;
  readonly rest: string;
}

export function readModel(text: string): ServiceModel {
  const statements = text
    .replaceAll(/\n +/g, " ")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(readStatement);
  const shapes = shapeFinder(new Map(statements.filter(isShape).map((row) => [row.name, row])));
  const of = (word: string): Statement[] => statements.filter((row) => row.word === word);
  return {
    errors: new Map(of("error").map(({ name, rest }) => [name, readError(rest)])),
    operations: new Map(of("operation").map((row) => [row.name, readOperation(row, shapes)])),
    missing: of("missing").map(readMissing),
  };
}

function readStatement(line: string): Statement {
  const [, word, name, rest] = /^(\S+) (\S+) ?(.*)$/.exec(line) ?? failed(line);
  return { word, name, rest };
}

function isShape({ word }: Statement): boolean {
  return word !== "error" && word !== "operation" && word !== "missing";
}

function readError(text: string): DeclaredError {
  const [status, ...members] = text.split(" ");
  return { status: Number(status), members };
}

/** Known by name alone: it takes and gives nothing. */
function readMissing({ name, rest }: Statement): Operation {
  const [word, path] = rest.split(" ");
  const method = methods.find((one) => one === word) ?? failed(rest);
  return { name, method, path, status: 501, errors: [], input: nothing, output: nothing };
}

function readOperation({ name, rest }: Statement, shapes: (name: string) => Shape): Operation {
  const [, word, path, status, takes = `${name}Request`, gives = `${name}Response`, codes] =
    /^(\S+) (\S+) (\d+)(?: takes (\S+))?(?: gives (\S+))?(.*)$/.exec(rest) ?? failed(rest);
  const method = methods.find((one) => one === word) ?? failed(rest);
  const structure = (shapeName: string): Structure => {
    if (shapeName === "nothing") return nothing;
    const shape = shapes(shapeName);
    return shape.kind === "structure" ? shape : failed(shapeName);
  };
  return {
    name,
    method,
    path,
    status: Number(status),
    errors: codes === "" ? [] : codes.trim().split(" "),
    input: structure(takes),
    output: structure(gives),
  };
}

/** Finds shapes by name, each read once. */
function shapeFinder(rows: Rows): (name: string) => Shape {
  const read = new Map<string, Shape>();
  const find = (name: string): Shape => {
    const known = read.get(name);
    if (known !== undefined) return known;
    const shape = readShape(rows.get(name) ?? failed(name), find);
    read.set(name, shape);
    return shape;
  };
  return find;
}

function readShape({ word, name, rest }: Statement, find: (name: string) => Shape): Shape {
  switch (word) {
    case "structure":
      return {
        kind: "structure",
        name,
        members: rest === "" ? [] : rest.split(", ").map((one) => readMember(one, find)),
      };
    case "list":
      return readList(name, rest, find);
    case "map":
      return readMap(name, rest, find);
    case "blob":
      return { kind: "blob", name };
    case "string":
    case "integer":
    case "long":
    case "double":
    case "boolean":
    case "timestamp":
      return readScalar(word, name, rest);
    default:
      return failed(word);
  }
}

function readMember(text: string, find: (name: string) => Shape): Member {
  const [, name, shape, mark, place = "body", wireName = name] =
    /^(\w+): (\w+)(!?)(?: (uri|query|header|as|payload|status)(?: (\S+))?)?$/.exec(text) ?? failed(text);
  const at = place === "as" ? "body" : (place as Member["place"]);
  return { name, shape: find(shape), isRequired: mark === "!", place: at, wireName };
}

function readList(name: string, rest: string, find: (name: string) => Shape): List {
  const [, itemName, item, bounds] = /^(\w+) of (\w+) ?(\S*)$/.exec(rest) ?? failed(rest);
  return { kind: "list", name, item: find(item), itemName, ...readBounds(bounds) };
}

function readMap(name: string, rest: string, find: (name: string) => Shape): Dictionary {
  const [, secret, keyName, value, bounds] = /^(secret )?(\w+) to (\w+) ?(\S*)$/.exec(rest) ?? failed(rest);
  const key = find(keyName);
  if (key.kind !== "string") return failed(rest);
  return { kind: "map", name, key, value: find(value), ...readBounds(bounds), isSecret: secret !== undefined };
}

function readScalar(kind: Scalar["kind"], name: string, rest: string): Scalar {
  const [, secret, bounds = "", words, pattern] =
    /^(secret)? ?(-?\d*\.\.\d*)?(?: ?one of (.+))?(?: ?like (.+))?$/.exec(rest) ?? failed(rest);
  return {
    kind,
    name,
    ...readBounds(bounds),
    words: words?.split(" ") ?? null,
    pattern: pattern ?? null,
    isSecret: secret !== undefined,
  };
}

/** `1..64`, `1..`, `..64`, or nothing. */
function readBounds(text: string): { least: number | null; most: number | null } {
  const [least = "", most = ""] = text.split("..");
  return { least: least === "" ? null : Number(least), most: most === "" ? null : Number(most) };
}

function failed(text: string): never {
  throw new Error(`The table of the API cannot be read at: ${text}`);
}
