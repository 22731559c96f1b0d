// MATCH: whether a message is the one that an entry speaks of, and if not, the first difference in words.
// `all` is the header, the question and every section; names are compared without case, records as sets, in canonical
// form (RFC 4034 §6.2), TTLs only where `ttl` says so. EDNS counts as present or not, DO and options; never its size.

import { latin1, u16At } from "../../base/octets.ts";
import { className, codeName, EdnsOption, Opcode, Rcode } from "../../dns/codes.ts";
import { optionLength } from "../../dns/edns.ts";
import { rdataKey } from "../../dns/rrset.ts";
import { soaSerial } from "../../dns/soa.ts";
import { printName } from "../../dns/text/name-text.ts";
import { RRType, typeName } from "../../dns/types.ts";
import type { Transport } from "../../resolver/port.ts";
import { flagBits } from "./message.ts";
import type { Message, MessageEdns, MessageRecord, SectionName } from "./message.ts";
import type { Dialect, Entry, MatchWord } from "./model.ts";
import { printRecord } from "./print.ts";

/** The first difference, or null when the message matches. */
export function mismatch(entry: Entry, message: Message, transport: Transport, dialect: Dialect): string | null {
  const expected = entry.packets[0].message;
  for (const word of wordsOf(entry, dialect)) {
    const difference = compare(word, entry, expected, message, transport);
    if (difference !== null) return `${word}: ${difference}`;
  }
  return differentError(entry, message) ?? differentSerial(entry, message);
}

const headerWords = ["opcode", "qname", "qtype", "flags", "rcode"] as const;
const everySection = ["answer", "authority", "additional"] as const;

/** The words with "all" and "question" spelt out; Deckard's `all` leaves EDNS alone. */
function wordsOf(entry: Entry, dialect: Dialect): readonly MatchWord[] {
  return entry.match.flatMap((word): readonly MatchWord[] => {
    if (word === "all") return [...headerWords, ...(dialect === "unbound" ? (["edns"] as const) : []), ...everySection];
    if (word === "all_noedns") return [...headerWords, ...everySection];
    return word === "question" ? ["qname", "qtype"] : [word];
  });
}

function compare(word: MatchWord, entry: Entry, expected: Message, got: Message, transport: Transport): string | null {
  switch (word) {
    case "opcode":
      return differ(codeName(Opcode, expected.opcode, "OPCODE"), codeName(Opcode, got.opcode, "OPCODE"));
    case "rcode":
      return differ(codeName(Rcode, expected.rcode, "RCODE"), codeName(Rcode, got.rcode, "RCODE"));
    case "flags":
      return differ(printFlags(expected.flags), printFlags(got.flags));
    case "qtype":
      return differ(typeOf(expected), typeOf(got));
    case "qname":
      return differ(nameOf(expected).toLowerCase(), nameOf(got).toLowerCase());
    case "qcase":
      return differ(nameOf(expected), nameOf(got));
    case "subdomain":
      return isBelow(got, expected) ? null : `${nameOf(got)} is not at or below ${nameOf(expected)}`;
    case "answer":
    case "authority":
    case "additional":
      return compareSection(word, expected, got, entry.match.includes("ttl"));
    case "answertypes":
    case "answerrrsigs":
      return differ(typesIn(expected, word), typesIn(got, word));
    case "edns":
      return compareEdns(expected.edns, got.edns, entry.extendedError !== null);
    case "nsid":
      return differ(optionOf(expected.edns, EdnsOption.NSID), optionOf(got.edns, EdnsOption.NSID));
    case "ednsdata":
      return differ(latin1(expected.edns?.options ?? empty), latin1(got.edns?.options ?? empty));
    case "noedns":
      return got.edns === null ? null : "the message has EDNS";
    case "DO":
      return got.edns?.dnssecOk === true ? null : "DO is not set";
    case "UDP":
    case "TCP":
      return differ(word, transport.toUpperCase());
    case "server_cookie":
    case "client_cookie":
      return compareCookie(word, got.edns);
    case "ttl":
    case "all":
    case "all_noedns":
    case "question":
      return null;
  }
}

const empty = new Uint8Array(0);

function differ(expected: string, got: string): string | null {
  return expected === got ? null : `expected ${expected}, got ${got}`;
}

export function printFlags(flags: number): string {
  const names = Object.entries(flagBits).filter(([, bit]) => (flags & bit) !== 0);
  return names.length === 0 ? "no flag" : names.map(([name]) => name).join(" ");
}

