// A `signpost serve` in a process of its own, and the few ways in which tests look at it: its log, its pages, its answers.

import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { decode, encode } from "dns-packet";
import { Rcode, codeName } from "../../src/dns/codes.ts";

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface Ready extends LogLine {
  readonly dns: readonly string[];
  readonly api: string;
  readonly gatewayHttps: string;
  readonly gatewayHttp: string;
  readonly zones: number;
  readonly workers: number;
  readonly transport: string;
}

export class RunningServer {
  readonly lines: LogLine[] = [];
  stderr = "";
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | string | null>;
  #waiting: (() => void)[] = [];

  /** Any free ports, and nothing that outlives it, unless the words say otherwise; `launcher` is what starts the program. */
  constructor(words: readonly string[], folder: string, launcher: readonly string[] = []) {
    const main = join(import.meta.dirname, "../../src/cli/main.ts");
    const usual = { "--api": "127.0.0.1:0", "--data": "null" };
    const own = [...Object.entries(usual).flatMap((pair) => (words.includes(pair[0]) ? [] : pair)), ...words];
    const [command, ...rest] = [...launcher, process.execPath, main, "serve", ...own] as [string, ...string[]];
    // Servers of several tests run at a time, and none may have the gateway's usual ports.
    const env = { ...process.env, SIGNPOST_GATEWAY_HTTPS: "127.0.0.1:0", SIGNPOST_GATEWAY_HTTP: "127.0.0.1:0" };
    this.#child = spawn(command, rest, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    let unread = "";
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      const texts = (unread + chunk.toString()).split("\n");
      unread = texts.pop() ?? "";
      this.lines.push(...texts.map((text) => JSON.parse(text) as LogLine));
      this.#wake();
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.#exit = new Promise((resolve) => {
      this.#child.on("close", (code, signal) => {
        resolve(code ?? signal);
        this.#wake();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async ready(): Promise<Ready> {
    return (await this.line(({ msg }) => msg === "ready")) as Ready;
  }

  /** The first line from number `from` on that is as wanted. */
  async line(isWanted: (line: LogLine) => boolean, from = 0): Promise<LogLine> {
    for (;;) {
      const line = this.lines.slice(from).find(isWanted);
      if (line !== undefined) return line;
      if (this.#child.exitCode !== null)
        throw new Error(`the server ended with ${this.#child.exitCode}: ${this.stderr}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** The exit code, or the signal that ended it. */
  exited(): Promise<number | string | null> {
    return this.#exit;
  }

  async stop(): Promise<number | string | null> {
    if (this.#child.exitCode === null) this.signal("SIGTERM");
    return this.#exit;
  }

  async page(path: string): Promise<{ status: number; body: string }> {
    const { api } = await this.ready();
    const response = await fetch(`http://${api}${path}`);
    return { status: response.status, body: await response.text() };
  }

  /** POSTs nothing to a page. */
  async post(path: string): Promise<{ status: number; body: string }> {
    const { api } = await this.ready();
    const response = await fetch(`http://${api}${path}`, { method: "POST" });
    return { status: response.status, body: await response.text() };
  }

  /** PUTs JSON to a page. */
  async put(path: string, body: object): Promise<number> {
    const { api } = await this.ready();
    return (await fetch(`http://${api}${path}`, { method: "PUT", body: JSON.stringify(body) })).status;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

/** A folder that is gone when the test file is over. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "signpost-e2e-"));

  write(path: string, text: string): void {
    const whole = join(this.path, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** A small zone, its www at `address`. */
export function zoneText(serial: number, address: string): string {
  return `$TTL 300\n@ SOA ns1 hostmaster ${serial} 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.53\nwww A ${address}\n`;
}

export interface Answered {
  readonly rcode: string;
  readonly data: readonly unknown[];
}

/** Asks one question; rejects after a second without an answer. */
export async function ask(server: string, name: string, over: "udp" | "tcp" = "udp"): Promise<Answered> {
  const query = encode({ type: "query", id: 7, questions: [{ name, type: "A" }] });
  const octets = await (over === "udp" ? askDatagram(server, query) : askStream(server, query));
  const { answers = [] } = decode(octets);
  return {
    rcode: codeName(Rcode, octets[3] & 15, "RCODE"),
    data: answers.map((answer) => ("data" in answer ? answer.data : null)),
  };
}

function askDatagram(server: string, query: Buffer): Promise<Buffer> {
  const { host, port } = partsOf(server);
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  return new Promise<Buffer>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer from ${server}`)), 1000);
    socket.on("error", reject);
    socket.on("message", (reply) => {
      clearTimeout(timer);
      resolve(reply);
    });
    socket.send(query, port, host);
  }).finally(() => socket.close());
}

function askStream(server: string, query: Buffer): Promise<Buffer> {
  const { host, port } = partsOf(server);
  const socket = connect(port, host);
  return new Promise<Buffer>((resolve, reject) => {
    socket.on("error", reject);
    socket.once("data", (chunk: Buffer) => resolve(chunk.subarray(2)));
    socket.write(Buffer.concat([Uint8Array.of(query.length >>> 8, query.length & 255), query]));
  }).finally(() => socket.destroy());
}

export function partsOf(server: string): { host: string; port: number } {
  const colon = server.lastIndexOf(":");
  return { host: server.slice(0, colon).replace(/^\[|\]$/g, ""), port: Number(server.slice(colon + 1)) };
}
