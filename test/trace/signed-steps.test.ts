// The steps of answers from signed zones: what is signed, which delegations are secure, what proves a denial.

import { expect, test } from "vitest";
import { Asking, type AskOptions, head, newImage, serve } from "../authority/asking.ts";
import { ask as askWorld, compact, hostSigned, newOnlineWorld, type OnlineWorld, secure } from "../authority/online.ts";
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
  expect(signed.events[3].sentence).toBe("The client wants signatures: 1 signature of the A.");
});

test("referrals, secure and not (RFC 4035 §3.1.4)", () => {
  const secure = ask(nsec, "www.secure.example.", "A");
  expectSteps(secure, ["zone.cut", "zone.cut-secure", "zone.signed", "request.answered"]);
  expect(secure.events[3].sentence).toBe("secure.example is delegated securely: 1 DS record of ours.");
  const insecure = ask(nsec, "www.insecure.example.", "A");
  expectSteps(insecure, ["zone.cut", "zone.cut-insecure", "zone.nsec-match", "request.answered"]);
  expectSteps(ask(nsec3, "www.insecure.example.", "A"), ["zone.cut", "zone.cut-insecure", "zone.nsec3-match"]);
});

test("denials and what proves them (RFC 4035 §3.1.3, RFC 5155 §7.2)", () => {
  const missing = ask(nsec, "nope.example.", "A");
  expectSteps(missing, ["zone.nxdomain", "zone.nsec-cover", "zone.nsec-cover", "zone.negative-ttl", "zone.signed"]);
  expect(missing.events[3].operands).toEqual({ owner: "insecure.example.", name: "nope.example." });
  expectSteps(ask(nsec, "www.example.", "TXT"), ["zone.nodata", "zone.nsec-match", "zone.negative-ttl"]);
  expectSteps(ask(nsec, "x.wild.example.", "TXT"), ["zone.wildcard", "zone.nsec-cover", "zone.rrset", "zone.signed"]);
  const hashed = ask(nsec3, "x.nope.example.", "A");
  expectSteps(hashed, ["zone.nxdomain", "zone.nsec3-match", "zone.nsec3-cover", "zone.nsec3-cover"]);
  expect(hashed.events[3].operands).toMatchObject({ name: "example." });
  expect(hashed.events[4].operands).toMatchObject({ name: "nope.example." });
  expect(hashed.events[5].operands).toMatchObject({ name: "*.example." });
});

function askOnline(question: string, options: AskOptions = secure, prepare?: (world: OnlineWorld) => void): Recorder {
  const world = newOnlineWorld();
  hostSigned(world, "example.", ["www 60 A 192.0.2.10", "insecure 60 NS ns.test.", "a.ent 60 TXT x"]);
  prepare?.(world);
  const recorder = newRecorder();
  world.asking.responder.trace = recorder;
  askWorld(world, question, options);
  return recorder;
}

test("what is signed as it is answered (RFC 4035 §3.1.1, RFC 9824 §3)", () => {
  const signed = askOnline("www.example. A");
  expectSteps(signed, ["zone.found", "zone.rrset", "zone.signed-online", "request.answered"]);
  expect(signed.events[3].sentence).toBe(
    "example is signed as it is answered: 1 signature of the A, by its owner's own name.",
  );
  expectSteps(askOnline("nope.example. A"), [
    "zone.compact-missing",
    "zone.negative-ttl",
    "zone.signed-online",
    "zone.compact-nxname",
    "zone.signed-online",
    "request.answered",
  ]);
  expectSteps(askOnline("nope.example. A", compact), ["zone.compact-missing", "zone.compact-code"]);
  expectSteps(askOnline("ent.example. A"), ["zone.nodata", "zone.negative-ttl", "zone.compact-nsec"]);
  expectSteps(askOnline("insecure.example. A"), ["zone.cut", "zone.cut-insecure", "zone.compact-nsec"]);
});

test("what cannot be signed now, and what nobody asks for (RFC 9824 §3.5)", () => {
  const keyless = askOnline("www.example. A", secure, ({ signers }) => signers.keys.clear());
  expectSteps(keyless, ["zone.rrset", "zone.signatures-keyless", "request.answered"]);
  const spent = askOnline("nope.example. A", { ...secure, protocol: 0 }, (world) => {
    for (let i = 0; world.signers.counts.withheld === 0; i++) askWorld(world, `n${i}.example. A`, { ...secure, protocol: 0 });
  }); // prettier-ignore
  expectSteps(spent, ["zone.compact-missing", "zone.signatures-withheld", "request.answered"]);
  expectSteps(askOnline("www.example. NXNAME"), ["request.nxname", "request.answered"]);
});
