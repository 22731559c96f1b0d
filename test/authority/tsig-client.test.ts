// The client's side of TSIG: what it believes of a transfer, message by message. The server is ours; NSD and BIND are asked in
// test/e2e/transfers.test.ts, where some messages are not signed at all.

import { expect, test } from "vitest";
import { TsigClient } from "../../src/authority/tsig-client.ts";
import { nodeHmac } from "../../src/crypto/hmac.ts";
import { readSignature } from "../peers/tsig.ts";
import { composeQuery } from "../peers/wire.ts";
import { head, newImage, serve } from "./asking.ts";
import { ourKeys, Transfers } from "./transfers.ts";

const names = Array.from({ length: 3000 }, (_, i) => `host${i} A 192.0.2.1\n`).join("");

/** A client, and the messages that answer its query. */
function ask(keyNumber: 0 | 1 = 0, type = "AXFR", aheadSeconds = 0) {
  const image = newImage();
  serve(image, { "example.": head + names });
  const transfers = new Transfers(image);
  const parts = { hmac: nodeHmac, nowSeconds: () => transfers.asking.nowSeconds + aheadSeconds };
  const client = new TsigClient(ourKeys[keyNumber], parts);
  const messages = transfers.send(client.sign(composeQuery("example.", type, { edns: {} })));
  return { client, messages };
}

/** What the client says of each message, up to the first complaint. */
function complaints({ client, messages }: ReturnType<typeof ask>): (string | null)[] {
  const said: (string | null)[] = [];
  for (const message of messages) {
    said.push(client.complaint(message));
    if (said.at(-1) !== null) break;
  }
  return said;
}

test("RFC 8945 §5.3.1: a transfer as it was sent is believed to the end, with either key", () => {
  for (const keyNumber of [0, 1] as const) {
    const asked = ask(keyNumber);
    expect(asked.messages.length).toBeGreaterThan(3);
    expect(complaints(asked)).toEqual(asked.messages.map(() => null));
    expect(asked.client.isSettled).toBe(true);
  }
});

test("RFC 8945 §5.4: what was bent, swapped, left out or signed by others is not", () => {
  const wrong = "its signature is wrong";
  const { client, messages } = ask();
  const bent = messages.map((message, i) => (i === 2 ? message.with(100, message[100] ^ 1) : message));
  expect(complaints({ client, messages: bent })).toEqual([null, null, wrong]);
  const swapped = ask();
  const [first, second, third, ...rest] = swapped.messages;
  expect(complaints({ ...swapped, messages: [first, third, second, ...rest] })).toEqual([null, wrong]);
  const short = ask();
  expect(complaints({ ...short, messages: [short.messages[0], ...short.messages.slice(2)] })).toEqual([null, wrong]);
  const foreign = ask();
  expect(complaints({ ...foreign, messages: ask(1).messages })).toEqual(["it is signed with another key"]);
  expect(complaints({ ...ask(), messages: ask(0, "SOA").messages })).toEqual([wrong]);
});

test("RFC 8945 §5.3.1: the first message is signed, and what is not waits for a signature that covers it", () => {
  const unsigned = ask();
  const bare = readSignature(unsigned.messages[0]).message;
  expect(complaints({ ...unsigned, messages: [bare] })).toEqual(["it is not signed"]);
  const { client, messages } = ask();
  expect(client.complaint(messages[0])).toBe(null);
  expect(client.complaint(readSignature(messages[1]).message)).toBe(null);
  expect(client.isSettled).toBe(false);
  expect(client.complaint(messages[2])).toBe("its signature is wrong");
  const many = ask();
  many.client.complaint(many.messages[0]);
  const said = Array.from({ length: 100 }, () => many.client.complaint(readSignature(many.messages[1]).message));
  expect(said).toEqual([...Array.from({ length: 99 }, () => null), "too many messages are not signed"]);
});

test("RFC 8945 §5.4: the server's error is told, and another time is noticed", () => {
  expect(complaints(ask(0, "AXFR", 301))).toEqual(["the server says BADTIME"]);
  const late = ask();
  const parts = { hmac: nodeHmac, nowSeconds: () => 1_800_000_000 };
  const other = new TsigClient({ ...ourKeys[0], secret: new Uint8Array(3) }, parts);
  const image = newImage();
  serve(image, { "example.": head });
  const [refused] = new Transfers(image).send(other.sign(composeQuery("example.", "AXFR")));
  expect(other.complaint(refused)).toBe("the server says BADSIG");
  expect(complaints(late)).toHaveLength(late.messages.length);
});
