// What a validator would make of an answer (RFC 4035 §5.4, RFC 5155 §8): whether what it denies is proven by the NSEC or
// NSEC3 records in it, and whether everything else in it is signed. Small and plain, nothing from src/; it knows the apex
// of the zone, and no zone. Signatures are only looked for, not verified: tests sign with none (./fake-signer.ts).

import { nameText, rcodes, types, typeText, type Labels, type Message, type WireRecord } from "../peers/wire.ts";
import { base32hex, canonicalOrder, hashName } from "./fake-signer.ts";
import { isAtOrBelow, lower, sameLabels, wireOctets } from "./plain.ts";
import { labelsAt } from "./render.ts";
import { coveredType } from "./signed-essence.ts";
import type { Question } from "./naive.ts";

/** Why the answer would not be believed, or null. */
export function proofFault({ name, type }: Question, message: Message, apex: Labels): string | null {
  const unsigned = unsignedSet(message, apex);
  if (unsigned !== null) return `${unsigned} is not signed`;
  const proofs = new Proofs(message, apex);
  let current = name;
  for (let links = 0; links <= message.answer.length; links++) {
    const here = message.answer.filter((r) => sameLabels(r.owner, current));
    const fault = expansionFault(proofs, here, current);
    if (fault !== null) return fault;
    const hit = here.some((r) => r.type === type) || type === types["ANY"];
    const alias = here.find((r) => r.type === types["CNAME"]);
    if (hit && here.length > 0) return null;
    if (alias === undefined) break;
    current = labelsAt(alias.rdata, 0);
  }
  if (!isAtOrBelow(current, apex)) return null;
  return denialFault(proofs, message, current, type);
}

function denialFault(proofs: Proofs, message: Message, name: Labels, type: number): string | null {
  const cut = message.authority.find((r) => r.type === types["NS"]);
  const isDenial = message.authority.some((r) => r.type === types["SOA"]);
  if (!isDenial && cut !== undefined) {
    if (message.authority.some((r) => r.type === types["DS"])) return null;
    return proofs.hasNone(cut.owner, types["DS"]) ? null : `that ${nameText(cut.owner)} has no DS is not proven`;
  }
  if (rcodes[message.rcode] === "YXDOMAIN") return null;
  if (!isDenial) return "neither answer, denial nor referral";
  if (rcodes[message.rcode] === "NXDOMAIN")
    return proofs.isMissing(name) ? null : `that ${nameText(name)} does not exist is not proven`;
  return proofs.hasNone(name, type) ? null : `that ${nameText(name)} has no ${typeText(type)} is not proven`;
}

/** A signature with fewer labels than its owner: made from a wildcard (RFC 4035 §5.3.4). */
function expansionFault(proofs: Proofs, records: readonly WireRecord[], name: Labels): string | null {
  for (const { type, rdata } of records) {
    if (type !== types["RRSIG"] || rdata[3] >= name.length - (name[0] === "*" ? 1 : 0)) continue;
    const nextCloser = name.slice(name.length - rdata[3] - 1);
    if (!proofs.isCovered(nextCloser, name)) return `that ${nameText(name)} comes from a wildcard is not proven`;
  }
  return null;
}

/** The first set in answer or authority without a signature; NS of a referral, and CNAMEs that a DNAME stands for, need none. */
function unsignedSet({ answer, authority }: Message, apex: Labels): string | null {
  for (const section of [answer, authority]) {
    for (const record of section) {
      if (record.type === types["RRSIG"] || !isAtOrBelow(record.owner, apex)) continue;
      if (section === authority && record.type === types["NS"]) continue;
      const isMade =
        record.type === types["CNAME"] &&
        answer.some((r) => r.type === types["DNAME"] && isAtOrBelow(record.owner, r.owner) && !sameLabels(r.owner, record.owner)); // prettier-ignore
      const isSigned = section.some(
        (r) => r.type === types["RRSIG"] && coveredType(r) === record.type && sameLabels(r.owner, record.owner),
      );
      if (!isMade && !isSigned) return `${nameText(record.owner)} ${typeText(record.type)}`;
    }
  }
  return null;
}

class Proofs {
  readonly #apex: Labels;
  readonly #nsec: readonly WireRecord[];
  readonly #nsec3: readonly WireRecord[];

  constructor({ authority }: Message, apex: Labels) {
    this.#apex = apex;
    this.#nsec = authority.filter((r) => r.type === types["NSEC"]);
    this.#nsec3 = authority.filter((r) => r.type === types["NSEC3"]);
  }

