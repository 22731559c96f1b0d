// How the lab signs its zones: what a network file may say of it, that a signed zone is whole and hangs on the root's key, that
// its keys are the same at every opening, and what a validating resolver makes of each fault.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { includeAnyFile } from "../../src/disk/zone-files.ts";
import { codeName, Rcode } from "../../src/dns/codes.ts";
import type { Name } from "../../src/dns/name.ts";
import { printRdata } from "../../src/dns/rdata.ts";
import type { RRset } from "../../src/dns/rrset.ts";
import { printName } from "../../src/dns/text/name-text.ts";
import { RRType } from "../../src/dns/types.ts";
import { readDnsKey } from "../../src/dnssec/dnskey.ts";
import { matchesKey, readDs } from "../../src/dnssec/ds.ts";
import { openLab, type Lab } from "../../src/lab/lab.ts";
import { signingFaults } from "../../src/lab/signing/faults.ts";
import type { ZoneFile } from "../../src/lab/zone-file.ts";
import type { Recorder } from "../../src/trace/recorder.ts";
import type { StepId } from "../../src/trace/steps.ts";
import { printFault } from "../../src/zone/file-fault.ts";
import { readRecordSets } from "../../src/zone/record-sets.ts";
import { findings } from "../dnssec/zones.ts";
import { expectSteps, newRecorder } from "../trace/expect-steps.ts";
import { labDirectory, labResolver, openProjectLab } from "./support.ts";

const home = mkdtempSync(join(tmpdir(), "signpost-signing-"));
afterAll(() => rmSync(home, { recursive: true }));
let labs = 0;

/** The seconds at which the virtual clock begins. */
const nowSeconds = 1_600_000_000;

const head = (server: string): string => `$TTL 1h\n@ SOA ${server} hostmaster 1 1h 1h 1h 5m\n  NS ${server}\n`;
const files = {
  "root.zone": `$ORIGIN .\n${head("ns.")}ns A 127.53.0.1\nchild NS ns.child\nns.child A 127.53.0.2\n`,
  "child.zone": `$ORIGIN child.\n${head("ns")}ns A 127.53.0.2\nwww A 192.0.2.1\n*.w TXT "wild"\n`,
};
const servers = `servers:
  - { name: ns, addresses: [127.53.0.1], zones: [root.zone] }
  - { name: ns.child, addresses: [127.53.0.2], zones: [child.zone] }
`;

/** A lab of a root and a child, of which `signing` tells the rest; `more` are other states of the root, which its server may answer from. */
function open(signing: string, more: Readonly<Record<string, string>> = {}): { lab: Lab | null; faults: string[] } {
  const directory = join(home, String(labs++));
  mkdirSync(directory);
  const stale = Object.keys(more).map((file) => `, faults: [{ stale-copy: { zones: [${file}] } }]`);
  const network = `${servers.replace("root.zone]", `root.zone]${stale.join("")}`)}signing:\n${signing}`;
  for (const [file, text] of Object.entries({ ...files, ...more, "network.yaml": network }))
    writeFileSync(join(directory, file), text);
  const { lab, faults } = openLab(directory);
  return { lab, faults: faults.map((fault) => printFault(fault).replaceAll(`${directory}/`, "")) };
}

