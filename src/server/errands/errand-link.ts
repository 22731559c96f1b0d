// A worker's end of the line to the main thread for messages that it answers: they wait as other questions do
// (../../net/deferrals.ts), and their replies go back the way that they came.

import type { MessagePort } from "node:worker_threads";
import type { Client } from "../../authority/client.ts";
import type { Errands, Welcome } from "../../authority/errands.ts";
import { maxErrands } from "../../base/limits.ts";
import { maxMessageOctets, type MessageView } from "../../dns/message-view.ts";
import { AccessList } from "../../net/access.ts";
import type { Deferrals } from "../../net/deferrals.ts";
import type { Errand, ErrandData, ErrandReply } from "./errand-messages.ts";

export class ErrandLink implements Errands {
  readonly #doors: ReadonlyMap<number, AccessList>;
  readonly #port: MessagePort;
  readonly #deferrals: Deferrals;
  /** Tokens of messages that wait, by whether they are signed: who forges addresses takes no room from whoever has a key. */
  readonly #waiting = { signed: new Set<number>(), unsigned: new Set<number>() };

  constructor({ doors, port }: ErrandData, deferrals: Deferrals) {
    this.#doors = new Map(doors.map(({ opcode, from }) => [opcode, new AccessList(from)]));
    this.#port = port;
    this.#deferrals = deferrals;
    port.on("message", ({ token, octets }: ErrandReply) => {
      for (const waiting of [this.#waiting.signed, this.#waiting.unsigned]) waiting.delete(token);
      if (octets === null) deferrals.fail(token);
      else deferrals.reply(token, octets);
    });
    port.unref(); // the sockets keep a worker alive
  }

  welcome(opcode: number, client: Client, isSigned: boolean): Welcome {
    const door = this.#doors.get(opcode);
    if (door === undefined) return "unsupported";
    return isSigned || door.allows(client.family, client.address) ? "taken" : "prohibited";
  }

  begin({ bytes, start, end, tsig }: MessageView, client: Client): boolean {
    const waiting = tsig < 0 ? this.#waiting.unsigned : this.#waiting.signed;
    if (waiting.size >= maxErrands) return false;
    const token = this.#deferrals.hold(bytes, start, end, client, maxMessageOctets);
    const held = token === 0 ? null : this.#deferrals.find(token);
    if (held === null) return false;
    waiting.add(token);
    const { protocol, family, address, port } = held.client;
    const errand: Errand = { token, client: { protocol, family, address, port }, message: held.query };
    this.#port.postMessage(errand);
    return true;
  }
}
