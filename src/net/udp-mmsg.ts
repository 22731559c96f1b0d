// Datagrams by the batch: recvmmsg(2) and sendmmsg(2), woken by uv_poll. Linux x64 and arm64, glibc.
// The one module that holds pointers. They point into one slab, an ArrayBuffer far beyond V8's moving heap, which
// stays where it is as long as this object lives. Layouts (LP64, equal on both machines):
//
//   mmsghdr 64:  name*@0 namelen:u32@8 iov*@16 iovlen:u64@24 control*@32 controllen:u64@40 flags:i32@48 len:u32@56
//   iovec 16:    base*@0 len:u64@8            cmsghdr 16: len:u64@0 level:i32@8 type:i32@12
//   sockaddr_in: family:u16@0 port:be16@2 address@4        sockaddr_in6: … flowinfo@4 address@8 scope@24
//   slab:        n × (rx mmsghdr | tx mmsghdr | rx iovec | tx iovec | name | control | rx data | tx data), kind by kind
//
// Pointers are written once. A reply reuses the name and control octets of its message: back from the address asked.
// A thread that ends with an open poll handle takes the whole process down, so sockets are closed on `exit` at the
// latest. worker.terminate() runs no exit handlers: never use it on a thread that may hold one of these.

import { Protocol } from "../authority/client.ts";
import { maxBatchesAtClose, maxBatchesPerWake } from "../base/limits.ts";
import { type Endpoint, isWildcard, parseAddress } from "./address.ts";
import { createClient, type ReturnPath, type Sender } from "./client.ts";
import type { DatagramHandler, DatagramOptions, DatagramTransport } from "./datagram.ts";
import { loadSystem, openSocket, type Pointer, type PollHandle, type System } from "./socket-calls.ts";

const slots = 64; // batches of 4 to 25 were seen at 60,000 to 160,000 queries a second; the rest is room for bursts
const lateSlot = slots; // one more, never received into: a reply that comes after its batch is sent from it
const allSlots = slots + 1;

const worthAnotherTry = 2; // more than one waited: reading again costs a fifth of a turn through the event loop

// So many in one turn, and the next is microseconds away: looking for it until the turn's reads are used up costs less
// than sleeping, for us and above all for the sender, whose system call would have to wake this thread.
const dense = 8;

const headerOctets = 64;
const vectorOctets = 16;
const nameOctets = 32;
const controlOctets = 64;
const rxStride = 65_536 + 64; // a whole datagram; not a power of two, else every slot falls into one cache set
const message = { name: 0, nameLength: 8, vector: 16, vectorCount: 24, control: 32, controlLength: 40, length: 56 };

const MSG_DONTWAIT = 0x40;
const EAGAIN = 11;

let system: System | string | undefined;
const openSockets = new Set<MmsgSocket>();

/** Why this transport is not available here, or null when it is. */
export function mmsgUnavailable(): string | null {
  system ??= loadSystem();
  return typeof system === "string" ? system : null;
}

/** Opens a socket and starts serving, over the given binding or the best one. Throws a ListenFault. */
export async function openMmsg(
  endpoint: Endpoint,
  handler: DatagramHandler,
  options: DatagramOptions,
  binding: System | string = (system ??= loadSystem()),
): Promise<DatagramTransport> {
  if (typeof binding === "string") throw new Error(binding);
  return new MmsgSocket(binding, endpoint, handler, options);
}

function shutAll(): void {
  for (const socket of openSockets) socket.shut();
}

class MmsgSocket implements DatagramTransport {
  readonly kind = "mmsg";
  readonly endpoint: Endpoint;
  readonly #system: System;
  readonly #handler: DatagramHandler;
  readonly #family: 4 | 6;
  readonly #client: Sender;
  readonly #fd: number;
  readonly #room: number;
  readonly #nameLength: number;
  /** 0 where every reply leaves from the bound address anyway. */
  readonly #controlLength: number;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #rxHeaders: Pointer;
  readonly #txHeaders: Pointer[] = [];
  readonly #offsets;
  /** Which slot's name and control tx header k points to. */
  readonly #txSlot = new Int32Array(allSlots);
  readonly #slotPointers = new Uint32Array(allSlots * 4);
  /** The slot of the message at hand. */
  #slot = 0;
  /** Referenced for life: a collected handle stops the traffic without a word. */
  #poll: PollHandle | null = null;

