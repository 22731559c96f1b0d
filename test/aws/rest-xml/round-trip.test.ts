// Properties over the whole model: what is printed by a shape is read back by it, for the input and the output of every
// operation; and whatever comes in, the API answers a document of its own and is never at fault.

import fc from "fast-check";
import { expect, test } from "vitest";
import { bodyMembers, type Scalar, type Shape, type Structure } from "../../../src/aws/model.ts";
import { readElement } from "../../../src/aws/rest-xml/content.ts";
import { printDocument } from "../../../src/aws/rest-xml/print.ts";
import { parseXml } from "../../../src/aws/rest-xml/xml-tree.ts";
import { namespace, Route53Api } from "../../../src/aws/route53/api.ts";
import { startAsking } from "../route53/asking.ts";
import { model, request } from "./wire.ts";

/** Values for shapes with patterns. */
const patterned: Readonly<Record<string, readonly string[]>> = {
  ARN: ["arn:aws:kms:us-east-1:111122223333:key/x"],
  Cidr: ["192.0.2.0/24"],
  CidrLocationNameDefaultAllowed: ["*", "loc-1"],
  CidrLocationNameDefaultNotAllowed: ["loc_1"],
  CidrNonce: ["nonce ~"],
  CollectionName: ["collection-1"],
  IPAddress: ["192.0.2.1", "2001:db8::1"],
  Latitude: ["-12.5"],
  Longitude: ["+120.25"],
  UUID: ["01234567-89ab-cdef-0123-456789abcdef"],
};

function anyOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "structure":
      return anyStructure(shape);
    case "list": {
      const minLength = shape.least ?? 0;
      return fc.array(anyOf(shape.item), { minLength, maxLength: Math.min(minLength + 2, shape.most ?? 100) });
    }
    case "string":
      return anyString(shape);
    case "integer":
    case "long":
      return fc.integer({ min: shape.least ?? -1000, max: Math.min(shape.most ?? 2 ** 31, 2 ** 31) });
    case "double":
      return fc.constantFrom(0.5, -3, 1e21, 2.5e-7);
    case "boolean":
      return fc.boolean();
    case "timestamp":
      return fc.constant("2026-11-22T12:00:00.000Z");
  }
}

function anyStructure(shape: Structure): fc.Arbitrary<Record<string, unknown>> {
  const members = bodyMembers(shape);
  const requiredKeys = members.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const arbitraries = Object.fromEntries(members.map(({ name, shape: inner }) => [name, anyOf(inner)]));
  return fc.record(arbitraries, { requiredKeys });
}

/** Characters that XML can carry, those that must be escaped often. */
function anyString({ name, words, pattern, least, most }: Scalar): fc.Arbitrary<string> {
  if (words !== null) return fc.constantFrom(...words);
  if (pattern !== null) return fc.constantFrom(...patterned[name]);
  const unit = fc.oneof(
    fc.constantFrom("&", "<", ">", '"', "'", "\t", "\n", "\r", "]", " ", "\\"),
    fc.constantFrom("a", "Z", "0", "ü", "\u{1f600}", "\u2028", "."),
  );
  return fc.string({ unit, minLength: least ?? 0, maxLength: Math.min(Math.max(least ?? 0, 8), most ?? 8) });
}

test.each([...model.operations.values()].map((operation) => [operation.name, operation] as const))(
  "%s: what is printed is read back",
  (_, { input, output }) => {
    for (const shape of [input, output]) {
      const holds = fc.property(anyStructure(shape), (value) => {
        const text = printDocument("Root", namespace, shape, value);
        expect(readElement(parseXml(text), shape, namespace)).toEqual(value);
      });
      fc.assert(holds, { numRuns: 25 });
    }
  },
);

const sample = request(
  "ChangeResourceRecordSetsRequest",
  "<ChangeBatch><Comment>a &amp; b</Comment><Changes><Change><Action>UPSERT</Action><ResourceRecordSet><Name>a.test</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch>",
);

const edited = "<>/&;\"'=!?-[]\0 xA0:\u00ff".split("");

/** A valid document with some octets changed, left out or put in. */
const mutated = fc
  .array(fc.tuple(fc.nat(sample.length), fc.nat(3), fc.constantFrom(...edited)), {
    maxLength: 4,
  })
  .map((edits) => {
    let text = sample;
    for (const [at, cut, put] of edits) text = text.slice(0, at) + put + text.slice(at + cut);
    return new TextEncoder().encode(text);
  });

const anyTarget = fc.oneof(
  fc.string({ maxLength: 60 }).map((text) => `/2013-04-01/${text}`),
  fc.constantFrom("/2013-04-01/hostedzone/Z1/rrset", "/2013-04-01/hostedzone/Z1/rrset/"),
  fc
    .tuple(fc.constantFrom(...model.operations.values()), fc.string({ maxLength: 20 }))
    .map(([{ path }, text]) => path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(text.toWellFormed()) || "x")),
);

test("whatever comes in, a document goes out, and the fault is never ours", async () => {
  const { store } = startAsking();
  const failures: unknown[] = [];
  const api = new Route53Api({
    operations: (name) => (name in store ? () => ({}) : null),
    accountOf: () => "000000000000",
    secretOf: null,
    requestsPerSecond: null,
    nowMs: () => 0,
    clientsNowMs: () => 0,
    newRequestId: () => "id",
    answered: () => {},
    failed: (error) => failures.push(error),
  });
  const headers = fc.record({ authorization: fc.string(), "x-amz-date": fc.string() }, { requiredKeys: [] });
  const holds = fc.asyncProperty(
    fc.constantFrom("GET", "POST", "DELETE", "PUT"),
    anyTarget,
    fc.string({ maxLength: 60 }),
    headers,
    fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })),
    async (method, path, query, sent, body) => {
      const reply = await api.answer({ method, path, query, headers: sent, body });
      expect(parseXml(reply.body).namespace).toBe(namespace);
      expect(reply.status).not.toBe(500);
    },
  );
  await fc.assert(holds, { numRuns: 3000 });
  expect(failures).toEqual([]);
});
