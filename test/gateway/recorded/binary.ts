// test_apigateway_s3, TestApiGatewayS3BinarySupport: how bodies are converted between text and octets, either way. What S3 did in
// the records, an HTTP server does here: the gateway treats bodies of HTTP and AWS integrations alike.

import { Building } from "./building.ts";
import { type StoredObject, etagOf } from "./origin.ts";
import { role } from "./stack.ts";
import { type Excuse, type StackReplay, type StackScenario, pythonHeaders } from "./stack-replay.ts";

type Handling = "CONVERT_TO_TEXT" | "CONVERT_TO_BINARY";

const raw = Buffer.from(
  "H4sIABRs7mMC/0vOzy0oSi0uTk1RSEksSdRRKM7IL81JUUhKVcjMK0vMyUxRCA1x07VQKC4pysxLBwC4ORBXLwAAAA==",
  "base64",
);
const bodies = {
  "binary-raw": raw,
  "binary-encoded": Buffer.from(raw.toString("base64")),
  text: Buffer.from("this is a UTF8 text typed object"),
};
type Key = keyof typeof bodies;
const keys = Object.keys(bodies) as readonly Key[];

const inItsPlace: readonly Excuse[] = [
  {
    what: /^(put|get)-integration: \.(type: HTTP, not AWS|uri: |connectionType is too much)/,
    why: "an HTTP server stands in S3's place",
  },
  {
    what: /^(put|get)-obj-\S+: \.(AcceptRanges|Checksum\w+|LastModified|Metadata|ServerSideEncryption|ResponseMetadata) is missing/,
    why: "what S3 alone says of an object",
  },
];

interface Setup {
  readonly request?: Handling;
  readonly response?: Handling;
}

async function setUp(r: StackReplay, { request, response }: Setup): Promise<Building> {
  const built = await Building.start(r.api);
  const at = await built.at("ANY", "/{object_path+}");
  const requestParameters = {
    "method.request.path.object_path": true,
    "method.request.header.Content-Type": false,
    "method.request.header.response-content-type": false,
  };
  await r.api.putMethod({ ...at, authorizationType: "NONE", requestParameters });
  const answer = { ...at, statusCode: "200" };
  await r.api.putMethodResponse({ ...answer, responseParameters: { "method.response.header.ETag": false } });
  const integration = r.api.putIntegration({
    ...at,
    type: "HTTP",
    integrationHttpMethod: "ANY",
    uri: `${r.stack.origin.url}/objects/${built.restApiId}/{object_path}`,
    requestParameters: {
      "integration.request.path.object_path": "method.request.path.object_path",
      "integration.request.header.Content-Type": "method.request.header.Content-Type",
      "integration.request.querystring.response-content-type": "method.request.header.response-content-type",
    },
    credentials: role,
    ...(request !== undefined && { contentHandling: request }),
  });
  await r.call("put-integration", integration);
  await r.api.putIntegrationResponse({
    ...answer,
    responseParameters: { "method.response.header.ETag": "integration.response.header.ETag" },
    ...(response !== undefined && { contentHandling: response }),
  });
  return built;
}

/** A second stage, whose API has a media type that is binary. */
async function deployBinary(r: StackReplay, { restApiId }: Building, stageName: string): Promise<void> {
  const patchOperations = [{ op: "add" as const, path: "/binaryMediaTypes/image~1png" }];
  await r.api.updateRestApi({ restApiId, patchOperations });
  await r.api.createDeployment({ restApiId, stageName });
}

/** As Python prints octets. */
function printed(octets: Uint8Array): string {
  const escapes: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 39: "\\'", 92: "\\\\" };
  const letters = Array.from(octets, (octet) => {
    if (octet in escapes) return escapes[octet];
    return octet >= 32 && octet < 127 ? String.fromCharCode(octet) : `\\x${octet.toString(16).padStart(2, "0")}`;
  });
  return `b'${letters.join("")}'`;
}

class Objects {
  readonly #r: StackReplay;
  readonly #built: Building;

  constructor(r: StackReplay, built: Building) {
    this.#r = r;
    this.#built = built;
  }