function typeOf({ question }: Message): string {
  if (question === null) return "no question";
  const words = question.class === 1 ? "" : `${className(question.class)} `;
  return `${words}${typeName(question.type)}`;
}

function nameOf({ question }: Message): string {
  return question === null ? "no question" : printName(question.name.wire);
}

/** An entry without a question is about every name. */
function isBelow(got: Message, expected: Message): boolean {
  if (expected.question === null) return true;
  return got.question !== null && got.question.name.isWithin(expected.question.name);
}

function compareSection(name: SectionName, expected: Message, got: Message, withTtl: boolean): string | null {
  const wanted = keysOf(expected[name], withTtl);
  const found = keysOf(got[name], withTtl);
  const missing = expected[name].find((_, i) => !found.includes(wanted[i]));
  if (missing !== undefined) return `${printRecord(missing)} is missing`;
  const surplus = got[name].find((_, i) => !wanted.includes(found[i]));
  if (surplus !== undefined) return `${printRecord(surplus)} is too much`;
  return found.length === wanted.length ? null : `expected ${wanted.length} records, got ${found.length}`;
}

/** One string a record; equal records have equal strings. Records that are in a script twice are one. */
function keysOf(records: readonly MessageRecord[], withTtl: boolean): string[] {
  return records.map(({ owner, type, class: recordClass, ttlSeconds, rdata }) => {
    return `${owner.key}/${type}/${recordClass}/${withTtl ? ttlSeconds : ""}/${rdataKey(type, rdata)}`;
  });
}

function typesIn(message: Message, word: "answertypes" | "answerrrsigs"): string {
  const types = message.answer.map(({ type, rdata }) => {
    return type === RRType.RRSIG ? `RRSIG(${typeName(u16At(rdata, 0))})` : typeName(type);
  });
  const counted = word === "answertypes" ? types.filter((type) => !type.startsWith("RRSIG(")) : types;
  return [...new Set(counted)].toSorted().join(" ");
}

function compareEdns(expected: MessageEdns | null, got: MessageEdns | null, withoutErrors: boolean): string | null {
  if (expected === null || got === null) {
    return differ(expected === null ? "no EDNS" : "EDNS", got === null ? "no EDNS" : "EDNS");
  }
  if (expected.dnssecOk !== got.dnssecOk) return `expected ${expected.dnssecOk ? "" : "no "}DO`;
  const options = [...optionsOf(got)].filter(({ code }) => !withoutErrors || code !== EdnsOption.EDE);
  const wanted = [...optionsOf(expected)];
  const print = (all: readonly Option[]): string => all.map(({ code, data }) => `${code}=${latin1(data)}`).join(" ");
  return differ(`options "${print(wanted)}"`, `options "${print(options)}"`);
}

interface Option {
  readonly code: number;
  readonly data: Uint8Array;
}

function* optionsOf(edns: MessageEdns | null): Generator<Option> {
  if (edns === null) return;
  const { options } = edns;
  for (let at = 0; at + 4 <= options.length; at += 4 + optionLength(options, at)) {
    yield { code: u16At(options, at), data: options.subarray(at + 4, at + 4 + optionLength(options, at)) };
  }
}

function optionOf(edns: MessageEdns | null, code: number): string {
  for (const option of optionsOf(edns)) if (option.code === code) return `"${latin1(option.data)}"`;
  return "none";
}

/** RFC 7873 §4: a client's cookie is 8 octets, a server's follows it. */
function compareCookie(word: "server_cookie" | "client_cookie", edns: MessageEdns | null): string | null {
  for (const { code, data } of optionsOf(edns)) {
    if (code === EdnsOption.COOKIE && (word === "client_cookie" ? data.length === 8 : data.length > 8)) return null;
  }
  return "there is none";
}

function differentError({ extendedError }: Entry, { edns }: Message): string | null {
  if (extendedError === null) return null;
  const codes = [...optionsOf(edns)].filter(({ code }) => code === EdnsOption.EDE).map(({ data }) => u16At(data, 0));
  if (extendedError === "any" ? codes.length > 0 : codes.includes(extendedError)) return null;
  return `ede: expected ${extendedError}, got ${codes.length === 0 ? "none" : codes.join(" ")}`;
}

/** An IXFR question says the serial that it has, in an SOA among the authority records (RFC 1995 §3). */
function differentSerial({ serial }: Entry, { authority }: Message): string | null {
  if (serial === null) return null;
  const soa = authority.find(({ type }) => type === RRType.SOA);
  const got = soa === undefined ? -1 : soaSerial(soa.rdata);
  return got === serial ? null : `serial: expected ${serial}, got ${got < 0 ? "none" : got}`;
}
