// Properties over both models: what an SDK would send is read back as it was given, what an operation gives is what an SDK would
// hand out, for every operation; and whatever comes in, a document goes out and the service is never at fault.

import fc from "fast-check";
import { expect, test } from "vitest";
import { apiGateway } from "../../../src/aws/apigateway/service.ts";
import { lambda } from "../../../src/aws/lambda/service.ts";
import { type Member, type Structure, bodyMembers } from "../../../src/aws/model.ts";
import { RestJsonApi } from "../../../src/aws/rest-json/api.ts";
import { outputReply } from "../../../src/aws/rest-json/reply.ts";
import { anyMembers, anyOf } from "../any-input.ts";
import { mutationsOf } from "../mutated.ts";
import { outputOf, readRequest, requestOf } from "./wire.ts";

const services = [apiGateway, lambda];
const operations = services.flatMap((service) =>
  Array.from(
    service.model.operations.values(),
    (operation) => [service.name, operation.name, service, operation] as const,
  ),
);

/** Any input or output: what travels in paths and headers is of characters that can. */
function anyWhole(shape: Structure): fc.Arbitrary<Record<string, unknown>> {
  const beside = shape.members.filter(({ place }) => place !== "body" && place !== "payload" && place !== "status");
  // Of a content type there is one always.
  const keys = beside.filter((one) => one.isRequired || one.wireName === "Content-Type").map(({ name }) => name);
  const besides = Object.fromEntries(beside.map((member) => [member.name, anyBeside(member)]));
  const payload = shape.members.filter(({ place }) => place === "payload");
  const payloads = Object.fromEntries(payload.map(({ name }) => [name, fc.uint8Array({ minLength: 1, maxLength: 8 })]));
  return fc
    .tuple(
      fc.record(besides, { requiredKeys: keys }),
      fc.record(payloads, { requiredKeys: payload.filter(({ isRequired }) => isRequired).map(({ name }) => name) }),
      anyMembers(bodyMembers(shape)),
    )
    .map(([one, two, three]) => ({ ...one, ...two, ...three }));
}

function anyBeside({ shape, place, wireName }: Member): fc.Arbitrary<unknown> {
  if (place === "query" && wireName === "*") {
    const word = fc
      .string({ minLength: 1, maxLength: 6 })
      .filter((text) => !/^(mode|failonwarnings|X-Amz-)/.test(text));
    return fc.dictionary(word, fc.string({ maxLength: 6 }), { minKeys: 1, maxKeys: 3, noNullPrototype: true });
  }
  if (place === "query" && shape.kind === "list") return fc.array(anyOf(shape.item), { minLength: 1, maxLength: 3 });
  const any = anyOf(shape);
  if (place === "uri") return any.map((value) => (value === "" ? "x" : value));
  if (place === "header" && shape.kind === "string" && shape.pattern === null && shape.words === null)
    return fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text === text.trim());
  return any;
}

test.each(operations)("%s %s: what is sent is read", (_, __, service, operation) => {
  const holds = fc.property(anyWhole(operation.input), (input) => {
    expect(readRequest(service, requestOf(operation, input))).toEqual(input);
  });
  fc.assert(holds, { numRuns: 20 });
});

test.each(operations)("%s %s: what is given is told", (_, __, service, operation) => {
  const holds = fc.property(anyWhole(operation.output), (output) => {
    const reply = outputReply(service, operation, output, "id");
    expect(reply.status).toBe(operation.status);
    const statuses = operation.output.members.filter(({ place }) => place === "status");
    const status = Object.fromEntries(statuses.map(({ name }) => [name, operation.status]));
    expect(outputOf(operation, reply)).toEqual({ ...output, ...status });
  });
  fc.assert(holds, { numRuns: 20 });
});

const sample = JSON.stringify({ name: "a", endpointConfiguration: { types: ["EDGE"] }, tags: { a: "b" } });

const anyBody = fc.oneof(
  mutationsOf(sample, '{}[]",:0e-nult\u0000ü'),
  fc.uint8Array({ maxLength: 50 }),
  fc.json().map((text) => new TextEncoder().encode(text)),
);

test.each(services.map((service) => [service.name, service] as const))(
  "%s: whatever comes in, a document goes out, and the fault is never ours",
  async (_, service) => {
    const failures: unknown[] = [];
    const api = new RestJsonApi(service, {
      operations: () => () => ({}),
      accountOf: () => "000000000000",
      secretOf: null,
      requestsPerSecond: null,
      nowMs: () => 0,
      clientsNowMs: () => 0,
      newRequestId: () => "id",
      answered: () => {},
      failed: (error) => failures.push(error),
    });
    const anyTarget = fc
      .tuple(fc.constantFrom(...service.model.operations.values()), fc.string({ unit: "binary", maxLength: 20 }))
      .map(([operation, text]) => [
        operation.method,
        operation.path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(text.toWellFormed()) || "x").split("?")[0],
      ]);
    const headers = fc.record({ authorization: fc.string(), "x-amz-date": fc.string() }, { requiredKeys: [] });
    const holds = fc.asyncProperty(
      anyTarget,
      fc.string({ maxLength: 60 }),
      headers,
      anyBody,
      async ([method, path], query, sent, body) => {
        const reply = await api.answer({ method, path, query, headers: sent, body });
        expect(reply.status).not.toBe(500);
        if (reply.body !== "") JSON.parse(reply.body as string);
      },
    );
    await fc.assert(holds, { numRuns: 2000 });
    expect(failures).toEqual([]);
  },
);
