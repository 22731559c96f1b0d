// What the keys of `resolver:` mean to the resolver.

import { expect, test } from "vitest";
import { printName } from "../../src/dns/text/name-text.ts";
import { readConfig } from "../../src/server/config/read.ts";
import { resolverSettings } from "../../src/server/resolver-settings.ts";
import { defaultSettings } from "../../src/resolver/settings.ts";
import { ianaHints } from "../../src/server/root-hints.ts";

function read(text: string) {
  const { config, faults } = readConfig({ name: "signpost.yaml", text }, []);
  expect(faults).toEqual([]);
  return { settings: resolverSettings(config.resolver).settings };
}

function faultOf(text: string): string {
  return readConfig({ name: "signpost.yaml", text }, []).faults[0].message;
}

test("without a word the resolver has its own defaults, and IANA's root", () => {
  expect(read("{}").settings).toEqual({ ...defaultSettings, rootHints: ianaHints });
});

test("zones with servers of their own, ports and all", () => {
  const { settings } = read(`resolver:
  stubZones: [{ name: corp.example, addresses: ["192.0.2.1", "[2001:db8::1]:5301"] }]
  forwardZones: [{ name: ".", addresses: ["192.0.2.9:5353"] }]
`);
  const said = (zones: typeof settings.stubZones): unknown => zones.map(({ zone, servers }) => [printName(zone.wire), servers]); // prettier-ignore
  expect(said(settings.stubZones)).toEqual([["corp.example.", [{ address: "192.0.2.1", port: 53 }, { address: "2001:db8::1", port: 5301 }]]]); // prettier-ignore
  expect(said(settings.forwardZones)).toEqual([[".", [{ address: "192.0.2.9", port: 5353 }]]]);
});

test("switches and sizes arrive", () => {
  const { settings } = read("resolver: { ipv6: false, caseRandomisation: false, cacheMegabytes: 2, maxTtlSeconds: 7 }");
  expect(settings).toMatchObject({ ipv4: true, ipv6: false, caseRandomisation: false, cacheOctets: 2 << 20, maxTtlSeconds: 7 }); // prettier-ignore
});

test("RFC 6147: the prefix of DNS64 has 96 bits", () => {
  const { settings } = read('resolver: { dns64: "64:ff9b::/96" }');
  expect(Buffer.from(settings.dns64Prefix!).toString("hex")).toBe("0064ff9b000000000000000000000000");
  for (const wrong of ["64:ff9b::", "64:ff9b::/64", "64:ff9b::1/96", "192.0.2.0/96"])
    expect(faultOf(`resolver: { dns64: "${wrong}" }`)).toContain("expected an IPv6 prefix of 96 bits");
});

test("a name that is none is a fault of the file", () => {
  expect(faultOf('resolver: { stubZones: [{ name: "a..b", addresses: ["192.0.2.1"] }] }')).toContain("expected a domain name"); // prettier-ignore
});
