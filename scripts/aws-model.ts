// Writes src/aws/*/model.ts from the APIs' public models, as botocore publishes them (Apache-2.0). Only names, numbers and
// patterns are taken: what the wire looks like, which is what an implementation must agree on; no documentation.
//   node scripts/aws-model.ts path/to/folder        (of route53.json, apigateway.json and lambda.json)

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface ShapeRow {
  readonly type: string;
  readonly members?: Readonly<Record<string, MemberRow>>;
  readonly required?: readonly string[];
  readonly payload?: string;
  readonly member?: MemberRow;
  readonly key?: MemberRow;
  readonly value?: MemberRow;
  readonly min?: number;
  readonly max?: number;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly sensitive?: boolean;
  readonly exception?: boolean;
  readonly eventstream?: boolean;
  readonly error?: { readonly httpStatusCode: number };
}

interface MemberRow {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
}

interface OperationRow {
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input?: MemberRow;
  readonly output?: MemberRow;
  readonly errors?: readonly { readonly shape: string }[];
}

interface ModelFile {
  readonly metadata: { readonly protocol: string };
  readonly operations: Readonly<Record<string, OperationRow>>;
  readonly shapes: Readonly<Record<string, ShapeRow>>;
}

export interface Table {
  readonly source: string;
  /** Below src/aws/. */
  readonly file: string;
  readonly constant: string;
  readonly opening: string;
  /** The operations that are taken; null for all. */
  readonly operations: readonly string[] | null;
}

const width = 120;
const places: Readonly<Record<string, string>> = { uri: "uri", querystring: "query", header: "header" };

const functionOperations = `CreateFunction GetFunction GetFunctionConfiguration UpdateFunctionCode
  UpdateFunctionConfiguration DeleteFunction ListFunctions Invoke InvokeAsync AddPermission RemovePermission GetPolicy
  PublishVersion ListVersionsByFunction CreateAlias GetAlias UpdateAlias DeleteAlias ListAliases PutFunctionConcurrency
  GetFunctionConcurrency DeleteFunctionConcurrency TagResource UntagResource ListTags GetAccountSettings
  ListEventSourceMappings GetFunctionCodeSigningConfig ListLayers InvokeWithResponseStream`.split(/\s+/);

export const tables = {
  route53: {
    source: "route53.json",
    file: "route53/model.ts",
    constant: "route53Model",
    opening: `// Amazon Route 53's API, version 2013-04-01, as a table: operations with method, path, status and errors; shapes with their
// members in the order of the wire, and constraints. Written by scripts/aws-model.ts from the model of 2026-11 in botocore
// (Apache-2.0): names, numbers and patterns are facts of the interface; its documentation is not here. Do not edit.
// How to read it: ../model-text.ts.
`,
    operations: null,
  },
  apigateway: {
    source: "apigateway.json",
    file: "apigateway/model.ts",
    constant: "apiGatewayModel",
    opening: `// Amazon API Gateway's control API, version 2015-07-09, as a table: all its operations with method, path, status and errors,
// and its shapes. Written by scripts/aws-model.ts from the model of 2026-11 in botocore (Apache-2.0): names, numbers and
// patterns are facts of the interface; its documentation is not here. Do not edit. How to read it: ../model-text.ts.
`,
    operations: null,
  },
  lambda: {
    source: "lambda.json",
    file: "lambda/model.ts",
    constant: "lambdaModel",
    opening: `// AWS Lambda's API, version 2015-03-31, as a table: the operations on functions, their versions, aliases, permissions, tags
// and concurrency, and what clients ask beside them. Written by scripts/aws-model.ts from the model of 2026-11 in botocore
// (Apache-2.0): names, numbers and patterns are facts of the interface; its documentation is not here. Do not edit.
// How to read it: ../model-text.ts.
`,
    operations: functionOperations,
  },
} as const satisfies Readonly<Record<string, Table>>;

