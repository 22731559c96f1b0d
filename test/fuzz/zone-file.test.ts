// Mutated zone files: whatever the octets, loading ends soon, throws nothing, tells faults with places inside the text,
// and gives back the image's memory. Every file in seeds/zonefile/ once found something, or stands for a kind of text.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Memory } from "../../src/base/memory.ts";
import { printFault } from "../../src/zone/file-fault.ts";
import { Image } from "../../src/zone/image.ts";
import { loadZone } from "../../src/zone/load.ts";
import { findOrigin } from "../../src/zone/origin.ts";
import { name } from "../zone/reading.ts";

const seedFolder = new URL("./seeds/zonefile/", import.meta.url).pathname;
const zoneFolder = new URL("../../zones/", import.meta.url).pathname;
const rounds = Number(process.env["FUZZ_ROUNDS"] ?? 1500);

const texts = [seedFolder, zoneFolder].flatMap((folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ file: entry.name, text: new Uint8Array(readFileSync(folder + entry.name)) })),
);

/** What a mutation likes to put in: the octets and words that mean something in a zone file. */
const words = [
  "(",
  ")",
  '"',
  "\\",
  ";",
  "\n",
  "\r\n",
  "\t",
  " ",
  "@",
  ".",
  "$",
  "\\000",
  "\\256",
  "\\1",
  "$ORIGIN ",
  "$TTL ",
  "$INCLUDE self\n",
  "$GENERATE 0-99999 a$ A 192.0.2.1\n",
  "${",
  "}",
  "\\# ",
  "\\# 65535 00",
  "TYPE65535 ",
  "CLASS1 ",
  "99999999999",
  "*",
  "1w1d",
  "\0",
  "\u00ff",
  " SOA ",
  " NSEC ",
  " SVCB 1 . ",
  " LOC ",
  " APL ",
  " CNAME ",
  " DNAME ",
  " NS ",
  " RRSIG ",
  "a".repeat(64),
  "a.".repeat(130),
].map((word) => Uint8Array.from(word, (character) => character.charCodeAt(0)));

/** xorshift32 */
function drawing(seed: number): (below: number) => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function mutated(text: Uint8Array, draw: (below: number) => number): Uint8Array {
  let octets = [...text.subarray(0, 6000)];
  for (let i = 1 + draw(8); i > 0; i--) {
    const at = draw(octets.length + 1);
    const length = draw(40);
    switch (draw(5)) {
      case 0:
        octets[at] = draw(256);
        break;
      case 1:
        octets.splice(at, length);
        break;
      case 2:
        octets.splice(at, 0, ...words[draw(words.length)]);
        break;
      case 3:
        octets.splice(at, 0, ...octets.slice(at, at + length));
        break;
      default:
        octets = [...octets.slice(0, at), ...octets.slice(draw(octets.length + 1))].slice(0, 20_000);
    }
  }
  return Uint8Array.from(octets, (octet) => octet ?? 0);
}

const image = new Image(Memory.create(2 ** 28), 1);

function load(file: string, text: Uint8Array): void {
  const { apex, origin } = findOrigin(text, name("fuzz.test")) ?? {
    apex: name("fuzz.test"),
    origin: name("fuzz.test"),
  };
  const open = (path: string, from: string) => (path === "self" ? { file: `${from}+`, text } : "no such file");
  const loaded = loadZone(image, { file, text, apex, origin, open });
  if (loaded.zone !== null) image.abandon(loaded.zone);
  const lines = text.reduce((count, octet) => count + (octet === 0x0a ? 1 : 0), 1);
  for (const fault of loaded.faults) {
    expect(fault.line).toBeGreaterThan(0);
    expect(fault.line).toBeLessThanOrEqual(lines);
    expect(fault.column).toBeGreaterThan(0);
    expect(printFault(fault)).toMatch(/^[^\n]+:\d+:\d+: [^\n]+$/u);
  }
}

test("there are seeds", () => {
  expect(texts.length).toBeGreaterThan(10);
});

test.each(texts)("$file loads, or says why not", ({ file, text }) => {
  expect(() => load(file, text)).not.toThrow();
});

test(`${rounds} mutated zone files neither throw nor hang, and leave no memory behind`, { timeout: 60_000 }, () => {
  image.publish([]);
  image.reclaim();
  const before = image.usedOctets;
  for (let seed = 1; seed <= rounds; seed++) {
    const draw = drawing(seed);
    const { file, text } = texts[draw(texts.length)];
    const octets = mutated(text, draw);
    const start = performance.now();
    try {
      load(file, octets);
    } catch (fault) {
      throw new Error(`seed ${seed} (${file}): ${(fault as Error).stack}`, { cause: fault });
    }
    expect(performance.now() - start, `seed ${seed} (${file}) takes long`).toBeLessThan(8000);
  }
  image.publish([]);
  image.reclaim();
  expect(image.usedOctets).toBe(before);
});
