// The steps of a query as a message: what is told of its header, EDNS, cookies, class and of the reply's size.

import { expect, test } from "vitest";
import { Asking, type AskOptions, head, newImage, serve } from "../authority/asking.ts";
import { composeQuery } from "../peers/wire.ts";
import { expectSteps, newRecorder } from "./expect-steps.ts";
import type { Recursion } from "../../src/authority/recursion.ts";
import type { Recorder } from "../../src/trace/recorder.ts";

const manyTexts = Array.from({ length: 40 }, (_, i) => `big TXT "${String(i).padStart(60, "x")}"\n`).join("");
const manyHosts = Array.from(
  { length: 12 },
  (_, i) => `@ MX 10 m${i}\nm${i} AAAA 2001:db8::${i}\nm${i} A 192.0.2.${i}\n`,
);
const zones = { "example.": `${head}www A 192.0.2.10\n${manyTexts}${manyHosts.join("")}` };
const secret = new Uint8Array(16).fill(7);

/** A way out of our zones that takes every question and answers none. */
const wayOut: Recursion = {
  enter: () => {},
  leave: () => {},
  allows: ({ address }) => address[0] === 127,
  allowsTrace: () => false,
  nowSeconds: () => 0,
  find: () => false,
  isIntact: () => true,
  defer: () => true,
};

function asking(): { readonly ask: Asking; readonly recorder: Recorder } {
  const image = newImage();
  serve(image, zones);
  const ask = new Asking(image, { cookieSecret: secret, recursion: wayOut });
  const recorder = newRecorder();
  ask.responder.trace = recorder;
  return { ask, recorder };
}

function traced(name: string, type: string, options: AskOptions = {}): Recorder {
  const { ask, recorder } = asking();
  ask.ask(name, type, options);
  return recorder;
}

test("what is no query, or cannot be read (RFC 1035 §4.1)", () => {
  const short = asking();
  short.ask.send(new Uint8Array(5));
  expectSteps(short.recorder, ["request.silence"]);
  const cut = asking();
  cut.ask.send(composeQuery("www.example.", "A").subarray(0, 20));
  expectSteps(cut.recorder, ["request.unreadable", "request.answered"]);
});

test("opcodes (RFC 1996 §3.10, RFC 2136 §3.3)", () => {
  const status = traced("www.example.", "A", { flags: 2 << 11 });
  expectSteps(status, ["request.opcode-unknown", "request.answered"]);
  expect(status.events[0].sentence).toBe("Opcode STATUS is not implemented: NOTIMP.");
  expectSteps(traced("example.", "SOA", { flags: 4 << 11 }), ["request.opcode-refused", "request.answered"]);
});

test("cookies: none of ours yet, ours, a stranger's, malformed (RFC 7873 §5.2)", () => {
  const { ask, recorder } = asking();
  const client = new Uint8Array(8).fill(1);
  const fresh = ask.send(composeQuery("www.example.", "A", { edns: { options: [[10, client]] } }));
  expectSteps(recorder, ["request.cookie-new", "zone.rrset"]);
  const server = (fresh ?? new Uint8Array(0)).slice(-24);
  expectSteps(withCookie(server), ["request.cookie-valid"]);
  expectSteps(withCookie(server.with(23, server[23] ^ 1)), ["request.cookie-invalid"]);
  expectSteps(withCookie(client.subarray(0, 5)), ["request.options-malformed", "request.answered"]);
});

function withCookie(data: Uint8Array): Recorder {
  return traced("www.example.", "A", { edns: { options: [[10, data]] } });
}

test("EDNS versions, missing questions, unknown keys (RFC 6891 §6.1.3, RFC 7873 §5.4, RFC 8945 §5.2.1)", () => {
  expectSteps(traced("www.example.", "A", { edns: { version: 1 } }), ["request.edns-version", "request.answered"]);
  const empty = asking();
  empty.ask.send(new Uint8Array(12));
  expectSteps(empty.recorder, ["request.no-question", "request.answered"]);
  const signed = asking();
  signed.ask.send(withTsig(composeQuery("www.example.", "A")));
  expectSteps(signed.recorder, ["request.key-unknown"]);
});

/** A TSIG record with an empty MAC: key k., algorithm a. */
function withTsig(query: Uint8Array): Uint8Array {
  const rdata = [1, 0x61, 0, 0, 0, 0, 0, 0, 0, 1, 44, 0, 0, query[0], query[1], 0, 0, 0, 0];
  const record = [1, 0x6b, 0, 0, 250, 0, 255, 0, 0, 0, 0, 0, rdata.length, ...rdata];
  const packet = Uint8Array.from([...query, ...record]);
  packet[11]++;
  return packet;
}

test("classes and transfers (RFC 1035 §3.2.4, RFC 4892 §2, RFC 5936 §2.2.1)", () => {
  expectSteps(traced("www.example.", "A", { class: 4 }), ["request.class-refused", "request.answered"]);
  expectSteps(traced("version.bind.", "TXT", { class: 3 }), ["request.chaos", "request.answered"]);
  const ours = traced("example.", "AXFR", { protocol: 1 });
  expectSteps(ours, ["transfer.prohibited", "request.answered"]);
  expect(ours.events[1].operands).toEqual({ name: "example." });
});

test("what is others' to answer (RFC 1034 §4.3.1, RFC 8914 §4.19)", () => {
  const recursionDesired = 0x0100;
  expectSteps(traced("www.test.", "A", { flags: recursionDesired }), ["zone.none", "request.recurses"]);
  expectSteps(traced("www.test.", "A"), ["zone.none", "request.not-ours", "request.answered"]);
  const stranger = { flags: recursionDesired, address: [192, 0, 2, 1] };
  expectSteps(traced("www.test.", "A", stranger), ["zone.none", "request.prohibited", "request.answered"]);
});

test("what does not fit (RFC 2181 §9)", () => {
  expectSteps(traced("big.example.", "TXT"), ["zone.rrset", "request.truncated", "request.answered"]);
  expectSteps(traced("example.", "MX"), ["zone.additional", "request.left-out", "request.answered"]);
});
