// What validation makes of answers: secure, insecure, bogus, each by the way that leads there (RFC 4035 §5). Every case is a
// small internet with one thing different, one question, and what comes of it.

import { expect, test } from "vitest";
import { type Mnemonic, RRType } from "../../../src/dns/types.ts";
import type { RRset } from "../../../src/dns/rrset.ts";
import { signRRset } from "../../../src/dnssec/sign.ts";
import { times } from "../../../src/lab/signing/times.ts";
import type { Security } from "../../../src/resolver/question.ts";
import type { StepId } from "../../../src/trace/steps.ts";
import { expectSteps } from "../../trace/expect-steps.ts";
import { type InternetOptions, name } from "../internet.ts";
import { type Signing, signed, type SignedSites, signedInternet, sites } from "./signed.ts";

interface Case {
  readonly title: string;
  readonly zones?: SignedSites;
  /** What is signed otherwise. */
  readonly signing?: Readonly<Record<string, Signing>>;
  readonly options?: InternetOptions;
  readonly ask: string;
  readonly type?: Mnemonic;
  readonly security: Security;
  readonly rcode?: string;
  /** Extended DNS Errors. */
  readonly errors?: readonly number[];
  readonly answer?: readonly string[];
  readonly steps: readonly StepId[];
}

const www = ["www.example.com. 3600 IN A 192.0.2.1"];
const example = "example.com.";

/** `example.com.` signed in one way, all else as usual. */
function only(signing: Signing): Readonly<Record<string, Signing>> {
  return { [example]: signing };
}

function octetOf(at: number, octet: number): (rdata: Uint8Array) => Uint8Array {
  return (rdata) => rdata.with(at, octet);
}

function signaturesOf(change: (rdata: Uint8Array) => Uint8Array): { about: string; spoil: (set: RRset) => RRset } {
  return { about: "", spoil: (set) => ({ ...set, signatures: set.signatures.map(change) }) };
}

const withSecondServer: SignedSites = {
  ...sites,
  "127.53.0.10": {
    "com.": `${sites["127.53.0.10"]["com."]}\nexample NS ns2.example\nns2.example A 127.53.0.21`,
  },
  "127.53.0.21": { [example]: `${sites["127.53.0.20"][example]}\n@ NS ns2\nns2 A 127.53.0.21` },
};

const secure: Case[] = [
  {
    title: "RFC 4035 §5.2, §5.3: from the anchor by DS and DNSKEY down to the signature",
    ask: "www.example.com.",
    security: "secure",
    answer: www,
    steps: ["validate.anchor", "validate.ask", "validate.keys", "validate.ds", "validate.keys", "validate.signature", "validate.secure"], // prettier-ignore
  },
  {
    title: "RFC 4035 §5.3.4: a wildcard, and the proof that it was right to stand in",
    ask: "any.wild.example.com.",
    security: "secure",
    answer: ["any.wild.example.com. 60 IN A 192.0.2.2"], // as long as what proves it
    steps: ["validate.signature", "validate.wildcard", "validate.shows", "validate.shortened", "validate.secure"],
  },
  {
    title: "RFC 5155 §8.8: the same by hashes",
    signing: only({ denial: "nsec3" }),
    ask: "any.wild.example.com.",
    security: "secure",
    steps: ["validate.wildcard", "validate.shows"],
  },
  {
    title: "an alias by a wildcard, followed",
    ask: "any.guide.example.com.",
    security: "secure",
    answer: ["any.guide.example.com. 60 IN CNAME www.example.com.", ...www],
    steps: ["validate.wildcard", "validate.secure"],
  },
  {
    title: "RFC 6672 §5.3.1: the DNAME is signed, the CNAME that follows from it is not",
    ask: "any.old.example.com.",
    security: "secure",
    answer: [
      "old.example.com. 3600 IN DNAME wild.example.com.",
      "any.old.example.com. 3600 IN CNAME any.wild.example.com.",
      "any.wild.example.com. 60 IN A 192.0.2.2",
    ],
    steps: ["alias.synthesised", "validate.signature", "validate.secure"],
  },
  {
    title: "RFC 4035 §5.4: a name that does not exist, by NSEC",
    ask: "nothing.example.com.",
    rcode: "NXDOMAIN",
    security: "secure",
    steps: ["validate.shows", "validate.shows", "validate.denied", "validate.secure"],
  },
  {
    title: "RFC 5155 §8.4: a name that does not exist, by NSEC3",
    signing: only({ denial: "nsec3", algorithm: "ED25519" }),
    ask: "nothing.example.com.",
    rcode: "NXDOMAIN",
    security: "secure",
    steps: ["validate.shows", "validate.shows", "validate.shows", "validate.denied", "validate.secure"],
  },
  { title: "RFC 4035 §5.4: no such type", ask: "www.example.com.", type: "TXT", security: "secure", steps: ["validate.denied"] },
  {
    title: "RFC 5155 §8.5: no such type, by NSEC3",
    signing: only({ denial: "nsec3" }),
    ask: "www.example.com.",
    type: "TXT",
    security: "secure",
    steps: ["validate.denied"],
  },
  { title: "an empty non-terminal has nothing", ask: "b.c.example.com.", security: "secure", steps: ["validate.denied"] },
  {
    title: "an empty non-terminal has nothing, by NSEC3",
    signing: only({ denial: "nsec3" }),
    ask: "b.c.example.com.",
    security: "secure",
    steps: ["validate.denied"],
  },
  {
    title: "RFC 4035 §5.4: a wildcard without the type",
    ask: "any.wild.example.com.",
    type: "TXT",
    security: "secure",
    steps: ["validate.shows", "validate.shows", "validate.denied"],
  },
  {
    title: "RFC 5155 §8.7: a wildcard without the type, by NSEC3",
    signing: only({ denial: "nsec3" }),
    ask: "any.wild.example.com.",
    type: "TXT",
    security: "secure",
    steps: ["validate.denied"],
  },
  { title: "RFC 4035 §3.1.4.1: the DS is the parent's", ask: example, type: "DS", security: "secure", steps: ["validate.signature"] },
  { title: "the keys themselves", ask: example, type: "DNSKEY", security: "secure", steps: ["validate.signature"] },
  { title: "RFC 8080 §5: Ed448", signing: only({ algorithm: "ED448" }), ask: "www.example.com.", security: "secure", steps: ["validate.secure"] },
  { title: "RFC 6605 §4: P-384", signing: only({ algorithm: "ECDSAP384SHA384" }), ask: "www.example.com.", security: "secure", steps: ["validate.secure"] },
]; // prettier-ignore

