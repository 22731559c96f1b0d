// Mutated packets taken apart: nothing throws, the parts are all of the octets, one after the other, and what is called wrong
// is what the engine's own readers refuse. A failure prints the packet for seeds/packets.txt.

import { expect, test } from "vitest";
import { OctetWriter, u16At } from "../../src/base/octets.ts";
import { Opcode } from "../../src/dns/codes.ts";
import { dissect } from "../../src/dns/dissection/dissect.ts";
import type { Part } from "../../src/dns/dissection/part.ts";
import { parseName, parseRdata } from "../../src/dns/rdata.ts";
import { RRType } from "../../src/dns/types.ts";
import { OurEngine } from "../differential/ours.ts";
import { matrixZones } from "../differential/targets.ts";
import { Draw, keptPackets, mutate, seedPackets } from "./packets.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(performance.timeOrigin) % 2 ** 31);
const count = Number(process.env["FUZZ_PACKETS"] ?? 20_000);

test(`${count} mutated packets taken apart, seed ${seed}`, { timeout: 600_000 }, () => {
  const engine = new OurEngine();
  engine.serveFiles(matrixZones());
  const draw = new Draw(seed);
  const packets = seedPackets((query) => engine.ask(query));
  for (const packet of [...packets, ...keptPackets()]) check(packet);
  for (let i = 0; i < count; i++) check(mutate(packets, draw));
});

function check(packet: Uint8Array): void {
  const complaint = complaintOf(packet);
  if (complaint !== null) expect.fail(`${complaint}\n${Buffer.from(packet).toString("hex")}`);
}

function complaintOf(packet: Uint8Array): string | null {
  try {
    const parts = dissect(packet);
    const gap = gapIn(parts, 0, packet.length);
    if (gap !== null) return gap;
    const isUpdate = packet.length >= 12 && ((packet[2] >>> 3) & 15) === Opcode.UPDATE;
    for (const part of parts) {
      const disagreement = part.parts.some(({ name }) => name === "TYPE") ? judge(packet, part, isUpdate) : null;
      if (disagreement !== null) return disagreement;
    }
    return null;
  } catch (error) {
    return String((error as Error).stack);
  }
}

/** What is missing between the parts of [start, end), at any depth; fields of bits have no octets of their own. */
function gapIn(parts: readonly Part[], start: number, end: number): string | null {
  let at = start;
  for (const part of parts) {
    if (part.start !== at || part.end < part.start) return `${part.name} begins at ${part.start}, not at ${at}`;
    const within = part.parts.filter(({ bits }) => bits === null);
    const gap = within.length === 0 ? null : gapIn(within, part.start, part.end);
    if (gap !== null) return gap;
    at = part.end;
  }
  return at === end ? null : `the parts end at ${at}, not at ${end}`;
}

/** A record that lies within the message is wrong where, and only where, its name or its RDATA is refused. */
function judge(packet: Uint8Array, { parts, state, start, end }: Part, isUpdate: boolean): string | null {
  const typeAt = parts.find(({ name }) => name === "TYPE")!.start;
  const dataAt = typeAt + 10;
  if (dataAt + u16At(packet, typeAt + 8) !== end) return state === "wrong" ? null : "a record that is cut off is sound";
  const type = u16At(packet, typeAt);
  if (dataAt === end && (isUpdate || type === RRType.OPT)) return null;
  const scratch = new OctetWriter(512);
  const isName = parseName(packet, start, packet.length, scratch) === typeAt;
  const isData = parseRdata(type, packet, dataAt, end, scratch);
  if (isName && isData === (state === "sound")) return null;
  return `type ${type} at ${start} is ${state}, and its data ${isData ? "can" : "cannot"} be read`;
}
