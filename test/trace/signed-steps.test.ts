// The steps of answers from signed zones: what is signed, which delegations are secure, what proves a denial.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve } from "../authority/asking.ts";
import { fakeSigned, type FakeDenial } from "../differential/fake-signer.ts";
import { expectSteps, newRecorder } from "./expect-steps.ts";
import type { Recorder } from "../../src/trace/recorder.ts";

const text = `${head}www A 192.0.2.10
*.wild TXT "stands in"
secure NS ns1
secure DS 1 13 2 ${"00".repeat(32)}
insecure NS ns1
`;

function ask(denial: FakeDenial, name: string, type: string): Recorder {
  const image = newImage();
  serve(image, { "example.": fakeSigned("example.", text, denial) });
  const asking = new Asking(image);
  const recorder = newRecorder();
  asking.responder.trace = recorder;
  asking.ask(name, type, { edns: { flags: 0x8000, size: 4096 } });
  return recorder;
}

const nsec: FakeDenial = { kind: "nsec" };
const nsec3: FakeDenial = { kind: "nsec3", iterations: 0, salt: "", span: "all" };

test("signatures go along (RFC 4035 §3.1.1)", () => {
  const signed = ask(nsec, "www.example.", "A");
  expectSteps(signed, ["zone.found", "zone.rrset", "zone.signed", "request.answered"]);
  expect(signed.events[2].sentence).toBe("The client wants signatures: 1 signature of the A.");
});

test("referrals, secure and not (RFC 4035 §3.1.4)", () => {
  const secure = ask(nsec, "www.secure.example.", "A");
  expectSteps(secure, ["zone.cut", "zone.cut-secure", "zone.signed", "request.answered"]);
  expect(secure.events[2].sentence).toBe("secure.example is delegated securely: 1 DS record of ours.");
  const insecure = ask(nsec, "www.insecure.example.", "A");
  expectSteps(insecure, ["zone.cut", "zone.cut-insecure", "zone.nsec-match", "request.answered"]);
  expectSteps(ask(nsec3, "www.insecure.example.", "A"), ["zone.cut", "zone.cut-insecure", "zone.nsec3-match"]);
});

test("denials and what proves them (RFC 4035 §3.1.3, RFC 5155 §7.2)", () => {
  const missing = ask(nsec, "nope.example.", "A");
  expectSteps(missing, ["zone.nxdomain", "zone.nsec-cover", "zone.nsec-cover", "zone.negative-ttl", "zone.signed"]);
  expect(missing.events[2].operands).toEqual({ owner: "insecure.example.", name: "nope.example." });
  expectSteps(ask(nsec, "www.example.", "TXT"), ["zone.nodata", "zone.nsec-match", "zone.negative-ttl"]);
  expectSteps(ask(nsec, "x.wild.example.", "TXT"), ["zone.wildcard", "zone.nsec-cover", "zone.rrset", "zone.signed"]);
  const hashed = ask(nsec3, "x.nope.example.", "A");
  expectSteps(hashed, ["zone.nxdomain", "zone.nsec3-match", "zone.nsec3-cover", "zone.nsec3-cover"]);
  expect(hashed.events[2].operands).toMatchObject({ name: "example." });
  expect(hashed.events[3].operands).toMatchObject({ name: "nope.example." });
  expect(hashed.events[4].operands).toMatchObject({ name: "*.example." });
});
