// The text form against other people's programs: what we read, they read to the same octets; what we print, they read;
// what they print, we read. Nothing is installed here: a program that is absent is named and its tests skipped.
// Types that a Debian release's version does not know go in RFC 3597 §5's form, which it must then carry unharmed.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { OctetWriter } from "../../src/base/octets.ts";
import { canonicalRdata, printRdata, printUnknown } from "../../src/dns/rdata.ts";
import { RRType } from "../../src/dns/types.ts";
import { digitsOf, scanText } from "../rfc/support.ts";
import { rdataCases } from "./rdata-cases.ts";

interface Sample {
  readonly type: string;
  readonly number: number;
  readonly text: string;
  readonly printed: string;
  readonly wire: Uint8Array;
}

const samples: Sample[] = rdataCases.flatMap(({ type, good }) =>
  good.map(([text]) => {
    const wire = scanText(RRType[type], text);
    if (typeof wire === "string") throw new Error(`${type} ${text}: ${wire}`);
    return { type, number: RRType[type], text, wire, printed: printRdata(RRType[type], wire) };
  }),
);

/** NSD folds names as canonical form does (RFC 4034 §6.2). */
function canonical(number: number, rdata: Uint8Array): Uint8Array {
  const out = new OctetWriter();
  canonicalRdata(number, rdata, 0, rdata.length, out);
  return out.copy();
}

const folder = mkdtempSync(join(tmpdir(), "signpost-text-"));
afterAll(() => rmSync(folder, { recursive: true }));

function isInstalled(program: string): boolean {
  const missing = spawnSync(program, ["-h"]).error !== undefined;
  if (missing) console.log(`skipped: ${program} is not installed`);
  return !missing;
}

/** Types that BIND has no text form for: meta types, and those registered after its release. */
const bindUnknown = new Set(["OPT", "TKEY", "TSIG", "CLA", "IPN"]);

/** Where BIND 9.18 is narrower than the RFCs, or older than the registry. */
const bindRefuses = [
  /^IPSECKEY 10 1 0 192/, // no key, algorithm 0: RFC 4025 §2.4 allows it
  /^IPSECKEY .*0a090001/, // a gateway type nobody defined
  /^NSEC a\.$/, // an empty bitmap
  /^TLSA DANE-EE/, // RFC 7218's words
  /^SVCB .*(ohttp|docpath)/, // keys registered later
];

function bind(flag: "-p" | "-u", type: string, rdata: string): string {
  return spawnSync("named-rrchecker", ["-o", "example.", flag], { input: `IN ${type} ${rdata}\n`, encoding: "utf8" })
    .stdout;
}

/** The octets that BIND reads in a text. */
function bindOctets(type: string, rdata: string): string {
  const generic = /\\#\s+\d+\s*(.*)/.exec(bind("-u", type, rdata));
  return generic === null ? "refused" : generic[1].replaceAll(/\s/g, "").toLowerCase();
}

describe.runIf(isInstalled("named-rrchecker"))("BIND", () => {
  const known = samples.filter(
    ({ type, text }) => !bindUnknown.has(type) && !bindRefuses.some((pattern) => pattern.test(`${type} ${text}`)),
  );

  test("knows most of the cases", () => expect(known.length).toBeGreaterThan(150));

  test.each(known)("$type $text", ({ type, number, text, printed, wire }) => {
    const ours = digitsOf(wire);
    expect(bindOctets(type, text), "BIND reads the text to our octets").toBe(ours);
    if (printed !== text) expect(bindOctets(type, printed), "BIND reads what we print").toBe(ours);
    const theirs = bind("-p", type, printUnknown(wire)).trim().split("\t").slice(2).join(" ");
    expect(digitsOf(scanText(number, theirs) as Uint8Array), `we read what BIND prints: ${theirs}`).toBe(ours);
  });
});

interface ZoneTool {
  readonly program: string;
  readonly args: (file: string) => string[];
  /** Types this tool's text parser does not know, or knows only in part. */
  readonly generic: RegExp;
  /** What the tool prints so that nobody reads it back. */
  readonly garbles: RegExp;
}

