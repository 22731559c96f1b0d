// Queries that are signed with keys of ours: judged, answered signed, or told what is wrong. The other side is the tests' own.

import { expect, test } from "vitest";
import { nowhere } from "../../../src/authority/client.ts";
import { judge } from "../../../src/authority/tsig.ts";
import { nodeHmac } from "../../../src/crypto/hmac.ts";
import { MessageView } from "../../../src/dns/message-view.ts";
import { head, newImage, serve } from "../../authority/asking.ts";
import { TableRecursion } from "../../authority/table-recursion.ts";
import { key, moreKeys, ourKeys, plainKey, Transfers } from "../../authority/transfers.ts";
import { renderReply } from "../../differential/render.ts";
import {
  macOf,
  readSignature,
  replyMac,
  type Signature,
  signQuery,
  type SigningOptions,
  type TestKey,
} from "../../peers/tsig.ts";
import { rrsetOf } from "../../resolver/cache/cases.ts";
import { composeQuery, flags, parseMessage } from "../../peers/wire.ts";

const now = 1_800_000_000;
const errors = { BADSIG: 16, BADKEY: 17, BADTIME: 18, BADTRUNC: 22 };

function transfers(more = ""): Transfers {
  const image = newImage();
  serve(image, { "example.": `${head}www A 192.0.2.1\n${more}` });
  return new Transfers(image);
}

interface Case {
  readonly name?: string;
  readonly type?: string;
  readonly key?: TestKey;
  readonly edns?: object;
  readonly protocol?: 0 | 1;
  readonly options?: Partial<SigningOptions>;
  readonly bend?: (signed: Uint8Array) => Uint8Array;
}

function ask({ name = "www.example.", type = "A", edns, protocol = 0, bend = (signed) => signed, ...rest }: Case) {
  const query = bend(
    signQuery(composeQuery(name, type, { ...(edns !== undefined && { edns }) }), rest.key ?? key, {
      timeSeconds: now,
      ...rest.options,
    }),
  );
  const replies = transfers().send(query, { protocol });
  return { query, replies, reply: replies[0] };
}

/** The signature of a reply, which must hold. */
function signatureOf(query: Uint8Array, reply: Uint8Array, by: TestKey = key): Signature {
  const signature = readSignature(reply);
  expect(Buffer.from(signature.mac).toString("hex")).toBe(
    Buffer.from(replyMac(signature, by, macOf(query), "first")).toString("hex"),
  );
  return signature;
}

test.each([key, plainKey, ...moreKeys])("RFC 8945 §6: a query signed by $algorithm is answered signed", (by) => {
  const { query, reply } = ask({ key: by });
  expect(renderReply(reply)).toMatch(/^NOERROR/);
  expect(signatureOf(query, reply, by)).toMatchObject({ error: 0, timeSeconds: now });
  const weaker = ask({ key: { ...by, algorithm: by.algorithm === "hmac-sha1" ? "hmac-sha224" : "hmac-sha1" } });
  expect(readSignature(weaker.reply)).toMatchObject({ error: errors.BADKEY });
});

test("RFC 8945 §5.2: who judges a signature leaves the query as it came, also in a Buffer, whose slice() is no copy", () => {
  const came = Buffer.from(signQuery(composeQuery("www.example.", "A"), key, { timeSeconds: now }));
  const query = new MessageView();
  query.parse(came, 0, came.length);
  const before = came.toString("hex");
  expect(judge(query, { keys: ourKeys, hmac: nodeHmac, nowSeconds: () => now })).toMatchObject({ error: 0 });
  expect(came.toString("hex")).toBe(before);
});

test("RFC 8945 §5.3: the answer to a signed query is signed with the same key, by the query's MAC", () => {
  for (const by of [key, plainKey]) {
    const { query, reply } = ask({ key: by, edns: {} });
    expect(parseMessage(reply)).toMatchObject({ rcode: 0, answer: [{ type: 1 }], additional: [{ type: 250 }] });
    expect(signatureOf(query, reply, by)).toMatchObject({ timeSeconds: now, fudge: 300, error: 0 });
  }
});

test("RFC 8945 §4.2: names of keys are compared as names are, and the id that was signed counts", () => {
  const shouting = ask({ key: { ...key, name: "SECONDARY.TEST" } });
  expect(signatureOf(shouting.query, shouting.reply).error).toBe(0);
  const forwarded = ask({ options: { originalId: 0x7777 } });
  expect(signatureOf(forwarded.query, forwarded.reply).error).toBe(0);
});

test("RFC 8945 §5.2.1: a key that we do not hold, or not for the algorithm, is BADKEY, unsigned", () => {
  for (const by of [
    { ...key, name: "nobody" },
    { ...key, algorithm: "hmac-sha384" as const },
  ]) {
    const { reply } = ask({ key: by });
    expect(renderReply(reply)).toMatch(/^NOTAUTH/);
    expect(readSignature(reply)).toMatchObject({ error: errors.BADKEY, mac: new Uint8Array(0), timeSeconds: now });
  }
});

test("RFC 8945 §5.2.2: what was bent is BADSIG, unsigned, wherever it was bent", () => {
  const whole = ask({}).query;
  const from = whole.length - 6 - 32;
  const places = [2, 13, 14, whole.length - 1 - 6 - 2, from, from + 31, from - 3, whole.length - 4];
  for (const at of places) {
    const { reply } = ask({ bend: (signed) => signed.with(at, signed[at] ^ 1) });
    expect(renderReply(reply), `octet ${at}`).toMatch(/^NOTAUTH/);
    expect(readSignature(reply), `octet ${at}`).toMatchObject({ error: errors.BADSIG, mac: new Uint8Array(0) });
  }
  const stranger = ask({ key: { ...key, secret: new Uint8Array(32) } });
  expect(readSignature(stranger.reply)).toMatchObject({ error: errors.BADSIG });
});

