// Refusals and failures that the transports compose themselves say why.

import { decode, encode } from "dns-packet";
import { expect, test } from "vitest";
import { composeTerse, Terse } from "../../../src/net/terse-reply.ts";

test.each([
  ["REFUSED by an access list", Terse.refused, "REFUSED", [18]], // §4.19 Prohibited
  ["SERVFAIL after a fault of ours", Terse.servfail, "SERVFAIL", [0]], // §4.1 Other
  ["a reply truncated by rate limiting", Terse.truncated, "NOERROR", []],
] as const)("RFC 8914 §2: %s carries its code in OPT", (_, kind, rcode, codes) => {
  const options = {
    type: "OPT",
    name: ".",
    udpPayloadSize: 1232,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    options: [],
  };
  const rx = encode({
    type: "query",
    id: 5,
    flags: 0,
    questions: [{ type: "A", name: "a.test" }],
    additionals: [options as never],
  });
  const tx = Buffer.alloc(512, 0xaa);
  const reply = decode(tx.subarray(0, composeTerse(kind, rx, 0, rx.length, tx, 0, tx.length)));
  expect((reply as unknown as { rcode: string }).rcode).toBe(rcode);
  const { options: sent } = reply.additionals![0] as unknown as { options: { code: number; data: Buffer }[] };
  expect(sent.map(({ code, data }) => [code, data.readUInt16BE(0)])).toEqual(codes.map((code) => [15, code]));
});
