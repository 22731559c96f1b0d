// Signatures in the name of others: of zones that nobody trusts, that lie above a cut, or beside the right one. Who forges data
// chooses what its signature says, so what it says must never make the data count for more, or be asked for less.

import { expect, test } from "vitest";
import { DnssecAlgorithm } from "../../../src/dns/codes.ts";
import type { RRset } from "../../../src/dns/rrset.ts";
import { readDnsKey } from "../../../src/dnssec/dnskey.ts";
import { signRRset } from "../../../src/dnssec/sign.ts";
import type { SigningFault } from "../../../src/lab/signing/faults.ts";
import { keyOf } from "../../../src/lab/signing/keys.ts";
import { times } from "../../../src/lab/signing/times.ts";
import type { TrustAnchor } from "../../../src/resolver/validation/trust.ts";
import { expectSteps } from "../../trace/expect-steps.ts";
import { type InternetOptions, name } from "../internet.ts";
import { signed, signedInternet, sites } from "./signed.ts";

const example = "example.com.";

function anchorAt(origin: string): TrustAnchor {
  const { dnskey } = keyOf(name(origin), DnssecAlgorithm.ECDSAP256SHA256);
  return { zone: name(origin), signers: [], keys: [readDnsKey(dnskey)] };
}

/** Sets of a type are signed by the forger's own key, and the signature names another zone. */
function inTheNameOf(zone: string): SigningFault {
  return {
    about: "",
    spoil: (set, { key }) => ({ ...set, signatures: [signRRset(set, name(zone), key, times.usual)] }),
  };
}

const islands: { readonly title: string; readonly options: InternetOptions }[] = [
  { title: "an anchor below unsigned zones", options: { trustAnchors: [anchorAt(example)] } },
  {
    title: "RFC 7646 §2: an anchor below what the configuration exempts",
    options: { trustAnchors: [anchorAt("."), anchorAt(example)], domainInsecure: [name("com.")] },
  },
];

test.each(islands)("$title: the chain ends where the name's own does, not where its signature says", ({ options }) => {
  for (const [ask, type] of [
    ["www", "A"],
    ["nothing", "A"],
    ["www", "TXT"],
  ] as const) {
    const types = [type === "TXT" || ask === "nothing" ? "SOA" : "A"] as const;
    const forger = { ...signed, [example]: { faults: [inTheNameOf("com.")], types } };
    const sound = signedInternet(sites, signed, options).ask(`${ask}.${example}`, type);
    expect(sound.resolution.security).toBe("secure");
    const asked = signedInternet(sites, forger, options).ask(`${ask}.${example}`, type);
    expect(asked).toMatchObject({ rcode: "SERVFAIL", answer: [] });
    expectSteps(asked, ["validate.bogus"]);
  }
});

test("RFC 4035 §5.4: nor does the SOA beside a denial say where the chain ends", () => {
  const options = { trustAnchors: [anchorAt(example)] };
  const net = signedInternet(sites, signed, options);
  // The zone above denies what the zone below has, as if there were no cut.
  net.serve("127.53.0.10", {
    "com.": `@ SOA ns.invalid. hostmaster.invalid. 1 3600 600 86400 60
@ RRSIG SOA 13 1 3600 20370101000000 20200101000000 1 com. AAAA
@ NS a.gtld
a.gtld A 127.53.0.10`,
  });
  const asked = net.ask("www.example.com.");
  expect(asked).toMatchObject({ rcode: "SERVFAIL", answer: [] });
  expectSteps(asked, ["response.nxdomain", "validate.bogus"]);
});

test("RFC 6840 §5.4: one valid signature is enough, whatever stands before it", () => {
  const besides = (zone: string): SigningFault => ({
    about: "",
    spoil: (set, { key }) => ({
      ...set,
      signatures: [signRRset(set, name(zone), key, times.usual), ...set.signatures],
    }),
  });
  for (const zone of [".", "com.", "www.example.com.", "elsewhere.org."]) {
    const net = signedInternet(sites, { ...signed, [example]: { faults: [besides(zone)], types: ["A"] } });
    expect(net.ask("www.example.com.").resolution.security, zone).toBe("secure");
  }
});

test("RFC 4035 §5.3.1: the zone above a cut cannot sign what lies below it", () => {
  const com = keyOf(name("com."), DnssecAlgorithm.ECDSAP256SHA256);
  const byParent = (set: RRset): RRset => ({ ...set, signatures: [signRRset(set, name("com."), com, times.usual)] });
  const net = signedInternet(sites, {
    ...signed,
    [example]: { faults: [{ about: "", spoil: byParent }], types: ["A"] },
  });
  expect(net.ask(example, "SOA").resolution.security).toBe("secure");
  const asked = net.ask("www.example.com.");
  expect(asked).toMatchObject({ rcode: "SERVFAIL", errors: [6] });
  expectSteps(asked, ["validate.stranger", "validate.bogus"]);
  expect(net.ask(example, "DS").resolution.security).toBe("secure"); // which is the zone's above
});

test("a zone whose servers the operator named is believed, whatever its signatures are", () => {
  const zones = { ...sites, "127.53.0.50": { "corp.": "@ NS ns\nns A 127.53.0.50\nwww A 192.0.2.5" } };
  const stubZones = [{ zone: name("corp."), servers: [{ address: "127.53.0.50", port: 53 }] }];
  const net = signedInternet(zones, { ...signed, "corp.": { ds: "withheld" } }, { stubZones });
  const asked = net.ask("www.corp.");
  expect(asked.rcode).toBe("NOERROR");
  expect(asked.resolution.security).toBe("insecure");
});
