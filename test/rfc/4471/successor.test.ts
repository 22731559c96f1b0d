// The name that follows another one in a zone, as the NSEC of a compact denial names it.

import { expect, test } from "vitest";
import { makeNsec } from "../../../src/authority/compact-denials.ts";
import { MadeSets } from "../../../src/authority/made-sets.ts";
import { compareNames, Name, nameLength } from "../../../src/dns/name.ts";
import { NameCursor } from "../../../src/dns/name-cursor.ts";
import { printName } from "../../../src/dns/text/name-text.ts";
import { recordHead } from "../../../src/zone/layout.ts";
import { nameOf, newImage, serve, head } from "../../authority/asking.ts";

const image = newImage();
const [zone] = serve(image, { "example.": head });

function successorOf(name: Name): Name {
  const made = new MadeSets();
  const cursor = new NameCursor();
  cursor.set(name.wire, 0);
  const denied = { zone: zone.tree.tree, name: cursor, depth: 0, version: 0, without: 0 };
  const set = makeNsec(image.memory, made, denied, 300);
  const { bytes } = made.out;
  const at = made.firstOf(set) + recordHead;
  return new Name(bytes.slice(at, at + nameLength(bytes, at, bytes.length)));
}

/** Labels of these lengths and octets, and the zone. */
function long(...labels: readonly (readonly [octets: number, octet: number])[]): Name {
  const octets = labels.flatMap(([size, octet]) => [size, ...Array.from({ length: size }, () => octet)]);
  return new Name(Uint8Array.from([...octets, ...nameOf("example.").wire]));
}

const filled = [63, 0x61] as const;

// The zone takes 9 octets of 255.
test.each<[what: string, name: Name, next: string]>([
  ["a zero label in front", nameOf("www.example."), "\\000.www.example."],
  ["in lower case", nameOf("WWW.Example."), "\\000.www.example."],
  ["of the apex", nameOf("example."), "\\000.example."],
  [
    "no room for a label: a zero octet",
    long([52, 0x61], filled, filled, filled),
    printName(long([53, 0x61], filled, filled, filled).wire).replace(/^a{53}/, `${"a".repeat(52)}\\000`),
  ],
  [
    "no room at all: counted up",
    long([53, 0x61], filled, filled, filled),
    printName(long([53, 0x61], filled, filled, filled).wire).replace(/^a{53}/, `${"a".repeat(52)}b`),
  ],
  [
    "@ is followed by what follows the capitals",
    long([53, 0x40], filled, filled, filled),
    printName(long([53, 0x40], filled, filled, filled).wire).replace(/^(\\?@){53}/, (all) => all.replace(/\\?@$/, "[")),
  ],
  [
    "the last label of all: a label up",
    long([53, 0xff], [63, 0x61], filled, filled),
    printName(long([63, 0x61], filled, filled).wire).replace(/^a{63}/, `${"a".repeat(62)}b`),
  ],
  ["the last name of all: the apex", long([53, 0xff], [63, 0xff], [63, 0xff], [63, 0xff]), "example."],
])("RFC 4471 §3.1.2: %s", (_, name, next) => {
  const found = successorOf(name);
  expect(printName(found.wire)).toBe(next);
  if (!found.equals(nameOf("example."))) expect(compareNames(name.wire, found.wire)).toBeLessThan(0);
});
