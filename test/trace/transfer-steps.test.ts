// The steps of a query for a whole zone, and of signed queries.

import { expect, test } from "vitest";
import { head, newImage, serve } from "../authority/asking.ts";
import { host, policy } from "../authority/hosting.ts";
import { hostSigned, newOnlineWorld } from "../authority/online.ts";
import { key, Transfers } from "../authority/transfers.ts";
import { signQuery } from "../peers/tsig.ts";
import { composeQuery } from "../peers/wire.ts";
import type { AskOptions } from "../authority/asking.ts";
import type { Recorder } from "../../src/trace/recorder.ts";
import { expectSteps, newRecorder } from "./expect-steps.ts";

function traced(packet: Uint8Array, options: AskOptions & { room?: number } = {}, room = Infinity): Recorder {
  const image = newImage();
  serve(image, { "example.": head });
  image.apply([policy(host(image, "choosing."), "app.choosing.", "A", [{ alias: "choosing." }])]);
  const transfers = new Transfers(image);
  transfers.room = room;
  const recorder = newRecorder();
  transfers.asking.responder.trace = recorder;
  transfers.asking.send(packet, { protocol: 1, ...options });
  return recorder;
}

const axfr = (name = "example."): Uint8Array => composeQuery(name, "AXFR");

test("whole zones: refused for a reason, or begun (RFC 5936 §2.2)", () => {
  expectSteps(traced(axfr("nobody.")), ["transfer.not-ours", "request.answered"]);
  expectSteps(traced(axfr(), { protocol: 0 }), ["transfer.datagram", "request.answered"]);
  expectSteps(traced(axfr(), { address: [192, 0, 2, 1] }), ["transfer.prohibited", "request.answered"]);
  expectSteps(traced(axfr(), { protocol: 3 }), ["transfer.https", "request.answered"]);
  expectSteps(traced(axfr(), {}, 0), ["transfer.too-many", "request.answered"]);
  const begun = traced(axfr());
  expectSteps(begun, ["transfer.begins"]);
  expect(begun.events.map(({ sentence }) => sentence)).toEqual([
    "A query of 25 octets comes, for example AXFR.",
    "example is sent whole, as it is now.",
  ]);
  const choosing = traced(axfr("choosing."));
  expectSteps(choosing, ["transfer.policies", "request.answered"]);
  expect(choosing.events[1].sentence).toBe(
    "choosing chooses among 1 set by policy or alias, which no record says: its transfer is REFUSED.",
  );
});

test("what is signed as it is answered has no signatures that could be sent", () => {
  const world = newOnlineWorld();
  hostSigned(world, "example.", ["www 60 A 192.0.2.10"]);
  const transfers = new Transfers(world.image);
  const recorder = newRecorder();
  transfers.asking.responder.trace = recorder;
  transfers.ask("example.");
  expectSteps(recorder, ["transfer.signed-online", "request.answered"]);
});

test("IXFR: up to date, to come over TCP (RFC 1995 §2), or to have what changed (RFC 1995 §4)", () => {
  expectSteps(traced(withSerial(1)), ["transfer.current", "request.answered"]);
  expectSteps(traced(withSerial(0), { protocol: 0 }), ["transfer.soa-alone", "request.answered"]);
  const begun = traced(withSerial(0));
  expectSteps(begun, ["transfer.increments"]);
  expect(begun.events.slice(1).map(({ sentence }) => sentence)).toEqual([
    "What has changed in example between serial 0 and ours, 1, is sent; where that is not known, the whole zone.",
  ]);
});

/** IXFR of example., with a copy's serial. */
function withSerial(serial: number): Uint8Array {
  const soa = [
    7,
    ...Buffer.from("example"),
    0,
    0,
    6,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    22,
    0,
    0,
    0,
    0,
    0,
    serial,
    ...Array(16).fill(0),
  ];
  const query = Uint8Array.from([...composeQuery("example.", "IXFR"), ...soa]);
  query[9] = 1;
  return query;
}

test("signed queries (RFC 8945 §5.2)", () => {
  const now = 1_800_000_000;
  const query = composeQuery("example.", "SOA");
  const good = signQuery(query, key, { timeSeconds: now });
  expectSteps(traced(good), ["request.signed", "zone.found", "request.answered"]);
  expectSteps(traced(good.with(2, 1)), ["request.signature-bad", "request.answered"]);
  expectSteps(traced(signQuery(query, key, { timeSeconds: 9 })), ["request.signature-untimely", "request.answered"]);
  expectSteps(traced(signQuery(query, key, { timeSeconds: now, macOctets: 20 })), [
    "request.signature-short",
    "request.answered",
  ]);
});
