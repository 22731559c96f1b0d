// The algorithm of RFC 1034 §4.3.2 by its steps, and what §4.2.1 says of cuts.

import { test } from "vitest";
import { check, head } from "../../authority/asking.ts";

const zone = `${head}sub NS ns.sub
sub NS ns1
ns.sub A 192.0.2.2
deep.under.sub A 192.0.2.3
alias CNAME www
www A 192.0.2.10
`;

test("RFC 1034 §4.3.2 step 2: the nearest ancestor zone", () => {
  check({ "example.": zone, "other.": head }, [["www.other. A", "NXDOMAIN aa au[other. 300 SOA soa]"]]);
});

test("RFC 1034 §4.3.2 step 3a: an alias is followed with the alias in the answer", () => {
  check({ "example.": zone }, [
    ["alias.example. A", "NOERROR aa an[alias.example. 3600 CNAME www.example., www.example. 3600 A 192.0.2.10]"],
    ["alias.example. CNAME", "NOERROR aa an[alias.example. 3600 CNAME www.example.]"],
    ["alias.example. MX", "NOERROR aa an[alias.example. 3600 CNAME www.example.] au[example. 300 SOA soa]"],
  ]);
});

test("RFC 1034 §4.3.2 step 3b: at and below a cut, a referral without AA", () => {
  const referral =
    "NOERROR au[sub.example. 3600 NS ns.sub.example.+ns1.example.] ad[ns.sub.example. 3600 A 192.0.2.2, ns1.example. 3600 A 192.0.2.1]";
  check({ "example.": zone }, [
    ["sub.example. A", referral],
    ["sub.example. NS", referral],
    ["ns.sub.example. A", referral],
    ["deep.under.sub.example. A", referral],
    ["nowhere.under.sub.example. TXT", referral],
  ]);
});

test("RFC 1034 §4.3.2 step 4: what is asked of our names is answered with AA", () => {
  check({ "example.": zone }, [["ns1.example. A", "NOERROR aa an[ns1.example. 3600 A 192.0.2.1]"]]);
});
