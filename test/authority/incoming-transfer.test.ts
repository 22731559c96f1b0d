// What a client makes of the messages of a transfer: a whole zone, differences, nothing new, a refusal, or nothing to be used, with
// the reason. However the records are cut into messages, the outcome is the same.

import { describe, expect, test } from "vitest";
import { IncomingTransfer, type TransferProgress } from "../../src/authority/incoming-transfer.ts";
import { RRType } from "../../src/dns/types.ts";
import { nameOf } from "./asking.ts";
import { lineOf, type MessageOptions, response, soa } from "./transfer-messages.ts";

const ns = "@ 300 NS ns1";
const host = (last: number): string => `www 300 A 192.0.2.${last}`;

/** What comes of the messages, and the records that went into a whole zone. */
function read(
  type: "AXFR" | "IXFR",
  messages: readonly Uint8Array[],
  serial = 1,
): { readonly progress: TransferProgress; readonly zone: string[] } {
  const zone: string[] = [];
  const transfer = new IncomingTransfer(
    { zone: nameOf("Example."), id: 7, type: RRType[type], serial },
    {
      record: (owner, of, ttlSeconds, rdata, length) => {
        const end = owner.indexOf(0) + 1; // these names have no octet 0 but the last
        zone.push(lineOf({ owner: owner.slice(0, end), type: of, ttlSeconds, rdata: rdata.slice(0, length) }));
      },
    },
  );
  let progress: TransferProgress = { kind: "more" };
  for (const message of messages) {
    expect(progress).toEqual({ kind: "more" });
    progress = transfer.take(message);
  }
  return { progress, zone };
}

/** The records in messages of so many. */
function cut(lines: readonly string[], size: number, options: MessageOptions = {}): Uint8Array[] {
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, i) =>
    response(lines.slice(i * size, (i + 1) * size), { ...options, ...(i > 0 && { question: null }) }),
  );
}

const ixfr: MessageOptions = { question: { name: "example.", type: "IXFR" } };
const sizes = [1, 2, 3, 100];

describe.each(sizes)("in messages of %i records", (size) => {
  const whole = [soa(2), ns, host(1), "x.www 60 TXT a", soa(2)];

  test("a whole zone (RFC 5936 §2.2)", () => {
    const { progress, zone } = read("AXFR", cut(whole, size));
    expect(progress).toEqual({ kind: "whole" });
    expect(zone).toEqual([
      "example. 300 SOA ns1.example. host.example. 2 3600 60 86400 300",
      "example. 300 NS ns1.example.",
      "www.example. 300 A 192.0.2.1",
      'x.www.example. 60 TXT "a"',
    ]);
  });

  test("a whole zone where differences were asked for (RFC 1995 §4)", () => {
    expect(read("IXFR", cut(whole, size, ixfr))).toMatchObject({ progress: { kind: "whole" }, zone: { length: 4 } });
  });

  test("differences, several of them (RFC 1995 §4)", () => {
    const lines = [soa(3), soa(1), host(1), soa(2), host(2), soa(2), host(2), ns, soa(3), soa(3)];
    const { progress, zone } = read("IXFR", cut(lines, size, ixfr));
    expect(zone).toEqual([]);
    if (progress.kind !== "differences") expect.fail(progress.kind);
    const said = progress.differences.map(({ deleted, added }) => [deleted.length, added.length]);
    expect(said).toEqual([
      [2, 2],
      [3, 1],
    ]);
    expect(progress.differences[0].added.map(lineOf)).toEqual([
      "example. 300 SOA ns1.example. host.example. 2 3600 60 86400 300",
      "www.example. 300 A 192.0.2.2",
    ]);
  });

  test("a zone of nothing but its SOA", () => {
    expect(read("AXFR", cut([soa(2), soa(2)], size)).progress).toEqual({ kind: "whole" });
  });

  test("serials that went over their end are newer (RFC 1982 §3.2)", () => {
    const lines = [soa(3), soa(4_294_967_295), host(1), soa(3), host(2), soa(3)];
    expect(read("IXFR", cut(lines, size, ixfr), 4_294_967_295).progress).toMatchObject({ kind: "differences" });
  });
});

test.each([
  ["the same serial", 5, { kind: "current" }],
  ["an older one", 4, { kind: "older", serial: 4 }],
])("%s: nothing new (RFC 1995 §2)", (_, serial, progress) => {
  expect(read("IXFR", [response([soa(serial)], ixfr)], 5).progress).toEqual(progress);
});

test("who asks for the whole zone gets it, however old it is", () => {
  expect(read("AXFR", [response([soa(4), ns, soa(4)])], 5).progress).toEqual({ kind: "whole" });
});

