// Writes src/aws/route53/model.ts from the API's public model, as botocore publishes it (Apache-2.0). Only names, numbers and
// patterns are taken: what the wire looks like, which is what an implementation must agree on; no documentation.
//   node scripts/aws-model.ts path/to/route53.json

import { readFileSync, writeFileSync } from "node:fs";

interface ShapeRow {
  readonly type: string;
  readonly members?: Readonly<Record<string, MemberRow>>;
  readonly required?: readonly string[];
  readonly member?: MemberRow;
  readonly min?: number;
  readonly max?: number;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly exception?: boolean;
  readonly error?: { readonly httpStatusCode: number };
}

interface MemberRow {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
}

interface OperationRow {
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input: MemberRow;
  readonly output: MemberRow;
  readonly errors?: readonly { readonly shape: string }[];
}

interface ModelFile {
  readonly metadata: { readonly protocol: string };
  readonly operations: Readonly<Record<string, OperationRow>>;
  readonly shapes: Readonly<Record<string, ShapeRow>>;
}

const width = 120;
const places: Readonly<Record<string, string>> = { uri: "uri", querystring: "query", header: "header" };

const opening = `// Amazon Route 53's API, version 2013-04-01, as a table: operations with method, path, status and errors; shapes with their
// members in the order of the wire, and constraints. Written by scripts/aws-model.ts from the model of 2026-11 in botocore
// (Apache-2.0): names, numbers and patterns are facts of the interface; its documentation is not here. Do not edit.
// How to read it: ../model-text.ts.

`;

/** The table's file, from the text of the model. */
export function modelFile(json: string): string {
  const { operations, shapes, metadata } = JSON.parse(json) as ModelFile;
  if (metadata.protocol !== "rest-xml") throw new Error(`This writes tables of rest-xml, not of ${metadata.protocol}.`);
  const used = reachable(operations, shapes);
  const rows = [
    ...Object.entries(shapes)
      .filter(([, shape]) => shape.exception)
      .map(([name, shape]) => errorRow(name, shape)),
    "",
    ...Object.entries(operations).map(([name, operation]) => operationRow(name, operation)),
    "",
    ...[...used].toSorted().map((name) => shapeRow(name, shapes[name])),
  ];
  const text = rows.map(wrap).join("\n");
  if (/`|\$\{/.test(text)) throw new Error("The model has a character that ends a template.");
  return `${opening}export const route53Model = String.raw\`\n${text}\n\`;\n`;
}

/** Shapes that operations reach, exceptions aside. */
function reachable(operations: ModelFile["operations"], shapes: ModelFile["shapes"]): Set<string> {
  const found = new Set<string>();
  const walk = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const { members = {}, member } = shapes[name];
    for (const { shape } of [...Object.values(members), ...(member === undefined ? [] : [member])]) walk(shape);
  };
  for (const [name, { input, output }] of Object.entries(operations)) {
    if (input.shape !== `${name}Request` || output.shape !== `${name}Response`)
      throw new Error(`${name} has an input or output that is not named after it.`);
    walk(input.shape);
    walk(output.shape);
  }
  return found;
}

function errorRow(name: string, { error }: ShapeRow): string {
  return `error ${name} ${error?.httpStatusCode ?? 400}`;
}

function operationRow(name: string, { http, errors = [] }: OperationRow): string {
  const words = [http.method, http.requestUri, http.responseCode ?? 200, ...errors.map(({ shape }) => shape)];
  return `operation ${name} ${words.join(" ")}`;
}

function shapeRow(name: string, shape: ShapeRow): string {
  if (shape.type === "structure") {
    const required = new Set(shape.required);
    const members = Object.entries(shape.members ?? {}).map(([member, { shape, location, locationName = member }]) => {
      const place = location === undefined ? "" : ` ${places[location]} ${locationName}`;
      if (place === "" && locationName !== member) throw new Error(`${name}.${member} has another name on the wire.`);
      return `${member}: ${shape}${required.has(member) ? "!" : ""}${place}`;
    });
    return `structure ${name} ${members.join(", ")}`.trimEnd();
  }
  const bounds = shape.min === undefined && shape.max === undefined ? "" : ` ${shape.min ?? ""}..${shape.max ?? ""}`;
  if (shape.member !== undefined) {
    const { shape: item, locationName = "member" } = shape.member;
    return `list ${name} ${locationName} of ${item}${bounds}`;
  }
  const words = shape.enum === undefined ? "" : ` one of ${shape.enum.join(" ")}`;
  const pattern = shape.pattern === undefined ? "" : ` like ${shape.pattern}`;
  return `${shape.type} ${name}${bounds}${words}${pattern}`;
}

/** Long rows go on in indented lines, members whole; a pattern may hold blanks and stays as it is. */
function wrap(row: string): string {
  if (row.length <= width || row.includes(" like ")) return row;
  const lines = [""];
  for (const piece of row.split(row.startsWith("structure") ? /(?<=,) / : " ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + piece.length + 1 > width) lines.push(`  ${piece}`);
    else lines[lines.length - 1] = last === "" ? piece : `${last} ${piece}`;
  }
  return lines.join("\n");
}

if (import.meta.main) {
  const [, , path] = process.argv;
  if (path === undefined) throw new Error("Which model? node scripts/aws-model.ts path/to/route53.json");
  writeFileSync(new URL("../src/aws/route53/model.ts", import.meta.url), modelFile(readFileSync(path, "utf8")));
}
