// The index of denials under change: what a reader sees of it in each version, and that its memory comes back.

import { expect, test } from "vitest";
import { Memory, OutOfMemory } from "../../src/base/memory.ts";
import { RRType } from "../../src/dns/types.ts";
import { NameCursor } from "../../src/dns/name-cursor.ts";
import { denialIndexOf, DenialSearch } from "../../src/zone/denial-search.ts";
import { signatureKey } from "../../src/zone/entry-keys.ts";
import { Image, type RRsetChange } from "../../src/zone/image.ts";
import { nearestZone } from "../../src/zone/search.ts";
import { nameOfNode } from "../../src/zone/tree.ts";
import type { Zone } from "../../src/zone/zone.ts";
import { Asking, head, nameOf, newImage, serve } from "../authority/asking.ts";
import { rdataOf } from "../authority/hosting.ts";
import { base32hex, canonicalOrder, fakeSigned, hashName } from "../differential/fake-signer.ts";
import { labelsOf, nameText } from "../peers/wire.ts";
import { labelsAt } from "../differential/render.ts";

const text = `${head}b A 192.0.2.1\nd A 192.0.2.2\n`;
const nsecZone = fakeSigned("example.", text, { kind: "nsec" });

function set(zone: Zone, owner: string, type: string, ...values: string[]): RRsetChange {
  const name = owner === "@" ? "example." : `${owner}.example.`;
  const rdata = values.map((value) => rdataOf(type, value));
  return { zone, owner: nameOf(name), type: RRType[type as keyof typeof RRType], ttlSeconds: 60, rdata };
}

/** Whose NSEC covers or matches a name to a reader of version `at`; "none" without an index. */
function coverOf(image: Image, text: string, at: number): string {
  const { memory } = image;
  const name = new NameCursor();
  name.set(nameOf(text).wire, 0);
  const zone = nearestZone(memory, name, at, 0, name.count);
  const index = denialIndexOf(memory, zone, at);
  if (index === 0) return "none";
  const search = new DenialSearch(memory);
  search.find(index, zone, name, 0);
  const octets = new Uint8Array(256);
  nameOfNode(memory, zone, search.node, octets);
  return nameText(labelsAt(octets, 0));
}

test("RFC 4034 §6.1: names in canonical order, whatever their case and depth", () => {
  const image = newImage();
  const names = ["a", "yljkjljk.a", "Z.a", "zABC.a", "z", "\\001.z", "*.z", "\\200.z"];
  const lines = names.map((name) => `${name} A 192.0.2.1\n`).join("");
  serve(image, {
    "example.": fakeSigned("example.", `$TTL 60\n@ SOA a a 1 2 3 4 5\n@ NS a\n${lines}`, { kind: "nsec" }),
  });
  const at = image.version;
  const covers = { "0.example.": "example.", "b.a.example.": "a.example.", "za.a.example.": "Z.a.example.", "zzz.a.example.": "zABC.a.example.", "\\000.z.example.": "z.example.", "\\041*.z.example.": "\\001.z.example.", "a.z.example.": "\\*.z.example.", "zz.example.": "\\200.z.example." }; // prettier-ignore
  for (const [name, owner] of Object.entries(covers)) {
    expect(coverOf(image, name, at).replace("\\*", "*"), name).toBe(owner.replace("\\*", "*"));
  }
  for (const name of names) {
    expect(coverOf(image, `${name}.example.`, at)).toBe(nameText(labelsAt(nameOf(`${name}.example.`).wire, 0)));
  }
});

test("a change of the chain is seen from its version on, and not before", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": nsecZone });
  const before = image.version;
  expect(coverOf(image, "cc.example.", before)).toBe("b.example.");
  const after = image.apply([
    set(zone, "b", "NSEC", "c.example. A RRSIG NSEC"),
    set(zone, "c", "A", "192.0.2.3"),
    set(zone, "c", "NSEC", "d.example. A RRSIG NSEC"),
  ]);
  expect(coverOf(image, "cc.example.", after)).toBe("c.example.");
  expect(coverOf(image, "cc.example.", before)).toBe("b.example.");
  const later = image.apply([set(zone, "www", "A", "192.0.2.4")]);
  expect(coverOf(image, "cc.example.", later)).toBe("c.example.");
  const without = image.apply([set(zone, "c", "NSEC"), set(zone, "c", "A")]);
  expect(coverOf(image, "cc.example.", without)).toBe("b.example.");
  expect(coverOf(image, "cc.example.", later)).toBe("c.example.");
});

test("a zone that is no longer signed proves nothing, and one that comes to be does", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": nsecZone });
  const signed = image.version;
  const unsigned = image.apply([set(zone, "@", "DNSKEY")]);
  expect(coverOf(image, "cc.example.", unsigned)).toBe("none");
  expect(coverOf(image, "cc.example.", signed)).toBe("b.example.");
  const again = image.apply([set(zone, "@", "DNSKEY", "256 3 13 AAAA")]);
  expect(coverOf(image, "cc.example.", again)).toBe("b.example.");
});

test("signatures by covered type, and all of a name at once", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": nsecZone });
  const asking = new Asking(image);
  const secure = { edns: { flags: 0x8000, size: 1232 } };
  const signature = (covered: string, tag: number): string =>
    `${covered} 13 2 60 20460101000000 20260101000000 ${tag} example. AAAA`;
  const one = (covered: string, tag: number): RRsetChange => {
    const key = signatureKey | RRType[covered as keyof typeof RRType];
    return { ...set(zone, "b", "RRSIG", signature(covered, tag)), type: key };
  };
  image.apply([one("A", 77)]);
  expect(asking.ask("b.example.", "A", secure)).toContain("RRSIG 00010d02");
  expect(asking.ask("b.example.", "RRSIG").match(/RRSIG/g)).toHaveLength(2);
  image.apply([set(zone, "b", "RRSIG", signature("NSEC", 78))]);
  expect(asking.ask("b.example.", "A", secure)).not.toContain("RRSIG");
  expect(asking.ask("b.example.", "RRSIG").match(/RRSIG/g)).toHaveLength(1);
  image.apply([set(zone, "b", "RRSIG")]);
  expect(asking.ask("b.example.", "RRSIG")).toContain("SOA");
});

