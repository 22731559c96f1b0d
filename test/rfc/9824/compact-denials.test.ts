// Compact denials of hosted zones that are signed as they are answered: one NSEC of the very name, with what is there.

import { expect, test } from "vitest";
import { proveNoDs } from "../../../src/dnssec/denial.ts";
import { readNsec } from "../../../src/dnssec/nsec.ts";
import { RRType } from "../../../src/dns/types.ts";
import { coveredType } from "../../differential/signed-essence.ts";
import { nameOf } from "../../authority/asking.ts";
import { ask, compact, denialOf, hostSigned, keysOf, newOnlineWorld, publicKeys, secure, setsOf, typesOf, verify } from "../../authority/online.ts"; // prettier-ignore
import { policy } from "../../authority/hosting.ts";
import { nameText, rcodeText, typeText } from "../../peers/wire.ts";
import type { AskOptions } from "../../authority/asking.ts";

const ds = `1 13 2 ${"00".repeat(32)}`;
const world = newOnlineWorld();
const hosted = hostSigned(world, "example.", [
  "www 60 A 192.0.2.10",
  "www 60 MX 10 www.example.",
  "*.wild 60 TXT hello",
  "a.b 60 A 192.0.2.11",
  "alias 60 CNAME www.example.",
  "astray 60 CNAME nope.example.",
  `secure 60 DS ${ds}`,
  "secure 60 NS ns.secure.example.",
  "ns.secure 60 A 192.0.2.13",
  "insecure 60 NS ns.test.",
]);
const eu = { policy: "geolocation", continent: "EU" } as const;
const geo = { id: "eu", routing: eu, values: ["192.0.2.1"] };
world.image.apply([
  policy(hosted, "geo.example.", "A", [geo]),
  policy(hosted, "geo-alias.example.", "CNAME", [{ ...geo, values: ["www.example."] }]),
]);

/** The reply's code and sections as "owner TYPE" words, a signature as "owner ~TYPE"; names relative to the zone. */
function told(question: string, options: AskOptions = secure): string {
  const message = ask(world, question, options);
  const word = (record: (typeof message.answer)[number]): string => {
    const owner = nameText(record.owner).replace(/\.?example\.$/, "") || "@";
    return `${owner} ${record.type === 46 ? "~" : ""}${typeText(coveredType(record))}`;
  };
  const sections = [message.answer, message.authority].map((s) => s.map(word).join(", "));
  return `${rcodeText(message.rcode)} ${sections.join(" | ")}`.trim();
}

const denial = (name: string): string => `@ SOA, @ ~SOA, ${name} NSEC, ${name} ~NSEC`;

const cases: readonly (readonly [clause: string, question: string, told: string, types: string])[] = [
  ["§3.1: no such name", "nope.example. A", `NOERROR  | ${denial("nope")}`, "RRSIG NSEC NXNAME"],
  ["§3.1: nor below one that is", "x.www.example. A", `NOERROR  | ${denial("x.www")}`, "RRSIG NSEC NXNAME"],
  ["§3.1: NSEC of no such name", "nope.example. NSEC", `NOERROR  | ${denial("nope")}`, "RRSIG NSEC NXNAME"],
  [
    "§3.1: at the end of an alias",
    "astray.example. A",
    `NOERROR astray CNAME, astray ~CNAME | ${denial("nope")}`,
    "RRSIG NSEC NXNAME",
  ],
  ["§3.2: no such type", "www.example. TXT", `NOERROR  | ${denial("www")}`, "A MX RRSIG NSEC"],
  ["§3.2: at the apex", "example. A", `NOERROR  | ${denial("@")}`, "NS SOA RRSIG NSEC DNSKEY"],
  ["§3.2: an empty non-terminal", "b.example. A", `NOERROR  | ${denial("b")}`, "RRSIG NSEC"],
  ["§3.2: where a policy chose nothing", "geo.example. A", `NOERROR  | ${denial("geo")}`, "RRSIG NSEC"],
  ["§3.2: and another type is asked for", "geo.example. TXT", `NOERROR  | ${denial("geo")}`, "A RRSIG NSEC"],
  ["§3.2: where it chose no alias", "geo-alias.example. A", `NOERROR  | ${denial("geo-alias")}`, "RRSIG NSEC"],
  ["§3.2: NSEC is an answer", "www.example. NSEC", "NOERROR www NSEC, www ~NSEC |", "A MX RRSIG NSEC"],
  ["§3.2: RRSIG too", "www.example. RRSIG", "NOERROR www ~NSEC |", ""],
  ["§3.3: a wildcard's answer, as the name's own", "x.wild.example. TXT", "NOERROR x.wild TXT, x.wild ~TXT |", ""],
  ["§3.3: a wildcard without the type", "x.wild.example. A", `NOERROR  | ${denial("x.wild")}`, "TXT RRSIG NSEC"],
  [
    "§3.4: an unsigned referral",
    "x.insecure.example. A",
    "NOERROR  | insecure NS, insecure NSEC, insecure ~NSEC",
    "NS RRSIG NSEC",
  ],
  ["§3.4: no DS at its cut", "insecure.example. DS", `NOERROR  | ${denial("insecure")}`, "NS RRSIG NSEC"],
  ["§3.4: a signed referral", "x.secure.example. A", "NOERROR  | secure NS, secure DS, secure ~DS", ""],
  ["§3.4: DS at its cut", "secure.example. DS", "NOERROR secure DS, secure ~DS |", ""],
];

