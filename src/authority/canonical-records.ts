// The records of an RRset as they are signed (RFC 4034 §6): owner and names in RDATA lower-cased, the original TTL, in canonical
// order, repeated ones once. A packed RRset lies in that order already; sets that a policy answers together are one RRset, and
// are put in order here.

import { compareOctets, OctetWriter, putU16, u16At } from "../base/octets.ts";
import { Class } from "../dns/codes.ts";
import { canonicalRdata } from "../dns/rdata.ts";
import { nextRecord, recordCount, recordHead, rrsetRecords } from "../zone/layout.ts";
import type { Memory } from "../base/memory.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import type { Answer } from "./answer.ts";

export class CanonicalRecords {
  readonly #memory: Memory;
  /** RDATA of sets that answer together, one behind the other, and where each begins. */
  readonly #forms = new OctetWriter(256);

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Appends the records of the answer's entries from `first` on; their owner is the name without its first `depth` labels. */
  append(
    answer: Answer,
    first: number,
    type: number,
    name: NameCursor,
    depth: number,
    ttlSeconds: number,
    out: OctetWriter,
  ): void {
    const last = answer.count - 1;
    if (first < last) return this.#appendMerged(answer, first, type, name, depth, ttlSeconds, out);
    const set = answer.rrsets[last];
    const { made } = answer;
    const bytes = set < 0 ? made.out.bytes : this.#memory.bytes;
    let at = set < 0 ? made.firstOf(set) : (set + rrsetRecords) * 4;
    for (let left = set < 0 ? made.countOf(set) : recordCount(this.#memory, set); left > 0; left--) {
      const end = nextRecord(bytes, at);
      const rdata = beginRecord(type, name, depth, ttlSeconds, out);
      canonicalRdata(type, bytes, at + recordHead, end, out);
      putU16(out.bytes, rdata - 2, out.length - rdata);
      at = end;
    }
  }

  #appendMerged(
    answer: Answer,
    first: number,
    type: number,
    name: NameCursor,
    depth: number,
    ttlSeconds: number,
    out: OctetWriter,
  ): void {
    const forms = this.#forms;
    const spans = this.#spansOf(answer, first, type);
    const compare = (a: Span, b: Span): number =>
      compareOctets(forms.bytes, a.start, a.end, forms.bytes, b.start, b.end);
    spans.sort(compare);
    for (const [i, span] of spans.entries()) {
      if (i > 0 && compare(spans[i - 1], span) === 0) continue;
      const rdata = beginRecord(type, name, depth, ttlSeconds, out);
      out.octets(forms.bytes, span.start, span.end);
      putU16(out.bytes, rdata - 2, out.length - rdata);
    }
  }

  #spansOf(answer: Answer, first: number, type: number): Span[] {
    const { bytes } = this.#memory;
    const forms = this.#forms;
    forms.clear();
    const spans: Span[] = [];
    for (let i = first; i < answer.count; i++) {
      let at = (answer.rrsets[i] + rrsetRecords) * 4;
      for (let left = recordCount(this.#memory, answer.rrsets[i]); left > 0; left--) {
        const start = forms.length;
        canonicalRdata(type, bytes, at + recordHead, at + recordHead + u16At(bytes, at + recordHead - 2), forms);
        spans.push({ start, end: forms.length });
        at = nextRecord(bytes, at);
      }
    }
    return spans;
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Owner, type, class, TTL and room for RDLENGTH; returns where the RDATA begins. */
function beginRecord(type: number, name: NameCursor, depth: number, ttlSeconds: number, out: OctetWriter): number {
  out.octets(name.folded, name.labels[depth], name.length);
  out.u16(type);
  out.u16(Class.IN);
  out.u32(ttlSeconds);
  out.u16(0);
  return out.length;
}