test("what was remembered of one version is not told of the next", () => {
  const image = newImage();
  const [zone] = serve(image, { "example.": nsecZone });
  const asking = new Asking(image);
  const ask = (): string => asking.ask("zz.example.", "A", { edns: { flags: 0x8000, size: 1232 } });
  for (let i = 0; i < 3; i++) expect(ask()).not.toContain("!.example.");
  image.apply([set(zone, "!", "NSEC", "b.example. A RRSIG NSEC"), set(zone, "!", "A", "192.0.2.5")]);
  // The wildcard, *.example, lies behind it now.
  for (let i = 0; i < 3; i++) expect(ask()).toContain("!.example. 60 NSEC");
});

test("compaction keeps NSEC3 owners, which are no names, and the index", () => {
  const image = newImage();
  const denial = { kind: "nsec3", iterations: 0, salt: "", span: "all" } as const;
  const [zone] = serve(image, { "example.": fakeSigned("example.", text, denial) });
  const records = zone.records;
  const asking = new Asking(image);
  const secure = { edns: { flags: 0x8000, size: 1232 } };
  const before = asking.ask("zz.example.", "A", secure);
  expect(before).toContain("NSEC3");
  image.compact(zone);
  expect(asking.ask("zz.example.", "A", secure)).toBe(before);
  expect(zone.records).toBe(records);
});

test("a batch that does not fit leaves the old index, and its memory comes back", () => {
  // Where it breaks off differs: in an RRset, in a version, in the index itself.
  for (const octets of [2 ** 16, 2 ** 16 + 2 ** 12, 2 ** 17]) {
    const image = new Image(new Memory(new SharedArrayBuffer(octets)), 1);
    const [zone] = serve(image, { "example.": nsecZone });
    let names = 0;
    let fault: unknown = null;
    for (; names < 20_000 && fault === null; names++) {
      try {
        image.apply([set(zone, `m${names}`, "NSEC", "d.example. A")]);
      } catch (refusal) {
        fault = refusal;
      }
    }
    expect(fault).toBeInstanceOf(OutOfMemory);
    const { version } = image;
    expect(coverOf(image, `m${names - 2}.example.`, version)).toBe(`m${names - 2}.example.`);
    expect(coverOf(image, `m${names - 1}.example.`, version)).not.toBe(`m${names - 1}.example.`);
    expect(coverOf(image, "a.example.", version)).toBe("example.");
    image.publish([], [nameOf("example.")]);
    image.reclaim();
    expect(image.usedOctets).toBeLessThan(2 ** 13);
  }
});

test("what covers a name is found among many, however names and hashes are spread", () => {
  const apex = `$TTL 60\n@ SOA a a 1 2 3 4 5\n@ NS a\na A 192.0.2.1\n`;
  // Names that begin alike, that lie below each other, that have octets of 0.
  const begun = ["host-", "", "host-1000", "\\000"];
  const names = Array.from({ length: 60 }, (_, i) => begun[i % 4] + String(i * 37)).flatMap((name) => [
    name,
    `x.${name}`,
    `x\\000.${name}`,
  ]);
  const sought = [...names, ...names.map((name) => `${name}0`), ...names.map((name) => `y.${name}`)];
  // Hashes in heaps, and some that begin with 32 bits or more of one that is sought.
  const hashOf = (name: string): string => base32hex(hashName(labelsOf(`${name}.hashed.`), new Uint8Array(0), 0));
  const near = sought.slice(0, 400).map(hashOf);
  const heaps = near.flatMap((hash, i) => [
    i % 2 === 0 ? hash : `${hash.slice(0, 7 + (i % 20))}${"v".repeat(25 - (i % 20))}`,
    `0000${hash.slice(4)}`,
    `vvvv${hash.slice(4)}`,
  ]);
  const hashes = [...new Set(heaps)].toSorted();
  const chain = hashes.map((hash) => `${hash} NSEC3 1 0 0 - ${hash} A\n`).join("");
  const hashed = fakeSigned("hashed.", apex, { kind: "nsec3", iterations: 0, salt: "", span: "all" });
  const image = newImage();
  serve(image, {
    "named.": fakeSigned("named.", apex + names.map((name) => `${name} A 192.0.2.1\n`).join(""), { kind: "nsec" }),
    "hashed.": `$TTL 60\n${hashed.replace(/^.* (NSEC3|TYPE50) .*$/gm, "")}\n${chain}`,
  });
  const owners = ["named.", "a.named.", ...names.map((name) => `${name}.named.`)]
    .map(labelsOf)
    .toSorted(canonicalOrder);
  for (const name of sought) {
    const whole = labelsOf(`${name}.named.`);
    const cover = owners.findLast((owner) => canonicalOrder(owner, whole) <= 0)!;
    expect(coverOf(image, nameText(whole), image.version)).toBe(nameText(cover));
    const hash = hashes.findLast((owner) => owner <= hashOf(name)) ?? hashes.at(-1);
    expect(coverOf(image, `${name}.hashed.`, image.version)).toBe(`${hash}.hashed.`);
  }
});