test("RFC 8945 §5.2.3: another time is BADTIME, signed, with the client's time and ours", () => {
  for (const aside of [-301, 301]) {
    const { query, reply } = ask({ options: { timeSeconds: now + aside } });
    expect(renderReply(reply)).toMatch(/^NOTAUTH/);
    const { error, timeSeconds, other } = signatureOf(query, reply);
    expect([error, timeSeconds, Buffer.from(other).readUIntBE(0, 6)]).toEqual([errors.BADTIME, now + aside, now]);
  }
  for (const aside of [-300, 300])
    expect(renderReply(ask({ options: { timeSeconds: now + aside } }).reply)).toMatch(/^NOERROR/);
  expect(readSignature(ask({ options: { timeSeconds: now + 9, fudge: 8 } }).reply).error).toBe(errors.BADTIME);
});

test("RFC 8945 §5.2.4: a MAC that was cut short is BADTRUNC, signed; RFC 8945 §5.2.2.1: one that is none is FORMERR", () => {
  for (const macOctets of [16, 31]) {
    const { query, reply } = ask({ options: { macOctets } });
    expect(renderReply(reply), `${macOctets}`).toMatch(/^NOTAUTH/);
    expect(signatureOf(query, reply).error, `${macOctets}`).toBe(errors.BADTRUNC);
  }
  for (const macOctets of [0, 9, 10, 15]) expect(renderReply(ask({ options: { macOctets } }).reply)).toBe("FORMERR");
});

test("RFC 8945 §5.3: where a reply and its signature do not fit, TC tells so, signed", () => {
  const more = Array.from({ length: 20 }, (_, i) => `big TXT "${String(i).padStart(40, "x")}"\n`).join("");
  const query = signQuery(composeQuery("big.example.", "TXT"), key, { timeSeconds: now });
  const [reply] = transfers(more).send(query, { protocol: 0 });
  expect(parseMessage(reply).flags & flags.tc).not.toBe(0);
  expect(reply.length).toBeLessThanOrEqual(512);
  expect(signatureOf(query, reply).error).toBe(0);
});

test("RFC 8945 §5.3: the longest question leaves room for its signature in 512 octets", () => {
  const long = `${Array.from({ length: 4 }, () => "l".repeat(60)).join(".")}.example.`;
  for (const by of [key, plainKey])
    for (const edns of [undefined, { size: 512, options: [[3, new Uint8Array(0)]] as [number, Uint8Array][] }]) {
      const { query, reply } = ask({ name: long, key: by, ...(edns !== undefined && { edns }) });
      expect(reply.length).toBeLessThanOrEqual(512);
      expect(signatureOf(query, reply, by).error).toBe(0);
    }
});

test("RFC 8945 §5.3.1: every message of a transfer is signed, each by the one before it", () => {
  const more = Array.from({ length: 3000 }, (_, i) => `host${i} A 192.0.2.1\n`).join("");
  const query = signQuery(composeQuery("example.", "AXFR", { edns: {} }), key, { timeSeconds: now });
  const messages = transfers(more).send(query, { address: [192, 0, 2, 1] });
  expect(messages.length).toBeGreaterThan(3);
  let before = macOf(query);
  for (const [i, message] of messages.entries()) {
    const signature = readSignature(message);
    expect(Buffer.from(signature.mac)).toEqual(
      Buffer.from(replyMac(signature, key, before, i === 0 ? "first" : "later")),
    );
    before = signature.mac;
  }
});

test("RFC 8945 §1: a key that may have no zones opens no door, and a good address none for a bad signature", () => {
  const refused = signQuery(composeQuery("example.", "AXFR"), plainKey, { timeSeconds: now });
  const [reply] = transfers().send(refused, { address: [192, 0, 2, 1] });
  expect(renderReply(reply)).toMatch(/^REFUSED/);
  expect(signatureOf(refused, reply, plainKey).error).toBe(0);
  const bent = ask({ name: "example.", type: "AXFR", protocol: 1, key: { ...key, secret: new Uint8Array(32) } });
  expect(renderReply(bent.reply)).toMatch(/^NOTAUTH/);
});

test("RFC 8945 §5.3: what others answered is signed by us, at once and when it comes later", () => {
  const recursion = new TableRecursion();
  const transfers = new Transfers(newImage(), recursion);
  const query = signQuery(composeQuery("www.elsewhere.", "A", { flags: flags.rd, edns: {} }), key, {
    timeSeconds: now,
  });
  const { responder } = transfers.asking;
  expect(transfers.asking.send(query)).toBe(null);
  expect(responder.deferred).toBe(1);
  const ready = recursion.know("www.elsewhere.", "A", { answer: [rrsetOf("www.elsewhere.", "A", 60, "198.51.100.1")] });
  const tx = new Uint8Array(4096);
  responder.enter();
  const client = { protocol: 0, family: 4, address: Uint8Array.of(127, 0, 0, 1), port: 53, local: nowhere } as const;
  const length = responder.deliver(query, 0, query.length, tx, 0, tx.length, client, ready);
  responder.leave();
  for (const reply of [tx.slice(0, length), transfers.asking.send(query)!]) {
    expect(parseMessage(reply).answer).toMatchObject([{ type: 1, ttl: 60 }]);
    expect(signatureOf(query, reply).error).toBe(0);
  }
});
