// Signed zones: NSD, Knot, BIND and PowerDNS and our engine over the same files, signed by other people's programs, asked
// the same with DO and without, over UDP and TCP (RFC 4035 §3.1, RFC 5155 §7.2). Where all agree we agree with them; where
// they differ a choice of ours covers it (./signed-choices.ts), and at least one of them says what we say.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UdpAsker } from "../peers/asker.ts";
import type { Peer, PeerZone } from "../peers/peer.ts";
import { availablePeers, missingPeers, startPeers } from "../peers/peers.ts";
import { missingSigners, signZone } from "../peers/signers.ts";
import { composeQuery, exchangeTcp, flags, nameText, typeText } from "../peers/wire.ts";
import type { Question } from "./naive.ts";
import { OurEngine } from "./ours.ts";
import { signedChoices, type SignedCase } from "./signed-choices.ts";
import { signedEssence } from "./signed-essence.ts";
import { signedQuestions } from "./signed-questions.ts";
import { sampleText, signedText, signedWays } from "./signed-zones.ts";

const missing = [...missingPeers(), ...missingSigners()];
if (missing.length > 0) console.log(`not installed, so not compared with: ${missing.join(", ")}`);
const ways = signedWays.filter(({ signer }) => !missing.includes(signer));
const skip = availablePeers().length === 0 || ways.length === 0;

const engine = new OurEngine();
const folder = mkdtempSync(join(tmpdir(), "signpost-signed-"));
const sample: PeerZone = {
  origin: "signed.test.",
  file: fileURLToPath(new URL("../../zones/signed.test.zone", import.meta.url)),
  denial: "NSEC",
};
/** Choices that at least one dissenter stood by. */
const seen = new Set<string>();
let files: readonly PeerZone[] = [];
let peers: Peer[] = [];
let askers: UdpAsker[] = [];

beforeAll(async () => {
  if (skip) return;
  files = ways.map((way, i): PeerZone => {
    const origin = `s${i}.test`;
    return signZone(folder, { origin: `${origin}.`, text: signedText(origin), ...way });
  });
  const other = join(folder, "out.zone");
  writeFileSync(other, "@ 300 IN SOA ns host 1 7200 3600 1209600 300\n@ 300 IN NS ns\nns 300 IN A 192.0.2.99\n");
  const zones = [...files, { origin: "out.test.", file: other }, sample];
  engine.serveFiles(zones);
  peers = await startPeers({ zones, sections: "minimal" });
  askers = await Promise.all(peers.map((peer) => UdpAsker.connect(peer.port)));
}, 60_000);

afterAll(async () => {
  for (const asker of askers) asker.close();
  await Promise.all(peers.map((peer) => peer.stop()));
  engine.serve([]);
  rmSync(folder, { recursive: true });
});

for (const [i, way] of ways.entries()) {
  test.skipIf(skip)(`${way.denial} by ${way.signer} (RFC 4035 §3.1, RFC 5155 §7.2)`, { timeout: 120_000 }, async () => {
    const origin = `s${i}.test`;
    expect(
      await differences(way, signedQuestions(origin, signedText(origin), readFileSync(files[i].file, "latin1"))),
    ).toEqual([]);
  });
}

test.skipIf(skip)("the signed sample zone", { timeout: 120_000 }, async () => {
  const questions = signedQuestions("signed.test", sampleText, readFileSync(sample.file, "latin1"));
  expect(await differences({ signer: "dnssec-signzone", denial: "NSEC" }, questions)).toEqual([]);
});

test.skipIf(missing.length > 0)("no choice has gone out of date", () => {
  expect(signedChoices.map((choice) => choice.id).filter((id) => !seen.has(id))).toEqual([]);
});

/** The first questions that are not answered as they should be, as lines to read. */
async function differences(way: (typeof ways)[number], questions: readonly Question[]): Promise<string[]> {
  const found: string[] = [];
  for (const edns of [{ size: 1232, flags: 0x8000 }, { size: 1232 }, null]) {
    for (let first = 0; first < questions.length && found.length < 5; first += 50) {
      const batch = questions
        .slice(first, first + 50)
        .map((question) => difference({ ...way, question, isSecure: edns?.flags === 0x8000 }, edns));
      found.push(...(await Promise.all(batch)).filter((text) => text !== null));
    }
  }
  return found;
}

async function difference(asked: SignedCase, edns: { size: number; flags?: number } | null): Promise<string | null> {
  const { name, type } = asked.question;
  const query = composeQuery(name, type, { edns });
  const theirs = (await Promise.all(askers.map((asker, i) => wholeReply(asker, peers[i].port, query)))).map(
    signedEssence,
  );
  const ours = signedEssence(engine.ask(query, "tcp"));
  const dissenters = peers.map((peer) => peer.name).filter((_, i) => theirs[i] !== ours);
  const applying = signedChoices.filter((choice) => choice.applies(asked));
  for (const choice of applying) if (dissenters.some((one) => choice.dissent.includes(one))) seen.add(choice.id);
  const isCovered = dissenters.every((one) => applying.some((choice) => choice.dissent.includes(one)));
  if (isCovered && dissenters.length < peers.length) return null;
  const lines = peers.map((peer, i) => `${peer.name}: ${theirs[i] === ours ? "as we" : theirs[i]}`);
  return [`${nameText(name)} ${typeText(type)}`, `ours: ${ours}`, ...lines].join("\n  ");
}

/** Over UDP, and over TCP where that was cut short. */
async function wholeReply(asker: UdpAsker, port: number, query: Uint8Array): Promise<Uint8Array | null> {
  const reply = (await asker.ask(query)) ?? (await asker.ask(query));
  if (reply === null || ((reply[2] << 8) & flags.tc) === 0) return reply;
  return exchangeTcp(port, query);
}
