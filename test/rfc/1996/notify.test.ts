// NOTIFY that we send: what it says, when it is said again, and what ends it. The other side is a socket of the test.

import { createSocket, type Socket } from "node:dgram";
import { afterEach, expect, test } from "vitest";
import { judge, Sealer } from "../../../src/authority/tsig.ts";
import { tsigKey } from "../../../src/authority/tsig-keys.ts";
import { maxNotifyTries } from "../../../src/base/limits.ts";
import { nodeHmac } from "../../../src/crypto/hmac.ts";
import { MessageView } from "../../../src/dns/message-view.ts";
import type { Endpoint } from "../../../src/net/address.ts";
import { composeNotify, type NotifyFact, Notifier } from "../../../src/net/notify.ts";
import { Asking, head, nameOf, newImage, serve } from "../../authority/asking.ts";
import { renderReply } from "../../differential/render.ts";
import { queryMac, readSignature } from "../../peers/tsig.ts";
import { flags, parseMessage } from "../../peers/wire.ts";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** example.'s SOA as the image holds it: an owner that points to the question, and the rest. */
const soa = Uint8Array.from([0xc0, 12, 0, 6, 0, 1, 0, 0, 14, 16, 0, 22, 0, 0, 0, 0, 0, 5, ...new Uint8Array(16)]);
const zone = nameOf("Example.");

const nowSeconds = 1_800_000_000;
const secret = new Uint8Array(32).fill(7);
const key = tsigKey(nameOf("told.test."), "hmac-sha256", secret, "queries");
const sameKey = { name: "told.test.", algorithm: "hmac-sha256", secret } as const;

test("RFC 1996 §3.7, §4.5: opcode NOTIFY with AA, the zone's SOA asked for and given as a hint", () => {
  const message = parseMessage(composeNotify(zone, soa, 0x1234));
  expect(message).toMatchObject({ id: 0x1234, opcode: 4, flags: (4 << 11) | flags.aa });
  expect(message.questions).toEqual([{ name: ["Example"], type: 6, class: 1 }]);
  expect(message.answer).toMatchObject([{ owner: ["Example"], type: 6, ttl: 3600 }]);
});

interface Heard {
  readonly octets: Buffer;
  readonly port: number;
  readonly address: string;
}

