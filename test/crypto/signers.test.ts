// Other people's signers and checkByOthers, over the same zones and keys: what we sign they find whole, what they sign we do,
// and the chains are the same. Programs that are not installed are named in what is skipped.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { keyFileName, readKeyFiles, writeKeyFiles } from "../../src/crypto/key-files.ts";
import { newSigningKey, type PrivateKey, signingAlgorithms } from "../../src/crypto/signing-keys.ts";
import { nodeZoneHash } from "../../src/crypto/zone-hash.ts";
import { RRType } from "../../src/dns/types.ts";
import { judgeDigests, recordsOfSets } from "../../src/dnssec/zone-digest.ts";
import { algorithmName } from "../../src/dnssec/algorithms.ts";
import { type Denial, plainNsec3 } from "../../src/dnssec/denial-chain.ts";
import { signZone } from "../../src/dnssec/sign-zone.ts";
import { printRecordSets } from "../../src/zone/record-sets.ts";
import { name } from "../dnssec/records.ts";
import { findings, listed, randomZone, richZone, zoneSets } from "../dnssec/zones.ts";

const zone = "example.test.";
const apex = name(zone);
const home = mkdtempSync(join(tmpdir(), "signpost-signers-"));
afterAll(() => rmSync(home, { recursive: true }));

const nowSeconds = Math.floor(Date.now() / 1000);
const times = { inception: nowSeconds - 3600, expiration: nowSeconds + 86_400 };
/** Signers sign from now on; a little later what they sign holds. */
const soon = nowSeconds + 3600;

const programs = {
  bind: ["dnssec-signzone", "dnssec-verify", "dnssec-keygen", "named-checkzone"],
  ldns: ["ldns-signzone", "ldns-verify-zone", "ldns-keygen"],
  knot: ["kzonecheck"],
};
const missing = (of: keyof typeof programs): string => {
  const absent = programs[of].filter((program) => spawnSync(program, ["-h"]).error !== undefined);
  return absent.length === 0 ? "" : ` (not installed: ${absent.join(", ")})`;
};
const noBind = missing("bind");
const noLdns = missing("ldns");
const noKnot = missing("knot");

const denials: readonly (readonly [string, Denial])[] = [
  ["NSEC", { kind: "nsec" }],
  ["NSEC3", plainNsec3],
  ["NSEC3 with salt and rounds", { ...plainNsec3, salt: Uint8Array.of(0xaa, 0xbb), iterations: 3 }],
  ["NSEC3 with opt-out", { ...plainNsec3, optOut: true }],
];

let folders = 0;
function newFolder(): string {
  const folder = join(home, String(folders++));
  mkdirSync(folder);
  return folder;
}

