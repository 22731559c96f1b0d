// What becomes of judgements: with the cache, with clients that check for themselves, with expired data, with limits.

import { expect, test } from "vitest";
import { maxSignatureChecks } from "../../../src/base/limits.ts";
import { RRType } from "../../../src/dns/types.ts";
import type { RRset } from "../../../src/dns/rrset.ts";
import type { SigningFault } from "../../../src/lab/signing/faults.ts";
import type { Resolution } from "../../../src/resolver/question.ts";
import type { Request } from "../../../src/resolver/resolver.ts";
import { expectSteps } from "../../trace/expect-steps.ts";
import { type Internet, name, type Zones } from "../internet.ts";
import { servedBy, signed, signedInternet, sites } from "./signed.ts";

const example = "example.com.";
const expired = { ...signed, [example]: { faults: ["expired"], types: ["A"] as const } };

/** What the server of example.com. serves when its addresses are forged. */
const forgedExample: Zones = servedBy("127.53.0.20", sites, {
  ...signed,
  [example]: { faults: ["forged"], types: ["A"] },
});

function resolve(net: Internet, text: string, purpose: Request["purpose"]): Resolution {
  let found: Resolution | null = null;
  net.resolver.resolve({ name: name(text), type: RRType.A }, { trace: null, purpose }, (resolution) => {
    found = resolution;
  });
  net.run();
  return found!;
}

test("RFC 4035 §4.5: what was judged is kept with its judgement, and costs nothing the next time", () => {
  const net = signedInternet();
  expect(net.ask("www.example.com.").resolution.security).toBe("secure");
  const again = net.ask("www.example.com.");
  expect(again.resolution.security).toBe("secure");
  expect(again.queries).toEqual([]);
  expectSteps(again, ["cache.hit", "validate.secure", "answer.done"]);
  expect(again.events.some(({ step }) => step === "validate.signature")).toBe(false);
  expect(net.cache.find(name("www.example.com."), RRType.A)).toMatchObject({ security: "secure" });
});

test("one walk down the chain serves all names below", () => {
  const net = signedInternet();
  net.ask("www.example.com.");
  const second = net.ask("any.wild.example.com.");
  expect(second.resolution.security).toBe("secure");
  expect(second.queries.filter((query) => /DS|DNSKEY/.test(query))).toEqual([]);
});

test("RFC 4035 §3.2.2: with CD nothing is validated, and what is bogus is given", () => {
  const net = signedInternet(sites, expired);
  expect(resolve(net, "www.example.com.", "answer")).toMatchObject({ rcode: 2, security: "bogus", answer: [] });
  const unchecked = resolve(net, "www.example.com.", "unchecked");
  expect(unchecked).toMatchObject({ rcode: 0, security: "unchecked" });
  expect(unchecked.answer).toHaveLength(1);
  expect(resolve(net, "www.example.com.", "plain").answer).toHaveLength(1);
});

test("RFC 4035 §4.7, RFC 9520 §3.2: bogus data is not kept, that it was bogus is, for a while", () => {
  const net = signedInternet(sites, expired);
  expect(net.ask("www.example.com.").errors).toEqual([7]);
  expect(net.cache.find(name("www.example.com."), RRType.A)).toBeNull();
  const soon = net.ask("www.example.com.");
  expect(soon.queries).toEqual([]);
  expect(soon.errors).toEqual([13, 7]);
  expect(soon.resolution.security).toBe("bogus");
  expectSteps(soon, ["cache.failure"]);
  net.passSeconds(6);
  expect(net.ask("www.example.com.").queries).not.toEqual([]);
});

test("what came for one who does not check is checked when another asks", () => {
  const net = signedInternet(sites, expired);
  expect(resolve(net, "www.example.com.", "unchecked").answer).toHaveLength(1);
  const asked = net.ask("www.example.com.");
  expect(asked.errors).toEqual([7]);
  expectSteps(asked, ["cache.hit", "validate.expired", "validate.bogus"]);
});

test("RFC 8767 §5: expired data that was secure is given when nobody answers", () => {
  const net = signedInternet();
  expect(net.ask("www.example.com.").resolution.security).toBe("secure");
  net.passSeconds(3700);
  net.wrap("127.53.0.20", {}, () => () => []);
  expect(net.ask("www.example.com.").resolution).toMatchObject({ stale: true, rcode: 0 });
});

