// Zones whose servers the operator named may have names that the zones above say do not exist. Nothing that those said, proved or
// not, stands against what the named servers have.

import { expect, test } from "vitest";
import { type InternetOptions, name } from "../internet.ts";
import { type SignedSites, signed, signedInternet, sites } from "./signed.ts";

const corp = { zone: name("corp."), servers: [{ address: "127.53.0.50", port: 53 }] };
const inner = { zone: name("inner.example.com."), servers: [{ address: "127.53.0.50", port: 53 }] };
const served: SignedSites = {
  ...sites,
  "127.53.0.50": {
    "corp.": "@ NS ns\nns A 127.53.0.50\nwww A 192.0.2.5",
    "inner.example.com.": "@ NS ns\nns A 127.53.0.50\nwww A 192.0.2.6",
  },
};

const options: readonly (readonly [string, InternetOptions])[] = [
  ["stub", { stubZones: [corp, inner] }],
  ["forward", { forwardZones: [corp, inner] }],
];

test.each(options)("RFC 8198 §5: what is proven from above a %s zone is not said of it", (_, settings) => {
  for (const denial of ["nsec", "nsec3"] as const) {
    const signing = { ...signed, ".": { denial }, "example.com.": { denial } };
    const net = signedInternet(served, signing, settings);
    for (let i = 0; i < 20; i++) net.ask(`c${i}.`); // by then all gaps of the root are known
    for (let i = 0; i < 20; i++) net.ask(`i${i}.example.com.`);
    for (const zone of ["corp.", "inner.example.com."]) {
      expect(net.ask(`www.${zone}`)).toMatchObject({ rcode: "NOERROR", resolution: { security: "insecure" } });
      expect(net.ask(zone, "SOA").answer).toHaveLength(1);
    }
  }
});

test.each(options)("RFC 8020 §2: nor is a %s zone cut off with a name that does not exist above it", (_, settings) => {
  const net = signedInternet(served, signed, settings);
  for (const zone of ["corp.", "inner.example.com."]) {
    expect(net.ask(zone, "DS").rcode).toBe("NXDOMAIN"); // which is for the zone above to say
    expect(net.ask(`www.${zone}`).rcode).toBe("NOERROR");
    expect(net.ask(zone, "SOA").rcode).toBe("NOERROR");
    expect(net.ask(zone, "DS").rcode).toBe("NXDOMAIN");
  }
});

test("RFC 8767 §5: nor is what the zone above said stale the answer", () => {
  const net = signedInternet(served, signed, { stubZones: [corp] });
  expect(net.ask("corp.", "DS").rcode).toBe("NXDOMAIN");
  net.passSeconds(3700);
  net.wrap("127.53.0.50", {}, () => () => []);
  expect(net.ask("www.corp.").rcode).toBe("SERVFAIL");
});

test("a signed zone that the operator named is believed without its chain", () => {
  const net = signedInternet(served, { ...signed, "corp.": { ds: "withheld" } }, { stubZones: [corp] });
  for (const [ask, rcode] of [
    ["www.corp.", "NOERROR"],
    ["nothing.corp.", "NXDOMAIN"],
    ["ns.corp.", "NOERROR"],
  ] as const) {
    expect(net.ask(ask)).toMatchObject({ rcode, resolution: { security: "insecure" } });
  }
});
