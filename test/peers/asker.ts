// Many questions to one server over one UDP socket: replies are matched by id, silence is a timeout.
// And whole zones over AXFR (RFC 5936), read with the tests' own codec.

import { createSocket, type Socket } from "node:dgram";
import { connect } from "node:net";
import { composeQuery, labelsOf, parseMessage, types, u16, type Labels, type WireRecord } from "./wire.ts";

export class UdpAsker {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (reply: Uint8Array | null) => void>();
  #id = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("message", (reply) => this.#waiting.get(reply.readUInt16BE(0))?.(reply));
    socket.on("error", () => undefined); // a refused port is silence
  }

  static async connect(port: number): Promise<UdpAsker> {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.connect(port, "127.0.0.1", resolve));
    return new UdpAsker(socket);
  }

  /** Sends with an id of its own and gives the reply with the caller's id put back. */
  ask(query: Uint8Array, timeoutMs = 1000): Promise<Uint8Array | null> {
    const id = (this.#id = (this.#id + 1) & 0xffff);
    const sent = Uint8Array.from([...u16(id), ...query.subarray(2)]);
    return new Promise((resolve) => {
      const finish = (reply: Uint8Array | null): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(reply === null ? null : Uint8Array.from([...query.subarray(0, 2), ...reply.subarray(2)]));
      };
      const timer = setTimeout(() => finish(null), timeoutMs);
      this.#waiting.set(id, finish);
      this.#socket.send(sent);
    });
  }

  close(): void {
    this.#socket.close();
  }
}

/** All records of a zone, the closing SOA left out. Throws when the transfer breaks off. */
export function transferZone(port: number, origin: string | Labels, from?: string): Promise<WireRecord[]> {
  const query = composeQuery(typeof origin === "string" ? labelsOf(origin) : origin, "AXFR");
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", ...(from !== undefined && { localAddress: from }) });
    const records: WireRecord[] = [];
    let received: Buffer = Buffer.alloc(0);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error(`the transfer broke off after ${records.length} records`)));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (let size; received.length >= 2 && received.length >= 2 + (size = received.readUInt16BE(0));) {
        records.push(...parseMessage(received.subarray(2, 2 + size)).answer);
        received = received.subarray(2 + size);
      }
      if (records.length < 2 || records.at(-1)?.type !== types["SOA"]) return;
      resolve(records.slice(0, -1));
      socket.destroy();
    });
    socket.write(Uint8Array.from([...u16(query.length), ...query]));
  });
}