function run(program: string, words: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: "utf8" });
  expect(status, `${program} ${words.join(" ")}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

function keyPair(algorithm: number, folder: string): PrivateKey[] {
  return [257, 256].map((flags) => {
    const key = newSigningKey({ algorithm, flags });
    if (typeof key === "string") expect.fail(key);
    expect(writeKeyFiles(folder, apex, key, times.inception)).toBeNull();
    return key;
  });
}

function sign(text: string, keys: readonly PrivateKey[], denial: Denial, folder: string): void {
  const signed = signZone(apex, zoneSets(text).sets, { keys, times, denial, parentDigest: null });
  expect(findings(signed, zone, nowSeconds)).toEqual([]);
  writeFileSync(join(folder, "signed"), printRecordSets(apex, signed));
}

/** NSEC and NSEC3 as any signer must make them, of whatever case, and with whatever flag. */
function chainOf(text: string): string[] {
  const { sets } = zoneSets(text);
  return [RRType.NSEC, RRType.NSEC3]
    .flatMap((type) => listed(sets, type))
    .map((line) => line.toLowerCase().replace(" 1 1 ", " 1 0 "))
    .toSorted();
}

const checkByOthers = (folder: string): void => {
  if (noLdns === "") run("ldns-verify-zone", ["signed"], folder);
  if (noBind === "") {
    run("dnssec-verify", ["-o", zone, "signed"], folder);
    run("named-checkzone", ["-i", "local", zone, "signed"], folder);
  }
  if (noKnot === "") run("kzonecheck", ["-o", zone, "-d", "on", "signed"], folder);
};

describe.skipIf(noBind !== "" && noLdns !== "")(`what we sign${noBind}${noLdns}${noKnot}`, () => {
  test.each(signingAlgorithms.map((algorithm) => [algorithmName(algorithm), algorithm] as const))(
    "with %s others find whole",
    (_, algorithm) => {
      const keys = keyPair(algorithm, newFolder());
      for (const [, denial] of denials) {
        const folder = newFolder();
        sign(richZone, keys, denial, folder);
        checkByOthers(folder);
      }
    },
  );

  test("of random zones others find whole", () => {
    const keys = keyPair(13, newFolder());
    for (let seed = 1; seed <= 12; seed++) {
      const folder = newFolder();
      sign(randomZone(seed), keys, denials[seed % denials.length][1], folder);
      checkByOthers(folder);
    }
  });
});

describe.skipIf(noLdns !== "")(`digests of zones (RFC 8976)${noLdns}`, () => {
  const hash = (words: readonly string[], folder: string): string => {
    const { status, stdout, stderr } = spawnSync("ldns-verify-zone", words, { cwd: folder, encoding: "utf8" });
    return status === 0 ? "whole" : stdout + stderr;
  };

  test.each([1, 2] as const)("by hash %i: ours hold there, and what is changed does not", (number) => {
    const keys = keyPair(13, newFolder());
    for (const [title, denial] of denials.filter(([, { kind }]) => kind === "nsec").concat(denials.slice(1, 2))) {
      for (const text of [richZone, randomZone(number)]) {
        const folder = newFolder();
        const zoneDigest = { number, hash: nodeZoneHash };
        const signed = signZone(apex, zoneSets(text).sets, { keys, times, denial, parentDigest: null, zoneDigest });
        expect(findings(signed, zone, nowSeconds), title).toEqual([]);
        writeFileSync(join(folder, "signed"), printRecordSets(apex, signed));
        expect(hash(["-ZZ", "signed"], folder), title).toBe("whole");
        expect(judgeDigests(apex, [...recordsOfSets(signed)], nodeZoneHash)).toEqual({ kind: "holds", hash: number });
        writeFileSync(join(folder, "changed"), printRecordSets(apex, signed).replace("192.0.2.1", "192.0.2.111"));
        expect(hash(["-Z", "changed"], folder), title).not.toBe("whole");
      }
    }
  });

  test.each([1, 2] as const)("by hash %i: theirs hold here", (number) => {
    for (const text of [richZone, randomZone(2), randomZone(3)]) {
      const folder = newFolder();
      const names = keyPair(13, folder).map((key) => keyFileName(apex, key));
      writeFileSync(join(folder, "zone"), text);
      run("ldns-signzone", ["-z", `1:${number}`, "-o", zone, "-f", "signed", "zone", ...names], folder);
      const { sets, stray } = zoneSets(readFileSync(join(folder, "signed"), "utf8"));
      const records = [...recordsOfSets(sets), ...recordsOfSets(stray)];
      expect(judgeDigests(apex, records, nodeZoneHash)).toEqual({ kind: "holds", hash: number });
    }
  });
});

describe.skipIf(noBind !== "")(`BIND${noBind}`, () => {
  test.each([13, 8])("signs with our keys of algorithm %i, and we find it whole, with our chain", (algorithm) => {
    for (const [title, denial] of denials) {
      const folder = newFolder();
      const keys = keyPair(algorithm, folder);
      writeFileSync(join(folder, "zone"), richZone);
      run("dnssec-signzone", ["-S", "-x", "-o", zone, "-f", "signed", ...bindWords(denial), "zone"], folder);
      checkTheirs(folder, keys, denial, title);
    }
  });

  test("makes the chains that we make, of random zones", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const folder = newFolder();
      const [title, denial] = denials[seed % denials.length];
      const keys = keyPair(15, folder);
      writeFileSync(join(folder, "zone"), randomZone(seed));
      run("dnssec-signzone", ["-S", "-x", "-o", zone, "-f", "signed", ...bindWords(denial), "zone"], folder);
      checkTheirs(folder, keys, denial, `seed ${seed}, ${title}`, randomZone(seed));
    }
  });

  test.each([13, 14, 15, 16, 8, 10])("makes keys of algorithm %i that sign here", (algorithm) => {
    const folder = newFolder();
    const bits = algorithm < 13 ? ["-b", "2048"] : [];
    for (const kind of [["-f", "KSK"], []])
      run("dnssec-keygen", ["-q", "-a", String(algorithm), ...bits, ...kind, zone], folder);
    checkKeys(folder);
  });
});

describe.skipIf(noLdns !== "")(`ldns${noLdns}`, () => {
  test.each([13, 8])("signs with our keys of algorithm %i, and we find it whole, with our chain", (algorithm) => {
    for (const [title, denial] of denials) {
      const folder = newFolder();
      const keys = keyPair(algorithm, folder);
      writeFileSync(join(folder, "zone"), richZone);
      const salt = denial.kind === "nsec3" && denial.salt.length > 0 ? ["-s", denial.salt.toHex()] : [];
      const hashed = denial.kind === "nsec3" ? ["-n", "-t", String(denial.iterations), ...salt] : [];
      const optOut = denial.kind === "nsec3" && denial.optOut ? ["-p"] : [];
      const names = keys.map((key) => keyFileName(apex, key));
      run("ldns-signzone", [...hashed, ...optOut, "-o", zone, "-f", "signed", "zone", ...names], folder);
      // It sets the flag of opt-out and leaves nothing out, which RFC 5155 §7.1 allows.
      checkTheirs(folder, keys, denial.kind === "nsec3" ? { ...denial, optOut: false } : denial, title);
    }
  });

  test.each(["ECDSAP256SHA256", "ECDSAP384SHA384", "ED25519", "RSASHA256"])(
    "makes keys of %s that sign here",
    (algorithm) => {
      const folder = newFolder();
      for (const kind of [["-k"], []]) run("ldns-keygen", [...kind, "-a", algorithm, "example.test"], folder);
      checkKeys(folder);
    },
  );
});

function bindWords(denial: Denial): string[] {
  if (denial.kind === "nsec") return [];
  const hashed = ["-3", denial.salt.toHex() || "-", "-H", String(denial.iterations)];
  return denial.optOut ? [...hashed, "-A"] : hashed;
}

function checkTheirs(
  folder: string,
  keys: readonly PrivateKey[],
  denial: Denial,
  title: string,
  text = richZone,
): void {
  const theirs = readFileSync(join(folder, "signed"), "utf8");
  const { sets, stray } = zoneSets(theirs);
  expect(findings(sets, zone, soon), title).toEqual([]);
  expect(stray).toEqual([]);
  const ours = signZone(apex, zoneSets(text).sets, { keys, times, denial, parentDigest: null });
  expect(chainOf(theirs), title).toEqual(chainOf(printRecordSets(apex, ours)));
}

function checkKeys(folder: string): void {
  const { keys, faults } = readKeyFiles(folder, apex);
  expect([keys.length, faults]).toEqual([2, []]);
  sign(richZone, keys, plainNsec3, folder);
  checkByOthers(folder);
}
