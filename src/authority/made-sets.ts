// Sets of records that an answer makes for itself: signatures and denials of zones that are signed as they are answered. They lie
// as packed RRsets do (../zone/layout.ts), in octets of the answer's own:
//
//   set                   count of records | record | record …
//     a record            room for the owner's pointer | type | class | TTL | RDLENGTH | RDATA
//
// A set is named by a negative number, where a packed RRset has a positive one. Nothing is allocated once the octets have grown.

import { OctetWriter, putU16, u32At } from "../base/octets.ts";
import { Class } from "../dns/codes.ts";
import { recordHead } from "../zone/layout.ts";

export class MadeSets {
  /** RDATA is written here, between `beginRecord` and `endRecord`. */
  readonly out = new OctetWriter(1024);
  #set = 0;
  #rdata = 0;

  clear(): void {
    this.out.clear();
  }

  /** Begins a set without records; what it is named. */
  begin(): number {
    this.#set = this.out.length;
    this.out.u8(0);
    return -1 - this.#set;
  }

  beginRecord(type: number, ttlSeconds: number): void {
    const { out } = this;
    out.bytes[this.#set]++;
    out.u16(0);
    out.u16(type);
    out.u16(Class.IN);
    out.u32(ttlSeconds);
    out.u16(0);
    this.#rdata = out.length;
  }

  endRecord(): void {
    putU16(this.out.bytes, this.#rdata - 2, this.out.length - this.#rdata);
  }

  countOf(set: number): number {
    return this.out.bytes[-1 - set];
  }

  /** Where the set's first record begins. */
  firstOf(set: number): number {
    return -set;
  }

  /** The TTL of the set's first record. */
  ttlOf(set: number): number {
    return u32At(this.out.bytes, -set + recordHead - 6);
  }
}
