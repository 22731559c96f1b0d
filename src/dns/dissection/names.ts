// A name in a message, label by label, up to the root's octet or to a pointer to where the rest of it stands
// (RFC 1035 §3.1, §4.1.4). What a pointer leads to is part of the name's text, and of no part of its octets.

import { OctetWriter } from "../../base/octets.ts";
import { parseName } from "../name-wire.ts";
import { printName } from "../text/name-text.ts";
import { leaf, type Part, whole, wrong } from "./part.ts";

const labelRfc = "RFC 1035 §3.1";
const pointerRfc = "RFC 1035 §4.1.4";
const root = 0;

/** The name at `at`, of octets that end at `end`. Where it is no name, the last part says why, and holds what is left. */
export function namePart(name: string, message: Uint8Array, at: number, end: number, rfc: string): Part {
  const parts: Part[] = [];
  let part = nextPart(message, at, end, at);
  while (part.name === "label") {
    parts.push(part);
    part = nextPart(message, part.end, end, at);
  }
  const text = nameText(message, at, end);
  // Each piece may be sound, and the whole still too long.
  const isTooLong = text === null && part.state === "sound";
  parts.push(isTooLong ? wrong(part.name, part.start, part.end, "the name is longer than 255 octets", labelRfc) : part);
  return whole(name, text ?? "no name", rfc, parts);
}

/** The name that stands there, the rest of it fetched from where it points to; null where it is none. */
function nameText(message: Uint8Array, at: number, end: number): string | null {
  const wire = new OctetWriter(256);
  return parseName(message, at, end, wire) < 0 ? null : printName(wire.copy());
}

/** A label, or what ends the name. */
function nextPart(message: Uint8Array, at: number, end: number, nameAt: number): Part {
  if (at >= end) return wrong("name", at, at, "the octets end within a name", labelRfc);
  const size = message[at];
  if (size === root) return leaf("root", at, at + 1, "the root, and with it the name's end", labelRfc);
  if (size < 0x40) {
    const after = at + 1 + size;
    if (after > end) return wrong("name", at, end, `a label of ${size} octets does not fit`, labelRfc);
    return leaf("label", at, after, labelText(message, at, after), labelRfc);
  }
  if (size < 0xc0) return wrong("name", at, end, `0x${size.toString(16)} begins no label`, "RFC 6891 §5");
  if (at + 2 > end) return wrong("name", at, end, "half a pointer", pointerRfc);
  return pointerPart(message, at, nameAt);
}

function pointerPart(message: Uint8Array, at: number, nameAt: number): Part {
  const to = ((message[at] & 0x3f) << 8) | message[at + 1];
  if (to >= nameAt) return wrong("pointer", at, at + 2, `to octet ${to}, which does not stand before`, pointerRfc);
  const wire = new OctetWriter(256);
  if (parseName(message, to, nameAt, wire) < 0)
    return wrong("pointer", at, at + 2, `to octet ${to}, where no name stands`, pointerRfc);
  const place = `${to} (0x${to.toString(16)})`;
  return leaf("pointer", at, at + 2, `to octet ${place}: ${printName(wire.copy())}`, pointerRfc);
}

function labelText(message: Uint8Array, at: number, after: number): string {
  return printName(Uint8Array.of(...message.subarray(at, after), root)).slice(0, -1);
}
