// Requests of both services: paths and what stands in them, and the words of what does not fit. Words that a recorded answer of
// the service has are marked "recorded"; others are from reports of users.

import { expect, test } from "vitest";
import { apiGateway } from "../../../src/aws/apigateway/service.ts";
import { lambda } from "../../../src/aws/lambda/service.ts";
import { readModel } from "../../../src/aws/model-text.ts";
import { pathFinder } from "../../../src/aws/paths.ts";
import type { RestJsonService } from "../../../src/aws/rest-json/service.ts";
import { plainRequest, readRequest } from "./wire.ts";

function read(service: RestJsonService, method: string, target: string, body: unknown = ""): unknown {
  return readRequest(service, plainRequest(method, target, typeof body === "string" ? body : JSON.stringify(body)));
}

test.each([apiGateway, lambda])("every operation is found by its own path: $name", ({ model }) => {
  const find = pathFinder(model.operations.values());
  const found = Array.from(model.operations.values(), ({ name, method, path }) => {
    const [bare, query] = path.replaceAll(/\{(\w+)\}/g, "x-$1").split("?");
    return [name, find(method, bare, query)?.operation.name];
  });
  expect(found.filter(([name, other]) => name !== other)).toEqual([]);
});

test("a greedy place takes all that follows, a fixed query tells operations apart", () => {
  const { operations } = readModel(`
operation Any GET /a/{Rest+} 200 takes nothing gives nothing
operation Plain POST /a 200 takes nothing gives nothing
operation Fixed POST /a?mode=import 200 takes nothing gives nothing
`);
  const find = pathFinder(operations.values());
  const placeOf = (path: string): string | undefined => find("GET", path)?.places.get("Rest");
  expect(["/a/b", "/a/b/c%2Fd/e", "/a/b/", "/a"].map(placeOf)).toEqual(["b", "b/c/d/e", "b", undefined]);
  const nameOf = (query: string): string | undefined => find("POST", "/a", query)?.operation.name;
  expect(["", "mode=import", "x=1&mode=import", "mode=other"].map(nameOf)).toEqual([
    "Plain",
    "Fixed",
    "Fixed",
    "Plain",
  ]);
});

const arn = "arn:aws:apigateway:us-east-1::/restapis/abc";

test.each([
  [apiGateway, "GET", `/tags/${encodeURIComponent(arn)}?limit=2`, { resourceArn: arn, limit: 2 }],
  [
    apiGateway,
    "DELETE",
    `/tags/${encodeURIComponent(arn)}?tagKeys=a&tagKeys=b%20c`,
    { resourceArn: arn, tagKeys: ["a", "b c"] },
  ],
  [apiGateway, "GET", "/restapis/abc", { restApiId: "abc" }],
  [apiGateway, "GET", "/restapis/abc/", { restApiId: "abc" }],
  [apiGateway, "GET", "/restapis?limit=&position=", { position: "" }],
  [apiGateway, "GET", "/domainnames/a.test/basepathmappings/%28none%29", { domainName: "a.test", basePath: "(none)" }],
  [
    apiGateway,
    "GET",
    "/restapis/abc/stages/v1/exports/oas30?extensions=integrations&x=1&X-Amz-Date=20261122T120000Z",
    { restApiId: "abc", stageName: "v1", exportType: "oas30", parameters: { extensions: "integrations", x: "1" } },
  ],
  [apiGateway, "GET", "/restapis/abc/resources?embed=methods", { restApiId: "abc", embed: ["methods"] }],
  [lambda, "DELETE", "/2015-03-31/functions/f?Qualifier=1", { FunctionName: "f", Qualifier: "1" }],
  [lambda, "GET", "/2015-03-31/functions/?MaxItems=10", { MaxItems: 10 }],
])("$0.name %s %s", (service, method, target, input) => {
  expect(read(service, method, target)).toEqual(input);
});

test.each([
  [apiGateway, "PATCH", "/restapis"],
  [apiGateway, "GET", "/restapis/abc/nothing"],
  [apiGateway, "GET", `/tags/${arn}`],
  [lambda, "GET", "/2015-03-31/nothing"],
])("$0.name %s %s is no operation", (service, method, target) => {
  expect(read(service, method, target)).toBeNull();
});

