// Telling other name servers that a zone has changed (NOTIFY, RFC 1996): a datagram each, again after two seconds, four, eight and so
// on until it is answered, whatever the answer (RFC 1996 §3.6). What a zone has to say replaces what it had to say before.
// A notice may be signed (TSIG): then only a signed answer says that it has arrived, while a refusal is heard signed or not.
// A secondary believes its primary's address, so a notice leaves from one that we listen at, where there is a likely one; its
// socket is open as long as an answer is awaited. What comes from another address, or with another id, is nobody's. Many zones
// at once leave slowly, so that nobody is flooded.

import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { TsigClient } from "../authority/tsig-client.ts";
import type { TsigKey, TsigParts } from "../authority/tsig-keys.ts";
import { maxNotifies, maxNotifiesPerSecond, maxNotifyTries } from "../base/limits.ts";
import { putU16, u16At } from "../base/octets.ts";
import type { Random } from "../base/random.ts";
import { Class, Opcode, Rcode } from "../dns/codes.ts";
import { headerAA, headerOctets, headerQR } from "../dns/message-view.ts";
import { type Name, sameName } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { type Endpoint, isWildcard, parseAddress, printEndpoint } from "./address.ts";

const lookEveryMs = 50;
const firstWaitMs = 2_000;

export interface NotifyFact {
  readonly kind: "answered" | "unanswered" | "too many";
  readonly zone: Name;
  readonly to: string;
  /** Of an answer. */
  readonly rcode: number;
}

interface Notice {
  readonly zone: Name;
  readonly to: Endpoint;
  readonly address: Uint8Array;
  readonly key: TsigKey | null;
  /** Signed when it is first sent: it may wait before that, and what is signed ages. */
  message: Uint8Array;
  /** What the key signed it with, and judges answers by; null as long as it is not signed. */
  signer: TsigClient | null;
  tries: number;
  dueMs: number;
}

export interface NotifierParts {
  /** Where we listen. */
  readonly listen: readonly Endpoint[];
  readonly random: Random;
  readonly nowMs: () => number;
  readonly tsig: Omit<TsigParts, "keys">;
  readonly onFact: (fact: NotifyFact) => void;
}

export class Notifier {
  readonly #parts: NotifierParts;
  /** By zone and server. */
  readonly #notices = new Map<string, Notice>();
  /** By the address that they send from; by the length of addresses where the system chooses. */
  readonly #sockets = new Map<string, Socket>();
  #looking: NodeJS.Timeout | null = null;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  /** How many wait for an answer. */
  get count(): number {
    return this.#notices.size;
  }

