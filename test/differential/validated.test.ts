// A validator of other people's, BIND's delv, over answers of ours: with the zone's key as its only trust anchor, it finds
// everything valid that stands in the zone, and all that does not proven (RFC 4035 §5, RFC 5155 §8).

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { programVersion } from "../peers/nsd.ts";
import type { Peer, PeerZone } from "../peers/peer.ts";
import { missingSigners, signZone } from "../peers/signers.ts";
import { startSignpost } from "../peers/signpost.ts";
import { signedText, signedWays } from "./signed-zones.ts";

const skip = missingSigners().length > 0 || programVersion("delv", ["-v"], /delv (\S+)/) === null;
if (skip) console.log("not installed, so not validated: delv, dnssec-signzone or ldns-signzone");

const folder = mkdtempSync(join(tmpdir(), "signpost-validated-"));
let zones: readonly PeerZone[] = [];
let server: Peer | null = null;

beforeAll(async () => {
  if (skip) return;
  zones = signedWays.map((way, i) =>
    signZone(folder, { origin: `s${i}.test.`, text: signedText(`s${i}.test`), ...way }),
  );
  for (const { origin, file } of zones) writeFileSync(join(folder, `${origin}zone`), readFileSync(file));
  server = await startSignpost({
    zones: zones.map((zone) => ({ ...zone, file: join(folder, `${zone.origin}zone`) })),
    resolves: false,
    transport: "dgram",
  });
}, 60_000);

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

/** Questions, and whether delv calls the answer valid or the denial proven. */
const questions: readonly (readonly [question: string, verdict: "answer" | "denial"])[] = [
  ["www A", "answer"],
  ["www TXT", "answer"],
  ["www AAAA", "denial"],
  ["no A", "denial"],
  ["a.b.c.no A", "denial"],
  ["ent A", "denial"],
  ["under.ent A", "denial"],
  ["x.wild A", "answer"],
  ["x.y.wild A", "answer"],
  ["x.wild TXT", "denial"],
  ["*.wild A", "answer"],
  ["towild A", "answer"],
  ["some.alias A", "answer"],
  ["x.old A", "answer"],
  ["secure DS", "answer"],
  ["insecure DS", "denial"],
  ["only.nested.insecure2 DS", "denial"],
  ["z TYPE65280", "answer"],
];

for (const [i, { signer, denial }] of signedWays.entries()) {
  test.skipIf(skip)(`${denial} by ${signer}: delv believes it (RFC 4035 §5)`, { timeout: 60_000 }, async () => {
    const anchor = anchorOf(zones[i]);
    const told = await Promise.all(questions.map(async ([question]) => verdictOf(i, question, anchor)));
    expect(questions.map(([question], k) => [question, told[k]])).toEqual(
      questions.map(([question, verdict]) => [question, isInsecure(denial, question) ? "insecure" : verdict]),
    );
  });
}

/** RFC 5155 §9.2: where a span opts out, that nothing stands between a wildcard and the name is not proven. */
function isInsecure(denial: string, question: string): boolean {
  return denial.startsWith("1 1") && /^(x\.(y\.)?wild|towild|some\.alias) A$/.test(question);
}

/** A file with the zone's key-signing key as a trust anchor. */
function anchorOf({ origin, file }: PeerZone): string {
  const text = readFileSync(file, "latin1");
  const [, key] = /DNSKEY\s+257 3 13 ([A-Za-z0-9+/= ]+)/.exec(text)!;
  const anchors = join(folder, `${origin}anchor`);
  writeFileSync(anchors, `trust-anchors { ${origin} static-key 257 3 13 "${key.replaceAll(" ", "")}"; };\n`);
  return anchors;
}

async function verdictOf(i: number, question: string, anchor: string): Promise<string> {
  const [name, type] = question.split(" ");
  const args = ["@127.0.0.1", "-p", String(server?.port), "-a", anchor, `+root=s${i}.test`, `${name}.s${i}.test`, type];
  const { stdout, stderr } = await promisify(execFile)("delv", args).catch(
    (fault: { stdout: string; stderr: string }) => fault,
  );
  const said = stdout + stderr;
  if (said.includes("negative response, fully validated")) return "denial";
  // Each link of a chain is told by itself; one that is insecure makes the whole so.
  if (said.includes("; unsigned answer")) return "insecure";
  return /^; fully validated/m.test(said) ? "answer" : said;
}
