// Random zones, signed in every way: an answer without DO is the naive walk's, as if nothing were signed; with DO it is the
// same with signatures, and what it denies is proven (RFC 4035 §3.1, RFC 5155 §7.2) to a checker that knows only the answer.
// A failure prints fast-check's seed and the smallest zones; run again with SEED=… to see it once more.

import fc from "fast-check";
import { expect, test } from "vitest";
import { composeQuery, nameText, parseMessage, types, typeText, type Message } from "../peers/wire.ts";
import { essence, naiveEssence } from "./compare.ts";
import { fakeSign, type FakeDenial } from "./fake-signer.ts";
import { allQuestions, randomZones } from "./generate.ts";
import { naiveAnswer, nearestZone, type Question } from "./naive.ts";
import { OurEngine } from "./ours.ts";
import { zoneText, type PlainZone } from "./plain.ts";
import { proofFault } from "./proofs.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin + performance.now()) % 2 ** 31);
const runs = Number(process.env["RUNS"] ?? 20);
const engine = new OurEngine();

const denials: readonly FakeDenial[] = [
  { kind: "nsec" },
  { kind: "nsec3", iterations: 0, salt: "", span: "all" },
  { kind: "nsec3", iterations: 3, salt: "aabb", span: "opt-out" },
];

for (const denial of denials) {
  const what = denial.kind === "nsec" ? "NSEC" : `NSEC3, ${denial.span}`;
  test(`every denial is proven (${what}), seed ${seed}`, { timeout: 120_000 }, () => {
    const property = fc.property(randomZones, (zones) => {
      engine.serve(zones.map((zone) => fakeSign(zone, denial)));
      const asked = allQuestions(zones).filter(({ type }) => type !== types["ANY"]);
      expect(asked.map((question) => complaint(zones, question)).find((text) => text !== null) ?? "none").toBe("none");
    });
    fc.assert(property, { seed, numRuns: runs, endOnFailure: false });
  });
}

function complaint(zones: readonly PlainZone[], question: Question): string | null {
  const naive = naiveAnswer(zones, question);
  if (naive.met.has("loop")) return null;
  const plain = engine.ask(composeQuery(question.name, question.type), "tcp");
  const texts = (): string => zones.map((zone) => `; ${nameText(zone.origin)}\n${zoneText(zone)}`).join("");
  const told = `${nameText(question.name)} ${typeText(question.type)}`;
  if (essence(plain) !== naiveEssence(naive))
    return `${told}, plain\nours:  ${essence(plain)}\nnaive: ${naiveEssence(naive)}\n${texts()}`;
  const secure = engine.ask(composeQuery(question.name, question.type, { edns: { flags: 0x8000 } }), "tcp");
  if (secure === null) return `${told}: silence`;
  const message = parseMessage(secure);
  const stripped = essence(plainReply(message));
  if (stripped !== naiveEssence(naive))
    return `${told}, secure\nours:  ${stripped}\nnaive: ${naiveEssence(naive)}\n${texts()}`;
  const zone = nearestZone(zones, question.name, question.type);
  // A chain through several zones has proofs of each: the checker looks at one.
  if (zone === undefined || naive.met.has("other-zone")) return null;
  const fault = proofFault(question, message, zone.origin);
  return fault === null ? null : `${told}: ${fault}\n${texts()}`;
}

/** The reply as one who set no DO would get it. */
function plainReply(message: Message): Message {
  const proofs = new Set(["RRSIG", "NSEC", "NSEC3"].map((type) => types[type]));
  const isReferral = message.authority.some((r) => r.type === types["NS"]);
  const [answer, authority] = [message.answer, message.authority].map((section) =>
    section.filter((r) => !proofs.has(r.type)),
  );
  return { ...message, answer, authority: authority.filter((r) => !isReferral || r.type !== types["DS"]) };
}
