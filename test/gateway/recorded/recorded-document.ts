// The document that a recorded import was made from, as far as its record tells: every method, model and authorizer that came
// of it is there, so they are put together to an API and written as OpenAPI (../../../src/gateway/openapi/write.ts, which AWS's own
// exports hold to account). Placeholders become values of this run.

import { type ExportFormat, writeOpenApi } from "../../../src/gateway/openapi/write.ts";
import type { ApiSnapshot } from "../../../src/gateway/model/snapshot.ts";
import type { Authorizer, Method, Model, RequestValidator } from "../../../src/gateway/model/shapes.ts";
import type { Recorded } from "./compare.ts";
import { role } from "./stack.ts";
import { invocationUri } from "./stack-replay.ts";

type Members = { readonly [name: string]: unknown };

export interface DocumentParts {
  readonly format: ExportFormat;
  /** The step that shows the API. */
  readonly api?: string;
  /** Which of the record's methods are of the document, by the steps' beginning. */
  readonly prefix?: string;
  /** The resources' step. */
  readonly resources: string;
  /** What base paths have put before the document's own. */
  readonly before?: string;
}

export interface RecordedMethod {
  /** As steps name it: `pets/{petId}-get`. */
  readonly step: string;
  readonly path: string;
  readonly httpMethod: string;
}

/** The methods of a resources' step, in the order of its items. */
export function recordedMethods(recorded: Recorded, resources: string): readonly RecordedMethod[] {
  const { items } = recorded[resources] as unknown as { items: readonly { path: string; resourceMethods?: Members }[] };
  return items.flatMap(({ path, resourceMethods = {} }) =>
    Object.keys(resourceMethods).map((httpMethod) => {
      const named = path === "/" ? "root" : path.slice(1);
      return { step: `${named}-${httpMethod.toLowerCase()}`, path, httpMethod };
    }),
  );
}

type Document = Record<string, unknown> & { readonly paths: Record<string, Record<string, Members>> };

export function documentOf(given: Recorded, parts: DocumentParts): Document {
  const recorded = concrete(given) as Recorded;
  const { format, prefix = "", before = "" } = parts;
  const api = (recorded[parts.api ?? ""] ?? {}) as Members;
  const authorizers = itemsOf(recorded["get-authorizers"]) as readonly Authorizer[];
  const paths = new Map<string, Record<string, Method>>();
  for (const { step, path, httpMethod } of recordedMethods(recorded, parts.resources)) {
    const methods = paths.get(path.slice(before.length)) ?? {};
    methods[httpMethod] = textual(recorded[`${prefix}method-${step}`]) as Method;
    paths.set(path.slice(before.length), methods);
  }
  const listed = itemsOf(recorded["get-models"]) as readonly Model[];
  const models = [...listed, ...unlisted(listed, [...paths.values()].flatMap(Object.values<Method>))];
  // What no operation asks for is not written: an operation asks for it, and goes again.
  const asking = authorizers.map(({ id }) => asks({ authorizationType: "CUSTOM", authorizerId: id }));
  const naming = models.map(({ name }) => asks({ requestModels: { "application/json": name } }));
  const all = Object.fromEntries([...asking, ...naming].map((method) => [method.httpMethod, method]));
  const resources = [...paths, ["/unused", all] as const];
  const snapshot: ApiSnapshot = {
    ...bare,
    name: typeof api["name"] === "string" ? api["name"] : "recorded",
    ...(api["apiKeySource"] === "AUTHORIZER" && { apiKeySource: "AUTHORIZER" }),
    binaryMediaTypes: (api["binaryMediaTypes"] ?? []) as readonly string[],
    resources: resources.map(([path, resourceMethods]) => ({ id: path, path, resourceMethods })),
    authorizers,
    models: models.map((model) => ({ ...model, schema: schemaText(model) })),
    requestValidators: itemsOf(recorded["request-validators"]) as readonly RequestValidator[],
  };
  const version = typeof api["version"] === "string" ? api["version"] : "1.0";
  const description = typeof api["description"] === "string" ? api["description"] : undefined;
  const everything = { integrations: true, authorizers: true };
  const document = writeOpenApi(snapshot, format, everything, { stageName: "v1", version, description }) as Document;
  delete document.paths["/unused"];
  return document;
}

/** Records have schemas as values. */
function schemaText({ schema }: Model): string {
  return typeof schema === "string" ? schema : JSON.stringify(schema);
}

const bare: ApiSnapshot = {
  apiId: "abcdefghij",
  name: "",
  account: "111111111111",
  region: "us-east-1",
  apiKeySource: "HEADER",
  binaryMediaTypes: [],
  minimumCompressionSize: null,
  endpointConfiguration: { types: ["EDGE"] },
  policy: null,
  disableExecuteApiEndpoint: false,
  resources: [],
  authorizers: [],
  models: [],
  requestValidators: [],
  gatewayResponses: {},
};

function asks(more: Partial<Method>): Method {
  return { httpMethod: `X${JSON.stringify(more)}`, authorizationType: "NONE", apiKeyRequired: false, ...more };
}

/** Models that methods name and the record did not ask for: the document had them, or it would have had warnings. */
function unlisted(listed: readonly Model[], methods: readonly Method[]): readonly Model[] {
  const named = methods.flatMap(({ requestModels = {}, methodResponses = {} }) => [
    ...Object.values(requestModels),
    ...Object.values(methodResponses).flatMap(({ responseModels = {} }) => Object.values(responseModels)),
  ]);
  const known = new Set(["Empty", "Error", ...listed.map(({ name }) => name)]);
  const missing = [...new Set(named)].filter((name) => !known.has(name));
  return missing.map((name) => ({ id: name, name, contentType: "application/json", schema: '{"type":"object"}' }));
}

/** The items of a list's step. */
function itemsOf(step: unknown): readonly unknown[] {
  if (Array.isArray(step)) return step as readonly unknown[];
  return (step as { items?: readonly unknown[] } | undefined)?.items ?? [];
}

const standIns: readonly (readonly [RegExp, string])[] = [
  [/^<(?:authorizer-)?uri:\d+>$/, invocationUri("arn:aws:lambda:us-east-1:111111111111:function:recorded")],
  [/^<authorizer-credentials:\d+>$/, role],
  [/<partition>/g, "aws"],
  [/<region>/g, "us-east-1"],
  [/<external-aws-endpoint>/g, "petstore.execute-api.us-west-1"],
  [/<model-base-url>/g, "https://apigateway.amazonaws.com"],
  [/<name:(\d+)>/g, "Name$1"],
];

/** Values for placeholders; those that stand for ids may stay, as a document has none. */
function concrete(value: unknown): unknown {
  if (typeof value === "string") return standIns.reduce((text, [what, by]) => text.replace(what, by), value);
  if (Array.isArray(value)) return value.map(concrete);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [concrete(name), concrete(member)]));
}

const templates = new Set(["requestTemplates", "responseTemplates"]);

/** Templates as texts again. */
function textual(value: unknown, isTemplate: "template" | "other" = "other"): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).map(([name, member]) => {
    if (isTemplate === "template") return [name, typeof member === "string" ? member : JSON.stringify(member)];
    return [name, textual(member, templates.has(name) ? "template" : "other")];
  });
  return Object.fromEntries(members) as unknown;
}