/** A secondary that answers as `answer` says (null: not at all), and a notifier whose clock the test turns. */
async function open(answer: (octets: Buffer, heard: number) => Uint8Array | null, listen: readonly Endpoint[] = []) {
  const socket: Socket = createSocket("udp4");
  const heard: Heard[] = [];
  socket.on("message", (octets, { port, address }) => {
    heard.push({ octets, port, address });
    const reply = answer(octets, heard.length);
    if (reply !== null) socket.send(reply, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const facts: NotifyFact[] = [];
  const clock = { ms: 0 };
  let ids = 100;
  const notifier = new Notifier({
    listen,
    random: { below: () => ids++ },
    nowMs: () => clock.ms,
    tsig: { hmac: nodeHmac, nowSeconds: () => nowSeconds },
    onFact: (fact) => facts.push(fact),
  });
  closing.push(() => {
    notifier.close();
    socket.close();
  });
  return { notifier, heard, facts, clock, to: { address: "127.0.0.1", port: socket.address().port } };
}

/** The answer that a secondary gives: the same with QR, and this rcode. */
function answered(octets: Uint8Array, rcode = 0): Uint8Array {
  const reply = Uint8Array.from(octets);
  reply[2] |= 0x80;
  reply[3] = rcode;
  return reply;
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 4000; !condition();) {
    if (performance.now() > deadline) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

test("RFC 1996 §3.6: said once where it is answered, whatever the answer", async () => {
  for (const rcode of [0, 4, 5]) {
    const { notifier, facts, heard, to } = await open((octets) => answered(octets, rcode));
    notifier.tell(zone, soa, [to], null);
    await until(() => facts.length === 1);
    expect(facts).toMatchObject([{ kind: "answered", rcode, to: `127.0.0.1:${to.port}` }]);
    expect(heard).toHaveLength(1);
    expect(notifier.count).toBe(0);
  }
});

test("RFC 1996 §3.6: said again, ever later, and given up in the end", async () => {
  const { notifier, facts, heard, clock, to } = await open(() => null);
  notifier.tell(zone, soa, [to], null);
  for (let tries = 1; tries <= maxNotifyTries; tries++) {
    await until(() => heard.length === tries);
    clock.ms += 2000 * 2 ** (tries - 1) - 1;
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(heard).toHaveLength(tries);
    clock.ms++;
  }
  await until(() => facts.length === 1);
  expect(facts).toMatchObject([{ kind: "unanswered" }]);
  expect(new Set(heard.map(({ octets }) => octets.toString("hex"))).size).toBe(1);
});

test("RFC 1996 §4.7: an answer has the id, the opcode, QR and the question, and comes from who was told", async () => {
  const wrong: ((octets: Uint8Array) => Uint8Array)[] = [
    (octets) => answered(octets).with(1, octets[1] ^ 1),
    (octets) => octets,
    (octets) => answered(octets).with(2, 0x84),
    (octets) => answered(octets).with(13, 0x66),
    (octets) => answered(octets).slice(0, 11),
  ];
  const { notifier, facts, heard, clock, to } = await open((octets, count) =>
    count <= wrong.length ? wrong[count - 1](octets) : answered(octets),
  );
  notifier.tell(zone, soa, [to], null);
  for (let i = 1; i <= wrong.length; i++) {
    await until(() => heard.length === i);
    const stranger = createSocket("udp4");
    await new Promise((resolve) => stranger.send(answered(heard[0].octets), heard[0].port, "127.0.0.1", resolve));
    stranger.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(facts, `answer ${i}`).toEqual([]);
    clock.ms += 100_000;
  }
  await until(() => facts.length === 1);
  expect(heard).toHaveLength(wrong.length + 1);
});

test("RFC 1996 §3.5: a zone that changes again has one thing to say, the newest", async () => {
  const { notifier, heard, facts, to } = await open((octets) => answered(octets));
  notifier.tell(zone, soa, [to], null);
  notifier.tell(zone, soa.with(17, 6), [to], null);
  await until(() => facts.length === 1);
  expect(heard.map(({ octets }) => parseMessage(octets).answer[0].rdata[5])).toEqual([6]);
});

test("RFC 1996 §3.10: it leaves from an address that we listen at, and that leads to the server", async () => {
  for (const [addresses, from] of [
    [["0.0.0.0", "192.0.2.1", "::1", "127.0.0.7", "127.0.0.8"], "127.0.0.7"],
    [["192.0.2.1", "0.0.0.0"], "127.0.0.1"],
  ] as const) {
    const listen = addresses.map((address) => ({ address, port: 5300 }));
    const { notifier, heard, facts, to } = await open((octets) => answered(octets), listen);
    notifier.tell(zone, soa, [to], null);
    await until(() => facts.length === 1);
    expect(heard.map(({ address }) => address)).toEqual([from]);
  }
});

test("RFC 1996 §3.10: what we are told ourselves is refused, as we are nobody's secondary", () => {
  const image = newImage();
  serve(image, { "example.": head });
  expect(renderReply(new Asking(image).send(composeNotify(zone, soa, 7)))).toMatch(/^REFUSED/);
});

/** The answer of a server that knows the key: signed by what the notice is signed with. */
function answeredSigned(octets: Uint8Array): Uint8Array {
  const parts = { keys: [key], hmac: nodeHmac, nowSeconds: () => nowSeconds };
  const query = new MessageView();
  query.parse(octets, 0, octets.length);
  const verdict = judge(query, parts);
  if (verdict.error !== 0) throw new Error(`the notice's signature is bad: ${verdict.error}`);
  const sealer = new Sealer(query, verdict, parts);
  const bare = answered(readSignature(Uint8Array.from(octets)).message);
  const room = new Uint8Array(bare.length + sealer.octets);
  room.set(bare);
  return room.subarray(0, sealer.seal(room, 0, bare.length));
}

test("RFC 8945 §5.4: a signed notice, said again as it was, until a signed answer comes; a forged one is none", async () => {
  const forged = (octets: Uint8Array): Uint8Array => {
    const reply = Uint8Array.from(answeredSigned(octets));
    reply[reply.length - 10] ^= 1; // in the MAC, whose end stands before id, error and the length of nothing
    return reply;
  };
  const answers = [
    (octets: Uint8Array) => answered(readSignature(Uint8Array.from(octets)).message),
    forged,
    answeredSigned,
  ];
  const { notifier, facts, heard, clock, to } = await open((octets, count) => answers[count - 1](octets));
  notifier.tell(zone, soa, [to], key);
  for (let i = 1; i < answers.length; i++) {
    await until(() => heard.length === i);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(facts, `answer ${i}`).toEqual([]);
    clock.ms += 100_000;
  }
  await until(() => facts.length === 1);
  expect(facts).toMatchObject([{ kind: "answered", rcode: 0 }]);
  for (const { octets } of heard) {
    const signature = readSignature(Uint8Array.from(octets));
    expect(signature).toMatchObject({ timeSeconds: nowSeconds, error: 0 });
    expect(Buffer.from(signature.mac)).toEqual(Buffer.from(queryMac(signature, sameKey)));
  }
});

test("RFC 8945 §5.3.2: who does not know the key says so unsigned, and is heard", async () => {
  const { notifier, facts, heard, to } = await open((octets) =>
    answered(readSignature(Uint8Array.from(octets)).message, 9),
  );
  notifier.tell(zone, soa, [to], key);
  await until(() => facts.length === 1);
  expect(facts).toMatchObject([{ kind: "answered", rcode: 9 }]);
  expect(heard).toHaveLength(1);
});
