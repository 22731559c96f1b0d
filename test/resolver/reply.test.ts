import { expect, test } from "vitest";
import { ReadyReply, Wish } from "../../src/dns/ready-reply.ts";
import { RRType } from "../../src/dns/types.ts";
import type { Resolution } from "../../src/resolver/question.ts";
import { composeReply, questionOf } from "../../src/resolver/reply.ts";
import { keyOf, resolutionOf } from "../authority/table-recursion.ts";
import { renderMessage } from "../differential/render.ts";
import { parseMessage } from "../peers/wire.ts";
import { nameOf, rrsetOf, signature } from "./cache/cases.ts";

interface Shown {
  readonly text: string;
  readonly ready: ReadyReply;
  readonly octets: number;
}

/** Composes the reply to `name type`, and reads its message with the tests' own reader. */
function compose(name: string, type: keyof typeof RRType, parts: Partial<Resolution>, wishes = 0): Shown {
  const key = keyOf(name, type, wishes);
  const bytes = composeReply(key, resolutionOf(key, parts), 5000);
  const ready = new ReadyReply();
  expect(ready.set(bytes, 0, bytes.length)).toBe(true);
  const message = bytes.subarray(ready.message);
  for (let i = 0; i < ready.ttlCount; i++) {
    const offset = (bytes[ready.ttls + i * 2] << 8) | bytes[ready.ttls + i * 2 + 1];
    message.set([0, 0, 0, 7], offset); // shows that every TTL is found
  }
  return { text: renderMessage({ ...parseMessage(message), flags: 0x8000 }), ready, octets: message.length };
}

const a = rrsetOf("www.test.", "A", 300, "192.0.2.1");
const signedA = { ...a, signatures: [signature] };
const soa = rrsetOf("test.", "SOA", 300, "ns.test. host.test. 1 2 3 4 5");
const nsec = { ...rrsetOf("test.", "NSEC", 300, "www.test. A NSEC"), signatures: [signature] };

test("a reply has its question in lower case, every TTL found, names compressed (RFC 1035 §4.1.4)", () => {
  const alias = rrsetOf("alias.test.", "CNAME", 60, "www.test.");
  const { text, ready, octets } = compose("ALIAS.test.", "A", { answer: [alias, a], ttlSeconds: 60.9 });
  expect(text).toBe("NOERROR an[alias.test. 7 CNAME www.test., www.test. 7 A 192.0.2.1]");
  expect(octets).toBe(12 + 16 + (2 + 10 + 6) + (2 + 10 + 4));
  expect([ready.storedSeconds, ready.lifetimeSeconds, ready.bits, ready.rcode, ready.ttlCount]).toEqual([
    5000, 60, 0, 0, 2,
  ]);
  expect(new TextDecoder().decode(ready.bytes.subarray(ready.message + 13, ready.message + 18))).toBe("alias");
});

test("names are compressed in the types of RFC 3597 §4 only", () => {
  const mx = rrsetOf("test.", "MX", 300, "10 mail.test.");
  const srv = rrsetOf("test.", "SRV", 300, "1 2 3 mail.test.");
  expect(compose("test.", "MX", { answer: [mx] }).octets).toBe(12 + 10 + (2 + 10 + 2 + 7));
  expect(compose("test.", "SRV", { answer: [srv] }).octets).toBe(12 + 10 + (2 + 10 + 6 + 11));
});

test("RFC 4035 §3.2.1: signatures and proofs are for who asks with DO, or for them by name", () => {
  const parts: Partial<Resolution> = { answer: [signedA], authority: [soa, nsec], security: "secure" };
  expect(compose("www.test.", "A", parts).text).not.toMatch(/RRSIG|NSEC/);
  const { text, ready } = compose("www.test.", "A", parts, Wish.dnssec);
  expect(text.match(/RRSIG/g)?.length).toBe(2);
  expect(text).toContain("NSEC");
  expect(ready.bits & 0x20).toBe(0x20);
  expect(compose("test.", "NSEC", { answer: [nsec] }).text).toContain("NSEC");
});

test("RFC 2181 §9: what a message cannot hold is left out whole, with TC; additional data without", () => {
  const large = rrsetOf(
    "www.test.",
    "TXT",
    300,
    ...Array.from({ length: 300 }, (_, i) => `"${String(i).padEnd(250, "x")}"`),
  );
  const { text, ready } = compose("www.test.", "TXT", { answer: [large], additional: [a] });
  expect([text, ready.bits]).toEqual(["NOERROR ad[www.test. 7 A 192.0.2.1]", 0x200]);
  expect(compose("www.test.", "A", { answer: [a], additional: [large] }).ready.bits).toBe(0);
});

test("extended errors become options (RFC 8914 §2), as many as have room, and others follow", () => {
  const key = keyOf("www.test.", "A");
  const extendedErrors = [{ code: 22, text: "no" }, { code: 23, text: "x".repeat(500) }, { code: 0, text: "" }]; // prettier-ignore
  const more = Uint8Array.of(0xff, 0x1f, 0, 1, 65);
  const bytes = composeReply(key, resolutionOf(key, { rcode: 2, extendedErrors, ttlSeconds: 0 }), 1, more);
  const ready = new ReadyReply();
  ready.set(bytes, 0, bytes.length);
  expect([...bytes.subarray(ready.options, ready.options + ready.optionOctets)]).toEqual([
    0, 15, 0, 4, 0, 22, 110, 111, 0xff, 0x1f, 0, 1, 65,
  ]); // prettier-ignore
  expect([ready.rcode, ready.lifetimeSeconds]).toEqual([2, 0]);
});

test("a key gives its question back", () => {
  const { name, type, wishes } = questionOf(keyOf("WWW.test.", "AAAA", Wish.unchecked));
  expect([name.key, type, wishes]).toEqual([nameOf("www.test.").key, RRType.AAAA, 2]);
});
