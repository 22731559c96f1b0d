// Who may say that a zone has changed, and what he hears (RFC 1996 §3): the answer as bytes, signed where the notice was.

import { expect, test } from "vitest";
import { Protocol } from "../../../src/authority/client.ts";
import { nodeHmac } from "../../../src/crypto/hmac.ts";
import { Opcode } from "../../../src/dns/codes.ts";
import { NoticeDesk, noticeDoor } from "../../../src/server/secondaries/notice-desk.ts";
import type { SecondaryPlan } from "../../../src/server/secondaries/secondary.ts";
import { AccessList } from "../../../src/net/access.ts";
import { nameOf, newImage } from "../../authority/asking.ts";
import { recordsOf, soa } from "../../authority/transfer-messages.ts";
import { key, ourKeys, plainKey } from "../../authority/transfers.ts";
import { readSignature, signQuery } from "../../peers/tsig.ts";
import { composeQuery, parseMessage, rcodeText, u16 } from "../../peers/wire.ts";

const timeSeconds = 1_800_000_000;
const plan: SecondaryPlan = {
  zone: nameOf("example."),
  primaries: [
    { address: "192.0.2.1", port: 53 },
    { address: "2001:db8::1", port: 53 },
  ],
  key: ourKeys[0],
  tls: null,
  zonemd: "check",
  catalog: null,
};

/** A notice about a zone, with the new SOA as a hint where a serial is given. */
function notice(name = "Example.", { type = "SOA", serial = -1, edns = false } = {}): Uint8Array {
  const query = composeQuery(name, type, { flags: (Opcode.NOTIFY << 11) | 0x0400, ...(edns && { edns: {} }) });
  if (serial < 0) return query;
  const [{ owner, rdata }] = recordsOf([soa(serial)]);
  const record = [...owner, ...u16(6), ...u16(1), 0, 0, 1, 44, ...u16(rdata.length), ...rdata];
  return Uint8Array.from([...query.subarray(0, 6), 0, 1, ...query.subarray(8), ...record]);
}

async function send(message: Uint8Array, from = [192, 0, 2, 1], heard = plan) {
  const told: unknown[] = [];
  const zones = {
    find: (name: string) => (name === heard.zone.key ? heard : null),
    notified: (...words: unknown[]) => void told.push(words.slice(1)),
  };
  const tsig = { keys: ourKeys, hmac: nodeHmac, nowSeconds: () => timeSeconds };
  const desk = new NoticeDesk(zones, {
    memory: newImage().memory,
    tsig,
    maxUdpOctets: 1232,
    keepaliveDeciseconds: 100,
  });
  const address = new Uint8Array(16);
  address.set(from);
  const client = { protocol: Protocol.udp, family: from.length === 4 ? 4 : 6, address, port: 4000 } as const;
  const octets = await desk.answer(message, client);
  const reply = parseMessage(octets);
  expect([reply.id, reply.opcode, reply.questions]).toEqual([
    parseMessage(message).id,
    Opcode.NOTIFY,
    parseMessage(message).questions,
  ]);
  return { told, octets, rcode: rcodeText(reply.rcode) };
}

test("a primary is believed, and thanked with AA and the question (RFC 1996 §3.7, §4.7)", async () => {
  const { told, rcode, octets } = await send(notice());
  expect([rcode, told]).toEqual(["NOERROR", [[null, "192.0.2.1"]]]);
  expect(octets[2]).toBe(0x80 | (Opcode.NOTIFY << 3) | 0x04);
  expect((await send(notice("example.", { serial: 7 }))).told).toEqual([[7, "192.0.2.1"]]);
  const sixth = [0x20, 1, 0x0d, 0xb8, ...new Array<number>(11).fill(0), 1];
  expect((await send(notice(), sixth)).told).toEqual([[null, "2001:db8::1"]]);
});

test.each([
  ["somebody else", notice(), [198, 51, 100, 7], "REFUSED"],
  ["about another zone", notice("other."), [192, 0, 2, 1], "NOTAUTH"],
  ["about a name in it", notice("www.example."), [192, 0, 2, 1], "NOTAUTH"],
  ["about another type (RFC 1996 §1.2)", notice("example.", { type: "A" }), [192, 0, 2, 1], "NOTIMP"],
])("%s is not heard", async (_, message, from, rcode) => {
  const heard = await send(message, from);
  expect([heard.rcode, heard.told]).toEqual([rcode, []]);
});

test("the zone's key opens the door from anywhere, another key does not (RFC 8945 §5)", async () => {
  const stranger = [198, 51, 100, 7];
  const good = await send(signQuery(notice(), key, { timeSeconds }), stranger);
  expect([good.rcode, good.told.length]).toEqual(["NOERROR", 1]);
  expect(readSignature(good.octets)).toMatchObject({ error: 0, mac: { length: 32 } });
  const other = await send(signQuery(notice(), plainKey, { timeSeconds }), stranger);
  expect([other.rcode, other.told]).toEqual(["REFUSED", []]);
  expect(readSignature(other.octets).error).toBe(0);
});

test("who speaks EDNS hears why (RFC 8914 §2)", async () => {
  const { octets } = await send(notice("other.", { edns: true }));
  const { opt } = parseMessage(octets);
  const said = opt?.options.map(({ code, data }) => `${code} ${data[1]} ${Buffer.from(data.subarray(2)).toString()}`);
  expect(said).toEqual(["15 20 the zone is not had from another server"]);
});

test("a signature that does not hold is told so (RFC 8945 §5.2.2)", async () => {
  const forged = signQuery(notice(), key, { timeSeconds });
  forged[forged.length - 10] ^= 1;
  const { rcode, told, octets } = await send(forged);
  expect([rcode, told, readSignature(octets).error]).toEqual(["NOTAUTH", [], 16]);
});

test("a primary is known however its address is written, and behind a zone id", async () => {
  const primaries = ["2001:DB8:0:0::1", "::ffff:192.0.2.1", "fe80::1%lo"].map((address) => ({ address, port: 53 }));
  const spelled = { ...plan, primaries };
  const sixth = (first: number[], ...last: number[]): number[] => [
    ...first,
    ...new Array<number>(16 - first.length - last.length).fill(0),
    ...last,
  ];
  for (const from of [
    sixth([0x20, 1, 0x0d, 0xb8], 1),
    [192, 0, 2, 1],
    sixth([], 0xff, 0xff, 192, 0, 2, 1),
    sixth([0xfe, 0x80], 1),
  ])
    expect((await send(notice(), from, spelled)).rcode, String(from)).toBe("NOERROR");
  const { from } = noticeDoor([spelled]);
  expect(from).toEqual(["2001:db8::1", "192.0.2.1", "fe80::1"]);
  expect(new AccessList(from).allows(4, Uint8Array.of(192, 0, 2, 1))).toBe(true);
});

test("the door is open to the primaries' addresses, each once", () => {
  expect(noticeDoor([plan, plan])).toEqual({ opcode: Opcode.NOTIFY, from: ["192.0.2.1", "2001:db8::1"] });
});
