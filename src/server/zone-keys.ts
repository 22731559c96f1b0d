// The keys of zones that are signed as they are answered, from the main thread to whoever answers. They never lie in the memory
// of the zones: each line is a message port, by which a worker gets every key that there is, and from then on each new one. A number
// goes out before the version of the image that speaks of it, and a worker that meets a number it does not know reads its line
// then and there (./worker-keys.ts): so nobody waits for a key, and none is missing.

import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { ZoneSigning } from "../store/zone-signing.ts";

/** One message of a line; null takes the keys back. */
export interface KeyMessage {
  readonly signer: number;
  readonly signing: ZoneSigning | null;
}

export class ZoneKeys {
  readonly #keys = new Map<number, ZoneSigning>();
  readonly #lines = new Set<MessagePort>();
  #last = 0;

  /** Gives keys a number, and everybody the keys. */
  add(signing: ZoneSigning): number {
    const signer = (this.#last += 1);
    this.#keys.set(signer, signing);
    this.#tell({ signer, signing });
    return signer;
  }

  /** No reader meets the number any more. */
  drop(signer: number): void {
    if (this.#keys.delete(signer)) this.#tell({ signer, signing: null });
  }

  /** The end of a new line, for one who answers. */
  openLine(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    for (const [signer, signing] of this.#keys) port1.postMessage({ signer, signing } satisfies KeyMessage);
    this.#lines.add(port1);
    port1.on("close", () => this.#lines.delete(port1));
    return port2;
  }

  #tell(message: KeyMessage): void {
    for (const line of this.#lines) line.postMessage(message);
  }
}
