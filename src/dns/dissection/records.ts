// Questions and records of a message, field by field; what stands in RDATA is told by the type's row (../types.ts).
// OPT uses the class and the TTL for things of its own (RFC 6891 §6.1.2).

import { u16At, u32At } from "../../base/octets.ts";
import { className, codeName, EdnsOption, Opcode } from "../codes.ts";
import { flagDO } from "../edns.ts";
import { printOption } from "../text/option-text.ts";
import { type Field, RRType, typeName, typeRow } from "../types.ts";
import { opcodeOf } from "./header.ts";
import { namePart } from "./names.ts";
import { type BitField, bitParts, hexText, leaf, type Part, whole, wrong } from "./part.ts";

/** The question at `at`; it is "wrong", and holds all that is left, where none stands. */
export function questionPart(section: string, message: Uint8Array, at: number): Part {
  const rfc = "RFC 1035 §4.1.2";
  const name = namePart("QNAME", message, at, message.length, rfc);
  const { end } = name;
  if (name.state === "wrong" || end + 4 > message.length)
    return whole(section, name.text, rfc, [name, ...rest(message, end)]);
  const [type, klass] = [typeName(u16At(message, end)), className(u16At(message, end + 2))];
  return whole(section, `${name.text} ${klass} ${type}`, rfc, [
    name,
    leaf("QTYPE", end, end + 2, `${type}: ${typeRow(u16At(message, end)).title}`, rfc),
    leaf("QCLASS", end + 2, end + 4, klass, rfc),
  ]);
}

/** The record at `at`; it is "wrong", and holds all that is left, where its length or its name cannot be told. */
export function recordPart(section: string, message: Uint8Array, at: number): Part {
  const rfc = "RFC 1035 §4.1.3";
  const name = namePart("NAME", message, at, message.length, rfc);
  const head = name.end;
  if (name.state === "wrong" || head + 10 > message.length)
    return whole(section, name.text, rfc, [name, ...rest(message, head)]);
  const type = u16At(message, head);
  const [start, length] = [head + 10, u16At(message, head + 8)];
  const fields = [
    leaf("TYPE", head, head + 2, `${typeName(type)}: ${typeRow(type).title}`, rfc),
    ...(type === RRType.OPT ? ednsParts(message, head) : placeParts(message, head)),
  ];
  if (start + length > message.length) {
    const why = `${length}, of which ${message.length - start} are there`;
    fields.push(wrong("RDLENGTH", head + 8, start, why, rfc), ...rest(message, start));
  } else {
    fields.push(leaf("RDLENGTH", head + 8, start, `${length} octets`, rfc));
    fields.push(...rdataParts(type, message, start, start + length));
  }
  return whole(section, `${name.text} ${typeName(type)}`, rfc, [name, ...fields]);
}

/** What is left where nothing more can be read. */
function rest(message: Uint8Array, at: number): Part[] {
  if (at === message.length) return [];
  return [wrong("rest", at, message.length, "cannot be read", "RFC 1035 §4.1")];
}

function placeParts(message: Uint8Array, head: number): Part[] {
  const rfc = "RFC 1035 §4.1.3";
  return [
    leaf("CLASS", head + 2, head + 4, className(u16At(message, head + 2)), rfc),
    leaf("TTL", head + 4, head + 8, `${u32At(message, head + 4)} seconds`, "RFC 2181 §8"),
  ];
}

const ednsRfc = "RFC 6891 §6.1.3";
const ednsFlags: readonly BitField[] = [
  {
    name: "DO",
    first: 0,
    count: 1,
    rfc: "RFC 3225 §3",
    tell: (bit) => (bit === 1 ? "DNSSEC records are welcome" : "no DNSSEC records, please"),
  },
  {
    name: "CO",
    first: 1,
    count: 1,
    rfc: "RFC 9824 §5.1",
    tell: (bit) => (bit === 1 ? "compact denials are understood" : "nothing said of compact denials"),
  },
  { name: "Z", first: 2, count: 14, rfc: ednsRfc, tell: (bits) => (bits === 0 ? "zero" : "not zero") },
];

