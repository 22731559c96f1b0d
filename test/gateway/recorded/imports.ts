// test_apigateway_import and the exports of test_apigateway_extended: documents in, what the control API tells of them, requests,
// and documents out. ./recorded-document.ts says where the documents are from.

import type { GetExportCommandOutput } from "@aws-sdk/client-api-gateway";
import { documentOf, recordedMethods } from "./recorded-document.ts";
import { type Excuse, type StackReplay, type StackScenario, content, pythonHeaders } from "./stack-replay.ts";

const file = "import";
const testClass = "TestApiGatewayImportRestApi";
const json = pythonHeaders({ "Content-Type": "application/json" });

function octets(document: unknown): Uint8Array {
  return Buffer.from(typeof document === "string" ? document : JSON.stringify(document));
}

/** What the control API tells of every method, step by step. */
async function tellMethods(r: StackReplay, restApiId: string, resources: string, prefix = ""): Promise<void> {
  const { items = [] } = await r.call(resources, r.api.getResources({ restApiId }));
  const ids = new Map(items.map(({ path, id }) => [path, id]));
  for (const { step, path, httpMethod } of recordedMethods(r.recorded, resources)) {
    const at = { restApiId, resourceId: ids.get(path), httpMethod };
    const answer = { ...at, statusCode: "200" };
    await r.call(`${prefix}method-${step}`, r.api.getMethod(at));
    await r.call(`${prefix}method-response-${step}`, r.api.getMethodResponse(answer));
    await r.call(`${prefix}integration-${step}`, r.api.getIntegration(at));
    await r.call(`${prefix}integration-response-${step}`, r.api.getIntegrationResponse(answer));
  }
}

interface Import {
  readonly name: string;
  readonly format: "swagger" | "oas30";
  /** The step that shows the API; none: it was not matched. */
  readonly api?: string;
  readonly rest?: (r: StackReplay, restApiId: string) => Promise<void>;
  /** Makes of the document what the record does not tell. */
  readonly written?: (document: unknown) => unknown;
  readonly excuses?: readonly Excuse[];
}

/** Imports a document and looks at all that came of it. */
function imported({ name, format, api, rest, written = (document) => document, excuses = [] }: Import): StackScenario {
  return {
    file,
    name: `${testClass}::${name}`,
    excuses,
    async play(r) {
      const document = written(
        documentOf(r.recorded, { format, resources: "resources", ...(api !== undefined && { api }) }),
      );
      const work = r.api.importRestApi({ body: octets(document), failOnWarnings: true });
      const { id: restApiId = "" } = api === undefined ? await work : await r.call(api, work);
      await rest?.(r, restApiId);
      await tellMethods(r, restApiId, "resources");
    },
  };
}

async function authorizers(r: StackReplay, restApiId: string): Promise<void> {
  await r.call("get-authorizers", r.api.getAuthorizers({ restApiId }));
}

async function models(r: StackReplay, restApiId: string): Promise<void> {
  await r.call("get-models", r.api.getModels({ restApiId }));
}

const person = { name: "Person1", b: 2 };
const posts: readonly (readonly [status: number, body: object])[] = [
  [200, { ...person, house: { randomProperty: "this is random", contains: [{ name: "Person2", b: 3 }] } }],
  [400, { random: "blabla" }],
  [400, { ...person, house: { randomProperty: "no Person in here", contains: [{ randomObject: "none" }] } }],
];

/** Circular models hold requests, too. */
async function validated(r: StackReplay, restApiId: string): Promise<void> {
  await models(r, restApiId);
  await r.call("request-validators", r.api.getRequestValidators({ restApiId }));
  await r.api.createDeployment({ restApiId, stageName: "dev" });
  for (const [status, body] of posts) {
    const asked = { method: "POST", target: "/dev/person", headers: json, body: JSON.stringify(body) };
    const answered = await r.ask(restApiId, { ...asked, door: "edge" });
    if (answered.status !== status) r.complaints.push(`${asked.body} has the status ${answered.status}`);
  }
}

