// What a peer is: another authoritative server, run in the foreground on a loopback port for the length of a test or
// a benchmark. Everything that peers share stands here: free ports, a temporary folder, waiting for answers, stopping.
// Invariants: a peer is stopped by its own process id, its folder is removed with it, and nothing listens beyond
// loopback. What differs by design is switched off alike for all (rate limiting, cookies); the version and the
// identity strings are the same everywhere, so that an answer differs only where the servers' minds differ.
// One module a server beside this one; peers.ts lists them.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { askUdp, flags } from "./wire.ts";

/** A zone to serve: its origin as absolute text ("example.test.") and its master file. */
export interface PeerZone {
  origin: string;
  file: string;
  /** What the file's signatures come with: PowerDNS wants to be told. */
  denial?: SignedDenial;
}

/** How a signed zone denies: by NSEC, or by NSEC3 with these parameters as a zone file has them ("1 0 0 -"). */
export type SignedDenial = "NSEC" | `1 ${0 | 1} ${number} ${string}`;

export interface PeerOptions {
  zones: readonly PeerZone[];
  /** Hand whole zones to 127.0.0.1 over AXFR: for reading a zone back; off otherwise. */
  transfers?: "allowed" | "refused";
  /** What answers carry beyond the necessary: as the program's default has it, or only what must be there. */
  sections?: "default" | "minimal";
  /** Core, or cores, to pin the server to, for benchmarks: as taskset takes them. */
  core?: string;
  /** A resolver answers for zones that it does not have: without AA. */
  role?: "authoritative" | "recursive";
  /** How long loading may take. */
  startSeconds?: number;
}

export interface Peer {
  readonly name: string;
  readonly version: string;
  readonly port: number;
  readonly pid: number;
  /** From the start of the process to the first answer for every (sampled) zone. */
  readonly loadSeconds: number;
  stop(): Promise<void>;
}

/** One server program: whether it is installed, and how it starts. */
export interface PeerProgram {
  name: string;
  /** The version the program reports, or null when it is not installed. */
  version(): string | null;
  start(options: PeerOptions): Promise<Peer>;
}

/** The strings every server is told to call itself: CH TXT version.bind, id.server, and NSID. */
export const identity = "peer";

/** What a module hands to `launch`: the files to write and the command line, given folder and port. */
export interface Launch {
  files: Record<string, string>;
  /** Commands to run first, once the files are there. */
  before?: readonly (readonly [string, ...string[]])[];
  command: string;
  args: readonly string[];
}

export async function launch(
  program: { name: string; version: string },
  options: PeerOptions,
  prepare: (folder: string, port: number) => Launch,
): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), `signpost-${program.name}-`));
  const port = await freePort();
  const { files, before = [], command, args } = prepare(folder, port);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  for (const [first, ...others] of before) execFileSync(first, others, { cwd: folder, stdio: "pipe" });
  const pinned = options.core === undefined ? [] : ["taskset", "-c", options.core];
  const [program0, ...rest] = [...pinned, command, ...args];
  const startedAt = performance.now();
  const child = spawn(program0, rest, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const output = collectOutput(child);
  const stop = async (): Promise<void> => {
    await stopChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitForZones(child, port, options);
  } catch (error) {
    await stop();
    throw new Error(`${program.name} did not answer: ${String(error)}\n${output()}`, { cause: error });
  }
  const loadSeconds = (performance.now() - startedAt) / 1000;
  return { name: program.name, version: program.version, port, pid: child.pid ?? 0, loadSeconds, stop };
}

/** A loopback port that is free for UDP and TCP at this moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve, reject) => {
      const server = createServer();
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
      });
    });
    if (await udpPortIsFree(port)) return port;
  }
}

function udpPortIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => resolve(false));
    socket.bind(port, "127.0.0.1", () => socket.close(() => resolve(true)));
  });
}

/** SIGTERM, and SIGKILL for whoever does not listen within five seconds. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(timer);
}

/** Polls the SOA of up to 48 zones until each answers with authority. */
export async function waitForZones(child: ChildProcess, port: number, options: PeerOptions): Promise<void> {
  const isResolver = options.role === "recursive";
  const wanted = isResolver ? flags.qr : flags.aa;
  const ask = { timeoutMs: 200, flags: isResolver ? flags.rd : 0 };
  const until = performance.now() + (options.startSeconds ?? 20) * 1000;
  const step = Math.max(1, Math.floor(options.zones.length / 48));
  const waiting = options.zones.filter((_, i) => i % step === 0 || i === options.zones.length - 1);
  while (waiting.length > 0) {
    if (child.exitCode !== null) throw new Error(`it exited with ${child.exitCode}`);
    if (performance.now() > until) throw new Error(`no answer for ${waiting[0].origin} on port ${port}`);
    const reply = await askUdp(port, waiting[0].origin, "SOA", ask);
    if (reply !== null && (reply[3] & 0x0f) === 0 && ((reply[2] << 8) & wanted) !== 0) waiting.shift();
    else await sleep(20);
  }
}

/** The last 4,000 characters of both streams, for the message of a failed start. */
function collectOutput(child: ChildProcess): () => string {
  let text = "";
  const take = (chunk: Buffer): void => {
    text = (text + chunk.toString("latin1")).slice(-4000);
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  return () => text;
}
