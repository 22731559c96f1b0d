// Reads a service's table: one statement a line, indented lines carry on the one before.
//   error NoSuchHostedZone 404
//   operation GetHostedZone GET /2013-04-01/hostedzone/{Id} 200 NoSuchHostedZone InvalidInput
//   structure GetHostedZoneRequest Id: ResourceId! uri Id
//   list Changes Change of Change 1..        (the item's element name, then its shape)
//   string RRType 1..64 one of A AAAA        (or: like PATTERN, to the end of the line)
// "!" marks a required member; "uri", "query" and "header" say where it travels, and its name there. An operation's input and
// output are the structures named after it. scripts/aws-model.ts writes such tables.
// Invariant: a table is ours, so what cannot be read is a broken invariant, and thrown.

import type { List, Member, Operation, Scalar, ServiceModel, Shape, Structure } from "./model.ts";

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
    errors: new Map(of("error").map(({ name, rest }) => [name, Number(rest)])),
    operations: new Map(of("operation").map((row) => [row.name, readOperation(row, shapes)])),
  };
}

function readStatement(line: string): Statement {
  const [, word, name, rest] = /^(\S+) (\S+) ?(.*)$/.exec(line) ?? failed(line);
  return { word, name, rest };
}

function isShape({ word }: Statement): boolean {
  return word !== "error" && word !== "operation";
}

function readOperation({ name, rest }: Statement, shapes: (name: string) => Shape): Operation {
  const [method, path, status, ...errors] = rest.split(" ");
  if (method !== "GET" && method !== "POST" && method !== "DELETE") return failed(rest);
  const structure = (suffix: string): Structure => {
    const shape = shapes(name + suffix);
    return shape.kind === "structure" ? shape : failed(name + suffix);
  };
  return {
    name,
    method,
    path,
    status: Number(status),
    errors,
    input: structure("Request"),
    output: structure("Response"),
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
    /^(\w+): (\w+)(!?)(?: (uri|query|header) (\w+))?$/.exec(text) ?? failed(text);
  return { name, shape: find(shape), isRequired: mark === "!", place: place as Member["place"], wireName };
}

function readList(name: string, rest: string, find: (name: string) => Shape): List {
  const [, itemName, item, bounds] = /^(\w+) of (\w+) ?(\S*)$/.exec(rest) ?? failed(rest);
  return { kind: "list", name, item: find(item), itemName, ...readBounds(bounds) };
}

function readScalar(kind: Scalar["kind"], name: string, rest: string): Scalar {
  const [, bounds = "", words, pattern] =
    /^(-?\d*\.\.\d*)?(?: ?one of (.+))?(?: ?like (.+))?$/.exec(rest) ?? failed(rest);
  return { kind, name, ...readBounds(bounds), words: words?.split(" ") ?? null, pattern: pattern ?? null };
}

/** `1..64`, `1..`, `..64`, or nothing. */
function readBounds(text: string): { least: number | null; most: number | null } {
  const [least = "", most = ""] = text.split("..");
  return { least: least === "" ? null : Number(least), most: most === "" ? null : Number(most) };
}

function failed(text: string): never {
  throw new Error(`The table of the API cannot be read at: ${text}`);
}