test("RFC 4035 §5.5: bogus data is not covered by what was true once (CVE-2026-46582)", () => {
  const net = signedInternet();
  expect(net.ask("www.example.com.").resolution.security).toBe("secure");
  net.passSeconds(3700);
  net.serve("127.53.0.20", forgedExample);
  expect(net.ask("www.example.com.").resolution).toMatchObject({ stale: false, rcode: 2, security: "bogus" });
});

test("RFC 8767 §5: expired data that nobody judged is not given", () => {
  const net = signedInternet();
  expect(resolve(net, "www.example.com.", "unchecked").answer).toHaveLength(1);
  net.passSeconds(3700);
  net.wrap("127.53.0.20", {}, () => () => []);
  expect(net.ask("www.example.com.")).toMatchObject({ rcode: "SERVFAIL", answer: [] });
});

test("RFC 4035 §4.3: what the chain needs and cannot get is a failure, not a verdict", () => {
  const net = signedInternet();
  net.ask(example, "SOA");
  net.resolver.world.trust.flush(name(example), "subtree");
  net.cache.flush(name(example), null, "subtree");
  net.wrap(
    "127.53.0.20",
    sites["127.53.0.20"],
    (inner) => (asked) => (isKeyQuestion(asked.octets) ? [] : inner(asked)),
  );
  const asked = net.ask("www.example.com.");
  expect(asked.rcode).toBe("SERVFAIL");
  expect(asked.resolution.security).toBe("indeterminate");
  expectSteps(asked, ["validate.unreachable", "validate.bogus"]);
});

/** The last four octets of a question with EDNS behind it: looked for by the type's two octets and class IN. */
function isKeyQuestion(octets: Uint8Array): boolean {
  return Buffer.from(octets).includes(Buffer.from([0, RRType.DNSKEY, 0, 1]));
}

test("KeyTrap (CVE-2023-50387): signatures that cost and prove nothing are not checked for ever", () => {
  const aliases = Array.from({ length: 10 }, (_, i) => `a${i} CNAME a${i + 1}`).join("\n");
  const zone = `${sites["127.53.0.20"][example]}\n${aliases}\na10 A 192.0.2.10`;
  const many: SigningFault = { about: "", spoil: withWrongSignatures };
  const net = signedInternet(
    { ...sites, "127.53.0.20": { [example]: zone } },
    { ...signed, [example]: { faults: [many], types: ["CNAME"] } },
  );
  const asked = net.ask("a0.example.com.");
  expect(asked.rcode).toBe("SERVFAIL");
  expectSteps(asked, ["validate.signature", "validate.costly", "validate.bogus"]);
  expect(maxSignatureChecks).toBeLessThan(10 * 8);
});

/** Seven wrong signatures that stand before the right one, as records of a set are sent in their order. */
function withWrongSignatures(set: RRset): RRset {
  const [right] = set.signatures;
  const places = [...right.keys()].filter((at) => at > right.length - 40 && right[at] > 0).slice(-7);
  return { ...set, signatures: [...places.map((at) => right.with(at, right[at] - 1)), right] };
}

test("RFC 4035 §5.3.3: data lives no longer than its signature", () => {
  const net = signedInternet(sites, signed, { validationTimeSeconds: Date.UTC(2037, 0, 1) / 1000 - 100 });
  const asked = net.ask("www.example.com.");
  expect(asked.answer).toEqual(["www.example.com. 100 IN A 192.0.2.1"]);
  expect(asked.resolution.ttlSeconds).toBe(100);
});

test("without an anchor nothing is looked at", () => {
  const asked = signedInternet(sites, expired, { trustAnchors: [] }).ask("www.example.com.");
  expect(asked).toMatchObject({ rcode: "NOERROR" });
  expect(asked.resolution.security).toBe("unchecked");
});

test("an anchor further down is enough, and above it nothing is known", () => {
  const { trustAnchors } = signedInternet(sites, { ".": {} }).resolver.world.settings;
  const own = signedInternet(
    sites,
    { "com.": {}, [example]: {} },
    { trustAnchors: [{ ...trustAnchors[0], zone: name("org.") }] },
  );
  expect(own.ask("www.example.com.").resolution.security).toBe("indeterminate");
});