  /** No such name, nor a wildcard that could stand in. */
  isMissing(name: Labels): boolean {
    if (this.#nsec3.length === 0) {
      if (!this.#covers(name)) return false;
      return this.#covers(["*", ...this.#encloser(name)]);
    }
    const encloser = this.#provenEncloser(name);
    if (encloser === null) return false;
    // A name that stands only above insecure delegations is no provable encloser, and the wildcard above it may exist: the
    // span opts out, and a validator calls the name insecure (RFC 5155 §9.2).
    return this.#covering(["*", ...encloser]) !== undefined || this.#optsOut(name, encloser);
  }

  /** The name, or the wildcard it comes from, has none of the type; or it may be an insecure delegation, for DS. */
  hasNone(name: Labels, type: number): boolean {
    if (this.#nsec3.length === 0) return this.#hasNoneByNsec(name, type);
    const own = this.#matching(name);
    if (own !== undefined) return lacks(own, bitmapAt3(own.rdata), type, sameLabels(name, this.#apex));
    const encloser = this.#provenEncloser(name);
    if (encloser === null) return false;
    const wildcard = this.#matching(["*", ...encloser]);
    if (wildcard !== undefined) return lacks(wildcard, bitmapAt3(wildcard.rdata), type, false);
    // RFC 5155 §8.6: the span opts out, so there is nothing signed.
    return this.#optsOut(name, encloser);
  }

  #optsOut(name: Labels, encloser: Labels): boolean {
    const span = this.#covering(name.slice(name.length - encloser.length - 1));
    return span !== undefined && (span.rdata[1] & 1) !== 0;
  }

  isCovered(nextCloser: Labels, name: Labels): boolean {
    return this.#nsec3.length === 0 ? this.#covers(name) : this.#covering(nextCloser) !== undefined;
  }

  #hasNoneByNsec(name: Labels, type: number): boolean {
    const own = this.#nsec.find((r) => sameLabels(r.owner, name));
    if (own !== undefined) return lacks(own, bitmapAt(own.rdata), type, sameLabels(name, this.#apex));
    const above = this.#nsec.find((r) => nsecCovers(r, name, this.#apex));
    if (above === undefined) return false;
    if (isAtOrBelow(labelsAt(above.rdata, 0), name)) return true; // an empty non-terminal
    const source = ["*", ...this.#encloser(name)];
    const wildcard = this.#nsec.find((r) => sameLabels(r.owner, source));
    if (wildcard !== undefined) return lacks(wildcard, bitmapAt(wildcard.rdata), type, false);
    return this.#nsec.some((r) => nsecCovers(r, source, this.#apex) && isAtOrBelow(labelsAt(r.rdata, 0), source));
  }

  #covers(name: Labels): boolean {
    return this.#nsec.some((r) => nsecCovers(r, name, this.#apex) && !isAtOrBelow(labelsAt(r.rdata, 0), name));
  }

  /** The longest ancestor that is shown to exist: by an owner or a next name at or below it. */
  #encloser(name: Labels): Labels {
    for (let i = 1; i < name.length; i++) {
      const above = name.slice(i);
      const shown = this.#nsec.some((r) => [r.owner, labelsAt(r.rdata, 0)].some((one) => isAtOrBelow(one, above)));
      if (shown) return above;
    }
    return [];
  }

  /** RFC 5155 §8.3: the closest name with an NSEC3 that matches, and one that covers the next closer name. */
  #provenEncloser(name: Labels): Labels | null {
    for (let i = 1; name.length - i >= this.#apex.length; i++) {
      const above = name.slice(i);
      if (this.#matching(above) === undefined) continue;
      return this.#covering(name.slice(i - 1)) === undefined ? null : above;
    }
    return null;
  }

  #matching(name: Labels): WireRecord | undefined {
    return this.#nsec3.find(
      (r) => lower(r.owner[0]) === hashText(name, r.rdata) && isDirectlyBelow(r.owner, this.#apex),
    );
  }

  #covering(name: Labels): WireRecord | undefined {
    return this.#nsec3.find((r) => {
      const at = 5 + r.rdata[4];
      const [from, hash, to] = [
        lower(r.owner[0]),
        hashText(name, r.rdata),
        base32hex(r.rdata.subarray(at + 1, at + 21)),
      ];
      return from < to ? from < hash && hash < to : hash > from || hash < to;
    });
  }
}

function nsecCovers({ owner, rdata }: WireRecord, name: Labels, apex: Labels): boolean {
  const next = labelsAt(rdata, 0);
  if (canonicalOrder(owner, name) >= 0) return false;
  return sameLabels(next, apex) || canonicalOrder(name, next) < 0;
}

/** No such type, nor a CNAME; a cut's record says nothing but about DS, an apex' nothing about DS above it. */
function lacks(record: WireRecord, at: number, type: number, isApex: boolean): boolean {
  const has = (one: number): boolean => hasType(record.rdata, at, one);
  if (has(types["NS"]) && !has(types["SOA"]) && type !== types["DS"]) return false;
  if (type === types["DS"] && has(types["SOA"]) && !isApex) return false;
  return !has(type) && !has(types["CNAME"]);
}

function hasType(rdata: Uint8Array, start: number, type: number): boolean {
  for (let at = start; at < rdata.length; at += 2 + rdata[at + 1]) {
    const octet = (type & 0xff) >>> 3;
    if (rdata[at] === type >>> 8 && octet < rdata[at + 1]) return (rdata[at + 2 + octet] & (0x80 >>> (type & 7))) !== 0;
  }
  return false;
}

const isDirectlyBelow = (name: Labels, apex: Labels): boolean => sameLabels(name.slice(1), apex);
const bitmapAt = (rdata: Uint8Array): number => wireOctets(labelsAt(rdata, 0));
const bitmapAt3 = (rdata: Uint8Array): number => 6 + rdata[4] + rdata[5 + rdata[4]];

function hashText(name: Labels, rdata: Uint8Array): string {
  return base32hex(hashName(name, rdata.subarray(5, 5 + rdata[4]), (rdata[2] << 8) | rdata[3]));
}
