// Messages in place: what is read of a good one, and how far a broken one can still be answered.

import fc from "fast-check";
import { expect, test } from "vitest";
import { MessageFault, MessageView } from "../../src/dns/message-view.ts";
import { octets } from "../rfc/support.ts";

const question = "03777777 07 6578616d706c65 00 0001 0001";
const opt = (rdata = ""): string => {
  const size = rdata.replaceAll(" ", "").length / 2;
  return `00 0029 1000 01 00 8000 ${size.toString(16).padStart(4, "0")} ${rdata}`;
};
const header = (counts: string): string => `beef 0100 ${counts}`;

function parse(hex: string): { fault: MessageFault; view: MessageView } {
  const bytes = octets(`ffff ${hex} ffff`);
  const view = new MessageView();
  return { fault: view.parse(bytes, 2, bytes.length - 2), view };
}

test("a query: id, bits, question, EDNS with its fields (RFC 1035 §4.1, RFC 6891 §6.1.2)", () => {
  const { fault, view } = parse(`${header("0001 0000 0000 0001")} ${question} ${opt("000a 0002 abcd 0003 0000")}`);
  expect(fault).toBe(MessageFault.none);
  expect([view.id, view.opcode, view.qtype, view.qclass, view.qname.count, view.qname.length]).toEqual([
    0xbeef, 0, 1, 1, 2, 13,
  ]);
  const { edns } = view;
  expect([edns.present, edns.udpSize, edns.extendedRcode, edns.version, edns.wantsDnssec]).toEqual([
    true,
    4096,
    1,
    0,
    true,
  ]);
  expect(edns.find(view.bytes, 10)).toBe(edns.optionsStart);
  expect(edns.find(view.bytes, 3)).toBe(edns.optionsStart + 6);
  expect(edns.find(view.bytes, 8)).toBe(-1);
  expect(view.rcode).toBe(16);
});

test("a view that is used again forgets the message before", () => {
  const view = new MessageView();
  const full = octets(`${header("0001 0000 0000 0001")} ${question} ${opt()}`);
  const bare = octets(header("0000 0000 0000 0000"));
  view.parse(full, 0, full.length);
  expect(view.parse(bare, 0, bare.length)).toBe(MessageFault.none);
  expect([view.edns.present, view.qtype, view.tsig, view.questionEnd]).toEqual([false, 0, -1, 12]);
});

test.each([
  ["", "short"],
  ["beef 0100 0001 0000 0000 00", "short"],
  [header("0001 0000 0000 0000"), "question"],
  [`${header("0001 0000 0000 0000")} 0377`, "question"],
  [`${header("0001 0000 0000 0000")} 037777 7700 0001`, "question"],
  [`${header("0001 0000 0000 0000")} c00c 0001 0001`, "question"],
  [`${header("0001 0000 0000 0000")} 4001 0001 0001`, "question"],
  [
    `${header("0001 0000 0000 0000")} ${"3f".padEnd(128, "6")}${"3f".padEnd(128, "6")}${"3f".padEnd(128, "6")}${"3f".padEnd(128, "6")}00 0001 0001`,
    "question",
  ],
  [`${header("0002 0000 0000 0000")} ${question} ${question}`, "body"],
  [`${header("0001 0000 0000 0001")} ${question}`, "body"],
  [`${header("0001 ffff ffff ffff")} ${question}`, "body"],
  [`${header("0001 0000 0000 0001")} ${question} 00 0029 0200 0000 0000 0001`, "body"],
  [`${header("0001 0000 0000 0002")} ${question} ${opt()} ${opt()}`, "body"],
  [`${header("0001 0000 0001 0000")} ${question} ${opt()}`, "body"],
  [`${header("0001 0000 0000 0001")} ${question} 0161${opt()}`, "body"],
  [`${header("0001 0000 0000 0001")} ${question} ${opt("000a 0003 abcd")}`, "body"],
  [`${header("0001 0000 0000 0001")} ${question} ${opt("000a")}`, "body"],
  [`${header("0001 0000 0000 0001")} ${question} c0`, "body"],
  [`${header("0001 0000 0000 0001")} ${question} 80 0001 0001 00000000 0000 00`, "body"],
] as const)("%j breaks in its %s", (hex, where) => {
  expect(parse(hex).fault).toBe(MessageFault[where]);
});

test("octets after the last record are passed over", () => {
  expect(parse(`${header("0001 0000 0000 0000")} ${question} 00ff00`).fault).toBe(MessageFault.none);
});

test("a query is looked at for 64 records at most (RFC 9267 §6)", () => {
  const records = (count: number): string =>
    `${header(`0001 0000 0000 ${count.toString(16).padStart(4, "0")}`)} ${question} ${"00 0001 0001 00000000 0000 ".repeat(count)}`;
  expect(parse(records(64)).fault).toBe(MessageFault.none);
  expect(parse(records(65)).fault).toBe(MessageFault.body);
});

test("whatever octets: a fault or a question within the message, never an exception", () => {
  const view = new MessageView();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      const fault = view.parse(bytes, 0, bytes.length);
      if (fault === MessageFault.none) expect(view.questionEnd).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 5000 },
  );
});
