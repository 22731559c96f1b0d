// Names as Route 53 writes them: lower case, absolute, every octet but a-z 0-9 - _ as `\ooo`, three octal digits
// (AWS guide: DomainNameFormat). Master files' `\DDD` is decimal, so ../dns/text/name-text.ts cannot read these.
// The order key of a name is its labels reversed, `com.example.www.`, compared by octets: ListResourceRecordSets' order.
// Invariants: two names have the same key only when they are the same; no key holds a space.

import { lowerCase } from "../base/octets.ts";
import { maxLabelOctets, maxNameOctets, Name } from "../dns/name.ts";

export interface RouteName {
  readonly name: Name;
  /** As the API returns it: `\052.example.com.` */
  readonly text: string;
  readonly key: string;
}

/** One of the service's words for what is wrong with a name or value, as its faults say them. */
export interface NameProblem {
  readonly problem: string;
}

/** What the service says of the problem (aws-sdk-ruby, cert-manager and others have met these). */
export const problemTexts = {
  DomainLabelEmpty: "Domain label is empty",
  DomainLabelTooLong: "Domain label is too long",
  DomainNameEmpty: "Domain name is empty",
  DomainNameTooLong: "Domain name is too long",
  UnsupportedCharacter: "Value contains unsupported characters",
} as const;

function problem(code: keyof typeof problemTexts, text: string): NameProblem {
  return { problem: problemText(code, problemTexts[code], text) };
}

export function problemText(code: string, sentence: string, text: string): string {
  return `FATAL problem: ${code} (${sentence}) encountered with '${text}'`;
}

/** Reads a name, with or without its last dot: Route 53 knows no relative names. */
export function parseRouteName(text: string): RouteName | NameProblem {
  const labels = splitLabels(text);
  return "problem" in labels ? labels : nameOfLabels(labels);
}

export function isProblem(name: RouteName | NameProblem): name is NameProblem {
  return "problem" in name;
}

/** A name of the wire, as Route 53 would hold it. */
export function routeNameOf(name: Name): RouteName {
  const { wire } = name;
  const labels: Uint8Array[] = [];
  for (let at = 0; wire[at] !== 0; at += wire[at] + 1)
    labels.push(wire.slice(at + 1, at + 1 + wire[at]).map((octet) => lowerCase[octet]));
  return { name: new Name(wireOf(labels)), text: textOf(labels), key: keyOfLabels(labels) };
}

function nameOfLabels(labels: readonly Uint8Array[]): RouteName | NameProblem {
  const octets = labels.reduce((sum, label) => sum + label.length + 1, 1);
  const text = textOf(labels);
  if (octets > maxNameOctets) return problem("DomainNameTooLong", text);
  return { name: new Name(wireOf(labels)), text, key: keyOfLabels(labels) };
}

function splitLabels(text: string): Uint8Array[] | NameProblem {
  if (text === "") return problem("DomainNameEmpty", text);
  if (text === ".") return [];
  const labels: Uint8Array[] = [];
  let label: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === ".") {
      if (label.length === 0) return problem("DomainLabelEmpty", text);
      labels.push(Uint8Array.from(label));
      label = [];
      continue;
    }
    const octet = octetAt(text, i);
    if (octet < 0) return problem("UnsupportedCharacter", String.fromCodePoint(text.codePointAt(i) ?? 0));
    if (text[i] === "\\") i += 3;
    if (label.push(lowerCase[octet]) > maxLabelOctets) return problem("DomainLabelTooLong", text);
  }
  if (label.length > 0) labels.push(Uint8Array.from(label));
  return labels;
}

/** The octet that the character or the `\ooo` at `text[i]` stands for, or -1: only printable ASCII stands for itself. */
function octetAt(text: string, i: number): number {
  if (text[i] !== "\\") {
    const unit = text.charCodeAt(i);
    return unit > 0x20 && unit < 0x7f ? unit : -1;
  }
  return /^[0-3][0-7]{2}$/.test(text.slice(i + 1, i + 4)) ? Number.parseInt(text.slice(i + 1, i + 4), 8) : -1;
}

function wireOf(labels: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from([...labels.flatMap((label) => [label.length, ...label]), 0]);
}

function textOf(labels: readonly Uint8Array[]): string {
  if (labels.length === 0) return ".";
  return labels.map((label) => `${Array.from(label, (octet) => octetText[octet]).join("")}.`).join("");
}

function keyOfLabels(labels: readonly Uint8Array[]): string {
  return labels
    .toReversed()
    .map((label) => `${Array.from(label, (octet) => octetKey[octet]).join("")}.`)
    .join("");
}

export function octalEscape(octet: number): string {
  return `\\${octet.toString(8).padStart(3, "0")}`;
}

const octetText: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  return /[a-z0-9_-]/.test(character) ? character : octalEscape(octet);
});

/**
 * What an octet is in an order key. The dot ends a label and the space ends the key, so what they would be confused with
 * is spelled in octal behind a character that stands at the same place of the order: `!` for what is below it, `/` for
 * a dot within a label, `~` for what is above it.
 */
const octetKey: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  const digits = octet.toString(8).padStart(3, "0");
  if (octet <= 0x21) return `!${digits}`;
  if (octet === 0x2e || octet === 0x2f) return `/${digits}`;
  return octet >= 0x7e ? `~${digits}` : String.fromCharCode(octet);
});

/** The order key of every ancestor of a name and of itself, the top first: `com.`, `com.example.` */
export function keysOfAncestors(name: RouteName): string[] {
  const keys: string[] = [];
  for (let at = name.key.indexOf("."); at >= 0; at = name.key.indexOf(".", at + 1))
    keys.push(name.key.slice(0, at + 1));
  return keys;
}

export function isWithinKey(key: string, zoneKey: string): boolean {
  return key.startsWith(zoneKey);
}