  constructor(system: System, endpoint: Endpoint, handler: DatagramHandler, options: DatagramOptions) {
    const { octets } = parseAddress(endpoint.address)!;
    this.#system = system;
    this.#handler = handler;
    this.#family = octets.length === 4 ? 4 : 6;
    this.#client = createClient(Protocol.udp, this.#family, () => this.#keepPath());
    this.#client.local.set(octets);
    this.#nameLength = this.#family === 4 ? 16 : 28;
    this.#controlLength = isWildcard(octets) ? (this.#family === 4 ? 32 : 40) : 0;
    this.#room = options.replyRoom;
    this.#offsets = slabOffsets(options.replyRoom);
    this.#bytes = new Uint8Array(new ArrayBuffer(this.#offsets.size));
    this.#words = new Uint32Array(this.#bytes.buffer);
    const base = system.address(this.#bytes);
    this.#rxHeaders = base + BigInt(this.#offsets.rxHeaders);
    for (let i = 0; i < allSlots; i++) this.#txHeaders.push(base + BigInt(this.#offsets.txHeaders + i * headerOctets));
    this.#writePointers(base);
    const opened = openSocket(system, endpoint, options.receiveBufferOctets);
    this.#fd = opened.fd;
    this.endpoint = { address: endpoint.address, port: opened.port };
    this.#poll = system.poll(this.#fd, () => this.#serve(maxBatchesPerWake));
    process.off("exit", shutAll).once("exit", shutAll);
    openSockets.add(this);
  }

  async close(): Promise<void> {
    if (this.#poll === null) return;
    this.#serve(maxBatchesAtClose);
    this.shut();
    // The loop closes the handle for good on its next turn; ending the thread before that would crash the process.
    await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  }

  /** Closes without answering what waits. */
  shut(): void {
    openSockets.delete(this);
    if (this.#poll === null) return;
    this.#poll.close();
    this.#poll = null;
    this.#system.close(this.#fd);
  }

  /** One turn: at most so many reads, those that find nothing included. */
  #serve(reads: number): void {
    let answered = 0;
    for (let read = 0; read < reads && this.#poll !== null; read++) {
      const received = this.#system.recvmmsg(this.#fd, this.#rxHeaders, slots, MSG_DONTWAIT, null);
      if (received > 0) {
        this.#answer(received);
        answered += received;
        if (received < worthAnotherTry && answered < dense) return;
      } else if (this.#system.errno() === EAGAIN && answered < dense) return;
      // Else EINTR, or an ICMP error kept for the socket (ECONNREFUSED …): reading it consumed it.
    }
  }

  #answer(received: number): void {
    const handler = this.#handler;
    const words = this.#words;
    const { rxHeaders, rxData, txData, txVectors, txStride } = this.#offsets;
    handler.enter();
    let replies = 0;
    for (let i = 0; i < received; i++) {
      const header = (rxHeaders + i * headerOctets) >> 2;
      const start = rxData + i * rxStride;
      this.#readName(i);
      const end = start + words[header + (message.length >> 2)];
      const txStart = txData + replies * txStride;
      const length = handler.respond(this.#bytes, start, end, this.#bytes, txStart, this.#room, this.#client);
      if (length > 0) {
        words[(txVectors + replies * vectorOctets + 8) >> 2] = length;
        this.#address(replies, i, words[header + (message.controlLength >> 2)]);
        replies++;
      }
      words[header + (message.nameLength >> 2)] = nameOctets;
      words[header + (message.controlLength >> 2)] = this.#controlLength > 0 ? controlOctets : 0;
    }
    if (replies > 0) this.#send(replies);
    handler.leave();
  }

  /** Sets the client from slot i's sockaddr. */
  #readName(i: number): void {
    this.#slot = i;
    const bytes = this.#bytes;
    const name = this.#offsets.names + i * nameOctets;
    const client = this.#client;
    client.port = (bytes[name + 2] << 8) | bytes[name + 3];
    if (this.#family === 4) for (let j = 0; j < 4; j++) client.address[j] = bytes[name + 4 + j];
    else for (let j = 0; j < 16; j++) client.address[j] = bytes[name + 8 + j];
    if (this.#controlLength > 0) this.#readLocal(i);
  }

  /** Sets the address that slot i's message was sent to: in_pktinfo's ipi_addr, or in6_pktinfo's ipi6_addr. */
  #readLocal(i: number): void {
    const { local } = this.#client;
    const info = this.#offsets.control + i * controlOctets + 16;
    if (this.#family === 4) for (let j = 0; j < 4; j++) local[j] = this.#bytes[info + 8 + j];
    else for (let j = 0; j < 16; j++) local[j] = this.#bytes[info + j];
  }

  /** Lets reply k go to the sender of message i, from the address it was sent to. */
  #address(k: number, i: number, controlLength: number): void {
    const words = this.#words;
    const header = (this.#offsets.txHeaders + k * headerOctets) >> 2;
    if (this.#txSlot[k] !== i) {
      this.#txSlot[k] = i;
      words[header] = this.#slotPointers[i * 4];
      words[header + 1] = this.#slotPointers[i * 4 + 1];
      words[header + (message.control >> 2)] = this.#slotPointers[i * 4 + 2];
      words[header + (message.control >> 2) + 1] = this.#slotPointers[i * 4 + 3];
    }
    if (this.#controlLength === 0) return;
    words[header + (message.controlLength >> 2)] = controlLength === this.#controlLength ? controlLength : 0;
    // The interface index is cleared, so that the routing table chooses the way back; the source address stays.
    const info = this.#offsets.control + i * controlOctets + 16;
    words[(this.#family === 4 ? info : info + 16) >> 2] = 0;
  }

  /** Sends tx headers [0, count): a message that the system refuses is tried once more, then dropped. */
  #send(count: number): void {
    let sent = 0;
    let dropped = 0;
    let refused = -1;
    while (sent < count) {
      const taken = this.#system.sendmmsg(this.#fd, this.#txHeaders[sent], count - sent, MSG_DONTWAIT);
      if (taken > 0) sent += taken;
      else if (refused === sent) {
        sent++;
        dropped++;
      } else refused = sent;
    }
    if (dropped > 0) this.#handler.dropped(dropped);
  }

  /** The way back to the sender of the message at hand, from the address it was sent to: RFC 2181 §4.1. */
  #keepPath(): ReturnPath {
    const name = this.#offsets.names + this.#slot * nameOctets;
    const info = this.#offsets.control + this.#slot * controlOctets;
    const header = (this.#offsets.rxHeaders + this.#slot * headerOctets + message.controlLength) >> 2;
    const sender = this.#bytes.slice(name, name + nameOctets);
    const asked = this.#bytes.slice(info, info + this.#words[header]);
    return { send: (octets) => this.#sendLate(sender, asked, octets), abandon() {} };
  }

  #sendLate(sender: Uint8Array, asked: Uint8Array, octets: Uint8Array): boolean {
    if (this.#poll === null || octets.length > this.#room) return false;
    const { names, control, txData, txStride, txVectors } = this.#offsets;
    this.#bytes.set(sender, names + lateSlot * nameOctets);
    this.#bytes.set(asked, control + lateSlot * controlOctets);
    this.#bytes.set(octets, txData + lateSlot * txStride);
    this.#words[(txVectors + lateSlot * vectorOctets + 8) >> 2] = octets.length;
    this.#address(lateSlot, lateSlot, asked.length);
    const send = (): boolean => this.#system.sendmmsg(this.#fd, this.#txHeaders[lateSlot], 1, MSG_DONTWAIT) === 1;
    return send() || send(); // the first may have failed for an ICMP error of an earlier reply
  }

  #writePointers(base: Pointer): void {
    const at = this.#offsets;
    const view = new DataView(this.#bytes.buffer);
    for (let i = 0; i < allSlots; i++) {
      const name = base + BigInt(at.names + i * nameOctets);
      const control = base + BigInt(at.control + i * controlOctets);
      new DataView(this.#slotPointers.buffer).setBigUint64(i * 16, name, true);
      new DataView(this.#slotPointers.buffer).setBigUint64(i * 16 + 8, control, true);
      this.#txSlot[i] = i;
      const side = (
        header: number,
        vector: number,
        data: number,
        size: number,
        nameLength: number,
        controlLength: number,
      ): void => {
        view.setBigUint64(header + message.name, name, true);
        view.setUint32(header + message.nameLength, nameLength, true);
        view.setBigUint64(header + message.vector, base + BigInt(vector), true);
        view.setUint32(header + message.vectorCount, 1, true);
        view.setBigUint64(header + message.control, control, true);
        view.setUint32(header + message.controlLength, controlLength, true);
        view.setBigUint64(vector, base + BigInt(data), true);
        view.setUint32(vector + 8, size, true);
      };
      const controlRoom = this.#controlLength > 0 ? controlOctets : 0;
      side(
        at.rxHeaders + i * headerOctets,
        at.rxVectors + i * vectorOctets,
        at.rxData + i * rxStride,
        65_536,
        nameOctets,
        controlRoom,
      );
      side(
        at.txHeaders + i * headerOctets,
        at.txVectors + i * vectorOctets,
        at.txData + i * at.txStride,
        0,
        this.#nameLength,
        0,
      );
    }
  }
}

function slabOffsets(replyRoom: number) {
  const txStride = ((replyRoom + 63) & ~63) + 64;
  const rxHeaders = 0;
  const txHeaders = rxHeaders + allSlots * headerOctets;
  const rxVectors = txHeaders + allSlots * headerOctets;
  const txVectors = rxVectors + allSlots * vectorOctets;
  const names = txVectors + allSlots * vectorOctets;
  const control = names + allSlots * nameOctets;
  const rxData = control + allSlots * controlOctets;
  const txData = rxData + allSlots * rxStride;
  return {
    rxHeaders,
    txHeaders,
    rxVectors,
    txVectors,
    names,
    control,
    rxData,
    txData,
    txStride,
    size: txData + allSlots * txStride,
  };
}
