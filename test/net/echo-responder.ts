// A responder for tests of the transports: answers a message with itself and QR set. Octets after the header ask for
// more: "crash" ends the worker by an exception outside the packet boundary, "exit" at once, "panic" inside it.
// With a 2-octet number N behind "long", the reply has N octets. "late" and a digit N: it comes after N times 20 ms, "later"
// and "never" as they say.

import type { ControlledResponder, WorkerPlace } from "../../src/net/worker-messages.ts";

const text = (rx: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...rx.subarray(start, Math.min(end, start + 5)));

export function createResponder(data: unknown, worker: WorkerPlace): ControlledResponder {
  let mark = typeof data === "number" ? data : 0;
  return {
    accountKey: 1,
    addressProven: 0,
    enter() {},
    leave() {},
    control: (message) => void (mark = Number(message)),
    respond(rx, start, end, tx, txStart, room, client) {
      if (end - start < 12 || rx.constructor !== Uint8Array) return 0; // of a Buffer no slice is a copy
      const word = text(rx, start + 12, end);
      if (word === "panic") throw new Error("panic as asked");
      if (word === "crash") setImmediate(() => { throw new Error("crash as asked"); }); // prettier-ignore
      if (word.startsWith("exit")) setImmediate(() => process.exit(7));
      if (word.startsWith("mute")) return 0;
      if (/^late[\dr]$|^never/.test(word)) {
        const token = worker.deferrals.hold(rx, start, end, client);
        const waiting = worker.deferrals.find(token);
        if (waiting !== null && word !== "never") {
          const octets = waiting.query.slice();
          octets[2] |= 0x80;
          setTimeout(() => worker.deferrals.reply(token, octets), 20 * (Number(word[4]) || 100));
        }
        return 0;
      }
      const length = word.startsWith("long") ? (rx[start + 16] << 8) | rx[start + 17] : end - start;
      if (length > room) return 0;
      tx.set(rx.subarray(start, Math.min(end, start + length)), txStart);
      tx[txStart + 2] |= 0x80;
      if (word.startsWith("row")) tx[txStart + 12] = worker.row;
      if (word.startsWith("mark")) tx[txStart + 12] = mark;
      return length;
    },
  };
}