const insecure: Case[] = [
  {
    title: "RFC 4035 §5.2: no DS is proven, so nothing below is signed",
    ask: "www.plain.com.",
    security: "insecure",
    answer: ["www.plain.com. 3600 IN A 192.0.2.3"],
    steps: ["validate.shows", "validate.end", "validate.insecure"],
  },
  {
    title: "RFC 5155 §8.6: no DS, as the delegation is left out of the chain",
    signing: { "com.": { denial: "opt-out" } },
    ask: "www.plain.com.",
    security: "insecure",
    steps: ["validate.end", "validate.insecure"],
  },
  {
    title: "RFC 5155 §9.2: a denial where delegations are left out is not secure",
    signing: { "com.": { denial: "opt-out" } },
    ask: "nothing.com.",
    rcode: "NXDOMAIN",
    security: "insecure",
    steps: ["validate.opt-out", "validate.insecure"],
  },
  {
    title: "RFC 9276 §3.2: too many iterations",
    signing: only({ denial: "nsec3", iterations: 60 }),
    ask: "nothing.example.com.",
    rcode: "NXDOMAIN",
    security: "insecure",
    errors: [27],
    steps: ["validate.iterations", "validate.insecure"],
  },
  {
    title: "an alias from a signed zone into an unsigned one",
    ask: "abroad.example.com.",
    security: "insecure",
    steps: ["validate.signature", "validate.end", "validate.insecure"],
  },
  { title: "and the other way round", ask: "home.plain.com.", security: "insecure", steps: ["validate.end", "validate.insecure"] },
  {
    title: "signed, and nobody vouches for it: an island",
    signing: only({ ds: "withheld" }),
    ask: "www.example.com.",
    security: "insecure",
    steps: ["validate.end", "validate.insecure"],
  },
  {
    title: "RFC 4035 §5.2: signed in a way that is not known here",
    signing: only({ faults: ["unknown-algorithm"] }),
    ask: "www.example.com.",
    security: "insecure",
    errors: [1],
    steps: ["validate.unsupported", "validate.insecure"],
  },
  {
    title: "RFC 4035 §5.2: vouched for by a digest that is not known here",
    signing: only({ faults: ["unknown-digest"] }),
    ask: "www.example.com.",
    security: "insecure",
    errors: [2],
    steps: ["validate.unsupported"],
  },
  {
    title: "RFC 7646 §2: what the configuration exempts, though its signatures have expired",
    signing: only({ faults: ["expired"] }),
    options: { domainInsecure: [name(example)] },
    ask: "www.example.com.",
    security: "insecure",
    answer: www,
    steps: ["validate.exempt", "validate.insecure"],
  },
  {
    title: "a zone whose servers the operator named, and that nobody else knows",
    options: { stubZones: [{ zone: name("corp."), servers: [{ address: "127.53.0.50", port: 53 }] }] },
    zones: { ...sites, "127.53.0.50": { "corp.": "@ NS ns\nns A 127.53.0.50\nwww A 192.0.2.5" } },
    ask: "www.corp.",
    security: "insecure",
    steps: ["validate.insecure"],
  },
  { title: "RFC 4035 §2.2: signatures are not signed", ask: "www.example.com.", type: "RRSIG", security: "indeterminate", steps: ["validate.insecure"] },
]; // prettier-ignore

