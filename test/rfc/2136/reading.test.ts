// What is an update message, and what is none.

import { expect, test } from "vitest";
import { readUpdate } from "../../../src/authority/update/update-message.ts";
import { MessageView } from "../../../src/dns/message-view.ts";
import { printName } from "../../../src/dns/text/name-text.ts";
import { composeUpdate, read } from "../../authority/update/words.ts";
import { digitsOf, octets } from "../support.ts";

test("RFC 2136 §2: zone, prerequisites and updates come in the order of the message", () => {
  const message = read({ prerequisites: ["yxdomain www"], updates: ["add www 300 A 192.0.2.1", "delete old"] });
  expect(printName(message?.zone.wire ?? new Uint8Array(1))).toBe("example.");
  expect(message?.prerequisites).toMatchObject([{ type: 255, class: 255, ttlSeconds: 0 }]);
  expect(message?.updates).toMatchObject([
    { type: 1, class: 1, ttlSeconds: 300, rdata: Uint8Array.of(192, 0, 2, 1) },
    { type: 255, class: 255 },
  ]);
});

test("RFC 2136 §3.1.1: the zone section has one name, of type SOA", () => {
  expect(read({})).not.toBe(null);
  for (const zoneType of [1, 252, 255]) expect(read({ zoneType }), `type ${zoneType}`).toBe(null);
  const none = composeUpdate({});
  none[5] = 0;
  const view = new MessageView();
  view.parse(none, 0, none.length);
  expect(readUpdate(view)).toBe(null);
});

test("RFC 2136 §2.4, §2.5: names in RDATA that may be compressed are read whole", () => {
  // www.example. CNAME (pointer to the zone's name at 12).
  const message = octets("1234 2800 0001 0000 0001 0000 07 6578616d706c65 00 0006 0001 | 03 777777 c00c 0005 0001 0000012c 0002 c00c"); // prettier-ignore
  const view = new MessageView();
  view.parse(message, 0, message.length);
  expect(digitsOf(readUpdate(view)?.updates[0].rdata ?? new Uint8Array(0))).toBe("076578616D706C6500".toLowerCase());
});

test.each([
  ["an address of three octets", { name: "www", type: 1, class: 1, ttl: 300, rdata: [192, 0, 2] }],
  ["an address of five octets", { name: "www", type: 1, class: 1, ttl: 300, rdata: [192, 0, 2, 1, 1] }],
  ["an address of none", { name: "www", type: 1, class: 1, ttl: 300 }],
  ["a name that does not end", { name: "www", type: 5, class: 1, ttl: 300, rdata: [3, 119, 119, 119] }],
  ["a pointer to itself", { name: "www", type: 5, class: 1, ttl: 300, rdata: [0xc0, 0x2f] }],
  ["an SOA without numbers", { name: "@", type: 6, class: 1, ttl: 300, rdata: [0, 0] }],
  ["no address to be deleted", { name: "www", type: 1, class: 254 }],
  ["an address of three octets to be deleted", { name: "www", type: 1, class: 254, rdata: [192, 0, 2] }],
])("RFC 2136 §3.4.1: RDATA that is none is FORMERR: %s", (_, record) => {
  expect(read({ updates: [record] })).toBe(null);
  if (record.class === 1) expect(read({ prerequisites: [record] })).toBe(null);
});

test("RFC 3597 §4: RDATA of a type that nobody knows is taken as it is", () => {
  const record = { name: "www", type: 65_280, class: 1, ttl: 300, rdata: [1, 2, 3] };
  expect(read({ updates: [record] })?.updates[0].rdata).toEqual(Uint8Array.of(1, 2, 3));
});
