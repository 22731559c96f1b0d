// Field kind: the parameters of SVCB and HTTPS (RFC 9460 §2.1, §2.2, Appendix A).
// Wire: key (2), length (2), value, keys strictly ascending. Text: key, key=value, key="value", in any order, none twice.
// Two judgements: `measure` refuses what RFC 9460 §2.2 calls malformed; `inconsistency` finds records that are well formed
// but no sense (§7.1.1, §8): text may not say them, a message may carry them, and they are printed as RFC 3597 §5 does. Of an alias
// (§2.4.2) nothing is asked, as its parameters mean nothing today and may mean something one day.

import type { Lexer } from "../text/lexer.ts";
import type { Kind } from "./kind.ts";
import { OctetWriter } from "../../base/octets.ts";
import { readInteger } from "./integers.ts";
import { atEntryEnd, notA } from "./kind.ts";
import {
  alpnKey,
  dohPathKey,
  mandatoryKey,
  noDefaultAlpnKey,
  opaque,
  serviceKeyName,
  serviceKeyNumber,
  serviceValue,
} from "./service-values.ts";
import { readText, scanText } from "./strings.ts";

export const serviceParams: Kind<Record<string, string>> = {
  what: "service parameters",
  octets: null,
  tokens: "rest",
  nameRule: null,
  target: false,
  measure(bytes, at, end) {
    let last = -1;
    let i = at;
    while (i < end) {
      if (i + 4 > end) return -1;
      const key = readInteger(bytes, i, 2);
      const valueEnd = i + 4 + readInteger(bytes, i + 2, 2);
      if (key <= last || valueEnd > end || !serviceValue(key).measure(bytes, i + 4, valueEnd)) return -1;
      last = key;
      i = valueEnd;
    }
    return end;
  },
  scan(lexer, out, _origin, start) {
    const params = new Map<number, Uint8Array>();
    const value = new OctetWriter();
    if (!atEntryEnd(lexer)) {
      do {
        value.clear();
        const key = scanParam(lexer, value);
        if (key < 0) return false;
        if (params.has(key)) return lexer.fail(`the key ${serviceKeyName(key)} stands twice`);
        params.set(key, value.copy());
      } while (lexer.next());
    }
    const mark = out.length;
    for (const [key, octets] of [...params].sort(([a], [b]) => a - b)) {
      out.u16(key);
      out.u16(octets.length);
      out.octets(octets);
    }
    const fault = inconsistency(out.bytes, mark, out.length, start);
    return fault === null || lexer.fail(fault);
  },
  print(bytes, at, end, start) {
    if (inconsistency(bytes, at, end, start) !== null) return null;
    return paramsOf(bytes, at, end)
      .map(([key, from, to]) => {
        const text = serviceValue(key).print(bytes, from, to);
        return text === "" ? serviceKeyName(key) : `${serviceKeyName(key)}=${text}`;
      })
      .join(" ");
  },
  read(bytes, at, end) {
    return Object.fromEntries(
      paramsOf(bytes, at, end).map(([key, from, to]) => [
        serviceKeyName(key),
        serviceValue(key).print(bytes, from, to),
      ]),
    );
  },
};

/** Appends the value of the parameter at the lexer's token, returns its key, or -1 after a fault. */
function scanParam(lexer: Lexer, value: OctetWriter): number {
  const { bytes, end } = lexer;
  let equals = lexer.start;
  while (equals < end && bytes[equals] !== 0x3d) equals++;
  const name = readText(bytes, lexer.start, equals);
  const key = lexer.quoted ? -1 : serviceKeyNumber(name);
  if (key < 0) {
    notA(lexer, "a service parameter: a registered key or keyNNNNN, in lower case, then = and a value");
    return -1;
  }
  const text = new OctetWriter();
  if (equals + 1 === end && lexer.next()) {
    if (!lexer.quoted || lexer.start !== end + 1) {
      lexer.fail(`the value of ${name} must follow its = at once`);
      return -1;
    }
    if (!scanText(lexer, lexer.start, lexer.end, text)) return -1;
  } else if (equals < end && !scanText(lexer, equals + 1, end, text)) return -1;
  // A number that has a name takes its value in wire form all the same (RFC 9460 §2.1).
  const isGeneric = name.startsWith("key");
  const row = serviceValue(key);
  const mark = value.length;
  if (
    (isGeneric ? opaque : row).scan(text.bytes, 0, text.length, value) &&
    row.measure(value.bytes, mark, value.length) &&
    value.length <= 0xffff
  )
    return key;
  lexer.fail(`the value of ${name} must be ${row.what}`);
  return -1;
}

/** Why well-formed parameters make no sense, or null. */
function inconsistency(bytes: Uint8Array, at: number, end: number, start: number): string | null {
  const params = new Map(paramsOf(bytes, at, end).map(([key, from, to]) => [key, [from, to] as const]));
  if (readInteger(bytes, start, 2) === 0) return null; // RFC 9460 §2.4.2: who reads an alias passes over its parameters
  if (params.has(noDefaultAlpnKey) && !params.has(alpnKey))
    return "no-default-alpn stands without alpn (RFC 9460 §7.1.1)";
  const [from, to] = params.get(mandatoryKey) ?? [0, 0];
  for (let i = from; i < to; i += 2) {
    const key = readInteger(bytes, i, 2);
    if (!params.has(key)) return `${serviceKeyName(key)} is mandatory, but not there (RFC 9460 §8)`;
  }
  const path = params.get(dohPathKey);
  if (path !== undefined && !/\{\?[^}]*\bdns\b[^}]*\}/.test(readText(bytes, ...path)))
    return "dohpath must be a template with the variable dns, as in /dns-query{?dns} (RFC 9461 §5)";
  return null;
}

function paramsOf(bytes: Uint8Array, at: number, end: number): [key: number, from: number, to: number][] {
  const params: [number, number, number][] = [];
  for (let i = at; i < end;) {
    const to = i + 4 + readInteger(bytes, i + 2, 2);
    params.push([readInteger(bytes, i, 2), i + 4, to]);
    i = to;
  }
  return params;
}
