// The header of a message, bit by bit (RFC 1035 §4.1.1, RFC 4035 §3.1.6). In UPDATE the counts go by other names
// (RFC 2136 §2.2).

import { u16At } from "../../base/octets.ts";
import { codeName, Opcode, Rcode } from "../codes.ts";
import { headerOctets, headerQR } from "../message-view.ts";
import { type BitField, bitParts, leaf, type Part, whole } from "./part.ts";

const rfc = "RFC 1035 §4.1.1";
const said =
  (yes: string, no: string) =>
  (bit: number): string =>
    bit === 1 ? yes : no;

const flagFields: readonly BitField[] = [
  { name: "QR", first: 0, count: 1, rfc, tell: said("a response", "a query") },
  { name: "OPCODE", first: 1, count: 4, rfc, tell: (code) => codeName(Opcode, code, "OPCODE") },
  { name: "AA", first: 5, count: 1, rfc, tell: said("an authority for the name answers", "no authority answers") },
  { name: "TC", first: 6, count: 1, rfc, tell: said("cut short", "not cut short") },
  { name: "RD", first: 7, count: 1, rfc, tell: said("recursion desired", "recursion not desired") },
  { name: "RA", first: 8, count: 1, rfc, tell: said("recursion available", "recursion not available") },
  { name: "Z", first: 9, count: 1, rfc, tell: said("must be zero, and is not", "zero, as it must be") },
  {
    name: "AD",
    first: 10,
    count: 1,
    rfc: "RFC 4035 §3.1.6",
    // RFC 6840 §5.7: a query with it asks to be told.
    tell: (bit, word) =>
      word >= headerQR
        ? said("authentic data", "not said to be authentic")(bit)
        : said("asks whether data is authentic", "does not ask whether data is authentic")(bit),
  },
  {
    name: "CD",
    first: 11,
    count: 1,
    rfc: "RFC 4035 §3.1.6",
    tell: said("checking disabled", "checking not disabled"),
  },
  { name: "RCODE", first: 12, count: 4, rfc, tell: (code) => codeName(Rcode, code, "RCODE") },
];

/** What the four sections are called, and their counts in the header. */
export interface SectionNames {
  readonly names: readonly string[];
  readonly counts: readonly string[];
  readonly rfc: string;
}

const usual: SectionNames = {
  names: ["question", "answer", "authority", "additional"],
  counts: ["QDCOUNT", "ANCOUNT", "NSCOUNT", "ARCOUNT"],
  rfc,
};
const ofUpdates: SectionNames = {
  names: ["zone", "prerequisite", "update", "additional"],
  counts: ["ZOCOUNT", "PRCOUNT", "UPCOUNT", "ADCOUNT"],
  rfc: "RFC 2136 §2.2",
};

export function opcodeOf(message: Uint8Array): number {
  return (message[2] >>> 3) & 15;
}

export function sectionNames(message: Uint8Array): SectionNames {
  return opcodeOf(message) === Opcode.UPDATE ? ofUpdates : usual;
}

/** The first twelve octets, which there must be. */
export function headerPart(message: Uint8Array): Part {
  const word = u16At(message, 2);
  const { counts, rfc: countRfc } = sectionNames(message);
  const bits = bitParts(word, 2, flagFields);
  const set = bits.filter(({ name, bits: shown }) => name.length === 2 && shown?.includes("1"));
  const summary = [codeName(Opcode, opcodeOf(message), "OPCODE"), ...set.map(({ name }) => name)];
  if (word >= headerQR) summary.push(codeName(Rcode, word & 15, "RCODE"));
  return whole("header", `${headerOctets} octets`, rfc, [
    leaf("ID", 0, 2, String(u16At(message, 0)), rfc),
    { ...leaf("flags", 2, 4, summary.join(" "), rfc), parts: bits },
    ...counts.map((name, i) => leaf(name, 4 + 2 * i, 6 + 2 * i, String(u16At(message, 4 + 2 * i)), countRfc)),
  ]);
}
