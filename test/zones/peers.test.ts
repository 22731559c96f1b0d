// The sample zones, and zones made at random, through the checkers of other servers: they accept what we accept, and read
// the very records that we read. Their normal form of a zone is read back with our reader, so wire octets are compared.
// A checker that is not installed is skipped by name. The servers' answers are compared in test/differential/.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Memory } from "../../src/base/memory.ts";
import { latin1, lowerCase } from "../../src/base/octets.ts";
import { Name } from "../../src/dns/name.ts";
import { includeAnyFile } from "../../src/disk/zone-files.ts";
import { printFault } from "../../src/zone/file-fault.ts";
import { Image } from "../../src/zone/image.ts";
import { loadZone } from "../../src/zone/load.ts";
import { readMasterFile } from "../../src/zone/master-file.ts";
import { name } from "../zone/reading.ts";
import { randomZone } from "./random-zone.ts";

interface Checker {
  readonly command: string;
  /** The call that fails on a bad zone and, where it can, prints a good one. */
  readonly words: (zone: string, file: string) => string[];
  readonly prints: boolean;
  /** What it cannot read, or not print again. */
  readonly lacks: readonly string[];
}

/** `-i local`: BIND's tools would otherwise ask the network about names outside the zone. */
const checkers: readonly Checker[] = [
  {
    command: "named-compilezone",
    words: (zone, file) => ["-q", "-i", "local", "-k", "ignore", "-o", "-", zone, file],
    prints: true,
    lacks: [],
  },
  { command: "named-checkzone", words: (zone, file) => ["-i", "local", zone, file], prints: false, lacks: [] },
  { command: "nsd-checkzone", words: (zone, file) => ["-p", zone, file], prints: true, lacks: ["$GENERATE"] },
  { command: "kzonecheck", words: (zone, file) => ["-o", zone, "-p", file], prints: true, lacks: ["$GENERATE"] },
  { command: "ldns-read-zone", words: (_zone, file) => [file], prints: true, lacks: ["$GENERATE", "$INCLUDE", '\\"'] },
];

const directory = new URL("../../zones/", import.meta.url).pathname;
const samples = readdirSync(directory).filter((file) => file.endsWith(".zone"));
const work = mkdtempSync(join(tmpdir(), "signpost-peers-"));
afterAll(() => rmSync(work, { recursive: true }));

/** Where Debian keeps them, for users without sbin on their path. */
const env = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };
const isInstalled = ({ command }: Checker): boolean =>
  spawnSync("sh", ["-c", `command -v ${command}`], { env }).status === 0;

function run(
  { command, words }: Checker,
  zone: string,
  cwd: string,
  file: string,
): { ok: boolean; out: Uint8Array; said: string } {
  const { status, stdout, stderr } = spawnSync(command, words(zone, file), { cwd, env, maxBuffer: 2 ** 28 });
  return {
    ok: status === 0,
    out: stdout,
    said: `${stdout.toString("latin1").slice(0, 2000)}${stderr.toString("latin1").slice(0, 2000)}`,
  };
}

/** The records of a text, each as `owner type ttl data` in hex: the owner in lower case, the data as it is. */
function records(file: string, text: Uint8Array, zone: string): string[] {
  const found = new Set<string>();
  const faults = readMasterFile(
    file,
    text,
    { origin: name(zone), open: includeAnyFile },
    {
      record(owner, ownerLength, type, ttl, rdata, rdataLength) {
        const key = latin1(owner.slice(0, ownerLength).map((octet) => lowerCase[octet]));
        found.add(`${hex(key)} ${type} ${ttl} ${Buffer.from(rdata.slice(0, rdataLength)).toString("hex")}`);
      },
    },
  );
  expect(faults.map(printFault)).toEqual([]);
  return [...found].sort();
}

const hex = (text: string): string => Buffer.from(text, "latin1").toString("hex");

test("there are sample zones, and they load here without a word", () => {
  expect(samples.length).toBeGreaterThan(7);
  const image = new Image(Memory.create(2 ** 28), 1);
  for (const file of samples) {
    const apex = name(file.slice(0, -5));
    const loaded = loadZone(image, {
      file: join(directory, file),
      text: readFileSync(join(directory, file)),
      apex,
      origin: apex,
      open: includeAnyFile,
    });
    expect(loaded.faults.map(printFault)).toEqual([]);
    expect(loaded.zone?.apex).toBeInstanceOf(Name);
  }
});

/** RFC 2606 and RFC 6761 names; RFC 5737 and RFC 3849 addresses. */
test("the sample zones hold reserved names and addresses only", () => {
  const reserved =
    /(^|\.)(test|example|example\.(com|net|org)|2\.0\.192\.in-addr\.arpa|8\.b\.d\.0\.1\.0\.0\.2\.ip6\.arpa)$/u;
  for (const file of samples) {
    expect(file.slice(0, -5)).toMatch(reserved);
    const text = readFileSync(join(directory, file), "utf8");
    for (const [address] of text.matchAll(/(?<=\sA\s+)\d+\.\d+\.\d+\.\d+/gu))
      expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\./u);
    for (const [address] of text.matchAll(/(?<=\sAAAA\s+)[0-9a-f]*:[0-9a-f:]*/gu))
      expect(address).toMatch(/^2001:db8:/u);
  }
});

for (const checker of checkers) {
  const installed = isInstalled(checker);
  const label = installed ? checker.command : `${checker.command} (not installed: skipped)`;

  for (const file of samples) {
    const text = readFileSync(join(directory, file));
    if (checker.lacks.some((words) => text.includes(words))) continue;
    test.skipIf(!installed)(`${label} reads zones/${file} as we do`, () => {
      const zone = file.slice(0, -5);
      // ldns-read-zone cannot be told the zone's name.
      const told = checker.command === "ldns-read-zone" ? join(work, file) : file;
      writeFileSync(join(work, file), `$ORIGIN ${zone}.\n${text.toString("latin1")}`, "latin1");
      const { ok, out, said } = run(checker, zone, directory, told);
      expect([ok, ok ? "" : said]).toEqual([true, ""]);
      if (checker.prints)
        expect(records(checker.command, printedZone(out), zone)).toEqual(records(join(directory, file), text, zone));
    });
  }

  if (!checker.prints || checker.command === "ldns-read-zone") continue; // ldns prints quotes in names bare
  test.skipIf(!installed)(`${label} reads zones made at random as we do`, () => {
    for (let seed = 1; seed <= 4; seed++) {
      const text = new TextEncoder().encode(randomZone(seed));
      const file = join(work, `random-${seed}.zone`);
      writeFileSync(file, text);
      const { ok, out, said } = run(checker, "random.test", work, file);
      expect([seed, ok, ok ? "" : said]).toEqual([seed, true, ""]);
      expect(records(checker.command, printedZone(out), "random.test")).toEqual(records(file, text, "random.test"));
    }
  });
}

/** Checkers print a line about the zone among its records. */
function printedZone(out: Uint8Array): Uint8Array {
  const lines = Buffer.from(out).toString("latin1").split("\n");
  return Buffer.from(lines.filter((line) => !/^zone \S+ is ok$/u.test(line)).join("\n"), "latin1");
}
