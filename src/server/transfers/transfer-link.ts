// A worker's end of the line to the thread that sends zones: wishes go out, pieces come back and go to the stream that asked, and
// what the stream's system took is told, so that the next piece is composed. The first message of a transfer ends the waiting of
// its query (../../net/deferrals.ts), and is counted and logged as its reply.
// The line can be cut at any time, because that thread died: then what waits fails, and what is half told loses its connection.

import type { MessagePort } from "node:worker_threads";
import type { Client } from "../../authority/client.ts";
import type { Transfers } from "../../authority/transfers.ts";
import type { TsigKey } from "../../authority/tsig-keys.ts";
import { u16At } from "../../base/octets.ts";
import type { MessageView } from "../../dns/message-view.ts";
import type { Name } from "../../dns/name.ts";
import { printAddress } from "../../net/address.ts";
import type { ReplyFlow } from "../../net/client.ts";
import type { Deferrals } from "../../net/deferrals.ts";
import type { TransferPiece, TransferWish } from "./transfer-messages.ts";
import { TransferPolicy, type TransferRule } from "./transfer-policy.ts";

const prefixOctets = 2;

export class TransferLink implements Transfers {
  readonly #policy: TransferPolicy;
  readonly #deferrals: Deferrals;
  /** Transfers that were asked for by this line: their flow once it is open. */
  readonly #flows = new Map<number, ReplyFlow | null>();
  #port: MessagePort | null = null;

  constructor(rules: readonly TransferRule[], deferrals: Deferrals) {
    this.#policy = new TransferPolicy(rules);
    this.#deferrals = deferrals;
  }

  /** Uses a new line from now on. */
  connect(port: MessagePort): void {
    this.#cutAll();
    this.#port = port;
    port.on("message", (piece: TransferPiece) => this.#take(piece));
    port.on("close", () => {
      if (this.#port === port) this.#cutAll();
    });
    port.unref(); // the sockets keep a worker alive, not its transfers
  }

  allows(client: Client, key: TsigKey | null, zone: Name): boolean {
    return this.#policy.allows(client, key, zone);
  }

  begin(query: MessageView, client: Client, view: number): boolean {
    if (this.#port === null) return false;
    const token = this.#deferrals.hold(query.bytes, query.start, query.end, client);
    const held = token === 0 ? null : this.#deferrals.find(token);
    if (held === null) return false;
    this.#flows.set(token, null);
    const address = printAddress(client.family, client.address);
    this.#tell({ kind: "begin", token, view, address, query: held.query });
    return true;
  }

  #take(piece: TransferPiece): void {
    const { token } = piece;
    const known = this.#flows.get(token);
    if (known === undefined) return; // its client is gone, and the thread will hear of it
    if (piece.kind === "cut") return this.#cut(token);
    const { octets } = piece;
    const flow = known ?? this.#open(token);
    if (flow === null) {
      this.#deferrals.fail(token);
      return this.#leave(token);
    }
    const first = known === null ? prefixOctets + u16At(octets, 0) : 0;
    if (known === null) this.#deferrals.reply(token, octets.subarray(prefixOctets, first));
    if (!this.#flows.has(token)) return; // it turned out that nobody is there
    if (piece.end === "last") this.#flows.delete(token);
    flow.write(octets.subarray(first), () => {
      if (piece.end === "last") flow.end();
      else this.#tell({ kind: "taken", token });
    });
  }

  /** The way to the stream of a query that still waits. */
  #open(token: number): ReplyFlow | null {
    const path = this.#deferrals.find(token)?.path;
    const flow = path?.openFlow?.(() => this.#leave(token)) ?? null;
    if (flow !== null) this.#flows.set(token, flow);
    return flow;
  }

  /** Nobody is there to send it to. */
  #leave(token: number): void {
    if (this.#flows.delete(token)) this.#tell({ kind: "gone", token });
  }

  #cut(token: number): void {
    const flow = this.#flows.get(token);
    this.#flows.delete(token);
    if (flow === null) this.#deferrals.fail(token);
    else flow?.cut();
  }

  #cutAll(): void {
    this.#port?.close();
    this.#port = null;
    for (const token of this.#flows.keys()) this.#cut(token);
  }

  #tell(wish: TransferWish): void {
    this.#port?.postMessage(wish);
  }
}
