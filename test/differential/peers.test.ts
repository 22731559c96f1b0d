// All servers of this machine and our engine over the same zones, asked the same questions:
// where the four agree we agree with them; where they differ, a choice of ours covers it (choices.ts) and our answer is
// the oracle's. Zones: those beside this file, the samples in zones/, and random ones, whose seed is printed.

import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { transferZone, UdpAsker } from "../peers/asker.ts";
import type { PeerZone } from "../peers/peer.ts";
import { programVersion } from "../peers/nsd.ts";
import { availablePeers, missingPeers, startPeers } from "../peers/peers.ts";
import { composeQuery, exchangeTcp, flags, labelsOf, nameText, parseMessage, typeText } from "../peers/wire.ts";
import { choices } from "./choices.ts";
import { essence, isFairAny, naiveEssence } from "./compare.ts";
import { allQuestions, randomZones } from "./generate.ts";
import { naiveAnswer, type NaiveAnswer, type Question } from "./naive.ts";
import { OurEngine } from "./ours.ts";
import { withOneTtl, zoneText, type PlainZone } from "./plain.ts";
import { matrixZones } from "./targets.ts";

const seed = Number(process.env["SEED"] ?? 20_260);
const randomSets = Number(process.env["RUNS"] ?? 6);
const samples = fileURLToPath(new URL("../../zones/", import.meta.url));
const installed = availablePeers();
const skip = installed.length === 0;
if (missingPeers().length > 0) console.log(`not installed, so not compared with: ${missingPeers().join(", ")}`);

const engine = new OurEngine();
/** Choices that at least one dissenter stood by. */
const seen = new Set<string>();

test.skipIf(skip)("the zones made for odd cases", { timeout: 60_000 }, async () => {
  expect(await differences(matrixZones())).toEqual([]);
});

test.skipIf(skip || programVersion("named-compilezone", ["-v"], /(\S+)/) === null)(
  "the sample zones",
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "signpost-samples-"));
    try {
      const { ours, theirs } = sampleZones(folder);
      expect(await differences(theirs, ours)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test.skipIf(skip)(`random zones, seed ${seed}`, { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "signpost-random-"));
  try {
    for (const [i, zones] of fc.sample(randomZones, { seed, numRuns: randomSets }).entries()) {
      const files = zones.map((zone, j) => ({ origin: nameText(zone.origin), file: join(folder, `${i}-${j}.zone`) }));
      for (const [j, zone] of zones.entries()) writeFileSync(files[j].file, zoneText(zone));
      expect(await differences(files), `set ${i} of seed ${seed}`).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.skipIf(installed.length < 4)("no choice has gone out of date", () => {
  expect(choices.map((choice) => choice.id).filter((id) => !seen.has(id))).toEqual([]);
});

afterAll(() => engine.serve([]));

/**
 * The samples, and for the peers the same as BIND's named-compilezone writes them: NSD and Knot know no $GENERATE, and
 * none of them agrees with another where $INCLUDE looks.
 */
function sampleZones(folder: string): { ours: PeerZone[]; theirs: PeerZone[] } {
  const files = readdirSync(samples).filter((file) => file.endsWith(".zone") && !isSigned(join(samples, file)));
  const ours = files.map((file) => ({ file: join(samples, file), origin: `${file.replace(/\.zone$/, "")}.` }));
  const theirs = ours.map(({ file, origin }) => {
    const plain = join(folder, `${origin}zone`);
    execFileSync("named-compilezone", ["-i", "none", "-k", "ignore", "-o", plain, origin, file], {
      cwd: samples,
      stdio: "pipe",
    });
    return { file: plain, origin };
  });
  return { ours, theirs };
}

/** Those are compared in ./signed.test.ts. */
function isSigned(file: string): boolean {
  return readFileSync(file, "latin1").includes("RRSIG");
}

/** Every question about these zones that is not answered as it should be, as lines to read. */
async function differences(zones: readonly PeerZone[], ours: readonly PeerZone[] = zones): Promise<string[]> {
  const peers = await startPeers({ zones, sections: "minimal", transfers: "allowed" });
  const askers = await Promise.all(peers.map((peer) => UdpAsker.connect(peer.port)));
  try {
    engine.serveFiles(ours);
    const plain = await Promise.all(
      zones.map(async ({ origin }) =>
        withOneTtl({ origin: labelsOf(origin), records: await transferZone(peers[0].port, origin) }),
      ),
    );
    const questions = allQuestions(plain);
    const found: string[] = [];
    for (let i = 0; i < questions.length && found.length < 5; i += 50) {
      const batch = questions.slice(i, i + 50).map(async (question) => {
        const query = composeQuery(question.name, question.type, { edns: { size: 4096 } });
        const replies = await Promise.all(askers.map((asker, j) => wholeReply(asker, peers[j].port, query)));
        return judge(plain, question, replies, peers.map((peer) => peer.name)); // prettier-ignore
      });
      found.push(...(await Promise.all(batch)).filter((text) => text !== null));
    }
    return found;
  } finally {
    for (const asker of askers) asker.close();
    await Promise.all(peers.map((peer) => peer.stop()));
  }
}

/** Over UDP, and over TCP where that was cut short. */
async function wholeReply(asker: UdpAsker, port: number, query: Uint8Array): Promise<Uint8Array | null> {
  const reply = (await asker.ask(query)) ?? (await asker.ask(query)); // a busy machine may lose one
  if (reply === null || ((reply[2] << 8) & flags.tc) === 0) return reply;
  return exchangeTcp(port, query);
}

function judge(
  zones: readonly PlainZone[],
  question: Question,
  replies: readonly (Uint8Array | null)[],
  names: readonly string[],
): string | null {
  const naive = naiveAnswer(zones, question);
  const expected = describe("oracle", naive);
  const theirs = replies.map((reply) => describe(reply, naive));
  const ours = describe(engine.ask(composeQuery(question.name, question.type, { edns: { size: 4096 } }), "tcp"), naive);
  const applying = choices.filter((choice) => choice.applies(question, naive));
  const dissenters = names.filter((_, i) => theirs[i] !== ours);
  for (const choice of applying) if (dissenters.some((name) => choice.dissent.includes(name))) seen.add(choice.id);
  const uncovered = dissenters.filter((name) => !applying.some((choice) => choice.dissent.includes(name)));
  const loops = naive.met.has("loop"); // how often round is nobody's rule: naive.test.ts looks at it
  if (uncovered.length === 0 && (ours === expected || loops)) return null;
  const lines = names.map((name, i) => (theirs[i] === ours ? `${name}: as we` : `${name}: ${theirs[i]}`));
  return `${nameText(question.name)} ${typeText(question.type)}\n  ours: ${ours}\n  naive: ${ours === expected ? "as we" : expected}\n  ${lines.join("\n  ")}`;
}

/** The essence of a reply, or of the oracle's own answer; any fair answer to ANY is one text. */
function describe(reply: Uint8Array | "oracle" | null, naive: NaiveAnswer): string {
  if (reply === null) return "silence";
  if (reply === "oracle") return naive.anyOf ? "a fair ANY" : naiveEssence(naive);
  return naive.anyOf && isFairAny(parseMessage(reply), naive) ? "a fair ANY" : essence(reply);
}