  #place(key: string): string {
    return `${this.#built.restApiId}/${key}`;
  }

  /** Puts one there without the gateway. */
  store(step: string, key: string, octets: Buffer): void {
    this.#r.stack.origin.objects.set(this.#place(key), { octets, type: "binary/octet-stream" });
    this.#r.holds(step, { ETag: etagOf(octets) });
  }

  storeAll(): void {
    for (const key of keys) this.store(`put-obj-${key}`, key, bodies[key]);
  }

  /** Puts one there through the gateway. */
  async put(stage: string, key: Key, type: string, status = 200): Promise<void> {
    const asked = { method: "PUT", target: `/${stage}/${key}`, headers: pythonHeaders({ "Content-Type": type }) };
    const answered = await this.#r.ask(this.#built.restApiId, { ...asked, body: bodies[key], door: "edge" });
    if (answered.status !== status) this.#r.complaints.push(`${key} of ${type} is put with ${answered.status}`);
    if (status === 200 && answered.octets.length > 0) this.#r.complaints.push(`${key}: ${answered.text}`);
  }

  /** Holds what is there to the record. */
  stored(step: string, key: Key, print: (octets: Buffer) => string = printed): void {
    const found: StoredObject | undefined = this.#r.stack.origin.objects.get(this.#place(key));
    const { octets, type } = found ?? { octets: Buffer.alloc(0), type: "none" };
    const told = { Body: print(octets), ContentLength: octets.length, ContentType: type, ETag: etagOf(octets) };
    this.#r.holds(step, told);
  }

  /** Gets one; what comes is held to a step, or is a fault. */
  async get(step: string | 500, stage: string, key: Key, accept: string, type = "binary/octet-stream"): Promise<void> {
    const headers = pythonHeaders({ Accept: accept, "response-content-type": type });
    const asked = { target: `/${stage}/${key}`, headers, door: "edge" } as const;
    const { status, octets, headers: seen } = await this.#r.ask(this.#built.restApiId, asked);
    const wanted = step === 500 ? 500 : 200;
    if (status !== wanted) this.#r.complaints.push(`${key} as ${accept} of ${type} is got with ${status}`);
    if (step !== 500) this.#r.holds(step, { content: printed(octets), etag: seen["ETag"] });
  }
}

const scenario = (name: string, setup: Setup, play: (r: StackReplay, built: Building, o: Objects) => Promise<void>) =>
  ({
    file: "s3",
    name: `TestApiGatewayS3BinarySupport::test_apigw_s3_binary_support_${name}`,
    excuses: inItsPlace,
    async play(r) {
      const built = await setUp(r, setup);
      await play(r, built, new Objects(r, built));
    },
  }) satisfies StackScenario;

const putRaw = (o: Objects): void => o.store("put-obj-raw", "test-raw-key-etag", raw);

const requests = ([undefined, "CONVERT_TO_TEXT"] as const).map((request) =>
  scenario(`request[${request ?? "None"}]`, request === undefined ? {} : { request }, async (r, built, o) => {
    await built.deploy("test");
    putRaw(o);
    for (const key of keys) await o.put("test", key, "image/png");
    for (const key of keys) o.stored(`get-obj-no-binary-media-${key}`, key, (octets) => octets.toString());
    await deployBinary(r, built, "test2");
    for (const key of keys) await o.put("test2", key, "image/png");
    for (const key of keys) o.stored(`get-obj-binary-type-${key}`, key);
    for (const key of keys) await o.put("test2", key, "text/plain");
    for (const key of keys) o.stored(`get-obj-text-type-${key}`, key);
  }),
);

const toBinary = scenario("request_convert_to_binary", { request: "CONVERT_TO_BINARY" }, async (r, built, o) => {
  await built.deploy("test");
  putRaw(o);
  await o.put("test", "binary-encoded", "image/png");
  o.stored("get-obj-no-binary-media-binary-encoded", "binary-encoded");
  await o.put("test", "binary-raw", "image/png", 500);
  await o.put("test", "text", "text/plain", 500);
  await deployBinary(r, built, "test2");
  for (const key of keys) await o.put("test2", key, "image/png");
  for (const key of keys) o.stored(`get-obj-binary-media-${key}`, key);
  await o.put("test2", "binary-raw", "text/plain", 500);
  await o.put("test2", "text", "text/plain", 500);
  await o.put("test2", "binary-encoded", "text/plain");
  o.stored("get-obj-text-type-binary-encoded", "binary-encoded");
});

const template = '{"data": "$input.body"}';

const toBinaryByTemplate = scenario(
  "request_convert_to_binary_with_request_template",
  { request: "CONVERT_TO_BINARY" },
  async (r, built, o) => {
    const at = await built.at("ANY", "/{object_path+}");
    const patch = { op: "add" as const, path: "/requestTemplates/application~1json", value: template };
    await r.api.updateIntegration({ ...at, patchOperations: [patch] });
    await r.call("get-integration", r.api.getIntegration(at));
    await built.deploy("test");
    await o.put("test", "binary-encoded", "image/png");
    o.stored("get-obj-encoded", "binary-encoded");
    // A template cannot have octets.
    await o.put("test", "binary-encoded", "application/json", 500);
  },
);

