import { expect, test } from "vitest";
import { dnskey, name, rdata } from "../../dnssec/records.ts";
import { nodeDnssecCrypto } from "../../../src/crypto/dnssec-crypto.ts";
import { makeDs } from "../../../src/dnssec/ds.ts";

test("RFC 4509 §2.3: the example's DS with SHA-256", () => {
  const key = dnskey(
    "256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==",
  );
  expect(makeDs(name("dskey.example.com."), key, 2, nodeDnssecCrypto)).toEqual(
    rdata("DS", "60485 5 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A"),
  );
});
