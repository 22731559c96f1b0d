// Record values: Route 53 text to RDATA and back, through the table of types (../dns/rdata.ts), so that a value is refused
// here for exactly what no name server could answer. What is wrong is said in the service's own words where public reports
// show them; where they show none, in the same form with a reason behind it (AWS guide: ResourceRecordTypes).

import { OctetWriter } from "../base/octets.ts";
import { printRdata, scanRdata } from "../dns/rdata.ts";
import { rdataKey } from "../dns/rrset.ts";
import { Lexer } from "../dns/text/lexer.ts";
import { typeNumber } from "../dns/types.ts";
import { isProblem, parseRouteName, problemText, problemTexts } from "./names.ts";
import { toMasterText, type Token, tokensOf, toRouteText } from "./value-text.ts";

export interface ValueProblem {
  /** `FATAL problem: …` */
  readonly problem: string;
}

/** Types of the API (model: RRType), with how many fields their values have and which of them are names. */
const valueTypes: Readonly<
  Record<string, { readonly fields?: number; readonly least?: number; readonly names?: readonly number[] }>
> = {
  A: {},
  AAAA: {},
  CAA: { fields: 3 },
  CNAME: { fields: 1, names: [0] },
  DS: { least: 4 },
  HTTPS: { least: 2, names: [1] },
  MX: { fields: 2, names: [1] },
  NAPTR: { fields: 6, names: [5] },
  NS: { fields: 1, names: [0] },
  PTR: { fields: 1, names: [0] },
  SOA: { fields: 7, names: [0, 1] },
  SPF: {},
  SRV: { fields: 4, names: [3] },
  SSHFP: { least: 3 },
  SVCB: { least: 2, names: [1] },
  TLSA: { least: 4 },
  TXT: {},
};

const numberWords = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven"];
const maxStringOctets = 255; // RFC 1035 §3.3
const rootWire = new Uint8Array(1);
const encoder = new TextEncoder();

export function isRecordType(type: string): boolean {
  return Object.hasOwn(valueTypes, type);
}

/** The RDATA that a value of an API type says, or what is wrong with it. */
export function parseValue(type: string, value: string): Uint8Array | ValueProblem {
  const strange = /[^\x20-\x7e\t]/u.exec(value);
  if (strange !== null)
    return { problem: problemText("UnsupportedCharacter", problemTexts.UnsupportedCharacter, strange[0]) };
  const tokens = tokensOf(value);
  if (type === "TXT" || type === "SPF") {
    const problem = stringProblem(tokens, value);
    if (problem !== null) return { problem };
  }
  if (tokens === null) return { problem: stringsNotQuoted(value) };
  return fieldsProblem(type, tokens, value) ?? rdataOf(type, tokens, value);
}

export function isValueProblem(parsed: Uint8Array | ValueProblem): parsed is ValueProblem {
  return "problem" in parsed;
}

function stringsNotQuoted(value: string): string {
  return problemText("InvalidCharacterString", "Value should be enclosed in quotation marks", value);
}

function stringProblem(tokens: readonly Token[] | null, value: string): string | null {
  if (tokens === null || tokens.length === 0 || tokens.some(({ quoted }) => !quoted)) return stringsNotQuoted(value);
  const long = tokens.find(({ text }) => text.replaceAll(/\\([0-3][0-7]{2}|.)/g, "x").length > maxStringOctets);
  return long === undefined ? null : problemText("CharacterStringTooLong", "Value is too long", `"${long.text}"`);
}

function fieldsProblem(type: string, tokens: readonly Token[], value: string): ValueProblem | null {
  const { fields, least = 1, names = [] } = valueTypes[type];
  if (fields === 1 && tokens.length > 1)
    return { problem: problemText("RRDATANotSingleField", "Value contains spaces", value) };
  const wanted = fields ?? least;
  if (wanted > 1 && (fields === undefined ? tokens.length < wanted : tokens.length !== wanted))
    return {
      problem: problemText(
        `${type}RRDATANot${numberWords[wanted]}Fields`,
        `${type} record doesn't have ${wanted} fields`,
        value,
      ),
    };
  for (const index of names) {
    const name = parseRouteName(tokens.length > index ? tokens[index].text : "");
    if (isProblem(name)) return name;
  }
  return null;
}

function rdataOf(type: string, tokens: readonly Token[], value: string): Uint8Array | ValueProblem {
  const master = toMasterText(tokens);
  if (typeof master !== "string")
    return { problem: problemText("UnsupportedCharacter", problemTexts.UnsupportedCharacter, master.unsupported) };
  const lexer = new Lexer(encoder.encode(`. ${master}`));
  const out = new OctetWriter(64);
  lexer.nextEntry();
  if (scanRdata(typeNumber(type) ?? 0, lexer, rootWire, out) && hasPlainTimers(type, tokens)) return out.copy();
  return { problem: rdataProblem(type, value, lexer.faults[0]?.message ?? "a timer is not a number of seconds") };
}

/** Master files also write a SOA's timers as 1h30m; Route 53 does not. */
function hasPlainTimers(type: string, tokens: readonly Token[]): boolean {
  return type !== "SOA" || tokens.slice(2).every(({ text }) => /^\d+$/.test(text));
}

function rdataProblem(type: string, value: string, reason: string): string {
  if (type === "A") return problemText("ARRDATAIllegalIPv4Address", "Value is not a valid IPv4 address", value);
  if (type === "AAAA") return problemText("AAAARRDATAIllegalIPv6Address", "Value is not a valid IPv6 address", value);
  return problemText(`${type}RRDATAIllegalValue`, `Value is not valid: ${reason}`, value);
}

/** RDATA as a value. */
export function printValue(type: number, rdata: Uint8Array): string {
  return toRouteText(printRdata(type, rdata));
}

/** What RDATA of a type says, as a text: names in it without regard to case, as RRsets hold it once (RFC 4343). */
export function valueKey(type: string, rdata: Uint8Array): string {
  return rdataKey(typeNumber(type) ?? 0, rdata);
}

/** Whether two values of a type say the same, however they are spelled: what DELETE must match. */
export function sameValue(type: string, a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [parseValue(type, a), parseValue(type, b)];
  if (isValueProblem(left) || isValueProblem(right)) return false;
  return valueKey(type, left) === valueKey(type, right);
}