test.each([
  [0x8405, 5],
  [0x8404, 4],
  [0x8409, 9],
])("a first message with flags %i is a refusal with RCODE %i", (flags, rcode) => {
  expect(read("AXFR", [response([], { flags })]).progress).toEqual({ kind: "refused", rcode });
});

const first = response([soa(2), ns]);
/** The message with another type in the place of 65280, which master files may hold. */
function retyped(message: Uint8Array, type: number): Uint8Array {
  const octets = Buffer.from(message);
  octets.writeUInt16BE(type, octets.indexOf(Buffer.of(0xff, 0x00, 0x00, 0x01)));
  return new Uint8Array(octets);
}

const broken: [what: string, type: "AXFR" | "IXFR", messages: Uint8Array[], reason: RegExp][] = [
  ["another id", "AXFR", [response([soa(2)], { id: 8 })], /another id/],
  ["a query", "AXFR", [response([soa(2)], { flags: 0 })], /no response/],
  ["another opcode", "AXFR", [response([soa(2)], { flags: 0xa400 })], /no response/],
  ["TC", "AXFR", [response([soa(2)], { flags: 0x8600 })], /truncated/],
  [
    "another question",
    "AXFR",
    [response([soa(2)], { question: { name: "other.", type: "AXFR" } })],
    /another question/,
  ],
  ["another type", "AXFR", [response([soa(2)], { question: { name: "example.", type: "SOA" } })], /another question/],
  ["no answer", "AXFR", [response([])], /no answer/],
  ["no SOA first", "AXFR", [response([ns, soa(2)])], /begins with NS/],
  ["the SOA of another zone", "AXFR", [response([soa(2), "sub 300 SOA a b 2 1 1 1 1"])], /another zone/],
  ["another version at the end", "AXFR", [response([soa(2), ns, soa(3)])], /two versions/],
  ["records behind the end", "AXFR", [response([soa(2), ns, soa(2), host(1)])], /follow the SOA/],
  ["class CH", "AXFR", [response([soa(2)], { class: 3 })], /cannot be read/],
  ...[0, 41, 249, 250, 251, 252, 255].map((type): (typeof broken)[number] => [
    `a record of type ${type}, which no zone holds (RFC 6895 §3.1)`,
    "AXFR",
    [retyped(response([soa(2), "x 300 TYPE65280 \\# 4 01020304", soa(2)]), type)],
    /cannot be read/,
  ]),
  ["octets that are no message", "AXFR", [first.subarray(0, 40)], /cannot be read/],
  ["an error later", "AXFR", [first, response([], { flags: 0x8402 })], /SERVFAIL/],
  ["differences from another version", "IXFR", [response([soa(3), soa(2), soa(3), soa(3)], ixfr)], /not asked from/],
  [
    "differences with a gap",
    "IXFR",
    [response([soa(4), soa(1), host(1), soa(2), host(2), soa(3), soa(4), soa(4)], ixfr)],
    /does not follow/,
  ],
];
test.each(broken)("%s: not to be used", (_, type, messages, reason) => {
  const { progress } = read(type, messages);
  expect(progress).toEqual({ kind: "broken", reason: expect.stringMatching(reason) as string });
});

test("differences of many short records are too many long before they fill memory", () => {
  const lines = Array.from({ length: 1_000 }, () => "@ 1 TYPE1024 \\# 0");
  const messages = Array.from({ length: 400 }, () => response(lines, { question: null }));
  const transfer = new IncomingTransfer(
    { zone: nameOf("example."), id: 7, type: RRType.IXFR, serial: 1 },
    { record: () => {} },
  );
  transfer.take(response([soa(2), soa(1)], ixfr));
  const taken = messages.findIndex((message) => transfer.take(message).kind !== "more");
  expect(taken).toBeGreaterThan(100);
  expect(taken).toBeLessThan(200);
});

test("no octet of a message that is another brings more than a sentence", () => {
  const lines = [soa(3), soa(1), host(1), soa(2), host(2), soa(2), host(2), ns, soa(3), soa(3)];
  for (const message of [response([soa(2), ns, host(1), soa(2)]), response(lines, ixfr)]) {
    for (let at = 0; at < message.length; at++) {
      for (const octet of [0, 1, 0x3f, 0x40, 0xc0, 0xff]) {
        const mutated = message.with(at, octet);
        for (const type of ["AXFR", "IXFR"] as const) {
          const transfer = new IncomingTransfer(
            { zone: nameOf("example."), id: 7, type: RRType[type], serial: 1 },
            {
              record: () => {},
            },
          );
          expect(["more", "current", "older", "whole", "differences", "refused", "broken"]).toContain(
            transfer.take(mutated).kind,
          );
        }
      }
    }
  }
});