  /** Tells each of `to` of a zone's new SOA, a packed record, signed with `key` where there is one. */
  tell(zone: Name, soa: Uint8Array, to: readonly Endpoint[], key: TsigKey | null): void {
    for (const server of to) {
      const address = parseAddress(server.address)?.octets;
      const place = `${zone.key} ${printEndpoint(server)}`;
      if (address === undefined) continue;
      if (this.#notices.size >= maxNotifies && !this.#notices.has(place)) {
        this.#parts.onFact({ kind: "too many", zone, to: printEndpoint(server), rcode: -1 });
        continue;
      }
      const message = composeNotify(zone, soa, this.#parts.random.below(65_536));
      this.#notices.set(place, { zone, to: server, address, key, message, signer: null, tries: 0, dueMs: 0 });
    }
    if (this.#notices.size > 0) this.#looking ??= setInterval(() => this.#look(), lookEveryMs).unref();
  }

  /** Nobody is told anything any more. */
  close(): void {
    this.#notices.clear();
    this.#rest();
  }

  /** Sends what is due, as many as may leave at a time. */
  #look(): void {
    const nowMs = this.#parts.nowMs();
    let room = (maxNotifiesPerSecond * lookEveryMs) / 1000;
    for (const [key, notice] of this.#notices) {
      if (notice.dueMs > nowMs) continue;
      if (room-- === 0) return;
      if (notice.tries === maxNotifyTries) this.#end(key, notice, "unanswered", -1);
      else this.#send(notice, nowMs);
    }
    if (this.#notices.size === 0) this.#rest();
  }

  #send(notice: Notice, nowMs: number): void {
    const { to, address, key } = notice;
    if (key !== null && notice.signer === null) {
      notice.signer = new TsigClient(key, this.#parts.tsig);
      notice.message = notice.signer.sign(notice.message);
    }
    notice.dueMs = nowMs + firstWaitMs * 2 ** notice.tries++;
    this.#socket(address).send(notice.message, to.port, to.address, () => {}); // what fails is sent again
  }

  #socket(to: Uint8Array): Socket {
    const source = sourceFor(to, this.#parts.listen);
    const key = source ?? `${to.length}`;
    const known = this.#sockets.get(key);
    if (known !== undefined) return known;
    const socket = createSocket(to.length === 4 ? "udp4" : "udp6");
    socket.on("message", (octets, from) => this.#hear(octets, from));
    socket.on("error", () => {
      if (this.#sockets.get(key) === socket) this.#sockets.delete(key);
      socket.close();
    });
    socket.bind({ port: 0, ...(source !== null && { address: source }) });
    socket.unref();
    this.#sockets.set(key, socket);
    return socket;
  }

  #hear(octets: Uint8Array, from: RemoteInfo): void {
    for (const [key, notice] of this.#notices) {
      if (notice.tries > 0 && isFrom(notice, from) && isAnswer(octets, notice) && isBelieved(octets, notice))
        return this.#end(key, notice, "answered", octets[3] & 15);
    }
  }

  #end(key: string, { zone, to }: Notice, kind: NotifyFact["kind"], rcode: number): void {
    this.#notices.delete(key);
    this.#parts.onFact({ kind, zone, to: printEndpoint(to), rcode });
  }

  #rest(): void {
    if (this.#looking !== null) clearInterval(this.#looking);
    this.#looking = null;
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }
}

/** RFC 1996 §3.7: the zone's name and type SOA as the question, the new SOA as a hint. */
export function composeNotify(zone: Name, soa: Uint8Array, id: number): Uint8Array {
  const question = headerOctets + zone.wire.length + 4;
  const message = new Uint8Array(question + soa.length);
  putU16(message, 0, id);
  putU16(message, 2, (Opcode.NOTIFY << 11) | headerAA);
  putU16(message, 4, 1);
  putU16(message, 6, 1);
  message.set(zone.wire, headerOctets);
  putU16(message, question - 4, RRType.SOA);
  putU16(message, question - 2, Class.IN);
  message.set(soa, question); // its owner is a pointer to the question already
  return message;
}

/** The address of ours that a server at `to` knows us by: of its family, and on loopback if it is; null where none is likely. */
function sourceFor(to: Uint8Array, listen: readonly Endpoint[]): string | null {
  for (const { address } of listen) {
    const octets = parseAddress(address)?.octets;
    if (octets?.length !== to.length || isWildcard(octets)) continue;
    if (isLoopback(octets) === isLoopback(to)) return address;
  }
  return null;
}

function isLoopback(octets: Uint8Array): boolean {
  return octets.length === 4 ? octets[0] === 127 : octets.every((octet, i) => octet === (i === 15 ? 1 : 0));
}

function isFrom({ to, address }: Notice, from: RemoteInfo): boolean {
  const octets = parseAddress(from.address)?.octets;
  return from.port === to.port && octets !== undefined && address.every((octet, i) => octets[i] === octet);
}

/** RFC 1996 §4.7: the same id and opcode with QR; the question where there is one. */
function isAnswer(octets: Uint8Array, { message, zone }: Notice): boolean {
  if (octets.length < headerOctets || u16At(octets, 0) !== u16At(message, 0)) return false;
  if ((u16At(octets, 2) & (headerQR | 0x7800)) !== (headerQR | (Opcode.NOTIFY << 11))) return false;
  if (u16At(octets, 4) === 0) return true;
  return octets.length >= headerOctets + zone.wire.length && sameName(octets, headerOctets, zone.wire, 0);
}

/** RFC 8945 §5.4: who signed waits for a signed answer. A server that does not know the key says so unsigned, and is heard. */
function isBelieved(octets: Uint8Array, { signer }: Notice): boolean {
  return signer === null || (octets[3] & 15) !== Rcode.NOERROR || signer.complaint(octets) === null;
}
