// Properties over the whole model: what is printed by a shape is read back by it, for the input and the output of every
// operation; and whatever comes in, the API answers a document of its own and is never at fault.

import fc from "fast-check";
import { expect, test } from "vitest";
import { readElement } from "../../../src/aws/rest-xml/content.ts";
import { printDocument } from "../../../src/aws/rest-xml/print.ts";
import { parseXml } from "../../../src/aws/rest-xml/xml-tree.ts";
import { namespace, Route53Api } from "../../../src/aws/route53/api.ts";
import { anyBody } from "../any-input.ts";
import { mutationsOf } from "../mutated.ts";
import { startAsking } from "../route53/asking.ts";
import { model, request } from "./wire.ts";

test.each([...model.operations.values()].map((operation) => [operation.name, operation] as const))(
  "%s: what is printed is read back",
  (_, { input, output }) => {
    for (const shape of [input, output]) {
      const holds = fc.property(anyBody(shape), (value) => {
        const text = printDocument("Root", namespace, shape, value);
        expect(readElement(parseXml(text), shape, { namespace, strictness: "strict" })).toEqual(value);
      });
      fc.assert(holds, { numRuns: 25 });
    }
  },
);

const sample = request(
  "ChangeResourceRecordSetsRequest",
  "<ChangeBatch><Comment>a &amp; b</Comment><Changes><Change><Action>UPSERT</Action><ResourceRecordSet><Name>a.test</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch>",
);

const characters = "<>/&;\"'=!?-[]\0 xA0:\u00ff";

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
    strictness: "strict",
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
    fc.oneof(mutationsOf(sample, characters), fc.uint8Array({ maxLength: 200 })),
    async (method, path, query, sent, body) => {
      const reply = await api.answer({ method, path, query, headers: sent, body });
      expect(parseXml(reply.body).namespace).toBe(namespace);
      expect(reply.status).not.toBe(500);
    },
  );
  await fc.assert(holds, { numRuns: 3000 });
  expect(failures).toEqual([]);
});
