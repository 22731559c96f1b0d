// The COOKIE option in queries: what is answered, what is malformed.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";
import { octets } from "../support.ts";

const image = newImage();
serve(image, { "example.": head });
const asking = new Asking(image, { cookieSecret: octets("00112233445566778899aabbccddeeff") });
const cookie = (digits: string): [number, Uint8Array] => [10, octets(digits)];

test("RFC 7873 §5.2.3: a client cookie is answered with a server cookie", () => {
  expect(asking.ask("ns1.example.", "A", { edns: { options: [cookie("0102030405060708")] } })).toMatch(
    /opt\{1232 v0 10:0102030405060708[0-9a-f]{32}\}$/,
  );
});

test("RFC 7873 §5.2.2: other lengths are FORMERR", () => {
  for (const digits of [
    "",
    "01",
    "01020304050607",
    "010203040506070809",
    "0102030405060708090a0b0c0d0e0f",
    "00".repeat(41),
  ]) {
    expect(asking.ask("ns1.example.", "A", { edns: { options: [cookie(digits)] } }), digits).toMatch(/^FORMERR/);
  }
});

test("RFC 7873 §5.4: a question-less query with a cookie gets one", () => {
  const packet = octets("000100000000000000000001 00 0029 04d0 00000000 000c 000a 0008 0102030405060708");
  expect(asking.send(packet)).toHaveLength(12 + 11 + 28);
  expect(asking.send(octets("000100000000000000000000"))?.[3]).toBe(1);
});