const whole: readonly StackScenario[] = [
  imported({
    name: "test_import_swagger_api",
    format: "swagger",
    api: "import-swagger",
    async rest(r, restApiId) {
      await authorizers(r, restApiId);
      await models(r, restApiId);
    },
  }),
  imported({
    name: "test_import_and_validate_rest_api[openapi.spec.tf.json]",
    format: "oas30",
    api: "import_tf_rest_api",
    rest: models,
  }),
  imported({
    name: "test_import_and_validate_rest_api[swagger-mock-cors.json]",
    format: "swagger",
    api: "import_tf_rest_api",
    rest: models,
  }),
  imported({
    name: "test_import_with_global_api_key_authorizer",
    format: "oas30",
    api: "import-swagger",
    rest: authorizers,
  }),
  imported({ name: "test_import_with_circular_models", format: "oas30", api: "import-api", rest: models }),
  imported({
    name: "test_import_with_circular_models_and_request_validation",
    format: "oas30",
    api: "import-api",
    rest: validated,
  }),
  imported({ name: "test_import_with_http_method_integration", format: "oas30" }),
  imported({
    name: "test_import_with_cognito_auth_identity_source",
    format: "oas30",
    api: "import-swagger",
    async rest(r, restApiId) {
      const { items = [] } = await r.api.getAuthorizers({ restApiId });
      r.holds("get-authorizers", items);
    },
  }),
  imported({
    name: "test_import_with_integer_http_status_code",
    format: "oas30",
    written: (document) => JSON.stringify(document).replaceAll('"statusCode":"200"', '"statusCode":200'),
  }),
];

const rules = ["ignore", "prepend", "split"] as const;

interface BasePath {
  readonly put: string;
  readonly resources: string;
  readonly prefix: string;
  /** What the rule puts before the document's paths. */
  readonly before: string;
  readonly server: object;
  readonly path: string;
}

/** Puts a document with a base path into an API, looks at all of it, and asks it. */
async function putBased(r: StackReplay, restApiId: string, rule: string, given: BasePath): Promise<void> {
  const { put, resources, prefix, before } = given;
  const document = documentOf(r.recorded, { format: "oas30", api: put, resources, prefix, before });
  Object.assign(document, { servers: [given.server] });
  const [operation] = Object.values(Object.values(document.paths)[0]);
  const integration = operation["x-amazon-apigateway-integration"] as { requestParameters?: Record<string, unknown> };
  // No text, and so passed over with a warning.
  if (prefix === "srv-url-") Object.assign(integration.requestParameters ?? {}, unfit);
  const parameters = { basepath: rule };
  const work = r.api.putRestApi({ restApiId, mode: "overwrite", parameters, body: octets(document) });
  await r.call(put, work);
  await tellMethods(r, restApiId, resources, prefix);
  await r.api.createDeployment({ restApiId, stageName: "dev" });
  const asked = { target: `/dev${given.path}`, headers: pythonHeaders(), door: "edge" } as const;
  const answered = await r.ask(restApiId, asked);
  if (answered.status !== 200) r.complaints.push(`${given.path} has the status ${answered.status}`);
}

const unfit = { "integration.request.header.nothing": true };

