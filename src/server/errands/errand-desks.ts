// The main thread's end of the lines of errands: a message goes to the desk of its opcode, and what the desk says goes back to the
// worker that has the client. A desk that throws has a fault of ours: it is logged, and the client hears SERVFAIL.

import { MessageChannel, type MessagePort } from "node:worker_threads";
import { u16At } from "../../base/octets.ts";
import type { Errand, ErrandData, ErrandDesk, ErrandDoor, ErrandReply } from "./errand-messages.ts";

const tellEveryMs = 1_000;

export class ErrandDesks {
  readonly #desks = new Map<number, ErrandDesk>();
  readonly #doors: ErrandDoor[] = [];
  #toldMs = Number.NEGATIVE_INFINITY;
  readonly #onFault: (reason: string) => void;

  constructor(onFault: (reason: string) => void) {
    this.#onFault = onFault;
  }

  /** From now on `desk` answers the door's opcode; to be called before a worker has a line. */
  open(door: ErrandDoor, desk: ErrandDesk): void {
    this.#desks.set(door.opcode, desk);
    this.#doors.push(door);
  }

  /** What a new worker gets; null where no opcode has a desk. */
  openLine(): ErrandData | null {
    if (this.#doors.length === 0) return null;
    const { port1, port2 } = new MessageChannel();
    port1.on("message", (errand: Errand) => void this.#answer(errand, port1));
    port1.unref(); // it keeps the process from nothing: the listeners do
    return { doors: this.#doors, port: port2 };
  }

  async #answer({ token, client, message }: Errand, line: MessagePort): Promise<void> {
    const opcode = (u16At(message, 2) >> 11) & 15;
    let octets: Uint8Array | null = null;
    try {
      octets = (await this.#desks.get(opcode)?.answer(message, client)) ?? null;
    } catch (fault) {
      this.#tell(fault);
    }
    line.postMessage({ token, octets } satisfies ErrandReply);
  }

  /** A full disk fails every update of a flood: that is one line a second. */
  #tell(fault: unknown): void {
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < tellEveryMs) return;
    this.#toldMs = nowMs;
    this.#onFault(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
  }
}
