// Odd headers, EDNS, opcodes, classes, meta types and sizes: where all servers of this machine say the same, so do we;
// where they differ, we say what at least one of them says, or oddity-choices.ts says why not.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Peer } from "../peers/peer.ts";
import { availablePeers, startPeers } from "../peers/peers.ts";
import { flags, parseMessage } from "../peers/wire.ts";
import { headerOddities, sectionOddities, type Oddity } from "./oddities.ts";
import { oddityChoices } from "./oddity-choices.ts";
import { OurEngine } from "./ours.ts";
import { renderMessage, renderReply } from "./render.ts";
import { askAll, matrixZones } from "./targets.ts";

const allThere = availablePeers().length === 4;
const engine = new OurEngine();
let peers: Peer[] = [];

beforeAll(async () => {
  engine.serveFiles(matrixZones());
  if (allThere) peers = await startPeers({ zones: matrixZones(), sections: "minimal" });
});
afterAll(() => Promise.all(peers.map((peer) => peer.stop())));

test.skipIf(!allThere)("every answer is one that a peer gives, or a choice of ours", { timeout: 120_000 }, async () => {
  expect(await complaints(sectionOddities())).toEqual([]);
  expect(await complaints(headerOddities())).toEqual([]);
});

test.skipIf(!allThere)("every choice is needed: no peer says the same", async () => {
  const odd = [...sectionOddities(), ...headerOddities()].filter((oddity) => oddity.title in oddityChoices);
  const judged = await Promise.all(
    odd.map(async (oddity) => ((await judge(oddity)).agree.length > 0 ? oddity.title : null)),
  );
  expect(judged.filter((title) => title !== null)).toEqual([]);
  expect(odd.map((oddity) => oddity.title).toSorted()).toEqual(Object.keys(oddityChoices).toSorted());
});

async function complaints(oddities: readonly Oddity[]): Promise<string[]> {
  const found: string[] = [];
  for (const oddity of oddities) {
    const { ours, theirs, agree } = await judge(oddity);
    const choice = oddityChoices[oddity.title];
    if (agree.length > 0 || ours === choice?.ours) continue;
    const lines = theirs.map((text, i) => `  ${peers[i].name}: ${text}`);
    found.push(
      [
        `${oddity.title}${choice === undefined ? "" : " (in the list, but otherwise)"}`,
        `  ours: ${ours}`,
        ...lines,
      ].join("\n"),
    );
  }
  return found;
}

async function judge(oddity: Oddity): Promise<{ ours: string; theirs: string[]; agree: string[] }> {
  const ours = told(engine.ask(oddity.message, oddity.transport));
  const theirs = (await askAll(peers, oddity.message, oddity.transport)).map(told);
  return { ours, theirs, agree: peers.filter((_, i) => theirs[i] === ours).map((peer) => peer.name) };
}

/** The reply as text, without what is only a courtesy: additional records of what is no referral, and an EDE's words. */
function told(reply: Uint8Array | null): string {
  if (reply === null || reply.length < 12) return renderReply(reply);
  const message = parseMessage(reply);
  const referral = message.authority.some((record) => record.type === 2) && (message.flags & flags.tc) === 0;
  if (!referral) message.additional = message.additional.filter((record) => record.type === 250);
  for (const option of message.opt?.options ?? []) if (option.code === 15) option.data = option.data.subarray(0, 2);
  return renderMessage(message);
}
