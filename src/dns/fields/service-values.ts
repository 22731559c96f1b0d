// The values of service parameters, one row a key (RFC 9460 §7, §8, §14.3.2 and the registry that grew from it).
// A row judges the wire form, reads the text form (already out of its character-string, RFC 9460 Appendix A) and prints it.
// Keys without a row are opaque octets, written keyNNNNN (RFC 9460 §2.1).

import { base64, DigitDecoder, encodeDigits } from "../../base/encodings.ts";
import { OctetWriter } from "../../base/octets.ts";
import { printIpv4, printIpv6, scanIpv4, scanIpv6 } from "./addresses.ts";
import { readInteger } from "./integers.ts";
import { decimal } from "./kind.ts";
import { printText, readText } from "./strings.ts";

export interface ServiceValue {
  readonly what: string;
  measure(bytes: Uint8Array, at: number, end: number): boolean;
  /** Appends the wire form of the text octets [at, end); false when they are not `what`. */
  scan(text: Uint8Array, at: number, end: number, out: OctetWriter): boolean;
  /** With the quotes where they are needed; "" where no value is to be written. */
  print(bytes: Uint8Array, at: number, end: number): string;
}

export const mandatoryKey = 0;
export const alpnKey = 1;
export const noDefaultAlpnKey = 2;
export const dohPathKey = 7;

/** Key numbers by name: RFC 9460 §14.3.2, RFC 9461 (dohpath), RFC 9540 (ohttp), RFC 9953 (docpath), then drafts. */
const keyNumbers: Readonly<Record<string, number>> = {
  mandatory: mandatoryKey,
  alpn: alpnKey,
  "no-default-alpn": noDefaultAlpnKey,
  port: 3,
  ipv4hint: 4,
  ech: 5,
  ipv6hint: 6,
  dohpath: dohPathKey,
  ohttp: 8,
  "tls-supported-groups": 9,
  docpath: 10,
  pvd: 11,
  oots: 12,
};
const keyNames = new Map(Object.entries(keyNumbers).map(([name, number]) => [number, name]));

/** A key's number, keyNNNNN included; -1 when the word is none. Keys are lower case (RFC 9460 §2.1). */
export function serviceKeyNumber(name: string): number {
  const known = keyNumbers[name];
  if (known !== undefined) return known;
  const generic = /^key(0|[1-9]\d{0,4})$/.exec(name);
  return generic !== null && Number(generic[1]) <= 0xffff ? Number(generic[1]) : -1;
}

export function serviceKeyName(number: number): string {
  return keyNames.get(number) ?? `key${number}`;
}

/** The row of a key. */
export function serviceValue(key: number): ServiceValue {
  return rows[key] ?? opaque;
}

/** Octets as they are. */
export const opaque: ServiceValue = {
  what: "any octets",
  measure: () => true,
  scan(text, at, end, out) {
    out.octets(text, at, end);
    return true;
  },
  print: (bytes, at, end) => (at === end ? "" : printText(bytes, at, end)),
};

const someText: ServiceValue = { ...opaque, what: "a text that is not empty", measure: (_bytes, at, end) => end > at };

const nothing: ServiceValue = {
  what: "a key without a value",
  measure: (_bytes, at, end) => at === end,
  scan: (_text, at, end) => at === end,
  print: () => "",
};

const port: ServiceValue = {
  ...listOf("one port", 2, (text, at, end, out) => appendU16(decimal(text, at, end, 0xffff), out), printU16),
  measure: (_bytes, at, end) => end - at === 2,
};

const ech: ServiceValue = {
  what: "base64",
  measure: (_bytes, at, end) => end > at,
  scan(text, at, end, out) {
    const decoder = new DigitDecoder(base64);
    return decoder.feed(text, at, end, out) < 0 && decoder.finish() && end > at;
  },
  print: (bytes, at, end) => encodeDigits(base64, bytes, at, end),
};