const basePaths30 = rules.map<StackScenario>((rule) => ({
  file,
  name: `${testClass}::test_import_rest_api_with_base_path_oas30[${rule}]`,
  async play(r) {
    const { id: restApiId = "" } = await r.api.createRestApi({ name: "restapi" });
    const ofVariable = rule === "prepend" ? "/base-var" : "";
    await putBased(r, restApiId, rule, {
      put: "put-rest-api-oas30-srv-var",
      resources: "get-resources-oas30-srv-var",
      prefix: "srv-var-",
      before: ofVariable,
      server: {
        url: "https://abcdefghij.execute-api.us-east-1.amazonaws.com/{basePath}",
        variables: { basePath: { default: "base-var" } },
      },
      path: `${ofVariable}/test`,
    });
    const ofUrl = { ignore: "", prepend: "/base-url/part", split: "/part" }[rule];
    await putBased(r, restApiId, rule, {
      put: "put-rest-api-oas30-srv-url",
      resources: "get-resources-oas30-srv-url",
      prefix: "srv-url-",
      before: ofUrl,
      server: { url: "https://abcdefghij.execute-api.us-east-1.amazonaws.com/base-url/part/" },
      path: `${ofUrl}/test`,
    });
  },
}));

const basePathsSwagger = rules.map<StackScenario>((rule) => ({
  file,
  name: `${testClass}::test_import_rest_apis_with_base_path_swagger[${rule}]`,
  async play(r) {
    const { id: restApiId = "" } = await r.api.createRestApi({ name: "restapi" });
    const resources = "get-resources-swagger-json";
    const put = "put-rest-api-swagger-json";
    const before = rule === "prepend" ? "/base" : "";
    const based = documentOf(authorized(r.recorded), { format: "swagger", api: put, resources, before });
    Object.assign(based, { basePath: "/base" });
    const parameters = { basepath: rule };
    await r.call(put, r.api.putRestApi({ restApiId, mode: "overwrite", parameters, body: octets(based) }));
    await tellMethods(r, restApiId, resources);
    const plain = documentOf(r.recorded, { format: "swagger", resources: "get-resources-no-base-path-swagger" });
    delete plain["basePath"];
    const { id = "" } = await r.api.importRestApi({ parameters, body: octets(plain) });
    await tellMethods(r, id, "get-resources-no-base-path-swagger");
  },
}));

/** The record names an authorizer and does not show it. */
function authorized(recorded: StackReplay["recorded"]): StackReplay["recorded"] {
  const shown = { id: "<authorizer-id:1>", name: "authorizer", type: "TOKEN", authType: "custom" };
  const items = [
    { ...shown, authorizerUri: "<authorizer-uri:1>", identitySource: "method.request.header.Authorization" },
  ];
  return { ...recorded, "get-authorizers": { items } };
}

const binaryTypes = ["merge", "overwrite"].map<StackScenario>((mode) => ({
  file,
  name: `${testClass}::test_put_rest_api_mode_binary_media_types[${mode}]`,
  async play(r) {
    const made = r.api.createRestApi({ name: "restapi", binaryMediaTypes: ["image/heif"] });
    const { id: restApiId = "" } = await r.call("create-rest-api", made);
    await r.call("get-rest-api", r.api.getRestApi({ restApiId }));
    const document = {
      swagger: "2.0",
      info: { version: "1.0.0", title: "Simple PetStore (Swagger)" },
      "x-amazon-apigateway-binary-media-types": ["image/png", "image/jpg"],
      paths: {},
    };
    const put = r.api.putRestApi({ restApiId, mode: mode as "merge" | "overwrite", body: octets(document) });
    await r.call("put-api", put);
  },
}));

const plain: StackScenario = {
  file,
  name: `${testClass}::test_import_rest_api`,
  async play(r) {
    const body = octets({
      openapi: "3.0.1",
      info: { title: "pulumi", version: "1.0" },
      "x-amazon-apigateway-binary-media-types": ["*/*"],
      paths: {},
    });
    await r.call("import_rest_api", r.api.importRestApi({ body, failOnWarnings: true }));
  },
};

const badYaml = `test:
    value:
        - "value ... "escaped": $var, "dt": $(var +"%a")}"
`;
const badJson = "{'key:value}";

