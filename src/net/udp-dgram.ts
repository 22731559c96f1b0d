// Datagrams through node:dgram: the transport for every platform, and the one that koffi's is measured against.
// Node hands over one datagram an event and takes one a call, so a batch here is one message.
// dgram cannot choose a reply's source address, so a wildcard is served by one socket for each address that the
// machine has when it opens (RFC 2181 §4.1); addresses that come later are served after the next start.
// Replies wait in a ring: dgram may still read one after `send` returned, when the system's buffer is full.

import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { networkInterfaces } from "node:os";
import { Protocol } from "../authority/client.ts";
import { type Endpoint, isWildcard, parseAddress } from "./address.ts";
import { maxHeldReplies } from "../base/limits.ts";
import { createClient, type ReturnPath, type Sender } from "./client.ts";
import type { DatagramHandler, DatagramOptions, DatagramTransport } from "./datagram.ts";
import { listenFault } from "./listen-fault.ts";
import { plainOctets } from "./plain-octets.ts";

/** Opens the socket or, for a wildcard, the sockets. Throws a ListenFault. */
export async function openDgram(
  endpoint: Endpoint,
  handler: DatagramHandler,
  options: DatagramOptions,
): Promise<DatagramTransport> {
  const { family, octets } = parseAddress(endpoint.address)!;
  const sockets: DgramSocket[] = [];
  let { port } = endpoint;
  try {
    for (const address of isWildcard(octets) ? localAddresses(family) : [endpoint.address]) {
      const socket = new DgramSocket(family, handler, options);
      sockets.push(socket);
      port = await socket.bind({ address, port });
    }
  } catch (error) {
    await Promise.all(sockets.map((socket) => socket.close()));
    throw listenFault(error, "UDP", { address: endpoint.address, port });
  }
  return {
    kind: "dgram",
    endpoint: { address: endpoint.address, port },
    close: async () => void (await Promise.all(sockets.map((socket) => socket.close()))),
  };
}

class DgramSocket {
  readonly #socket: Socket;
  readonly #handler: DatagramHandler;
  readonly #client: Sender;
  readonly #ring: Uint8Array;
  readonly #room: number;
  #slot = 0;
  #lastAddress = "";
  #open = true;

  constructor(family: 4 | 6, handler: DatagramHandler, options: DatagramOptions) {
    this.#handler = handler;
    this.#client = createClient(Protocol.udp, family, () => this.#keepPath());
    this.#room = options.replyRoom;
    this.#ring = new Uint8Array(maxHeldReplies * options.replyRoom);
    this.#socket = createSocket({
      type: family === 4 ? "udp4" : "udp6",
      reusePort: true,
      ipv6Only: family === 6,
      recvBufferSize: options.receiveBufferOctets,
      // Senders' addresses are numeric: answering at once saves a tick and the resolver for every reply.
      lookup: (address, _options, found) => found(null, address, family),
    });
    this.#socket.on("message", (message, sender) => this.#answer(plainOctets(message), sender));
  }

  bind(endpoint: Endpoint): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#socket.once("error", reject);
      this.#socket.bind({ ...endpoint, exclusive: true }, () => {
        this.#socket.off("error", reject);
        this.#socket.on("error", () => this.#handler.dropped(1)); // a reply that the system refused, later than `send`
        const { address, port } = this.#socket.address();
        this.#client.local.set(parseAddress(address)!.octets);
        resolve(port);
      });
    });
  }

  /** Two turns of the loop first, so that what the system holds already is answered. */
  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #answer(message: Uint8Array, sender: RemoteInfo): void {
    const client = this.#client;
    client.port = sender.port;
    if (sender.address !== this.#lastAddress) this.#readAddress(sender.address);
    const start = this.#slot * this.#room;
    const handler = this.#handler;
    handler.enter();
    const length = handler.respond(message, 0, message.length, this.#ring, start, this.#room, client);
    if (length > 0) this.#send(start, length, sender);
    handler.leave();
  }

  #send(start: number, length: number, sender: RemoteInfo): void {
    // A ring slot is free again when fewer replies wait than there are slots.
    if (this.#slot === 0 && this.#socket.getSendQueueCount() > 0) return this.#handler.dropped(1);
    this.#slot = (this.#slot + 1) % maxHeldReplies;
    try {
      this.#socket.send(this.#ring, start, length, sender.port, sender.address);
    } catch {
      this.#handler.dropped(1); // port 0, say: dgram throws for what it will not send
    }
  }

  #keepPath(): ReturnPath {
    const address = this.#lastAddress;
    const { port } = this.#client;
    return { send: (octets) => this.#sendLate(octets, port, address), abandon() {} };
  }

  #sendLate(octets: Uint8Array, port: number, address: string): boolean {
    if (!this.#open || this.#socket.getSendQueueCount() >= maxHeldReplies) return false;
    try {
      this.#socket.send(octets.slice(), port, address); // a copy: the octets are the caller's again
      return true;
    } catch {
      return false;
    }
  }

  #readAddress(text: string): void {
    this.#client.address.set(parseAddress(text)!.octets);
    this.#lastAddress = text;
  }
}

function localAddresses(family: 4 | 6): string[] {
  const addresses: string[] = [];
  for (const [name, entries] of Object.entries(networkInterfaces())) {
    for (const entry of entries ?? []) {
      if (entry.family !== `IPv${family}`) continue;
      addresses.push(entry.family === "IPv6" && entry.scopeid > 0 ? `${entry.address}%${name}` : entry.address);
    }
  }
  return addresses;
}
