// Whom a differential test asks: the installed peers and, through one adapter, our own server.

import { fileURLToPath } from "node:url";
import { startPeers } from "../peers/peers.ts";
import { exchangeTcp, exchangeUdp } from "../peers/wire.ts";
import type { PeerZone } from "../peers/peer.ts";

export interface Target {
  name: string;
  version: string;
  port: number;
  stop(): Promise<void>;
}

const folder = fileURLToPath(new URL("zones/", import.meta.url));

/** The zones that the oddities ask about. */
export function matrixZones(): PeerZone[] {
  return ["m.test", "sub.m.test", "other.test"].map((origin) => ({
    origin: `${origin}.`,
    file: `${folder}${origin}.zone`,
  }));
}

/** All peers over `zones`, plus servers that run already: `--also name=port`. */
export async function startedTargets(zones: readonly PeerZone[], args: readonly string[] = []): Promise<Target[]> {
  const also = args.flatMap((arg, i) => (arg === "--also" ? [args[i + 1].split("=")] : []));
  const running = also.map(([name, port]) => ({ name, version: "running", port: Number(port), stop: async () => {} }));
  return [...(await startPeers({ zones, sections: "minimal" })), ...running];
}

/** Silence is waited for only this long: loopback answers take well under a millisecond. */
const silenceMs = 250;

export function askAll(
  targets: readonly Target[],
  message: Uint8Array,
  transport: "udp" | "tcp",
): Promise<(Uint8Array | null)[]> {
  const exchange = transport === "udp" ? exchangeUdp : exchangeTcp;
  return Promise.all(targets.map((target) => exchange(target.port, message, { timeoutMs: silenceMs })));
}