const bogus: Case[] = [
  { title: "RFC 8914 §4.8: expired", signing: only({ faults: ["expired"], types: ["A"] }), ask: "www.example.com.", security: "bogus", errors: [7], steps: ["validate.expired", "validate.bogus"] },
  { title: "RFC 8914 §4.9: not valid yet", signing: only({ faults: ["early"], types: ["A"] }), ask: "www.example.com.", security: "bogus", errors: [8], steps: ["validate.early", "validate.bogus"] },
  { title: "RFC 8914 §4.26: expires before it begins", signing: only({ faults: ["backwards"], types: ["A"] }), ask: "www.example.com.", security: "bogus", errors: [25], steps: ["validate.backwards"] },
  { title: "RFC 8914 §4.11: not signed", signing: only({ faults: ["unsigned"], types: ["A"] }), ask: "www.example.com.", security: "bogus", errors: [10], steps: ["validate.no-cut", "validate.unsigned"] },
  { title: "RFC 8914 §4.7: a signature over something else", signing: only({ faults: ["forged"], types: ["A"] }), ask: "www.example.com.", security: "bogus", errors: [6], steps: ["validate.wrong"] },
  { title: "RFC 8914 §4.13: a denial without proof", signing: only({ faults: ["unproven"] }), ask: "nothing.example.com.", security: "bogus", errors: [12], steps: ["validate.unproven"] },
  { title: "RFC 8914 §4.10: the zone above vouches for another key", signing: only({ faults: ["other-ds"] }), ask: "www.example.com.", security: "bogus", errors: [9], steps: ["validate.no-match"] },
  { title: "RFC 8914 §4.10: no keys at all", signing: only({ faults: ["without-key"] }), ask: "www.example.com.", security: "bogus", errors: [9], steps: ["validate.no-match"] },
  { title: "RFC 8914 §4.10: signed by a key that is gone", signing: only({ faults: ["gone-key"] }), ask: "www.example.com.", security: "bogus", errors: [9], steps: ["validate.no-key"] },
  { title: "RFC 8914 §4.12: the key vouched for is none for zones", signing: only({ faults: ["not-for-zones"] }), ask: "www.example.com.", security: "bogus", errors: [11], steps: ["validate.no-entry"] },
  { title: "the DNSKEY set itself has expired", signing: only({ faults: ["expired"], types: ["DNSKEY"] }), ask: "www.example.com.", security: "bogus", errors: [7], steps: ["validate.expired"] },
  { title: "the DS has expired", signing: { "com.": { faults: ["expired"], types: ["DS"] } }, ask: "www.example.com.", security: "bogus", errors: [7], steps: ["validate.expired"] },
  { title: "RFC 4035 §5.2: a delegation whose DS is neither there nor denied", signing: { "com.": { faults: ["unproven"] } }, ask: "www.plain.com.", security: "bogus", errors: [12], steps: ["validate.unproven"] },
  { title: "RFC 4035 §5.3.4: a wildcard without the proof that it may stand in", signing: only({ faults: ["unproven"] }), ask: "any.wild.example.com.", security: "bogus", errors: [12], steps: ["validate.unproven"] },
  {
    title: "RFC 4035 §5.3.1: fewer labels than the zone has would be a wildcard above it (CVE-2026-44690)",
    signing: only({ faults: [signaturesOf(octetOf(3, 1))], types: ["A"] }),
    ask: "www.example.com.",
    security: "bogus",
    errors: [6],
    steps: ["validate.labels"],
  },
  {
    title: "RFC 4035 §5.3.1: an algorithm that none of the zone's keys has",
    signing: only({ faults: [signaturesOf(octetOf(2, 200))], types: ["A"] }),
    ask: "www.example.com.",
    security: "bogus",
    errors: [1],
    steps: ["validate.unknown-algorithm"],
  },
  {
    title: "RFC 4035 §5.3.1: signed in the name of what is no zone",
    signing: only({
      faults: [{ about: "", spoil: (set, { key }) => ({ ...set, signatures: [signRRset(set, set.owner, key, times.usual)] }) }],
      types: ["A"],
    }),
    ask: "www.example.com.",
    security: "bogus",
    errors: [6],
    steps: ["validate.stranger"],
  },
  {
    title: "RFC 4034 §2.1.1: signed by a key that is in the zone and not for signing it",
    signing: only({
      faults: [
        {
          about: "",
          spoil: (set, { apex, key }) => {
            if (set.type !== RRType.DNSKEY) return set;
            const other = key.dnskey.with(1, 0).with(0, 0); // the same key without the bits that make it one for zones
            const both = { ...set, rdatas: [other, key.dnskey] };
            return { ...both, signatures: [signRRset(both, apex, key, times.usual)] };
          },
        },
        {
          about: "",
          spoil: (set) => (set.type === RRType.A ? { ...set, signatures: set.signatures.map((rdata) => withTag(rdata, -257)) } : set),
        },
      ],
    }),
    ask: "www.example.com.",
    security: "bogus",
    errors: [11],
    steps: ["validate.no-zone-key"],
  },
]; // prettier-ignore

