// $util: the functions of mapping templates (API Gateway Developer Guide, "$util functions"). escapeJavaScript is that of
// Commons Lang, which also escapes ' and / and all beyond ASCII; urlEncode is java.net.URLEncoder.

import { base64, encodeDigits } from "../../base/encodings.ts";
import { JsonFault, parseJson } from "../json/parse.ts";
import { RunFault } from "./fault.ts";
import { javaText } from "./text.ts";
import { type CallSite, HostObject, type Value } from "./values.ts";

class UtilObject extends HostObject {
  override call(name: string, args: readonly Value[], _site: CallSite): Value | undefined {
    const [first] = args;
    if (first === undefined || !Object.hasOwn(functions, name)) return undefined;
    return first === null ? null : functions[name](javaText(first));
  }

  override toString(): string {
    return "$util";
  }
}

export const util: HostObject = new UtilObject();

const functions: Readonly<Record<string, (text: string) => Value>> = {
  escapeJavaScript,
  parseJson: parse,
  urlEncode,
  urlDecode,
  base64Encode: (text) => encodeDigits(base64, encoder.encode(text)),
  base64Decode,
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const escapes: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\n": "\\n",
  "\t": "\\t",
  "\f": "\\f",
  "\r": "\\r",
  "'": "\\'",
  '"': '\\"',
  "\\": "\\\\",
  "/": "\\/",
};

function escapeJavaScript(text: string): string {
  return text.replaceAll(
    /[^ -\x7f]|['"\\/]/g,
    (unit) => escapes[unit] ?? `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}

function parse(text: string): Value {
  const value = parseJson(text, "permissive");
  if (value instanceof JsonFault) throw new RunFault(`$util.parseJson, offset ${value.offset}: ${value.message}`);
  return value as Value;
}

function urlEncode(text: string): string {
  // Half of a surrogate pair is no character, and becomes a question mark.
  const encoded = encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "?"));
  return encoded.replaceAll("%20", "+").replaceAll(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function urlDecode(text: string): string {
  const octets: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = String.fromCodePoint(text.codePointAt(i) ?? 0);
    if (character !== "%") {
      octets.push(...encoder.encode(character === "+" ? " " : character));
      i += character.length - 1;
      continue;
    }
    const digits = text.slice(i + 1, i + 3);
    if (!/^[\da-fA-F]{2}$/.test(digits)) throw new RunFault("$util.urlDecode: illegal hex characters in an escape (%)");
    octets.push(Number.parseInt(digits, 16));
    i += 2;
  }
  return decoder.decode(Uint8Array.from(octets));
}

/** As Commons Codec reads it: with or without padding, also the URL's alphabet; what is no digit is passed over. */
function base64Decode(text: string): string {
  const octets: number[] = [];
  let held = 0;
  let bits = 0;
  for (const digit of text.replaceAll("-", "+").replaceAll("_", "/")) {
    const value = base64.values[digit.charCodeAt(0)] ?? -1;
    if (digit === "=") break;
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    octets.push((held >> bits) & 0xff);
  }
  return decoder.decode(Uint8Array.from(octets));
}
