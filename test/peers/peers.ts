// The peers of this machine: every authoritative server that we compare ourselves with, where it is installed.
// Nothing is installed from here; `missingPeers` is what a test prints when it skips.

import { bind } from "./bind.ts";
import { knot } from "./knot.ts";
import { nsd } from "./nsd.ts";
import { pdns } from "./pdns.ts";
import type { Peer, PeerOptions, PeerProgram } from "./peer.ts";

export const peerPrograms: readonly PeerProgram[] = [nsd, knot, bind, pdns];

export function availablePeers(): PeerProgram[] {
  return peerPrograms.filter((program) => program.version() !== null);
}

export function missingPeers(): string[] {
  return peerPrograms.filter((program) => program.version() === null).map((program) => program.name);
}

/** Starts all installed peers over the same zones; when one fails, the others are stopped again. */
export async function startPeers(options: PeerOptions): Promise<Peer[]> {
  const started = await Promise.allSettled(availablePeers().map((program) => program.start(options)));
  const failed = started.find((result) => result.status === "rejected");
  const peers = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  if (failed === undefined) return peers;
  await Promise.all(peers.map((peer) => peer.stop()));
  throw failed.reason;
}
