import { expect, test } from "vitest";
import { dnskey, name, rdata, records, verdict } from "../../dnssec/records.ts";
import { nodeDnssecCrypto } from "../../../src/crypto/dnssec-crypto.ts";
import { makeDs } from "../../../src/dnssec/ds.ts";

const p256 = "257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==";
const p384 =
  "257 3 14 xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40";

test.each([
  {
    clause: "RFC 6605 §6.1",
    key: p256,
    digestType: 2,
    ds: "55648 13 2 b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17",
    signature:
      "A 13 3 3600 20100909100439 20100812100439 55648 example.net. qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==",
  },
  {
    clause: "RFC 6605 §6.2",
    key: p384,
    digestType: 4,
    ds: "10771 14 4 72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6",
    signature:
      "A 14 3 3600 20100909102025 20100812102025 10771 example.net. /L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm",
  },
] as const)("$clause: the example's DS and signature", ({ key, digestType, ds, signature }) => {
  expect(makeDs(name("example.net."), dnskey(key), digestType, nodeDnssecCrypto)).toEqual(rdata("DS", ds));
  const at = "2010-08-20";
  const set = records(`www.example.net. 3600 A 192.0.2.1\nwww.example.net. 3600 RRSIG ${signature}`);
  expect(verdict({ set, zone: "example.net.", keys: [dnskey(key)], at })).toBe("valid");
  const other = records(`www.example.net. 3600 A 192.0.2.2\nwww.example.net. 3600 RRSIG ${signature}`);
  expect(verdict({ set: other, zone: "example.net.", keys: [dnskey(key)], at })).toBe("invalid");
});
