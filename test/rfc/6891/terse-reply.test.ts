// Replies that the transports compose themselves keep EDNS' rules.

import { encode } from "dns-packet";
import { decode } from "dns-packet";
import { expect, test } from "vitest";
import { composeTerse, Terse } from "../../../src/net/terse-reply.ts";

test("RFC 6891 §6.1.1: a query with OPT gets a reply with OPT, one without gets none", () => {
  expect(decode(terse({ additionals: [opt(0)] })).additionals).toMatchObject([
    { type: "OPT", udpPayloadSize: 1232, flags: 0 },
  ]);
  expect(decode(terse({})).additionals).toEqual([]);
});

test("RFC 6891 §6.1.4: DO is copied, other flags and options are not", () => {
  expect(decode(terse({ additionals: [opt(0x8000)] })).additionals).toMatchObject([
    { flags: 0x8000, options: [{ code: 15 }] },
  ]);
  expect(decode(terse({ additionals: [opt(0x7fff)] })).additionals).toMatchObject([
    { flags: 0, options: [{ code: 15 }] },
  ]);
});

function opt(flags: number) {
  const options = [{ code: 10, data: Buffer.from("0123456789abcdef", "hex") }];
  return {
    type: "OPT",
    name: ".",
    udpPayloadSize: 4096,
    extendedRcode: 0,
    ednsVersion: 0,
    flags,
    flag_do: false,
    options,
  } as never;
}

function terse(more: object): Buffer {
  const rx = encode({ type: "query", id: 77, flags: 0, questions: [{ type: "A", name: "www.example.test" }], ...more });
  const tx = Buffer.alloc(512);
  return tx.subarray(0, composeTerse(Terse.refused, rx, 0, rx.length, tx, 0, tx.length));
}
