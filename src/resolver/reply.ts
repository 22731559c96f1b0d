// From a resolution to the octets that clients get: a ready reply (dns/ready-reply.ts), which the worker that has the
// client makes whole. Names are compressed where RFC 3597 §4 allows, signatures go along for DO, AD says "secure", AA never.
// Clients that ask without DO get no DNSSEC records that they did not ask for (RFC 4035 §3.2.1).

import { maxExtendedErrorOctets } from "../base/limits.ts";
import { OctetWriter, putU16, putU32 } from "../base/octets.ts";
import { Class, EdnsOption } from "../dns/codes.ts";
import { headerAD, headerTC, maxMessageOctets } from "../dns/message-view.ts";
import { MessageWriter } from "../dns/message-writer.ts";
import { Name } from "../dns/name.ts";
import { writeRdata } from "../dns/rdata-writer.ts";
import { composeReady, Wish } from "../dns/ready-reply.ts";
import type { RRset } from "../dns/rrset.ts";
import { RRType } from "../dns/types.ts";
import type { Question, Resolution } from "./question.ts";

/** Types that stand in answers for validators only (RFC 4035 §3.1, RFC 5155 §7). */
const proofTypes: ReadonlySet<number> = new Set([RRType.RRSIG, RRType.NSEC, RRType.NSEC3]);

const room = new Uint8Array(maxMessageOctets);
const writer = new MessageWriter();

/** The question and the wishes behind the octets of a QuestionKey. */
export function questionOf(key: Uint8Array): Question & { readonly wishes: number } {
  const end = key.length - 3;
  return { name: new Name(key.slice(0, end)), type: (key[end] << 8) | key[end + 1], wishes: key[end + 2] };
}

/** What to resolve for: with CD nothing is validated (RFC 4035 §3.2.2); clients that set DO as well validate by themselves, and for them DNS64 must make nothing (RFC 6147 §5.5). */
export function purposeOf(wishes: number): "answer" | "unchecked" | "plain" {
  if ((wishes & Wish.unchecked) === 0) return "answer";
  return (wishes & Wish.dnssec) === 0 ? "unchecked" : "plain";
}

/** Composes the reply to the question `key`, a QuestionKey's octets; `more` are further EDNS options, ready made. */
export function composeReply(
  key: Uint8Array,
  resolution: Resolution,
  nowSeconds: number,
  more: Uint8Array = noOptions,
): Uint8Array<ArrayBuffer> {
  const wantsDnssec = (key[key.length - 1] & Wish.dnssec) !== 0;
  const type = (key[key.length - 3] << 8) | key[key.length - 2];
  const ttlOffsets: number[] = [];
  const counts = [0, 0, 0];
  let additional = 0;
  let whole = true;
  writer.begin(room, 0, maxMessageOctets);
  writeQuestion(key);
  for (const [section, rrsets] of [resolution.answer, resolution.authority, resolution.additional].entries()) {
    if (section === 2) additional = writer.at;
    for (const rrset of rrsets) {
      if (!wantsDnssec && proofTypes.has(rrset.type) && (section > 0 || (rrset.type !== type && type !== RRType.ANY)))
        continue;
      const records = writeRRset(rrset, wantsDnssec, ttlOffsets);
      counts[section] += records;
      if (records === 0 && section < 2) whole = false; // RFC 2181 §9
    }
  }
  writer.header(0, 0, 1, counts[0], counts[1], counts[2]);
  const secure = resolution.security === "secure" ? headerAD : 0;
  return composeReady({
    storedSeconds: nowSeconds,
    lifetimeSeconds: Math.max(0, Math.floor(resolution.ttlSeconds)),
    bits: (resolution.rcode & 15) | secure | (whole ? 0 : headerTC),
    rcode: resolution.rcode,
    ttlOffsets,
    options: composeOptions(resolution, more),
    message: room.subarray(0, writer.at),
    additional,
  });
}

const noOptions = new Uint8Array(0);

/** A key's name and type, and class IN. */
function writeQuestion(key: Uint8Array): void {
  const question = new Uint8Array(key.length + 1);
  question.set(key.subarray(0, key.length - 1));
  putU16(question, key.length - 1, Class.IN);
  writer.question(question, 0, question.length);
}

/** Writes the records and, if wanted, the signatures over them; how many, 0 when they do not all fit. */
function writeRRset(rrset: RRset, wantsDnssec: boolean, ttlOffsets: number[]): number {
  const before = writer.at;
  const known = ttlOffsets.length;
  const signatures = wantsDnssec ? rrset.signatures : [];
  const fits =
    rrset.rdatas.every((rdata) => writeRecord(rrset, rrset.type, rdata, ttlOffsets)) &&
    signatures.every((rdata) => writeRecord(rrset, RRType.RRSIG, rdata, ttlOffsets));
  if (fits) return rrset.rdatas.length + signatures.length;
  writer.rewind(before);
  ttlOffsets.length = known;
  return 0;
}

function writeRecord(rrset: RRset, type: number, rdata: Uint8Array, ttlOffsets: number[]): boolean {
  if (!writer.name(rrset.owner.wire, 0) || writer.at + 8 > writer.limit) return false;
  writer.u16(type);
  writer.u16(rrset.class);
  ttlOffsets.push(writer.at);
  putU32(writer.bytes, writer.at, rrset.ttlSeconds);
  writer.at += 4;
  return writeRdata(writer, type, rdata, 0, rdata.length);
}

/** The extended errors (RFC 8914 §2), one option each, and what else there is. */
function composeOptions(resolution: Resolution, more: Uint8Array): Uint8Array {
  if (resolution.extendedErrors.length === 0) return more;
  const out = new OctetWriter(128);
  const encoder = new TextEncoder();
  for (const { code, text } of resolution.extendedErrors) {
    const octets = encoder.encode(text);
    if (out.length + octets.length + 6 > maxExtendedErrorOctets) break;
    out.u16(EdnsOption.EDE);
    out.u16(2 + octets.length);
    out.u16(code);
    out.octets(octets);
  }
  out.octets(more);
  return out.copy();
}
