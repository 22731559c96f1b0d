// Names and values as the store holds them, read fast: a start reads a million of them. The store keeps names lower-cased
// and absolute, so nearly all are letters, digits and dots; nearly all values are addresses. What is anything else is
// read by the store's own parsers (../store/names.ts, ../store/values.ts), and so says the same.

import { scanIpv4 } from "../dns/fields/addresses.ts";
import { OctetWriter } from "../base/octets.ts";
import { maxLabelOctets, maxNameOctets, Name } from "../dns/name.ts";
import { isProblem, parseRouteName } from "../store/names.ts";
import { parseValue, type ValueProblem } from "../store/values.ts";

const dot = 0x2e;
/** Octets that stand for themselves in a stored name. */
const plain = new Uint8Array(128);
for (const character of "abcdefghijklmnopqrstuvwxyz0123456789-_") plain[character.charCodeAt(0)] = 1;

const wire = new Uint8Array(maxNameOctets + 1);
const text = new Uint8Array(16);
const address = new OctetWriter(4);

/** The name that a stored text spells, or null for one that spells none. */
export function storedName(name: string): Name | null {
  const length = plainWire(name);
  if (length > 0) return new Name(wire.slice(0, length));
  const parsed = parseRouteName(name);
  return isProblem(parsed) ? null : parsed.name;
}

/** Writes a plain absolute name into `wire`; 0 for any other. */
function plainWire(name: string): number {
  if (name.length >= maxNameOctets) return 0;
  let label = 0;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    if (unit !== dot) {
      if (unit > 127 || plain[unit] === 0) return 0;
      wire[i + 1] = unit;
      continue;
    }
    const size = i - label;
    if (size === 0 || size > maxLabelOctets) return 0;
    wire[label] = size;
    label = i + 1;
  }
  if (label !== name.length || label === 0) return 0;
  wire[label] = 0;
  return label + 1;
}

/** The RDATA that a stored value says, or what is wrong with it. */
export function storedRdata(type: string, value: string): Uint8Array | ValueProblem {
  if (type === "A" && value.length < text.length) {
    // Beyond ASCII an octet is no digit, whatever it is cut down to.
    for (let i = 0; i < value.length; i++) text[i] = Math.min(value.charCodeAt(i), 0xff);
    address.clear();
    if (scanIpv4(text, 0, value.length, address)) return address.copy();
  }
  return parseValue(type, value);
}
