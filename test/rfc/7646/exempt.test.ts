import { expect, test } from "vitest";
import { name } from "../../resolver/internet.ts";
import { signed, signedInternet, sites } from "../../resolver/validation/signed.ts";
import { expectSteps } from "../../trace/expect-steps.ts";

const spoilt = { ...signed, "example.com.": { faults: ["other-ds"] } };

test("RFC 7646 §2: below a negative trust anchor nothing is validated, beside it everything is", () => {
  const net = signedInternet(sites, spoilt, { domainInsecure: [name("example.com.")] });
  const exempt = net.ask("www.example.com.");
  expect(exempt).toMatchObject({ rcode: "NOERROR", errors: [] });
  expect(exempt.resolution.security).toBe("insecure");
  expectSteps(exempt, ["validate.exempt", "validate.insecure"]);
  const beside = signedInternet(sites, spoilt, { domainInsecure: [name("www.example.com.")] });
  expect(beside.ask("ns.example.com.").resolution.security).toBe("bogus");
  expect(beside.ask("www.example.com.").resolution.security).toBe("insecure");
});

test("an anchor below an exempt name is believed again", () => {
  const { trustAnchors } = signedInternet().resolver.world.settings;
  const net = signedInternet(sites, signed, { domainInsecure: [name(".")], trustAnchors });
  expect(net.ask("www.example.com.").resolution.security).toBe("insecure");
});
