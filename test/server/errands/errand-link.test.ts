// Notices and updates on their way: from a worker's responder over its line to the desk of the opcode, and the reply back to the
// client. Who may send them at all is judged before they leave the worker.

import { expect, test, vi } from "vitest";
import type { Errands } from "../../../src/authority/errands.ts";
import { maxErrands } from "../../../src/base/limits.ts";
import { Opcode, Rcode } from "../../../src/dns/codes.ts";
import { MessageView } from "../../../src/dns/message-view.ts";
import { createClient, type ReturnPath } from "../../../src/net/client.ts";
import { Deferrals } from "../../../src/net/deferrals.ts";
import { ErrandDesks } from "../../../src/server/errands/errand-desks.ts";
import { ErrandLink } from "../../../src/server/errands/errand-link.ts";
import type { ErrandDesk } from "../../../src/server/errands/errand-messages.ts";
import { ourKeys, key } from "../../authority/transfers.ts";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";
import { nodeHmac } from "../../../src/crypto/hmac.ts";
import { newRecorder, expectSteps } from "../../trace/expect-steps.ts";
import { signQuery } from "../../peers/tsig.ts";
import { composeQuery, parseMessage } from "../../peers/wire.ts";

const notice = (name = "example."): Uint8Array => composeQuery(name, "SOA", { flags: Opcode.NOTIFY << 11 });

function open(desk: ErrandDesk, from = ["192.0.2.0/24"]) {
  const faults: string[] = [];
  const desks = new ErrandDesks((reason) => faults.push(reason));
  desks.open({ opcode: Opcode.NOTIFY, from }, desk);
  const deferrals = new Deferrals();
  const link = new ErrandLink(desks.openLine()!, deferrals);
  const said: string[] = [];
  deferrals.finishWith(({ query }, octets) => {
    said.push(octets === null ? "failed" : `${query.length} octets: ${Buffer.from(octets).toString()}`);
  });
  const send = (packet: Uint8Array): boolean => {
    const view = new MessageView();
    view.parse(packet, 0, packet.length);
    const path: ReturnPath = { send: () => true, abandon() {} };
    const client = createClient(0, 4, () => path);
    client.address.set([192, 0, 2, 9]);
    client.port = 4242;
    return link.begin(view, client);
  };
  return { link, send, said, faults };
}

test("a message goes to the desk of its opcode with its sender, and the reply comes back", async () => {
  const seen: string[] = [];
  const { send, said } = open({
    answer(message, { protocol, family, address, port }) {
      seen.push(`${message.length} ${protocol} ${family} ${address.subarray(0, 4).join(".")} ${port}`);
      return Promise.resolve(new TextEncoder().encode("heard"));
    },
  });
  const packet = notice();
  expect(send(packet)).toBe(true);
  await vi.waitFor(() => expect(said).toEqual([`${packet.length} octets: heard`]));
  expect(seen).toEqual([`${packet.length} 0 4 192.0.2.9 4242`]);
});

test.each([
  ["says nothing", () => Promise.resolve(null), 0],
  ["throws", () => Promise.reject(new Error("a fault of ours")), 1],
] as const)("a desk that %s fails the message", async (_, answer, faulty) => {
  const { send, said, faults } = open({ answer });
  send(notice());
  await vi.waitFor(() => expect(said).toEqual(["failed"]));
  expect(faults).toHaveLength(faulty);
});

test("only so many wait at a time, and then there is room again", async () => {
  const waiting: ((octets: Uint8Array) => void)[] = [];
  const { send, said } = open({ answer: () => new Promise((resolve) => waiting.push(resolve)) });
  for (let i = 0; i < maxErrands; i++) expect(send(notice())).toBe(true);
  expect(send(notice())).toBe(false);
  await vi.waitFor(() => expect(waiting).toHaveLength(maxErrands));
  waiting[7](Uint8Array.of(65));
  await vi.waitFor(() => expect(said).toHaveLength(1));
  expect(send(notice())).toBe(true);
});

test("a flood of unsigned messages takes no room from signed ones, and the other way round", async () => {
  const waiting: ((octets: Uint8Array) => void)[] = [];
  const { send } = open({ answer: () => new Promise((resolve) => waiting.push(resolve)) });
  const signed = signQuery(notice(), key, { timeSeconds: 1 });
  for (let i = 0; i < maxErrands; i++) expect(send(notice())).toBe(true);
  for (let i = 0; i < maxErrands; i++) expect(send(signed)).toBe(true);
  expect([send(notice()), send(signed)]).toEqual([false, false]);
  await vi.waitFor(() => expect(waiting).toHaveLength(2 * maxErrands));
  waiting.at(-1)?.(Uint8Array.of(65));
  await vi.waitFor(() => expect(send(signed)).toBe(true));
  expect(send(notice())).toBe(false);
});

