// A message octet by octet, for terminals: where the octets stand, what they are in hexadecimal, and what they say, each part
// below the one it belongs to. Read next: ../dns/dissection/dissect.ts.

import { encodeDigits, hex } from "../base/encodings.ts";
import { dissect } from "../dns/dissection/dissect.ts";
import type { Part } from "../dns/dissection/part.ts";

const octetsPerLine = 8;
/** Eight octets with a blank between each two; a word's bits take less. */
const columnWidth = octetsPerLine * 3 - 1;

/** The lines of a message. */
export function printOctets(message: Uint8Array): string[] {
  return dissect(message).flatMap((part) => partLines(message, part, 0));
}

function partLines(message: Uint8Array, part: Part, depth: number): string[] {
  const { name, text, start, end, bits, parts, state } = part;
  const words = `${"  ".repeat(depth)}${name}: ${state === "wrong" && parts.length === 0 ? `! ${text}` : text}`;
  const offset = start.toString(16).padStart(4, "0");
  if (bits !== null) return [line("    ", bits, words)];
  const nested = parts.flatMap((one) => partLines(message, one, depth + 1));
  const isTold = parts.length > 0 && parts.every((one) => one.bits === null);
  if (isTold) return [line(offset, "", words), ...nested];
  const lines: string[] = [];
  for (let at = start; at < end; at += octetsPerLine) {
    const octets = hexOctets(message, at, Math.min(end, at + octetsPerLine));
    lines.push(at === start ? line(offset, octets, words) : line(at.toString(16).padStart(4, "0"), octets, ""));
  }
  return [...(lines.length > 0 ? lines : [line(offset, "", words)]), ...nested];
}

function line(offset: string, octets: string, words: string): string {
  return `${offset}  ${octets.padEnd(columnWidth)}  ${words}`.trimEnd();
}

function hexOctets(message: Uint8Array, start: number, end: number): string {
  return encodeDigits(hex, message, start, end).replaceAll(/..(?=.)/g, "$& ");
}
