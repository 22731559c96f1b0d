import { expect, test } from "vitest";
import { dnskey, name, rdata, records, verdict } from "../../dnssec/records.ts";
import { nodeDnssecCrypto } from "../../../src/crypto/dnssec-crypto.ts";
import { makeDs } from "../../../src/dnssec/ds.ts";

test.each([
  {
    clause: "RFC 8080 §6.1",
    key: "257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
    ds: "3613 15 2 3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b",
    signature: "oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==",
  },
  {
    clause: "RFC 8080 §6.1",
    key: "257 3 15 zPnZ/QwEe7S8C5SPz2OfS5RR40ATk2/rYnE9xHIEijs=",
    ds: "35217 15 2 401781b934e392de492ec77ae2e15d70f6575a1c0bc59c5275c04ebe80c6614c",
    signature: "zXQ0bkYgQTEFyfLyi9QoiY6D8ZdYo4wyUhVioYZXFdT410QPRITQSqJSnzQoSm5poJ7gD7AQR0O7KuI5k2pcBg==",
  },
  {
    clause: "RFC 8080 §6.2",
    key: "257 3 16 3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm1MDpJtIA",
    ds: "9713 16 2 6ccf18d5bc5d7fc2fceb1d59d17321402f2aa8d368048db93dd811f5cb2b19c7",
    signature:
      "3cPAHkmlnxcDHMyg7vFC34l0blBhuG1qpwLmjInI8w1CMB29FkEAIJUA0amxWndkmnBZ6SKiwZSAxGILn/NBtOXft0+Gj7FSvOKxE/07+4RQvE581N3Aj/JtIyaiYVdnYtyMWbSNyGEY2213WKsJlwEA",
  },
  {
    clause: "RFC 8080 §6.2",
    key: "257 3 16 kkreGWoccSDmUBGAe7+zsbG6ZAFQp+syPmYUurBRQc3tDjeMCJcVMRDmgcNLp5HlHAMy12VoISsA",
    ds: "38353 16 2 645ff078b3568f5852b70cb60e8e696cc77b75bfaaffc118cf79cbda1ba28af4",
    signature:
      "E1/oLjSGIbmLny/4fcgM1z4oL6aqo+izT3urCyHyvEp4Sp8Syg1eI+lJ57CSnZqjJP41O/9l4m0AsQ4f7qI1gVnML8vWWiyW2KXhT9kuAICUSxv5OWbf81Rq7Yu60npabODB0QFPb/rkW3kUZmQ0YQUA",
  },
])("$clause: the example's DS and signature: $ds", ({ key, ds, signature }) => {
  const zone = "example.com.";
  const [tag, algorithm] = ds.split(" ");
  expect(makeDs(name(zone), dnskey(key), 2, nodeDnssecCrypto)).toEqual(rdata("DS", ds));
  const rrsig = `MX ${algorithm} 2 3600 1440021600 1438207200 ${tag} ${zone} ${signature}`;
  const check = (preference: number): string => {
    const set = records(`${zone} 3600 MX ${preference} mail.example.com.\n${zone} 3600 RRSIG ${rrsig}`);
    return verdict({ set, zone, keys: [dnskey(key)], at: "2015-08-10" });
  };
  expect([check(10), check(11)]).toEqual(["valid", "invalid"]);
});
