// MATCH and ADJUST, word by word: what is a match, what is the first difference, and what a script's answer becomes.

import { expect, test } from "vitest";
import { mismatch } from "../../src/lab/scenario/match.ts";
import { composeMessage, readMessage } from "../../src/lab/scenario/message.ts";
import type { Message } from "../../src/lab/scenario/message.ts";
import type { Dialect, Entry } from "../../src/lab/scenario/model.ts";
import { answerWith } from "../../src/lab/scenario/reply.ts";
import { scanScenario } from "../../src/lab/scenario/scan.ts";
import type { Transport } from "../../src/resolver/port.ts";
import { decodeMessage } from "./decode.ts";

/** The entry that lines of text are. */
function entryOf(text: string): Entry {
  const whole = `CONFIG_END\nSCENARIO_BEGIN x\nSTEP 1 REPLY\nENTRY_BEGIN\n${text}\nENTRY_END\nSCENARIO_END\n`;
  const { scenario, faults } = scanScenario("x.rpl", new TextEncoder().encode(whole));
  expect(faults).toEqual([]);
  const action = scenario?.steps[0].action;
  if (action?.kind !== "reply") throw new Error("no entry");
  return action.entry;
}

function messageOf(text: string): Message {
  return entryOf(text).packets[0].message;
}

const got = `REPLY QR RD RA NOERROR
SECTION QUESTION
WWW.example.test. IN A
SECTION ANSWER
www.example.test. 60 IN A 192.0.2.1
www.example.test. 60 IN RRSIG A 13 3 60 20300101000000 20200101000000 1 example.test. AAAA
SECTION AUTHORITY
example.test. 60 IN NS NS.example.test.`;

const question = "SECTION QUESTION\nwww.example.test. IN A";
const answer = got.slice(got.indexOf("SECTION ANSWER"), got.indexOf("SECTION AUTHORITY"));
const authority = "SECTION AUTHORITY\nexample.test. 3600 IN NS ns.example.test.";

interface Case {
  readonly expected: string;
  readonly difference: string | null;
  readonly transport?: Transport;
  readonly dialect?: Dialect;
  readonly received?: string;
}

const cases: readonly Case[] = [
  { expected: "REPLY NXDOMAIN", difference: null },
  { expected: `MATCH opcode\nREPLY NOTIFY`, difference: "opcode: expected NOTIFY, got QUERY" },
  { expected: `MATCH qname qtype\n${question}`, difference: null },
  { expected: `MATCH qcase\n${question}`, difference: "qcase: expected www.example.test., got WWW.example.test." },
  { expected: "MATCH qtype\nSECTION QUESTION\nx. IN AAAA", difference: "qtype: expected AAAA, got A" },
  { expected: "MATCH question\nSECTION QUESTION\nx. IN A", difference: "qname: expected x., got www.example.test." },
  { expected: "MATCH subdomain\nSECTION QUESTION\nexample.test. IN NS", difference: null },
  { expected: "MATCH subdomain", difference: null },
  {
    expected: "MATCH subdomain\nSECTION QUESTION\nxample.test. IN NS",
    difference: "subdomain: WWW.example.test. is not at or below xample.test.",
  },
  { expected: "MATCH flags\nREPLY QR RA RD", difference: null },
  { expected: "MATCH flags\nREPLY QR RD", difference: "flags: expected QR RD, got QR RD RA" },
  { expected: "MATCH rcode\nREPLY REFUSED", difference: "rcode: expected REFUSED, got NOERROR" },
  { expected: `MATCH authority\n${authority}`, difference: null },
  {
    expected: `MATCH authority ttl\n${authority}`,
    difference: "authority: example.test. 3600 IN NS ns.example.test. is missing",
  },
  { expected: "MATCH authority", difference: "authority: example.test. 60 IN NS NS.example.test. is too much" },
  { expected: "MATCH additional", difference: null },
  { expected: "MATCH answertypes\nSECTION ANSWER\nx. A 192.0.2.9", difference: null },
  {
    expected: "MATCH answerrrsigs\nSECTION ANSWER\nx. A 192.0.2.9",
    difference: "answerrrsigs: expected A, got A RRSIG(A)",
  },
  { expected: `MATCH all\nREPLY QR RD RA\n${question}\n${answer}\n${authority}`, difference: null },
  { expected: "MATCH UDP", difference: null },
  { expected: "MATCH TCP", difference: "TCP: expected TCP, got UDP" },
  { expected: "MATCH TCP", difference: null, transport: "tcp" },
  { expected: "MATCH DO", difference: "DO: DO is not set" },
  { expected: "MATCH DO", difference: null, received: "REPLY DO" },
  { expected: "MATCH noedns", difference: "noedns: the message has EDNS" },
  {
    expected: "MATCH all",
    difference: "edns: expected EDNS, got no EDNS",
    dialect: "unbound",
    received: "REPLY QUERY",
  },
  {
    expected: "MATCH ede=22\nREPLY QUERY",
    difference: null,
    received: "HEX_EDNSDATA_BEGIN\n000f 0002 0016\nHEX_EDNSDATA_END",
  },
  {
    expected: "MATCH ede=any",
    difference: "ede: expected any, got none",
    received: "HEX_EDNSDATA_BEGIN\n0003 0001 61\nHEX_EDNSDATA_END",
  },
  {
    expected: "MATCH nsid\nHEX_EDNSDATA_BEGIN\n0003 0001 62\nHEX_EDNSDATA_END",
    difference: `nsid: expected "b", got "a"`,
    received: "HEX_EDNSDATA_BEGIN\n0003 0001 61\nHEX_EDNSDATA_END",
  },
  {
    expected: "MATCH serial=7",
    difference: null,
    received: "SECTION AUTHORITY\nx. SOA a. b. 7 1 1 1 1",
  },
  {
    expected: "MATCH client_cookie",
    difference: null,
    received: "HEX_EDNSDATA_BEGIN\n000a 0008 0102030405060708\nHEX_EDNSDATA_END",
  },
];