/** The signature under another key tag: flags are summed into it (RFC 4034 Appendix B), so it differs by what was taken from them. */
function withTag(rdata: Uint8Array, difference: number): Uint8Array {
  const tag = ((rdata[16] << 8) | rdata[17]) + difference;
  return rdata.with(16, (tag >> 8) & 0xff).with(17, tag & 0xff);
}

test.each([...secure, ...insecure, ...bogus])("$title", (one) => {
  const net = signedInternet(one.zones, { ...signed, ...one.signing }, one.options);
  const asked = net.ask(one.ask, one.type);
  expect(asked.resolution.security).toBe(one.security);
  expect(asked.rcode).toBe(one.rcode ?? (one.security === "bogus" ? "SERVFAIL" : "NOERROR"));
  expect(asked.errors).toEqual(one.errors ?? []);
  if (one.answer !== undefined) expect(asked.answer).toEqual(one.answer);
  expectSteps(asked, one.steps);
});

test("RFC 4035 §5.3.3: what holds for less long than its record says is told, with both times", () => {
  const { events } = signedInternet().ask("any.wild.example.com.");
  expect(events.filter(({ step }) => step === "validate.shortened").map(({ sentence }) => sentence)).toEqual([
    "any.wild.example.com A holds for 60 s and not for 3600 s: no longer than what proves it.",
  ]);
  const plain = signedInternet().ask("www.example.com.");
  expect(plain.events.map(({ step }) => step)).not.toContain("validate.shortened");
});

test("RFC 4035 §4.7: of two servers the one with the right data is found", () => {
  const net = signedInternet(withSecondServer, {
    ...signed,
    "127.53.0.20 example.com.": { faults: ["forged"], types: ["A"] },
    "127.53.0.21 example.com.": { ds: "withheld" },
  });
  for (let i = 0; i < 8; i++) {
    const asked = net.ask("www.example.com.");
    expect(asked.resolution.security).toBe("secure");
    expect(asked.answer).toEqual(www);
    if (asked.events.some(({ step }) => step === "validate.again")) {
      expectSteps(asked, ["validate.wrong", "validate.again", "server.distrusted", "validate.secure"]);
      return;
    }
    net.cache.flush(name("."), null, "subtree");
  }
  expect.fail("the server with the forged data was never asked first");
});

test.each([
  ["RFC 8914 §4.2", "unknown-algorithm", 1],
  ["RFC 8914 §4.3", "unknown-digest", 2],
])("%s: why a zone counts as unsigned (%s) is told with whatever comes from the cache", (_, fault, code) => {
  const net = signedInternet(sites, { ...signed, ...only({ faults: [fault] }) });
  const errorsOf = (ask: string, type?: Mnemonic): readonly number[] => net.ask(ask, type).errors;
  const asks = [
    ["www.example.com.", "A"],
    ["www.example.com.", "A"],
    ["x.guide.example.com.", "A"],
    ["x.guide.example.com.", "CNAME"],
    ["nobody.example.com.", "A"],
    ["below.nobody.example.com.", "A"],
    ["y.old.example.com.", "A"],
    ["old.example.com.", "DNAME"],
  ] as const;
  expect(asks.map(([ask, type]) => errorsOf(ask, type))).toEqual(asks.map(() => [code]));
  expect(errorsOf("www.plain.com.")).toEqual([]);
});