const broken: StackScenario = {
  file,
  name: `${testClass}::test_import_api_bad_file`,
  async play(r) {
    const restApiId = "abcd1234";
    await r.call("import-api-bad-yaml-file", r.api.importRestApi({ body: octets(badYaml) }));
    await r.call("import-api-bad-json-file", r.api.importRestApi({ body: octets(badJson) }));
    await r.call("put-rest-api-bad-yaml-file", r.api.putRestApi({ restApiId, body: octets(badYaml) }));
    await r.call("put-rest-api-bad-json-file", r.api.putRestApi({ restApiId, body: octets(badJson) }));
  },
};

const stageVariables: StackScenario = {
  file,
  name: `${testClass}::test_import_with_stage_variables`,
  async play(r) {
    const uri = "http://${stageVariables.TestHost}/${stageVariables.testPath}?${stageVariables.querystring}";
    const integration = { httpMethod: "POST", payloadFormatVersion: "1.0", type: "HTTP_PROXY", uri };
    const get = { "x-amazon-apigateway-integration": integration, responses: { 200: { description: "OK" } } };
    const body = octets({ openapi: "3.0.1", info: { title: "example", version: "1.0" }, paths: { "/path1": { get } } });
    const { id: restApiId = "" } = await r.api.importRestApi({ body, failOnWarnings: true });
    const { id: deploymentId } = await r.api.createDeployment({ restApiId });
    const TestHost = r.stack.origin.url.replace("http://", "");
    const variables = { TestHost, testPath: "test-path", querystring: "qs_key=qs_value" };
    await r.api.createStage({ restApiId, stageName: "v1", deploymentId, variables });
    const asked = { target: "/v1/path1", headers: pythonHeaders(), door: "edge" } as const;
    const { headers: _, ...told } = content(await r.ask(restApiId, asked)) as Record<string, unknown>;
    r.holds("get-resp-from-http", told);
    await r.api.createStage({ restApiId, stageName: "v2", deploymentId });
    const failed = await r.ask(restApiId, { ...asked, target: "/v2/path1" });
    if (failed.status !== 500) r.complaints.push(`the status is ${failed.status}`);
    r.holds("get-error-resp-from-http", { body: content(failed), errorType: failed.headers["x-amzn-ErrorType"] });
  },
};

const formats = ["swagger", "oas30"] as const;

/** AWS's own export goes in, and comes out again as it was. */
const exported = formats.flatMap((format) =>
  ["PETSTORE_SWAGGER", "PETS"].map<StackScenario>((document) => ({
    file: "extended",
    name: `test_export_${format}_openapi[TEST_IMPORT_${document}]`,
    async play(r) {
      const { body } = r.recorded["get-export-with-extensions"] as { body: Record<string, object> };
      const { version } = body["info"] as { version: string };
      // The API of one of them has no version: its exports have the deployment's time instead.
      const isVersioned = "version" in (r.recorded["import-api"] as object);
      const info = { ...body["info"], version: isVersioned ? version : undefined };
      const given = octets({ ...body, info });
      const { id: restApiId = "" } = await r.call("import-api", r.api.importRestApi({ body: given }));
      await r.api.createDeployment({ restApiId, stageName: "local" });
      const asked = { restApiId, stageName: "local", exportType: format };
      const parameters = { extensions: "integrations,authorizers" };
      await r.call("get-export", timeless(r.api.getExport(asked)));
      await r.call("get-export-with-extensions", timeless(r.api.getExport({ ...asked, parameters })));
    },
  })),
);

/** As the recorder kept it: without the deployment's time. */
async function timeless(work: Promise<GetExportCommandOutput>): Promise<GetExportCommandOutput> {
  const output = await work;
  const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;
  const text = Buffer.from(output.body ?? []).toString();
  const contentDisposition = output.contentDisposition?.replace(time, "date");
  return { ...output, contentDisposition, body: text.replaceAll(time, "date") as never };
}

export const importScenarios: readonly StackScenario[] = [
  plain,
  ...whole,
  ...basePaths30,
  ...basePathsSwagger,
  ...binaryTypes,
  broken,
  stageVariables,
  ...exported,
];
