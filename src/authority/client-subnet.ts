// The client subnet of a query, as EDNS carries it (RFC 7871 §6): for whom a resolver asks, so that policies go by the
// client's place and not by the resolver's. The reply says of how long a prefix its answer holds (SCOPE PREFIX-LENGTH).
// A query without the option gets none (RFC 7871 §7.2.2). One object a responder.

import type { MessageWriter } from "../dns/message-writer.ts";
import { EdnsOption } from "../dns/codes.ts";
import { u16At } from "../base/octets.ts";

/** Octets of the option before its address: code, length, family, source and scope prefix length. */
const headOctets = 8;

export class ClientSubnet {
  /** The query names a subnet. */
  present = false;
  family: 4 | 6 = 4;
  /** How many bits of the address are told; 0 is the wish that none be used (RFC 7871 §7.1.2). */
  source = 0;
  /** 4 or 16 octets, those that were not sent zero. */
  readonly octets = new Uint8Array(16);
  /** What the reply says; -1 leaves the option out. */
  scope = -1;

  clear(): void {
    this.present = false;
    this.scope = -1;
  }

  /** A subnet that no message told: tests of answers name one. Bits behind `source` are zero. */
  set(family: 4 | 6, octets: Uint8Array, source: number): void {
    this.family = family;
    this.source = source;
    this.octets.fill(0).set(octets);
    this.present = true;
  }

  /** Reads the option at `bytes[at]`, which has `length` octets of data; false for a malformed one: FORMERR (RFC 7871 §7.2.1). */
  read(bytes: Uint8Array, at: number, length: number): boolean {
    if (length < 4) return false;
    const family = u16At(bytes, at + 4);
    const source = bytes[at + 6];
    const octets = length - 4;
    if (family !== 1 && family !== 2) return false;
    if (source > (family === 1 ? 32 : 128)) return false;
    // RFC 7871 §6: no scope in queries, as many octets as the prefix needs, and no bit set behind it.
    if (bytes[at + 7] !== 0 || octets !== (source + 7) >>> 3) return false;
    if ((source & 7) !== 0 && (bytes[at + headOctets + octets - 1] & (0xff >>> (source & 7))) !== 0) return false;
    for (let i = 0; i < 16; i++) this.octets[i] = i < octets ? bytes[at + headOctets + i] : 0;
    this.family = family === 1 ? 4 : 6;
    this.source = source;
    this.present = true;
    return true;
  }

  /** Octets of the option in the reply, 0 without one. */
  get replyOctets(): number {
    return this.scope < 0 ? 0 : headOctets + ((this.source + 7) >>> 3);
  }

  /** RFC 7871 §7.2.1: family, address and source come back as they were sent. */
  write(writer: MessageWriter): void {
    if (this.scope < 0) return;
    writer.u16(EdnsOption["CLIENT-SUBNET"]);
    writer.u16(this.replyOctets - 4);
    writer.u16(this.family === 4 ? 1 : 2);
    writer.u16((this.source << 8) | this.scope);
    writer.octets(this.octets, 0, (this.source + 7) >>> 3);
  }
}
