// A reader of messages that shares no line with the one in src: what the player compares in tests was read by this one,
// so that a fault in our writer cannot hide behind the same fault in our reader. It knows the RFC 1035 types whose names
// may be compressed (RFC 3597 §4), SRV, DNAME and the like uncompressed; anything wrong is an exception.

import { Name } from "../../src/dns/name.ts";
import type { Message, MessageRecord } from "../../src/lab/scenario/message.ts";

/** How many octets stand before the names in RDATA, and how many names, for types that may compress. */
const compressible: Readonly<Record<number, readonly [before: number, names: number]>> = {
  2: [0, 1], // NS
  5: [0, 1], // CNAME
  6: [0, 2], // SOA
  12: [0, 1], // PTR
  15: [2, 1], // MX
};

export function decodeMessage(octets: Uint8Array): Message {
  const reader = new Reader(octets);
  reader.at = 2;
  const bits = reader.u16();
  const [questions, answers, authorities, additionals] = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
  const question = questions === 0 ? null : { name: reader.name(), type: reader.u16(), class: reader.u16() };
  const take = (count: number): MessageRecord[] => Array.from({ length: count }, () => reader.record());
  const [answer, authority, rest] = [take(answers), take(authorities), take(additionals)];
  if (reader.at !== octets.length) throw new Error("octets are left over");
  const opt = rest.find(({ type }) => type === 41);
  return {
    opcode: (bits >> 11) & 15,
    rcode: (bits & 15) | (opt === undefined ? 0 : Math.floor(opt.ttlSeconds / 2 ** 24) << 4),
    flags: bits & 0x87b0,
    question,
    answer,
    authority,
    additional: rest.filter((record) => record !== opt),
    edns: opt === undefined ? null : { dnssecOk: (opt.ttlSeconds & 0x8000) !== 0, options: opt.rdata },
  };
}

class Reader {
  at = 0;
  readonly #view: DataView;
  readonly #octets: Uint8Array;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  }

  u16(): number {
    this.at += 2;
    return this.#view.getUint16(this.at - 2);
  }

  name(): Name {
    const labels: number[] = [];
    let at = this.at;
    let after = -1;
    for (let jumps = 0; this.#octets[at] !== 0;) {
      const size = this.#view.getUint8(at);
      if (size >= 0xc0) {
        if (after < 0) after = at + 2;
        at = this.#view.getUint16(at) & 0x3fff;
        if (++jumps > 100) throw new Error("pointers go round in circles");
      } else {
        labels.push(...this.#octets.subarray(at, at + size + 1));
        at += size + 1;
      }
    }
    this.at = after < 0 ? at + 1 : after;
    return new Name(Uint8Array.from([...labels, 0]));
  }

  record(): MessageRecord {
    const owner = this.name();
    const type = this.u16();
    const recordClass = this.u16();
    const ttlSeconds = this.#view.getUint32(this.at);
    this.at += 4;
    const size = this.u16();
    const rdata = this.#rdata(type, this.at + size);
    return { owner, type, class: recordClass, ttlSeconds, rdata };
  }

  #rdata(type: number, end: number): Uint8Array {
    const parts: number[] = [];
    const [before, names] = compressible[type] ?? [0, 0];
    parts.push(...this.#octets.subarray(this.at, this.at + before));
    this.at += before;
    for (let i = 0; i < names; i++) parts.push(...this.name().wire);
    if (this.at > end || end > this.#octets.length) throw new Error("RDATA is longer than it says");
    parts.push(...this.#octets.subarray(this.at, end));
    this.at = end;
    return Uint8Array.from(parts);
  }
}
