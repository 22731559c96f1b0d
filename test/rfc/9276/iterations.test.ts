// How often names are hashed for NSEC3: a zone above the limit is served, and proves nothing.

import { expect, test } from "vitest";
import { maxNsec3Iterations } from "../../../src/base/limits.ts";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";
import { fakeSigned } from "../../differential/fake-signer.ts";
import { composeQuery, parseMessage, types } from "../../peers/wire.ts";

function typesOfDenial(iterations: number): number[] {
  const image = newImage();
  serve(image, {
    "example.": fakeSigned("example.", head, { kind: "nsec3", iterations, salt: "", span: "all" }),
  });
  const query = composeQuery("no.example.", "A", { edns: { flags: 0x8000, size: 4096 } });
  const reply = parseMessage(new Asking(image).send(query)!);
  expect(reply.rcode).toBe(3);
  return [...new Set(reply.authority.map((record) => record.type))];
}

test("RFC 9276 §3.2: denials are proven up to the limit, and go without proofs above it", () => {
  const { SOA, RRSIG, NSEC3 } = types;
  expect(typesOfDenial(0)).toEqual([SOA, RRSIG, NSEC3]);
  expect(typesOfDenial(maxNsec3Iterations)).toEqual([SOA, RRSIG, NSEC3]);
  expect(typesOfDenial(maxNsec3Iterations + 1)).toEqual([SOA, RRSIG]);
});
