// A random signed internet for tests, as the folder of a lab: a root, some zones below it and some below those, each signed in
// one way or another, or not, or wrongly; and questions to it of every kind.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Random, seededRandom } from "../../src/base/random.ts";
import { signingFaults } from "../../src/lab/signing/faults.ts";

interface World {
  readonly random: Random;
  readonly zones: RandomZone[];
}

interface RandomZone {
  /** Without the dot at its end; "" for the root. */
  readonly name: string;
  readonly address: string;
  readonly lines: string[];
  readonly plan: string | null;
  readonly depth: number;
}

const algorithms = ["ECDSAP256SHA256", "ECDSAP384SHA384", "ED25519"];
const denials = ["nsec", "nsec3", "opt-out"];
const spoiltTypes = ["", "[A]", "[SOA]", "[DNSKEY]", "[NSEC, NSEC3]", "[DS]", "[CNAME, DNAME]"];
const types = ["A", "A", "A", "TXT", "DS", "DNSKEY", "SOA", "CNAME", "NS"];

/** Writes the lab's files into a folder; returns questions, "name type". */
export function writeRandomWorld(folder: string, seed: number, count: number): string[] {
  const random = seededRandom(seed);
  const world: World = { random, zones: [] };
  addZone(world, "", 0);
  const { zones } = world;
  for (const zone of zones) writeFileSync(join(folder, fileOf(zone)), `${zone.lines.join("\n")}\n`);
  const signing = zones.flatMap((zone) => (zone.plan === null ? [] : [`  - { zone: ${fileOf(zone)}${zone.plan} }`]));
  const servers = zones.map(
    (zone) => `  - { name: ${serverOf(zone)}, addresses: [${zone.address}], zones: [${fileOf(zone)}] }`,
  );
  writeFileSync(join(folder, "network.yaml"), ["signing:", ...signing, "servers:", ...servers, ""].join("\n"));
  return Array.from({ length: count }, () => `${askedName(world)} ${types[random.below(types.length)]}`);
}

function addZone(world: World, name: string, depth: number): RandomZone {
  const { random, zones } = world;
  const address = `127.53.${200 + (zones.length >> 7)}.${1 + (zones.length & 127)}`;
  const zone: RandomZone = { name, address, lines: [], plan: planOf(random, depth), depth };
  zones.push(zone);
  const at = (label: string): string => (name === "" ? `${label}.` : `${label}.${name}.`);
  const apex = name === "" ? "." : `${name}.`;
  zone.lines.push(
    `${apex} 300 SOA ${at("ns")} ${at("h")} 1 3600 600 86400 60`,
    `${apex} 300 NS ${at("ns")}`,
    `${at("ns")} 300 A ${address}`,
    `${at("www")} 300 A 192.0.2.${zones.length}`,
    `${at("*.wild")} 300 A 192.0.2.200`,
    `${at("*.guide")} 300 CNAME ${at("www")}`,
    `${at("a.b.c")} 300 TXT "far down"`,
    `${at("old")} 300 DNAME ${at("wild")}`,
    `${at("alias")} 300 CNAME ${elsewhere(world)}`,
  );
  const children = depth === 2 ? 0 : depth === 0 ? 4 : random.below(4);
  for (let i = 0; i < children; i++) {
    const label = "klmn"[i];
    const child = addZone(world, name === "" ? label : `${label}.${name}`, depth + 1);
    zone.lines.push(`${at(label)} 300 NS ${at(`ns.${label}`)}`, `${at(`ns.${label}`)} 300 A ${child.address}`);
  }
  return zone;
}

/** How a zone is signed, as the rest of a section of `signing:`; null: not at all. The root always is, and well. */
function planOf(random: Random, depth: number): string | null {
  if (depth > 0 && random.below(5) === 0) return null;
  const parts = [`algorithm: ${one(random, algorithms)}`, `denial: ${one(random, denials)}`];
  if (depth > 0 && random.below(8) === 0) parts.push("ds: false");
  if (depth > 0 && random.below(3) === 0) {
    parts.push(`faults: [${one(random, [...signingFaults.keys()])}]`);
    const spoilt = one(random, spoiltTypes);
    if (spoilt !== "") parts.push(`types: ${spoilt}`);
  }
  return `, ${parts.join(", ")}`;
}

function elsewhere({ random, zones }: World): string {
  const { name } = one(random, zones);
  return name === "" ? "www." : `www.${name}.`;
}

const labels = ["www", "ns", "x.wild", "y.wild", "z.guide", "wild", "a.b.c", "b.c", "nothing", "very.much.nothing", "q.old", "old", "alias", ""]; // prettier-ignore

function askedName({ random, zones }: World): string {
  const { name } = one(random, zones);
  const label = one(random, labels);
  return [label, name].filter((part) => part !== "").join(".") || ".";
}

function one<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.below(items.length)];
}

function serverOf({ name }: RandomZone): string {
  return name === "" ? "ns." : `ns.${name}`;
}

function fileOf({ name }: RandomZone): string {
  return `${name === "" ? "root" : name}.zone`;
}