test("a desk that fails every message is one line a second", async () => {
  const { send, said, faults } = open({ answer: () => Promise.reject(new Error("the disk is full")) });
  for (let i = 0; i < 20; i++) send(notice());
  await vi.waitFor(() => expect(said).toHaveLength(20));
  expect(faults).toHaveLength(1);
});

test("who is welcome: by address, by signature, or nobody", () => {
  const { link } = open({ answer: () => Promise.resolve(null) });
  const client = createClient(0, 4);
  client.address.set([198, 51, 100, 1]);
  expect(link.welcome(Opcode.NOTIFY, client, false)).toBe("prohibited");
  expect(link.welcome(Opcode.NOTIFY, client, true)).toBe("taken");
  expect(link.welcome(Opcode.UPDATE, client, true)).toBe("unsupported");
  client.address.set([192, 0, 2, 200]);
  expect(link.welcome(Opcode.NOTIFY, client, false)).toBe("taken");
});

test("without an opcode that is taken, workers get no line", () => {
  expect(new ErrandDesks(() => {}).openLine()).toBeNull();
});

/** A responder that takes notices from 127.0.0.0/8 and from whoever signs, as many as there is room for. */
function responding(room = 1) {
  const image = newImage();
  serve(image, { "example.": head });
  const taken: number[] = [];
  const errands: Errands = {
    welcome: (opcode, { address }, isSigned) =>
      opcode !== Opcode.NOTIFY ? "unsupported" : isSigned || address[0] === 127 ? "taken" : "prohibited",
    begin: ({ end, start }) => taken.length < room && taken.push(end - start) > 0,
  };
  const asking = new Asking(image, {
    errands,
    tsig: { keys: ourKeys, hmac: nodeHmac, nowSeconds: () => asking.nowSeconds },
  });
  const recorder = newRecorder();
  asking.responder.trace = recorder;
  return { asking, taken, recorder };
}

test("a notice is handed over, and answered later (RFC 1996 §3.7)", () => {
  const { asking, taken, recorder } = responding();
  expect(asking.send(notice())).toBeNull();
  expect(asking.responder.deferred).toBe(1);
  expect(taken).toEqual([notice().length]);
  expectSteps(recorder, ["request.opcode-taken"]);
});

test("who is not known is refused with the reason (RFC 1996 §3.10)", () => {
  const { asking, taken, recorder } = responding();
  const reply = parseMessage(asking.send(notice(), { address: [192, 0, 2, 1] })!);
  expect([reply.rcode, reply.opcode]).toEqual([Rcode.REFUSED, Opcode.NOTIFY]);
  expect(taken).toEqual([]);
  expectSteps(recorder, ["request.opcode-prohibited", "request.answered"]);
});

test("when too many wait, the sender hears SERVFAIL and tries again (RFC 1996 §3.6)", () => {
  const { asking, recorder } = responding(0);
  expect(parseMessage(asking.send(notice())!).rcode).toBe(Rcode.SERVFAIL);
  expectSteps(recorder, ["request.opcode-too-many", "request.answered"]);
});

test("a signature opens the door, and one that does not hold is told so (RFC 8945 §5.2)", () => {
  const { asking, taken } = responding(2);
  const stranger = { address: [192, 0, 2, 1] };
  const signed = signQuery(notice(), key, { timeSeconds: asking.nowSeconds });
  expect(asking.send(signed, stranger)).toBeNull();
  expect(taken).toHaveLength(1);
  const forged = signed.slice();
  forged[forged.length - 10] ^= 1;
  expect(parseMessage(asking.send(forged, stranger)!).rcode).toBe(Rcode.NOTAUTH);
  expect(taken).toHaveLength(1);
});

test("what cannot be read goes to nobody (RFC 2136 §3.1.1)", () => {
  const { asking, taken } = responding();
  const twoZones = notice().with(5, 2);
  expect(parseMessage(asking.send(twoZones)!).rcode).toBe(Rcode.FORMERR);
  const missing = notice().with(9, 1);
  expect(parseMessage(asking.send(missing)!).rcode).toBe(Rcode.FORMERR);
  expect(taken).toEqual([]);
});