const misspoken: readonly (readonly [string, string])[] = [
  ["{ algorithm: ED25519 }", "network.yaml:5:5: the zone to be signed is no text: expected a text"],
  ["{ zone: root.zone, key: x }", 'network.yaml:5:24: unknown key "key" in a signed zone; known are zone,'],
  ["{ zone: no.zone }", "network.yaml:5:5: no.zone is to be signed, and no server has it"],
  ["root.zone", "network.yaml:5:5: a signed zone is expected to be a section"],
  [
    "{ zone: root.zone, algorithm: RSASHA256 }",
    'network.yaml:5:35: root.zone.algorithm is "RSASHA256": expected ECDSAP256SHA256, ECDSAP384SHA384,',
  ],
  [
    "{ zone: root.zone, denial: nsec5 }",
    'network.yaml:5:32: root.zone.denial is "nsec5": expected nsec, nsec3, opt-out',
  ],
  [
    "{ zone: root.zone, denial: nsec3, iterations: 65536 }",
    'network.yaml:5:51: root.zone.iterations is "65536": expected a whole number from 0 to 65535',
  ],
  ["{ zone: root.zone, iterations: 5 }", "network.yaml:5:5: root.zone: NSEC hashes nothing, so it has no iterations"],
  ["{ zone: child.zone, ds: maybe }", 'network.yaml:5:29: child.zone.ds is "maybe": expected true or false'],
  [
    "{ zone: child.zone, faults: [late] }",
    'network.yaml:5:34: an item of child.zone.faults is "late": expected expired, early,',
  ],
  ["{ zone: child.zone, faults: expired }", "network.yaml:5:33: child.zone.faults is expected to be a list"],
  [
    "{ zone: child.zone, faults: [expired], types: [AAAAA] }",
    'network.yaml:5:52: an item of child.zone.types is "AAAAA": expected a record type',
  ],
  ["{ zone: child.zone, types: [A] }", "network.yaml:5:5: child.zone: types are those of faults, and there are none"],
  ["{ zone: root.zone }\n  - { zone: root.zone }", "network.yaml:6:5: root.zone is signed twice"],
];

test.each(misspoken)("%s is told with its place", (plan, expected) => {
  const { lab, faults } = open(`  - ${plan}\n`);
  expect(lab).toBeNull();
  expect(faults.map((fault) => fault.slice(0, expected.length))).toEqual([expected]);
});

const lab = openProjectLab();

function setsOf({ file, text, apex, origin }: ZoneFile): readonly RRset[] {
  const { sets, faults } = readRecordSets({ file, text, apex, origin, open: includeAnyFile });
  expect(faults).toEqual([]);
  return sets;
}

const at = (sets: readonly RRset[], owner: Name, type: number): readonly Uint8Array[] =>
  sets.find((set) => set.type === type && set.owner.equals(owner))?.rdatas ?? [];

/** Zones that have nothing wrong: the lab's own, and the whole ones of lessons. */
const whole = [...lab.zones.values()].filter(
  ({ file }) => dirname(file) === labDirectory || /fixed|signed/.test(basename(file)),
);
const signed = whole
  .map((zone) => ({ zone, sets: setsOf(zone) }))
  .filter(({ zone, sets }) => at(sets, zone.apex, RRType.DNSKEY).length > 0);

test("RFC 4035 §2: what is signed is signed as a whole: every set, and a chain without gap", () => {
  expect(signed.length).toBeGreaterThanOrEqual(36);
  for (const { zone, sets } of signed)
    expect(findings(sets, printName(zone.apex.wire), nowSeconds), zone.file).toEqual([]);
});

/** The nearest zone above that holds a delegation, or null at the root. */
function above({ apex }: ZoneFile): { zone: ZoneFile; sets: readonly RRset[] } | null {
  const holders = signed.filter(({ zone }) => apex.isWithin(zone.apex) && !apex.equals(zone.apex));
  return holders.toSorted((a, b) => b.zone.apex.labelCount - a.zone.apex.labelCount)[0] ?? null;
}

test("RFC 4035 §5.2: of each signed zone the zone above names the key, up to the trust anchor; of the island none does", () => {
  const alone: string[] = [];
  for (const { zone, sets } of signed) {
    const { apex } = zone;
    const parent = above(zone);
    const anchors = lab.resolverSettings.trustAnchors.flatMap(({ signers }) => signers);
    const ds = parent === null ? anchors : at(parent.sets, apex, RRType.DS).map(readDs);
    const keys = at(sets, apex, RRType.DNSKEY).map(readDnsKey);
    const isNamed = (one: ReturnType<typeof readDs>): boolean =>
      keys.some((key) => matchesKey(one, apex, key, nodeDnssecCrypto, "current"));
    if (ds.length === 0) alone.push(printName(apex.wire));
    else expect(ds.every(isNamed), printName(apex.wire)).toBe(true);
  }
  expect(alone).toEqual(["dev.example.com."]);
});