function ednsParts(message: Uint8Array, head: number): Part[] {
  const flags = u16At(message, head + 6);
  const upper = message[head + 4];
  return [
    leaf("UDP size", head + 2, head + 4, `${u16At(message, head + 2)} octets may come over UDP`, "RFC 6891 §6.1.2"),
    leaf("extended RCODE", head + 4, head + 5, `${upper}: the response code's upper bits`, ednsRfc),
    leaf("version", head + 5, head + 6, String(message[head + 5]), ednsRfc),
    {
      ...leaf("flags", head + 6, head + 8, (flags & flagDO) !== 0 ? "DO" : "none", ednsRfc),
      parts: bitParts(flags, head + 6, ednsFlags),
    },
  ];
}

/** RDATA by its row; all in one where it is not what the row says, or has none. */
function rdataParts(type: number, message: Uint8Array, start: number, end: number): Part[] {
  const { fields, mnemonic, rfc } = typeRow(type);
  if (start === end) {
    // UPDATE says "all of them" and "no such thing" by records without data (RFC 2136 §2.4, §2.5).
    if (fields.length === 0 || type === RRType.OPT || opcodeOf(message) === Opcode.UPDATE) return [];
    return [wrong("RDATA", start, end, `empty, which data of type ${mnemonic} is not`, rfc)];
  }
  if (type === RRType.OPT) return optionParts(message, start, end);
  if (fields.length === 0) return [leaf("RDATA", start, end, hexText(message, start, end), rfc)];
  const parts: Part[] = [];
  let at = start;
  for (const field of fields) {
    const part = fieldPart(field, message, at, end, start, rfc);
    if (part.state === "wrong")
      return [...parts, { ...part, name: "RDATA", end, text: `no data of type ${mnemonic}: ${part.text}`, parts: [] }];
    if (part.end > at) parts.push(part);
    at = part.end;
  }
  if (at < end) parts.push(wrong("RDATA", at, end, `data of type ${mnemonic} was over before this`, rfc));
  return parts;
}

function fieldPart(
  { name, kind }: Field,
  message: Uint8Array,
  at: number,
  end: number,
  start: number,
  rfc: string,
): Part {
  const after = kind.measure(message, at, end, start);
  // Pointers are for the types that ever had them (RFC 3597 §4); what has none is measured like all else.
  const mayPoint = kind.nameRule === "compress" || kind.nameRule === "lowercase";
  if (mayPoint || (kind.nameRule !== null && after >= 0)) return namePart(name, message, at, end, rfc);
  if (after < 0) return wrong(name, at, end, `not ${kind.what}`, rfc);
  return leaf(name, at, after, kind.print(message, at, after, start) ?? hexText(message, at, after), rfc);
}

function optionParts(message: Uint8Array, start: number, end: number): Part[] {
  const rfc = "RFC 6891 §6.1.2";
  const parts: Part[] = [];
  for (let at = start; at < end;) {
    const next = at + 4 > end ? Infinity : at + 4 + u16At(message, at + 2);
    if (next > end) {
      parts.push(wrong("option", at, end, "an option does not fit", rfc));
      break;
    }
    const code = u16At(message, at);
    const name = codeName(EdnsOption, code, "OPTION");
    const data = printOption(code, message.subarray(at + 4, next));
    parts.push(
      whole(`option ${name}`, data, rfc, [
        leaf("OPTION-CODE", at, at + 2, `${code}: ${name}`, rfc),
        leaf("OPTION-LENGTH", at + 2, at + 4, `${next - at - 4} octets`, rfc),
        ...(next === at + 4 ? [] : [leaf("OPTION-DATA", at + 4, next, data, rfc)]),
      ]),
    );
    at = next;
  }
  return parts;
}
