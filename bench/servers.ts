// Who takes part: Signpost over both transports, every peer installed, and dns2 as the JavaScript peer.
// One server thread each, rate limiting off (test/peers/ has the settings), pinned to the given core.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, stopChild, waitForZones, type Peer, type PeerOptions } from "../test/peers/peer.ts";
import { peerPrograms } from "../test/peers/peers.ts";
import { resolverPrograms } from "../test/peers/resolvers.ts";
import { type SignpostOptions, startSignpost } from "../test/peers/signpost.ts";
import type { ChangeFigures } from "./changing-server.ts";
import type { FlipFigures } from "./flipping-server.ts";
import { counts } from "./data.ts";
import { runDnsperf } from "./dnsperf.ts";
import { scenarios } from "./scenarios.ts";

export interface Contender {
  name: string;
  /** Null when it is not on this machine. */
  version: string | null;
  /** Scenarios that it cannot take part in. */
  lacks: readonly string[];
  /** Begins with what it changes at SIGUSR2, so that the warm-up does not count. */
  changing?: true;
  start(options: PeerOptions): Promise<Peer>;
}

const lockFile = fileURLToPath(new URL("../node_modules/dns2/package.json", import.meta.url));
const policiesServer = fileURLToPath(new URL("policies-server.ts", import.meta.url));
const changingServer = fileURLToPath(new URL("changing-server.ts", import.meta.url));
const flippingServer = fileURLToPath(new URL("flipping-server.ts", import.meta.url));
const dns2Server = fileURLToPath(new URL("dns2-server.ts", import.meta.url));

/** Scenarios for resolvers, and those for name servers. */
const [forCaches, forZones] = [true, undefined].map((cached) =>
  scenarios.filter((scenario) => scenario.cached === cached).map((scenario) => scenario.name),
);

/** Scenarios about policies, which files cannot hold. */
const policyNames = scenarios.filter(({ group }) => group === "policies").map(({ name }) => name);

/** Scenarios about signed zones. */
const signedNames = scenarios.filter(({ secure }) => secure === true).map(({ name }) => name);

const nameServers: readonly Contender[] = [
  {
    name: "signpost-mmsg",
    version: process.version,
    lacks: ["flips", ...policyNames],
    start: (options) => startSignpost({ ...options, resolves: false, transport: "mmsg" }),
  },
  {
    name: "signpost-policies",
    version: process.version,
    lacks: scenarios.filter((scenario) => scenario.group !== "policies").map((scenario) => scenario.name),
    start: (options) =>
      startSignpost({
        ...options,
        resolves: false,
        transport: "mmsg",
        program: { words: [policiesServer], after: ["policies.test.", String(counts.names)] },
      }),
  },
  {
    name: "signpost-changing",
    version: process.version,
    lacks: scenarios.filter((scenario) => scenario.changes === undefined).map((scenario) => scenario.name),
    changing: true,
    start: (options) => startChanging(options, [changingServer], (figures) => [options.zones[0].origin, "1000000", figures]), // prettier-ignore
  },
  {
    name: "signpost-flipping",
    version: process.version,
    lacks: scenarios.filter((scenario) => scenario.flips === undefined).map((scenario) => scenario.name),
    changing: true,
    start: (options) => startChanging({ ...options, workers: 2 }, [flippingServer], (figures) => ["policies.test.", String(counts.names), figures]), // prettier-ignore
  },
  {
    name: "signpost-2-workers",
    version: process.version,
    lacks: scenarios.filter((scenario) => scenario.workers === undefined).map((scenario) => scenario.name),
    start: (options) => startSignpost({ ...options, resolves: false, transport: "mmsg", workers: 2 }),
  },
  {
    name: "signpost-dgram",
    version: process.version,
    lacks: ["flips", ...policyNames],
    start: (options) => startSignpost({ ...options, resolves: false, transport: "dgram" }),
  },
  ...peerPrograms.map((program) => ({
    name: program.name,
    version: program.version(),
    lacks: ["changes", "workers", "flips", ...policyNames],
    start: (options: PeerOptions) => program.start(options),
  })),
  {
    name: "dns2",
    version: dns2Version(),
    lacks: ["wildcard", "cname", "referral", "changes", "zones", "workers", "flips", ...policyNames, ...signedNames],
    start: startDns2,
  },
];

const resolvers: readonly Contender[] = resolverPrograms.map((program) => ({
  name: program.name,
  version: program.version(),
  lacks: forZones,
  start: async (options: PeerOptions) => fillCache(await program.start(options), options),
}));

export const contenders: readonly Contender[] = [
  ...nameServers.map((contender) => ({ ...contender, lacks: [...contender.lacks, ...forCaches] })),
  ...resolvers,
];

function dns2Version(): string | null {
  try {
    return (JSON.parse(readFileSync(lockFile, "utf8")) as { version: string }).version;
  } catch {
    return null;
  }
}

/** A server that tells its own figures in a file. */
async function startChanging(
  options: SignpostOptions,
  words: readonly string[],
  after: (figures: string) => readonly string[],
): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), "signpost-changes-"));
  const figures = join(folder, "figures.json");
  const program = { words, after: after(figures) };
  const peer = await startSignpost({ ...options, resolves: false, transport: "mmsg", program });
  const stop = async (): Promise<void> => {
    await peer.stop();
    rmSync(folder, { recursive: true });
  };
  return Object.assign({ ...peer, stop }, { changeFigures: figures });
}

/** Asks for every address of the zone once. */
async function fillCache(peer: Peer, { zones: [zone] }: PeerOptions): Promise<Peer> {
  const questions = join(dirname(zone.file), `${peer.name}.fill`);
  const lines = readFileSync(zone.file, "latin1").matchAll(/^(host-\d+) A /gm);
  writeFileSync(questions, [...lines].map(([, label]) => `${label}.${zone.origin} A\n`).join(""));
  await runDnsperf({ port: peer.port, questions, seconds: 0, transport: "udp", core: "1" });
  rmSync(questions);
  return peer;
}

/** What a changing server told last. */
export function figuresOf(peer: Peer): { changes: ChangeFigures | null; flips: FlipFigures | null } {
  if (!("changeFigures" in peer)) return { changes: null, flips: null };
  const told = JSON.parse(readFileSync(peer.changeFigures as string, "utf8")) as ChangeFigures | FlipFigures;
  return "flips" in told ? { changes: null, flips: told } : { changes: told, flips: null };
}

/** dns2-server.ts as a process of its own. */
async function startDns2(options: PeerOptions): Promise<Peer> {
  const port = await freePort();
  const pinned = options.core === undefined ? [] : ["taskset", "-c", options.core];
  const [command, ...args] = [
    ...pinned,
    process.execPath,
    dns2Server,
    String(port),
    ...options.zones.map((zone) => zone.file),
  ];
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  try {
    await waitForZones(child, port, options);
  } catch (error) {
    await stopChild(child);
    throw error;
  }
  const loadSeconds = (performance.now() - startedAt) / 1000;
  return {
    name: "dns2",
    version: dns2Version() ?? "",
    port,
    pid: child.pid ?? 0,
    loadSeconds,
    stop: () => stopChild(child),
  };
}
