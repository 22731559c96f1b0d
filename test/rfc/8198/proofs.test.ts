import { expect, test } from "vitest";
import { signed, signedInternet, sites } from "../../resolver/validation/signed.ts";
import { expectSteps } from "../../trace/expect-steps.ts";

const example = "example.com.";

test("RFC 8198 §5: what a zone proved answers for other names", () => {
  for (const denial of ["nsec", "nsec3"] as const) {
    const net = signedInternet(sites, { ...signed, [example]: { denial } });
    expect(net.ask("nothing.example.com.").rcode).toBe("NXDOMAIN");
    expect(net.ask("any.wild.example.com.").rcode).toBe("NOERROR");
    const quiet = net.ask("other.wild.example.com.");
    expect(quiet.answer).toEqual(["other.wild.example.com. 60 IN A 192.0.2.2"]);
    expect(quiet.resolution.security).toBe("secure");
    expect(quiet.queries).toEqual([]);
    expectSteps(quiet, ["cache.proof", "validate.secure"]);
    const other = net.ask("nothinh.example.com.");
    if (denial === "nsec3") continue; // another hash, another gap
    expect(other).toMatchObject({ rcode: "NXDOMAIN", queries: [] });
    expectSteps(other, ["cache.proof"]);
    net.passSeconds(61);
    expect(net.ask("nothini.example.com.").queries).not.toEqual([]);
  }
});

test("RFC 8198 §5.4: where names are left out of the chain, it answers for none", () => {
  const net = signedInternet(sites, { ...signed, "com.": { denial: "opt-out" } });
  expect(net.ask("nothing.com.").rcode).toBe("NXDOMAIN");
  expect(net.ask("something.com.").queries).not.toEqual([]);
});

test("RFC 8198 §5: a denial that is about to end is fetched again, not made from what ends with it", () => {
  const net = signedInternet();
  net.ask("nothing.example.com.");
  net.passSeconds(56);
  expectSteps(net.ask("nothing.example.com."), ["cache.denial"]);
  net.passSeconds(10);
  expect(net.ask("nothing.example.com.").queries).toEqual([]);
});