/** What is got of each object where the answer's type is binary, and of the text's where the client's is not. */
async function getBinary(o: Objects, accept: "binary" | "text"): Promise<void> {
  const type = accept === "binary" ? "image/png" : "text/plain";
  for (const key of ["encoded", "raw", "text"] as const) {
    const name = key === "text" ? "text" : (`binary-${key}` as const);
    await o.get(`${key}-payload-binary-accept-${accept}`, "test2", name, type, "image/png");
  }
}

const unconverted = scenario("response_no_content_handling", {}, async (r, built, o) => {
  await built.deploy("test");
  o.storeAll();
  await o.get("text-no-media", "test", "text", "text/plain");
  await o.get("raw-no-media", "test", "binary-raw", "image/png");
  await o.get("encoded-no-media", "test", "binary-encoded", "image/png");
  await deployBinary(r, built, "test2");
  await o.get("encoded-payload-text-accept-binary", "test2", "binary-encoded", "image/png");
  await o.get(500, "test2", "binary-raw", "image/png");
  await o.get(500, "test2", "text", "image/png");
  await getBinary(o, "binary");
  await o.get("encoded-payload-text-accept-text", "test2", "binary-encoded", "text/plain");
  await o.get("raw-payload-text-accept-text", "test2", "binary-raw", "text/plain");
  await o.get("text-payload-text-accept-text", "test2", "text", "text/plain");
  await getBinary(o, "text");
});

const answersToText = scenario("response_convert_to_text", { response: "CONVERT_TO_TEXT" }, async (r, built, o) => {
  await built.deploy("test");
  o.storeAll();
  await o.get("text-no-media", "test", "text", "text/plain");
  await o.get("raw-no-media", "test", "binary-raw", "image/png");
  await o.get("encoded-no-media", "test", "binary-encoded", "image/png");
  await deployBinary(r, built, "test2");
  for (const [accept, type] of [
    ["binary", "image/png"],
    ["text", "text/plain"],
  ] as const) {
    await o.get(`encoded-payload-text-accept-${accept}`, "test2", "binary-encoded", type);
    await o.get(`raw-payload-text-accept-${accept}`, "test2", "binary-raw", type);
    await o.get(`text-payload-text-accept-${accept}`, "test2", "text", type);
    await getBinary(o, accept);
  }
});

const answersToBinary = scenario(
  "response_convert_to_binary",
  { response: "CONVERT_TO_BINARY" },
  async (r, built, o) => {
    await built.deploy("test");
    o.storeAll();
    await o.get("encoded-no-media", "test", "binary-encoded", "image/png");
    await o.get(500, "test", "binary-raw", "image/png");
    await o.get(500, "test", "text", "text/plain");
    await deployBinary(r, built, "test2");
    for (const [accept, type] of [
      ["binary", "image/png"],
      ["text", "text/plain"],
    ] as const) {
      await o.get(`encoded-payload-text-accept-${accept}`, "test2", "binary-encoded", type);
      await o.get(500, "test2", "binary-raw", type);
      await o.get(500, "test2", "text", type);
      await getBinary(o, accept);
    }
  },
);

const answersByTemplate = scenario(
  "response_convert_to_binary_with_request_template",
  { response: "CONVERT_TO_TEXT" },
  async (r, built, o) => {
    const at = { ...(await built.at("ANY", "/{object_path+}")), statusCode: "200" };
    const patch = { op: "add" as const, path: "/responseTemplates/application~1json", value: template };
    await r.api.updateIntegrationResponse({ ...at, patchOperations: [patch] });
    await r.call("get-integration-response", r.api.getIntegrationResponse(at));
    await deployBinary(r, built, "test");
    o.store("put-obj-encoded", "binary-encoded", bodies["binary-encoded"]);
    await o.get("encoded-text-payload-binary-accept", "test", "binary-encoded", "image/png");
    const toOctets = { op: "replace" as const, path: "/contentHandling", value: "CONVERT_TO_BINARY" };
    await r.api.updateIntegrationResponse({ ...at, patchOperations: [toOctets] });
    await r.call("get-integration-response-update", r.api.getIntegrationResponse(at));
    await built.deploy("test2");
    // A template cannot have octets.
    await o.get(500, "test2", "binary-encoded", "image/png");
  },
);

export const binaryScenarios: readonly StackScenario[] = [
  ...requests,
  toBinary,
  toBinaryByTemplate,
  unconverted,
  answersToText,
  answersToBinary,
  answersByTemplate,
];