const zoneTools: ZoneTool[] = [
  {
    program: "ldns-read-zone",
    args: (file) => [file],
    generic:
      /^(AVC|NINFO|RESINFO|WALLET|CLA|IPN|NXT|ATMA|A6|SINK|TA|RKEY|DSYNC|HHIT|BRID|TKEY|TSIG|DOA|AMTRELAY) |^WKS \S+ \d+$|^KEY 49152|^IPSECKEY 10 1 0 192|^SVCB .*(ohttp|docpath)/,
    garbles: /^(LOC|APL|IPSECKEY) \\#|^(NXT|ATMA|SINK) |^IPSECKEY 10 1 0 192/,
  },
  {
    program: "nsd-checkzone",
    args: (file) => ["-p", "example.", file],
    generic:
      /^(NINFO|RESINFO|WALLET|CLA|IPN|NSAP-PTR|GPOS|EID|NIMLOC|ATMA|A6|SINK|TA|RKEY|HIP|TALINK|DSYNC|HHIT|BRID|TKEY|TSIG|DOA|AMTRELAY) |^WKS \S+ \d+$|^KEY 49152|^SVCB .*(ohttp|docpath)/,
    garbles: /^KEY 49152/,
  },
];

describe.each(zoneTools.filter(({ program }) => isInstalled(program)))(
  "$program",
  ({ program, args, generic, garbles }) => {
    // A name holds one SOA, and OPT never stands in a zone.
    const inZones = samples.filter(
      ({ type, printed }) => type !== "SOA" && type !== "OPT" && !garbles.test(`${type} ${printed}`),
    );

    test("reads a zone of all types and prints it so that we read the same octets", () => {
      const file = join(folder, `${program}.zone`);
      const lines = inZones.map(({ type, number, printed, wire }, i) =>
        generic.test(`${type} ${printed}`)
          ? `r${i} 3600 IN TYPE${number} ${printUnknown(wire)}`
          : `r${i} 3600 IN ${type} ${printed}`,
      );
      writeFileSync(
        file,
        ["$ORIGIN example.", "@ 3600 IN SOA . . 1 1 1 1 1", "@ 3600 IN NS ns.example.net.", ...lines, ""].join("\n"),
      );
      const { stdout, stderr, status } = spawnSync(program, args(file), { encoding: "utf8" });
      expect(status, stderr).toBe(0);
      const records = new Map(
        [...stdout.matchAll(/^r(\d+)(?:\.example\.)?\s+3600\s+IN\s+(\S+)[^\S\n]*(.*)$/gm)].map(([, i, , rdata]) => [
          Number(i),
          rdata,
        ]),
      );
      const differences = inZones.flatMap(({ type, number, printed, wire }, i) => {
        const theirs = records.get(i);
        const read = theirs === undefined ? "is missing" : scanText(number, theirs);
        const same =
          typeof read !== "string" && digitsOf(canonical(number, read)) === digitsOf(canonical(number, wire));
        return same ? [] : [`${type} ${printed} -> ${theirs}: ${typeof read === "string" ? read : digitsOf(read)}`];
      });
      expect(differences).toEqual([]);
    });
  },
);

describe.runIf(isInstalled("knotc"))("knotc", () => {
  const generic =
    /^(NXT|ATMA|A6|SINK|TA|RKEY|TALINK|NINFO|RESINFO|WALLET|CLA|IPN|EID|NIMLOC|DSYNC|HHIT|BRID|DOA|AVC|AMTRELAY|GPOS|NSAP|NSAP-PTR|PX|WKS|HIP|ISDN|X25|MD|MF|MB|MG|MR|SIG|DLV|NULL) |\\#|ohttp|docpath|^KEY 49152/;

  test("accepts a zone of all types", () => {
    const inZones = samples.filter(
      ({ type }) =>
        !["SOA", "OPT", "TKEY", "TSIG", "NSEC3PARAM", "DNSKEY", "CDNSKEY", "CDS", "RRSIG", "NSEC", "NSEC3"].includes(
          type,
        ),
    );
    const lines = inZones.map(({ type, number, printed, wire }, i) =>
      generic.test(`${type} ${printed}`)
        ? `r${i} 3600 IN TYPE${number} ${printUnknown(wire)}`
        : `r${i} 3600 IN ${type} ${printed}`,
    );
    writeFileSync(
      join(folder, "knot.zone"),
      ["$ORIGIN example.", "@ 3600 IN SOA . . 1 1 1 1 1", "@ 3600 IN NS ns.example.net.", ...lines, ""].join("\n"),
    );
    const configuration = `server:\n  rundir: ${folder}\ndatabase:\n  storage: ${folder}\nzone:\n  - domain: example.\n    storage: ${folder}\n    file: knot.zone\n`;
    writeFileSync(join(folder, "knot.conf"), configuration);
    const { stdout, stderr, status } = spawnSync("knotc", ["-c", join(folder, "knot.conf"), "zone-check"], {
      encoding: "utf8",
    });
    const line = Number(/line (\d+)/.exec(stderr)?.[1] ?? 0);
    expect(status, `${stdout}${stderr}${lines[line - 4] ?? ""}`).toBe(0);
  });
});