test("a body of its own comes as octets, the rest of the query as a map", () => {
  const octets = Uint8Array.of(0xff, 0, 0x7b);
  const request = plainRequest("POST", "/restapis?mode=import&failonwarnings=true&basepath=split&basepath=x", octets);
  const body = { failOnWarnings: true, parameters: { basepath: "split" }, body: octets };
  expect(readRequest(apiGateway, request)).toEqual(body);
});

test.each([
  ["kinds that fit", { name: "a", minimumCompressionSize: 10 }, { name: "a", minimumCompressionSize: 10 }],
  [
    "texts of numbers and truths",
    { name: "a", minimumCompressionSize: "10", disableExecuteApiEndpoint: "true" },
    { name: "a", minimumCompressionSize: 10, disableExecuteApiEndpoint: true },
  ],
  [
    "a fraction of a whole number",
    { name: "a", minimumCompressionSize: 3.9 },
    { name: "a", minimumCompressionSize: 3 },
  ],
  ["null and strangers", { name: "a", description: null, Name: "b", toString: 1 }, { name: "a" }],
  ["nothing in maps", { name: "a", tags: { a: "b", c: null } }, { name: "a", tags: { a: "b" } }],
])("a body with %s", (_, body, input) => {
  expect(read(apiGateway, "POST", "/restapis", body)).toEqual(input);
});

test("a client's names are properties, whatever they are called", () => {
  const input = read(apiGateway, "POST", "/restapis", '{"name":"a","tags":{"__proto__":"x","constructor":"y"}}');
  const { tags } = input as { tags: object };
  expect(Object.entries(tags)).toEqual([
    ["__proto__", "x"],
    ["constructor", "y"],
  ]);
  expect(Object.getPrototypeOf(tags)).toBe(Object.prototype);
});

const responses = "/restapis/a/resources/b/methods/GET/responses";
const wrongOp = (at: number): string =>
  `Value 'wrong_op' at 'updateMethodResponseInput.patchOperations.${at}.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]`;
const integration = "/restapis/a/resources/b/methods/GET/integration";

test.each([
  // recorded
  [
    "PATCH",
    `${responses}/200`,
    { patchOperations: [{ op: "wrong_op" }, { op: "add" }, { op: "wrong_op" }] },
    `2 validation errors detected: ${wrongOp(1)}; ${wrongOp(3)}`,
  ],
  // recorded
  [
    "PATCH",
    `${responses}/wrong`,
    { patchOperations: [{ op: "wrong_op" }] },
    String.raw`2 validation errors detected: ${wrongOp(1)}; Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d`,
  ],
  // recorded
  [
    "POST",
    "/restapis",
    { name: "a", endpointConfiguration: { types: ["wrong"], ipAddressType: "wrong" } },
    "2 validation errors detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]; Value 'wrong' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]",
  ],
  // recorded
  [
    "PUT",
    integration,
    { type: "HTTPS_PROXY" },
    "1 validation error detected: Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]",
  ],
  // recorded
  [
    "POST",
    "/restapis/a/documentation/parts",
    { location: { type: "INVALID" }, properties: "{}" },
    "1 validation error detected: Value 'INVALID' at 'createDocumentationPartInput.location.type' failed to satisfy constraint: Member must satisfy enum value set: [RESPONSE_BODY, RESPONSE, METHOD, MODEL, AUTHORIZER, RESPONSE_HEADER, RESOURCE, PATH_PARAMETER, REQUEST_BODY, QUERY_PARAMETER, API, REQUEST_HEADER]",
  ],
  // recorded
  [
    "GET",
    "/restapis/a/gatewayresponses/FAKE_RESPONSE_TYPE",
    "",
    "1 validation error detected: Value 'FAKE_RESPONSE_TYPE' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set: [REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, MISSING_AUTHENTICATION_TOKEN, BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, INTEGRATION_TIMEOUT, ACCESS_DENIED, DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, QUOTA_EXCEEDED, THROTTLED, API_CONFIGURATION_ERROR, UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN]",
  ],
  [
    "POST",
    "/restapis",
    {},
    "1 validation error detected: Value null at 'createRestApiInput.name' failed to satisfy constraint: Member must not be null",
  ],
  [
    "DELETE",
    "/tags/a",
    "",
    "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
  ],
  [
    "GET",
    "/restapis?limit=many",
    "",
    "1 validation error detected: Value 'many' at 'limit' failed to satisfy constraint: Member must be a valid integer",
  ],
])("API Gateway, %s %s", (method, target, body, words) => {
  expect(read(apiGateway, method, target, body)).toBe(`ValidationException: ${words}`);
});