test("the lab's own zones that are signed are those that docs/lab.md names, and no others", () => {
  const own = signed.filter(({ zone }) => dirname(zone.file) === labDirectory);
  const page = readFileSync(new URL("../../docs/lab.md", import.meta.url), "utf8");
  const table = page.slice(page.indexOf("| signed zone |"), page.indexOf("Not signed"));
  const named = [...table.matchAll(/`([^`]+)`/g)].map(([, zone]) => zone);
  expect(named.toSorted()).toEqual(
    own.map(({ zone }) => printName(zone.apex.wire).replace(/(?<=.)\.$/, "")).toSorted(),
  );
});

test("keys and DS are the same at every opening, whatever signatures are", () => {
  const vouched = (opened: Lab): string[] =>
    [...opened.zones.values()].flatMap((zone) =>
      setsOf(zone)
        .filter(({ type }) => type === RRType.DNSKEY || type === RRType.DS)
        .flatMap(({ owner, type, rdatas }) => rdatas.map((one) => `${printName(owner.wire)} ${printRdata(type, one)}`)),
    );
  expect(vouched(openProjectLab())).toEqual(vouched(lab));
  expect(lab.anchorTexts).toHaveLength(1);
});

test("the trust anchor for BIND's programs, and that on the page, are the root's", () => {
  const [anchor] = lab.anchorTexts;
  const [, , tag, algorithm, digest, octets] = anchor.split(" ");
  const file = readFileSync(join(labDirectory, "trust-anchors.conf"), "utf8");
  expect(file).toContain(`. static-ds ${tag} ${algorithm} ${digest} "${octets}";`);
  expect(readFileSync(new URL("../../docs/lab.md", import.meta.url), "utf8")).toContain(anchor);
});

/** What a validating resolver makes of a question, with its Extended DNS Errors, and how it came to it. */
function judged(judge: Lab, question: string): { verdict: string; events: Recorder } {
  const [name, type] = question.split(" ");
  const resolver = labResolver({ lab: judge });
  const events = newRecorder(resolver.clock);
  const { rcode, security, extendedErrors } = resolver.resolve(name, type, events);
  const errors = extendedErrors.map(({ code }) => ` ${code}`).join("");
  return { verdict: `${codeName(Rcode, rcode, "RCODE")} ${security}${errors}`, events };
}

/** A name that is there, one that is not, and one that a wildcard stands in for. */
const questions = ["www.child A", "nobody.child A", "any.w.child TXT"];

interface Case {
  /** What is said of the child, behind its name. */
  readonly said: string;
  readonly verdicts: readonly [there: string, absent: string, wildcard: string];
  /** Steps on the way to the last verdict. */
  readonly steps: readonly StepId[];
}

const all = (verdict: string): Case["verdicts"] => [verdict, verdict, verdict];
function insecureWith(error: number): Case["verdicts"] {
  return [`NOERROR insecure ${error}`, `NXDOMAIN insecure ${error}`, `NOERROR insecure ${error}`];
}

const insecure: Case["verdicts"] = ["NOERROR insecure", "NXDOMAIN insecure", "NOERROR insecure"];
const secure: Case["verdicts"] = ["NOERROR secure", "NXDOMAIN secure", "NOERROR secure"];

const cases: readonly Case[] = [
  { said: "", verdicts: secure, steps: ["validate.ds", "validate.keys", "validate.signature", "validate.wildcard"] },
  { said: "denial: nsec3", verdicts: secure, steps: ["validate.wildcard", "validate.shows", "validate.secure"] },
  {
    said: "algorithm: ED448, denial: nsec3, iterations: 50",
    verdicts: secure,
    steps: ["validate.wildcard", "validate.secure"],
  },
  {
    said: "denial: nsec3, iterations: 51",
    verdicts: ["NOERROR secure", "NXDOMAIN insecure 27", "NOERROR insecure 27"],
    steps: ["validate.iterations", "validate.insecure"],
  },
  {
    said: "denial: opt-out",
    verdicts: ["NOERROR secure", "NXDOMAIN insecure", "NOERROR insecure"],
    steps: ["validate.opt-out", "validate.insecure"],
  },
  { said: "ds: false", verdicts: insecure, steps: ["validate.shows", "validate.end", "validate.insecure"] },
  { said: "faults: [expired]", verdicts: all("SERVFAIL bogus 7"), steps: ["validate.expired", "validate.bogus"] },
  { said: "faults: [early]", verdicts: all("SERVFAIL bogus 8"), steps: ["validate.early", "validate.bogus"] },
  { said: "faults: [backwards]", verdicts: all("SERVFAIL bogus 25"), steps: ["validate.backwards", "validate.bogus"] },
  { said: "faults: [unsigned]", verdicts: all("SERVFAIL bogus 10"), steps: ["validate.unsigned", "validate.bogus"] },
  { said: "faults: [stripped]", verdicts: all("SERVFAIL bogus 9"), steps: ["validate.no-match", "validate.bogus"] },
  { said: "faults: [forged]", verdicts: all("SERVFAIL bogus 6"), steps: ["validate.wrong", "validate.bogus"] },
  {
    said: "faults: [unproven]",
    verdicts: ["NOERROR secure", "SERVFAIL bogus 12", "SERVFAIL bogus 12"],
    steps: ["validate.signature", "validate.unproven", "validate.bogus"],
  },
  {
    said: "denial: nsec3, faults: [unproven]",
    verdicts: ["NOERROR secure", "SERVFAIL bogus 12", "SERVFAIL bogus 12"],
    steps: ["validate.signature", "validate.unproven", "validate.bogus"],
  },
  { said: "faults: [without-key]", verdicts: all("SERVFAIL bogus 9"), steps: ["validate.no-match", "validate.bogus"] },
  { said: "faults: [gone-key]", verdicts: all("SERVFAIL bogus 9"), steps: ["validate.no-key", "validate.bogus"] },
  {
    said: "faults: [not-for-zones]",
    verdicts: all("SERVFAIL bogus 11"),
    steps: ["validate.no-entry", "validate.bogus"],
  },
  { said: "faults: [other-ds]", verdicts: all("SERVFAIL bogus 9"), steps: ["validate.no-match", "validate.bogus"] },
  {
    said: "faults: [unknown-digest]",
    verdicts: insecureWith(2),
    steps: ["validate.unsupported", "validate.insecure"],
  },
  {
    said: "faults: [unknown-algorithm]",
    verdicts: insecureWith(1),
    steps: ["validate.unsupported", "validate.insecure"],
  },
  {
    said: "faults: [expired], types: [A]",
    verdicts: ["SERVFAIL bogus 7", "NXDOMAIN secure", "NOERROR secure"],
    steps: ["validate.secure"],
  },
  {
    said: "faults: [forged], types: [SOA, NSEC]",
    verdicts: ["NOERROR secure", "SERVFAIL bogus 6", "SERVFAIL bogus 6"],
    steps: ["validate.signature", "validate.wrong", "validate.bogus"],
  },
];

test.each(cases)("RFC 4035 §5: a child with { $said } is judged as it should be", ({ said, verdicts, steps }) => {
  const { lab: signedLab, faults } = open(`  - { zone: root.zone }\n  - { zone: child.zone, ${said} }\n`);
  if (signedLab === null) expect.fail(faults.join("\n"));
  const found = questions.map((question) => judged(signedLab, question));
  expect(found.map(({ verdict }) => verdict)).toEqual(verdicts);
  expectSteps(found[2].events, steps);
});

test("every fault has a case, and every key a line on the page", () => {
  const tried = new Set(cases.flatMap(({ said }) => /faults: \[(.*?)\]/.exec(said)?.[1] ?? []));
  expect([...tried].toSorted()).toEqual([...signingFaults.keys()].toSorted());
  const page = readFileSync(new URL("../../docs/lab.md", import.meta.url), "utf8");
  for (const [word, { about }] of signingFaults) expect(page).toContain(`| \`${word}\` | ${about} |`);
});

test("a parent that is there in two states vouches for its child in both", () => {
  const { lab: signedLab, faults } = open(
    `  - { zone: root.zone }\n  - { zone: later.zone }\n  - { zone: child.zone }\n`,
    {
      "later.zone": files["root.zone"],
    },
  );
  if (signedLab === null) expect.fail(faults.join("\n"));
  const roots = [...signedLab.zones.values()].filter(({ apex }) => apex.labelCount === 0);
  expect(roots.map((zone) => setsOf(zone).filter(({ type }) => type === RRType.DS).length)).toEqual([1, 1]);
});
