// The body of a request that is being answered: kept for whoever asks for it, and for nobody else, within the bound of what
// a gateway reads.
// Invariant: who asked is told once, whatever becomes of the body. Read next: ./body-decoder.ts, ./connection.ts.

import { maxGatewayBodyOctets } from "../../base/limits.ts";
import type { RequestBody } from "../../gateway/engine/messages.ts";
import { BodyDecoder } from "./body-decoder.ts";

type Octets = Awaited<ReturnType<RequestBody["octets"]>>;

export class IncomingBody {
  readonly #decoder: BodyDecoder;
  readonly #announced: number;
  readonly #chunks: Buffer[] = [];
  #settle: ((octets: Octets) => void) | null = null;

  constructor(length: number | "chunked") {
    this.#decoder = new BodyDecoder(length);
    this.#announced = length === "chunked" ? 0 : length;
  }

  get isComplete(): boolean {
    return this.#decoder.isComplete;
  }

  /** Why it cannot be read, as a status. */
  get fault(): BodyDecoder["fault"] {
    return this.#decoder.fault;
  }

  /** Whether it is longer than anybody reads, by what it announces or by what has come. */
  get isTooLarge(): boolean {
    return Math.max(this.#announced, this.#decoder.received) > maxGatewayBodyOctets;
  }

  get isWanted(): boolean {
    return this.#settle !== null;
  }

  octets(): Promise<Octets> {
    if (this.isWanted) return Promise.resolve("aborted");
    return new Promise((settle) => {
      this.#settle = settle;
      this.#tell();
    });
  }

  /** Reads on; how many octets it took. */
  take(octets: Buffer): number {
    const taken = this.#decoder.take(octets, this.isWanted ? this.#chunks : null);
    this.#tell();
    return taken;
  }

  abort(): void {
    this.#settle?.("aborted");
    this.#settle = null;
  }

  #tell(): void {
    if (this.#settle === null || !(this.isTooLarge || this.isComplete)) return;
    if (this.isTooLarge) this.#settle("too large");
    else this.#settle(this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks));
    this.#settle = null;
  }
}