const code = { ZipFile: "" };
const role = "arn:aws:iam::111122223333:role/r";

test.each([
  [
    { FunctionName: "f", Role: "lambdarole", Code: code },
    String.raw`1 validation error detected: Value 'lambdarole' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`,
  ],
  [
    { FunctionName: "f", Role: role, Code: code, KMSKeyArn: "key" },
    "1 validation error detected: Value 'key' at 'kMSKeyArn' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
  ],
  [
    { FunctionName: "f", Role: role, Code: { S3Bucket: "a b" } },
    String.raw`1 validation error detected: Value 'a b' at 'code.s3Bucket' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9A-Za-z\.\-_]*(?<!\.)`,
  ],
  [
    { FunctionName: "f", Role: role, Code: code, Environment: { Variables: { "a-b": "secret" } } },
    "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
  ],
  [
    { FunctionName: "f", Role: role, Code: code, Tags: { a: "b,c", d: "e" } },
    String.raw`1 validation error detected: Value '{a=b,c, d=e}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: ([\p{L}\p{Z}\p{N}_.:/=+\-@]*)]`,
  ],
  [
    { FunctionName: "f", Role: role, Code: code, Layers: ["x"] },
    /^ValidationException: 1 validation error detected: Value '\[x\]' at 'layers' failed to satisfy constraint: Member must satisfy constraint: \[Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: .*, Member must not be null\]$/,
  ],
  [
    { FunctionName: "f", Role: role, Code: code, Architectures: [] },
    "1 validation error detected: Value '[]' at 'architectures' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    { FunctionName: "f", Role: role, Code: code, MemorySize: 64, Timeout: 0 },
    "2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
  ],
])("Lambda, CreateFunction %j", (body, words) => {
  const said = read(lambda, "POST", "/2015-03-31/functions", body);
  expect(said).toEqual(typeof words === "string" ? `ValidationException: ${words}` : expect.stringMatching(words));
});

test.each([
  // The first two are recorded.
  [
    integration,
    { type: "HTTP", requestParameters: { a: true } },
    "class java.lang.Boolean can not be converted to an String",
  ],
  [
    integration,
    { type: "HTTP", requestTemplates: { a: 123 } },
    "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
  ],
  [integration, { type: "HTTP", timeoutInMillis: "soon" }, "class java.lang.String can not be converted to an Integer"],
  [integration, { type: "HTTP", timeoutInMillis: true }, "class java.lang.Boolean can not be converted to an Integer"],
  [
    integration,
    '{"type":"HTTP","timeoutInMillis":1e999}',
    "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Integer",
  ],
  [integration, { type: ["HTTP"] }, "Start of list found where not expected"],
  [integration, { type: {} }, "Start of structure or map found where not expected"],
  [integration, { type: "HTTP", cacheKeyParameters: "a" }, "Unrecognized collection type class java.lang.String"],
  [integration, { type: "HTTP", cacheKeyParameters: { a: 1 } }, "Start of structure or map found where not expected"],
  [integration, { type: "HTTP", cacheKeyParameters: [null] }, "A list may not hold null"],
  [integration, { type: "HTTP", tlsConfig: [] }, "Start of list found where not expected"],
  [integration, [], "Start of list found where not expected"],
  [integration, "1", "Unrecognized collection type class com.amazon.coral.value.json.numbers.TruncatingBigNumber"],
  [integration, "{", /^SerializationException: The body is no JSON: /],
])("API Gateway, PUT %s %j cannot be read", (target, body, words) => {
  const said = read(apiGateway, "PUT", target, body);
  expect(said).toEqual(typeof words === "string" ? `SerializationException: ${words}` : expect.stringMatching(words));
});

test("no depth is too deep", () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const said = read(lambda, "POST", "/2015-03-31/functions", `{"Other":${deep},"Tags":{"<":${deep}}}`);
  expect(said).toBe("SerializationException: Start of list found where not expected");
});

test("Lambda has a word of its own for a body that is no JSON", () => {
  const said = read(lambda, "POST", "/2015-03-31/functions", "{");
  expect(said).toMatch(/^InvalidRequestContentException: Could not parse request body into json: /);
  const octets = plainRequest("POST", "/2015-03-31/functions", Uint8Array.of(0x22, 0xff, 0x22));
  expect(readRequest(lambda, octets)).toMatch(/^InvalidRequestContentException: /);
});
