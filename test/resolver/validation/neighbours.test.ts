// What a stranger can do to names that are not his: the owner of another zone, by an alias into this one; whoever gets one forged
// packet through. It may cost the question at hand, never those that come later.

import { expect, test } from "vitest";
import { maxDsPerZone } from "../../../src/base/limits.ts";
import type { Name } from "../../../src/dns/name.ts";
import { makeRRset, type RRset } from "../../../src/dns/rrset.ts";
import { signRRset } from "../../../src/dnssec/sign.ts";
import type { SigningFault } from "../../../src/lab/signing/faults.ts";
import { times } from "../../../src/lab/signing/times.ts";
import { servedBy, type SignedSites, signed, signedInternet, sites } from "./signed.ts";

const example = "example.com.";

const withEvil: SignedSites = {
  ...sites,
  "127.53.0.10": { "com.": `${sites["127.53.0.10"]["com."]}\nevil NS ns.evil\nns.evil A 127.53.0.66` },
};

/** As many signatures before the right one that cost a check each and prove nothing, by the owner's first label. */
function costly(wrong: (label: string) => number): SigningFault {
  const spoil = (set: RRset): RRset => {
    const [right] = set.signatures;
    const places = [...right.keys()]
      .filter((at) => at > right.length - 40 && right[at] > 0)
      .slice(0, wrong(labelOf(set.owner)));
    return { ...set, signatures: [...places.map((at) => right.with(at, right[at] - 1)), right] };
  };
  return { about: "", spoil };
}

function labelOf({ wire }: Name): string {
  return String.fromCharCode(...wire.subarray(1, 1 + wire[0]));
}

test("KeyTrap (CVE-2023-50387): who spends what a question may cost breaks no chain but his own", () => {
  const aliases = Array.from({ length: 7 }, (_, i) => `a${i} CNAME a${i + 1}`).join("\n");
  const evil = `@ NS ns\nns A 127.53.0.66\n${aliases}\na7 CNAME www.example.com.`;
  let spent = 0;
  for (let last = 0; last < 8; last++) {
    const heavy = { faults: [costly((label) => (label === "a7" ? last : 7))], types: ["CNAME"] as const };
    const net = signedInternet(
      { ...withEvil, "127.53.0.66": { "evil.com.": evil } },
      { ...signed, "evil.com.": heavy },
    );
    if (net.ask("a0.evil.com.").rcode === "SERVFAIL") spent++;
    const asked = net.ask("www.example.com.");
    expect(asked.resolution.security).toBe("secure");
    expect(asked.rcode).toBe("NOERROR");
  }
  expect(spent).toBeGreaterThan(3);
});

const forgeries = [
  { title: "a DNSKEY set", signing: { [example]: { faults: ["forged"], types: ["DNSKEY"] } }, address: "127.53.0.20" },
  { title: "a DS set", signing: { "com.": { faults: ["forged"], types: ["DS"] } }, address: "127.53.0.10" },
  {
    title: "a zone without a DS",
    signing: { [example]: { ds: "withheld" }, "com.": { faults: ["forged"] } },
    address: "127.53.0.10",
  },
] as const;

test.each(forgeries)("RFC 4035 §4.7, §5.5: $title that is forged is not kept", ({ signing, address }) => {
  const net = signedInternet();
  net.serve(address, servedBy(address, sites, { ...signed, ...signing }));
  expect(net.ask("www.example.com.").rcode).toBe("SERVFAIL");
  net.serve(address, servedBy(address, sites, signed));
  net.passSeconds(61);
  expect(net.ask("www.example.com.").resolution.security).toBe("secure");
});

test("RFC 4035 §4.7: a referral into the forger's arms is forgotten when what he says is bogus", () => {
  const net = signedInternet();
  const com = sites["127.53.0.10"]["com."].replace("ns.example A 127.53.0.20", "ns.example A 127.53.0.66");
  net.serve("127.53.0.10", servedBy("127.53.0.10", { ...sites, "127.53.0.10": { "com.": com } }, signed));
  net.serve("127.53.0.66", { [example]: "@ NS ns\nns A 127.53.0.66\nwww A 192.0.2.66" });
  expect(net.ask("www.example.com.").rcode).toBe("SERVFAIL");
  net.serve("127.53.0.10", servedBy("127.53.0.10", sites, signed));
  net.passSeconds(61);
  expect(net.ask("ns.example.com.").rcode).toBe("SERVFAIL"); // from the forger still, and now he is found out
  net.passSeconds(31);
  expect(net.ask("www.example.com.").resolution.security).toBe("secure");
});

test("of many DS records few are compared with the zone's keys", () => {
  for (const [wrong, security] of [
    [maxDsPerZone - 1, "secure"],
    [maxDsPerZone, "bogus"],
  ] as const) {
    // Of the same key by their tag, and sorted before the right one by their digest.
    const spoil: SigningFault["spoil"] = (set, { apex, key }) => {
      const more = Array.from({ length: wrong }, (_, i) => set.rdatas[0].with(4, 0).with(5, i));
      const all = makeRRset(set.owner, set.type, set.class, set.ttlSeconds, [...more, ...set.rdatas]);
      return { ...all, signatures: [signRRset(all, apex, key, times.usual)] };
    };
    const net = signedInternet(sites, { ...signed, "com.": { faults: [{ about: "", spoil }], types: ["DS"] } });
    expect(net.ask("www.example.com.").resolution.security).toBe(security);
  }
});
