// What the keys of `resolver:` mean to the resolver.

import { expect, test } from "vitest";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printName } from "../../src/dns/text/name-text.ts";
import { readConfig } from "../../src/server/config/read.ts";
import { resolverSettings } from "../../src/server/resolver-settings.ts";
import { defaultSettings } from "../../src/resolver/settings.ts";
import { ianaAnchors, scanAnchors } from "../../src/resolver/validation/anchors.ts";
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
  expect(read("{}").settings).toEqual({
    ...defaultSettings,
    rootHints: ianaHints,
    trustAnchors: scanAnchors(ianaAnchors).anchors,
  });
});

test("validation: anchors, exempt names, old algorithms, a date", () => {
  const { settings } = read(`resolver:
  trustAnchors: ["example. 3600 IN DS 1 13 2 ${"ab".repeat(32)}", ". DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4="]
  domainInsecure: [corp.example]
  legacyAlgorithms: true
  validationTime: "20260102030405"
`);
  expect(settings.trustAnchors.map(({ zone, signers, keys }) => [printName(zone.wire), signers.map(({ keyTag }) => keyTag), keys.map(({ tag }) => tag)])).toEqual([["example.", [1], []], [".", [], [3613]]]); // prettier-ignore
  expect(settings.domainInsecure.map(({ wire }) => printName(wire))).toEqual(["corp.example."]);
  expect(settings).toMatchObject({
    legacyAlgorithms: true,
    validationTimeSeconds: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
  });
});

test("RFC 4033 §2: IANA's anchors go with IANA's root, none with another one, and none when none are wanted", () => {
  const folder = mkdtempSync(join(tmpdir(), "hints-"));
  const hints = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const iana = ianaHints.map(({ name, addresses }) => `. 3600 NS ${printName(name.wire)}\n${printName(name.wire)} 3600 A ${addresses[0]}`); // prettier-ignore
  const anchors = (text: string): number => read(`resolver: { ${text} }`).settings.trustAnchors.length;
  expect(anchors(`rootHints: ${hints("iana", `${iana.join("\n")}\n`)}`)).toBe(1);
  expect(anchors(`rootHints: ${hints("own", `${iana[0]}\n`)}`)).toBe(0);
  expect(anchors("trustAnchors: []")).toBe(0);
  rmSync(folder, { recursive: true });
});

test("an anchor that is none is a fault that names its place", () => {
  expect(faultOf('resolver: { trustAnchors: [". A 192.0.2.1"] }')).toContain("a DS or DNSKEY record in zone-file text");
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

test("what is wrong with a file of hints names the key", () => {
  const { config } = readConfig({ name: "/etc/signpost.yaml", text: "resolver: { rootHints: nowhere/hints }" }, []);
  expect(resolverSettings(config.resolver).faults).toEqual([
    "resolver.rootHints: /etc/nowhere/hints: there is no such file",
  ]);
});
