import { expect, test } from "vitest";
import { dnskey, records, verdict } from "../../dnssec/records.ts";

test.each([
  {
    clause: "RFC 5702 §6.1",
    key: "256 3 8 AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgtvd4Qs8PkxUdp6p/DlUmObdk=",
    signature:
      "A 8 3 3600 20300101000000 20000101000000 9033 example.net. kRCOH6u7l0QGy9qpC9l1sLncJcOKFLJ7GhiUOibu4teYp5VE9RncriShZNz85mwlMgNEacFYK/lPtPiVYP4bwg==",
  },
  {
    clause: "RFC 5702 §6.2",
    key: "256 3 10 AwEAAdHoNTOW+et86KuJOWRDp1pndvwb6Y83nSVXXyLA3DLroROUkN6X0O6pnWnjJQujX/AyhqFDxj13tOnD9u/1kTg7cV6rklMrZDtJCQ5PCl/D7QNPsgVsMu1J2Q8gpMpztNFLpPBz1bWXjDtaR7ZQBlZ3PFY12ZTSncorffcGmhOL",
    signature:
      "A 10 3 3600 20300101000000 20000101000000 3740 example.net. tsb4wnjRUDnB1BUi+t6TMTXThjVnG+eCkWqjvvjhzQL1d0YRoOe0CbxrVDYd0xDtsuJRaeUw1ep94PzEWzr0iGYgZBWm/zpq+9fOuagYJRfDqfReKBzMweOLDiNa8iP5g9vMhpuv6OPlvpXwm9Sa9ZXIbNl1MBGk0fthPgxdDLw=",
  },
])("$clause: the example's signature", ({ key, signature }) => {
  const check = (address: string): string => {
    const set = records(`www.example.net. 3600 A ${address}\nwww.example.net. 3600 RRSIG ${signature}`);
    return verdict({ set, zone: "example.net.", keys: [dnskey(key)] });
  };
  expect([check("192.0.2.91"), check("192.0.2.92")]).toEqual(["valid", "invalid"]);
});