/** The table's file, from the text of the model. */
export function modelFile({ opening, constant, operations: wanted }: Table, json: string): string {
  const { operations: all, shapes, metadata } = JSON.parse(json) as ModelFile;
  const isXml = metadata.protocol === "rest-xml";
  if (!isXml && metadata.protocol !== "rest-json") throw new Error(`No tables are made of ${metadata.protocol}.`);
  const operations = Object.entries(all).filter(([name]) => wanted === null || wanted.includes(name));
  const missing = (wanted ?? []).filter((name) => !(name in all));
  if (missing.length > 0) throw new Error(`The model has no ${missing.join(", ")}.`);
  const used = reachable(operations, shapes);
  const declared = new Set(operations.flatMap(([, { errors = [] }]) => errors.map(({ shape }) => shape)));
  const rows = [
    ...Object.entries(shapes)
      .filter(([name, shape]) => shape.exception === true && (wanted === null || declared.has(name)))
      .map(([name, shape]) => errorRow(name, shape, isXml ? "nothing" : "body")),
    "",
    ...operations.map(([name, operation]) => operationRow(name, operation)),
    ...Object.entries(all)
      .filter(([name]) => wanted !== null && !wanted.includes(name))
      .map(([name, { http }]) => `missing ${name} ${http.method} ${http.requestUri}`),
    "",
    ...[...used].toSorted().map((name) => shapeRow(name, shapes[name])),
  ];
  const text = rows.map(wrap).join("\n");
  if (/`|\$\{/.test(text)) throw new Error("The model has a character that ends a template.");
  return `${opening}\nexport const ${constant} = String.raw\`\n${text}\n\`;\n`;
}

/** Shapes that operations reach, exceptions aside. */
function reachable(operations: readonly [string, OperationRow][], shapes: ModelFile["shapes"]): Set<string> {
  const found = new Set<string>();
  const walk = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const { members = {}, member, key, value, eventstream = false } = shapes[name];
    if (eventstream) return;
    for (const inner of [...Object.values(members), member, key, value]) if (inner !== undefined) walk(inner.shape);
  };
  for (const [, { input, output }] of operations) {
    if (input !== undefined) walk(input.shape);
    if (output !== undefined) walk(output.shape);
  }
  return found;
}

/** XML tells errors in a form of its own; in JSON services differ in what they call the message. */
function errorRow(name: string, { error, members = {} }: ShapeRow, told: "nothing" | "body"): string {
  const inBody = Object.entries(members).filter(([, { location }]) => told === "body" && location === undefined);
  return ["error", name, error?.httpStatusCode ?? 400, ...inBody.map(([member]) => member)].join(" ");
}

function operationRow(name: string, { http, input, output, errors = [] }: OperationRow): string {
  const words: (string | number)[] = [http.method, http.requestUri, http.responseCode ?? 200];
  if (input?.shape !== `${name}Request`) words.push("takes", input?.shape ?? "nothing");
  if (output?.shape !== `${name}Response`) words.push("gives", output?.shape ?? "nothing");
  return ["operation", name, ...words, ...errors.map(({ shape }) => shape)].join(" ");
}

function shapeRow(name: string, shape: ShapeRow): string {
  const { member, key, value, sensitive = false } = shape;
  // Events follow each other as octets, which whoever answers writes.
  if (shape.eventstream === true) return `blob ${name}`;
  if (shape.type === "structure") return structureRow(name, shape);
  const bounds = shape.min === undefined && shape.max === undefined ? "" : ` ${shape.min ?? ""}..${shape.max ?? ""}`;
  const secret = sensitive ? " secret" : "";
  if (member !== undefined) return `list ${name} ${member.locationName ?? "member"} of ${member.shape}${bounds}`;
  if (key !== undefined && value !== undefined) return `map ${name}${secret} ${key.shape} to ${value.shape}${bounds}`;
  if (shape.type === "blob") return `blob ${name}`;
  const words = shape.enum === undefined ? "" : ` one of ${shape.enum.join(" ")}`;
  const pattern = shape.pattern === undefined ? "" : ` like ${shape.pattern}`;
  return `${shape.type} ${name}${secret}${bounds}${words}${pattern}`;
}

function structureRow(name: string, { members = {}, required = [], payload }: ShapeRow): string {
  const rows = Object.entries(members).map(([member, row]) => {
    const mark = required.includes(member) ? "!" : "";
    return `${member}: ${row.shape}${mark}${member === payload ? " payload" : placeOf(member, row)}`;
  });
  return `structure ${name} ${rows.join(", ")}`.trimEnd();
}

function placeOf(member: string, { location, locationName }: MemberRow): string {
  if (location === undefined) return locationName === undefined || locationName === member ? "" : ` as ${locationName}`;
  if (location === "statusCode") return " status";
  return ` ${places[location]} ${locationName ?? "*"}`;
}

/** Long rows go on in indented lines, members whole; a pattern may hold blanks and stays as it is. */
function wrap(row: string): string {
  if (row.length <= width || row.includes(" like ")) return row;
  const lines = [""];
  for (const piece of row.split(row.startsWith("structure") ? /(?<=,) / : " ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + piece.length + 1 > width) lines.push(`  ${piece}`);
    else lines[lines.length - 1] = last === "" ? piece : `${last} ${piece}`;
  }
  return lines.join("\n");
}

if (import.meta.main) {
  const [, , folder] = process.argv;
  if (folder === undefined) throw new Error("Which models? node scripts/aws-model.ts path/to/folder");
  for (const table of Object.values(tables)) {
    const json = readFileSync(join(folder, table.source), "utf8");
    writeFileSync(new URL(`../src/aws/${table.file}`, import.meta.url), modelFile(table, json));
  }
}
