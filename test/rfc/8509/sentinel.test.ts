import { expect, test } from "vitest";
import { signedInternet } from "../../resolver/validation/signed.ts";
import { expectSteps } from "../../trace/expect-steps.ts";

test("RFC 8509 §3: a name fails on purpose when it says of a key what is not so", () => {
  const net = signedInternet();
  const is = net.ask("root-key-sentinel-is-ta-00001.example.com.");
  expect(is.rcode).toBe("SERVFAIL");
  expectSteps(is, ["validate.sentinel"]);
  expect(net.ask("root-key-sentinel-not-ta-00001.example.com.").rcode).toBe("NOERROR");
});
