// resolver.arpa. is about the resolver that is asked, and none but it can answer.

import { expect, test } from "vitest";
import { readConfig } from "../../../src/server/config/read.ts";
import { resolverSettings } from "../../../src/server/resolver-settings.ts";
import { expectLocal } from "../local-names.ts";

test("RFC 9462 §6.4: resolver.arpa. is not forwarded", () => {
  expectLocal("_dns.resolver.arpa.", "SVCB", "NOERROR");
  expectLocal("x.resolver.arpa.", "A", "NOERROR");
  expectLocal("resolver.arpa.", "A", "NOERROR");
});

const ways = ['1 dns.example.net. alpn="dot" port=853', '2 dns.example.net. alpn="h2" dohpath="/dns-query{?dns}"'];

function settingsOf(designated: readonly string[]) {
  const { config, faults } = readConfig(
    { name: "signpost.yaml", text: JSON.stringify({ resolver: { designated } }) },
    [],
  );
  return { faults: faults.map(({ message }) => message), settings: resolverSettings(config.resolver).settings };
}

test("RFC 9462 §4: the resolver tells how it is reached encrypted, and that there is nothing else at that name", () => {
  const { faults, settings } = settingsOf(ways);
  expect(faults).toEqual([]);
  const { designated } = settings;
  expect(designated).toHaveLength(2);
  expectLocal("_dns.resolver.arpa.", "SVCB", ways[0], designated);
  expectLocal("_DNS.Resolver.ARPA.", "SVCB", ways[0], designated);
  expectLocal("_dns.resolver.arpa.", "A", "NOERROR", designated);
  expectLocal("x._dns.resolver.arpa.", "SVCB", "NOERROR", designated);
});

test.each([
  "",
  "0 dns.example.net.",
  "1 dns.example.net.",
  "dns.example.net:853",
  "1 dns.example.net. alpn=dot port=x",
])('RFC 9461 §3: "%s" names no way', (text) => {
  expect(settingsOf([text]).faults.join()).toMatch(/resolver\.designated\[0\].*expected the data of an SVCB record/);
});