const mandatory: ServiceValue = {
  ...listOf(
    "keys, none twice and mandatory not among them",
    2,
    (text, at, end, out) => appendU16(serviceKeyNumber(readText(text, at, end)), out),
    printKey,
  ),
  measure: (bytes, at, end) => end > at && (end - at) % 2 === 0 && areAscending(bytes, at, end),
  scan(text, at, end, out) {
    const keys = new OctetWriter();
    const given = listOf(
      "",
      2,
      (from, start, stop, to) => appendU16(serviceKeyNumber(readText(from, start, stop)), to),
      printKey,
    );
    if (!given.scan(text, at, end, keys)) return false;
    const sorted = Array.from({ length: keys.length / 2 }, (_, i) => readInteger(keys.bytes, i * 2, 2)).sort(
      (a, b) => a - b,
    );
    for (const key of sorted) out.u16(key);
    return areAscending(out.bytes, out.length - keys.length, out.length);
  },
};

const groups: ServiceValue = {
  ...listOf(
    "numbers of TLS groups, none twice",
    2,
    (text, at, end, out) => appendU16(decimal(text, at, end, 0xffff), out),
    printU16,
  ),
  measure(bytes, at, end) {
    const seen = new Set<number>();
    for (let i = at; i + 2 <= end; i += 2) seen.add(readInteger(bytes, i, 2));
    return end > at && seen.size * 2 === end - at;
  },
};

/** Rows by key number. */
const rows: readonly (ServiceValue | undefined)[] = [
  mandatory,
  stringList("protocol names", 1),
  nothing,
  port,
  listOf("IPv4 addresses", 4, scanIpv4, printIpv4),
  ech,
  listOf("IPv6 addresses", 16, scanIpv6, printIpv6),
  someText,
  nothing,
  groups,
  stringList("path segments", 0),
  nothing,
];

type ScanItem = (text: Uint8Array, at: number, end: number, out: OctetWriter) => boolean;

/** Items of one size, apart by commas; at least one. */
function listOf(
  what: string,
  octets: number,
  scanItem: ScanItem,
  printItem: (bytes: Uint8Array, at: number) => string,
): ServiceValue {
  return {
    what,
    measure: (_bytes, at, end) => end > at && (end - at) % octets === 0,
    scan(text, at, end, out) {
      let from = at;
      for (let i = at; i <= end; i++) {
        if (i < end && text[i] !== comma) continue;
        if (!scanItem(text, from, i, out)) return false;
        from = i + 1;
      }
      return true;
    },
    print(bytes, at, end) {
      const items: string[] = [];
      for (let i = at; i < end; i += octets) items.push(printItem(bytes, i));
      return items.join(",");
    },
  };
}

/** Strings behind length octets; in text a comma list where `\,` and `\\` stand for themselves (RFC 9460 Appendix A.1). */
function stringList(what: string, least: number): ServiceValue {
  return {
    what,
    measure(bytes, at, end) {
      let i = at;
      while (i < end && bytes[i] > 0) i += 1 + bytes[i];
      return i === end && end - at >= least;
    },
    scan(text, at, end, out) {
      if (at === end) return least === 0;
      let sizeAt = out.length;
      out.u8(0);
      for (let i = at; i <= end; i++) {
        if (i < end && text[i] !== comma) {
          if (text[i] === backslash && ++i === end) return false;
          out.u8(text[i]);
          continue;
        }
        const size = out.length - sizeAt - 1;
        if (size === 0 || size > 255) return false;
        out.bytes[sizeAt] = size;
        sizeAt = out.length;
        if (i < end) out.u8(0);
      }
      return true;
    },
    print(bytes, at, end) {
      const text = new OctetWriter(2 * (end - at) + 1);
      for (let i = at; i < end; i += 1 + bytes[i]) {
        if (i > at) text.u8(comma);
        for (let k = i + 1; k <= i + bytes[i]; k++) {
          if (bytes[k] === comma || bytes[k] === backslash) text.u8(backslash);
          text.u8(bytes[k]);
        }
      }
      return at === end ? "" : printText(text.bytes, 0, text.length);
    },
  };
}

const comma = 0x2c;
const backslash = 0x5c;

function appendU16(value: number, out: OctetWriter): boolean {
  if (value < 0) return false;
  out.u16(value);
  return true;
}

function printU16(bytes: Uint8Array, at: number): string {
  return String(readInteger(bytes, at, 2));
}

function printKey(bytes: Uint8Array, at: number): string {
  return serviceKeyName(readInteger(bytes, at, 2));
}

function areAscending(bytes: Uint8Array, at: number, end: number): boolean {
  let last = mandatoryKey;
  for (let i = at; i < end; i += 2) {
    const key = readInteger(bytes, i, 2);
    if (key <= last) return false;
    last = key;
  }
  return true;
}