test.each(cases)("$expected: $difference", ({ expected, difference, transport = "udp", dialect, received = got }) => {
  let message = messageOf(received);
  if (dialect === "unbound") message = { ...message, edns: null };
  expect(mismatch(entryOf(expected), message, transport, dialect ?? "deckard")).toBe(difference);
});

const query: Message = { ...messageOf("REPLY DO\nSECTION QUESTION\nwWw.example.test. IN TXT"), opcode: 0 };

function reply(text: string, asked = query, dialect: Dialect = "deckard"): { octets: Uint8Array; message: Message }[] {
  const outgoing = {
    exchange: 1,
    to: { address: "192.0.2.1", port: 53 },
    transport: "udp" as const,
    octets: composeMessage(asked, 0x1234),
  };
  return answerWith(entryOf(text), { outgoing, message: asked }, dialect).map((octets) => ({
    octets,
    message: decodeMessage(octets),
  }));
}

test("copy_id takes over the id and the letters of the name", () => {
  const [{ octets, message }] = reply(`ADJUST copy_id\n${question}`);
  expect([...octets.subarray(0, 2)]).toEqual([0x12, 0x34]);
  expect(message.question?.type).toBe(1);
  expect(String.fromCharCode(...(message.question?.name.wire.subarray(1, 4) ?? []))).toBe("wWw");
});

test("copy_query takes over the whole question", () => {
  expect(reply(`ADJUST copy_id copy_query\n${question}`)[0].message.question?.type).toBe(16);
});

test("testbound leaves another name as it is written", () => {
  const other = "ADJUST copy_id\nSECTION QUESTION\nother.test. IN A";
  expect(reply(other, query, "unbound")[0].message.question?.name.key).toContain("other");
  expect(reply(other)[0].message.question?.name.key).toContain("www");
});

test("EDNS is as the query has it", () => {
  expect(reply(question)[0].message.edns?.dnssecOk).toBe(true);
  expect(reply(question, { ...query, edns: null })[0].message.edns).toBeNull();
});

test("raw octets get the query's id, when they are long enough to have one", () => {
  const rawReply = (digits: string): number[] => {
    const outgoing = { exchange: 1, to: { address: "192.0.2.1", port: 53 }, transport: "udp" as const };
    const asked = { outgoing: { ...outgoing, octets: composeMessage(query, 0x1234) }, message: query };
    return [...answerWith(entryOf(`ADJUST raw_id\nRAW\n${digits}`), asked, "deckard")[0]];
  };
  expect(rawReply("ffffff")).toEqual([0x12, 0x34, 0xff]);
  expect(rawReply("ff")).toEqual([0xff]);
});

test("do_not_answer is silence, EXTRA_PACKET a second message", () => {
  expect(reply(`ADJUST do_not_answer\n${question}`)).toEqual([]);
  expect(
    reply(`ADJUST copy_id\n${question}\nEXTRA_PACKET\nREPLY NXDOMAIN`).map(({ message }) => message.rcode),
  ).toEqual([0, 3]);
});

test("two readers read the same out of a message", () => {
  // In one case: a compressed name has the letters of the name that it points to.
  const message = messageOf(
    `${got.replace("WWW", "www").replace("NS.", "ns.")}\nSECTION ADDITIONAL\nns.example.test. 1 IN AAAA 2001:db8::1\nx. MX 1 y.x.`,
  );
  const octets = composeMessage(message, 7);
  expect(readMessage(octets)).toEqual(message);
  expect(decodeMessage(octets)).toEqual(message);
  expect(readMessage(octets.subarray(0, 20))).toBeNull();
});