test.each(cases)("RFC 9824 %s", (_, question, expected, types) => {
  expect(told(question)).toBe(expected);
  const message = ask(world, question);
  expect(typesOf(message)).toBe(types);
  const zone = nameOf("example.");
  const keys = publicKeys(keysOf("example."));
  for (const set of setsOf([...message.answer, ...message.authority])) {
    if (set.type === RRType.NS && !set.owner.equals(zone)) expect(set.signatures).toHaveLength(0);
    else expect(verify(set, zone, keys, world.signers.now), typeText(set.type)).toMatchObject({ kind: "valid", source: null }); // prettier-ignore
  }
});

test("RFC 9824 §3.1, §3.2: what is denied is proven", () => {
  const zone = nameOf("example.");
  for (const [, question, , types] of cases) {
    const [name, type] = question.split(" ") as [string, keyof typeof RRType];
    const message = ask(world, question);
    if (message.answer.length > 0 || !message.authority.some((record) => record.type === RRType.SOA)) continue;
    const found = denialOf(message, zone, nameOf(name), RRType[type]);
    // RFC 9824 §3.1: NSEC stands in the types of a name that does not exist, as it has one.
    expect(found.proof, question).toBe(type === "NSEC" ? "unproven" : "proven");
    expect(found.isNxname, question).toBe(types.endsWith("NXNAME"));
  }
  const referral = setsOf(ask(world, "x.insecure.example. A").authority).find((set) => set.type === RRType.NSEC)!;
  const nsecs = [readNsec(referral.owner, referral.rdatas[0])];
  expect(proveNoDs({ zone, nsecs, hashed: null }, nameOf("insecure.example."))).toMatchObject({
    proof: "proven",
    means: "unsigned delegation",
  });
});

test("RFC 9824 §3.1: without DO there is NXDOMAIN, and nothing signed", () => {
  expect(told("nope.example. A", {})).toBe("NXDOMAIN  | @ SOA");
  expect(told("nope.example. A", { edns: { flags: 0x4000 } })).toBe("NXDOMAIN  | @ SOA");
  for (const [, question] of cases.filter(([, asked]) => !/RRSIG|NSEC/.test(asked)))
    expect(told(question, {}), question).not.toMatch(/~|NSEC/);
});

test("RFC 9824 §3.5: nobody asks for NXNAME", () => {
  for (const question of ["nope.example. NXNAME", "www.example. NXNAME", "elsewhere.test. NXNAME"]) {
    const message = ask(world, question);
    expect(rcodeText(message.rcode), question).toBe("FORMERR");
    const [error] = message.opt?.options ?? [];
    expect([error.code, error.data[1]]).toEqual([15, 30]);
  }
});

test.each([
  ["nope.example. A", "NXDOMAIN", 0xc000],
  ["astray.example. A", "NXDOMAIN", 0xc000],
  ["www.example. TXT", "NOERROR", 0xc000],
  ["b.example. A", "NOERROR", 0xc000],
  ["www.example. A", "NOERROR", 0xc000],
  ["elsewhere.test. A", "REFUSED", 0x8000],
])("RFC 9824 §5.1: with CO, %s is %s", (question, code, flags) => {
  const message = ask(world, question, compact);
  expect(rcodeText(message.rcode)).toBe(code);
  expect(message.opt?.flags).toBe(flags);
});

test("RFC 9077 §3: an NSEC lives as long as the denial", () => {
  const { authority } = ask(world, "nope.example. A");
  expect(authority.map(({ type, ttl }) => `${typeText(type)} ${ttl}`)).toEqual(["SOA 300", "RRSIG 300", "NSEC 300", "RRSIG 300"]); // prettier-ignore
});
