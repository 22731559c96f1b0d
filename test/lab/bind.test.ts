// The lab on real sockets: asked over UDP and TCP, and walked by dig +trace, unbound and (where it is installed) knot-resolver
// in a network namespace, which needs Linux, root or user namespaces, dig and unbound. What is missing is said.

import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../src/base/random.ts";
import { Class, Rcode } from "../../src/dns/codes.ts";
import { RRType } from "../../src/dns/types.ts";
import { type BoundLab, bindLab } from "../../src/lab/bind.ts";
import { composeMessage, emptyMessage, readMessage } from "../../src/lab/scenario/message.ts";
import { listenersOf } from "../../src/lab/site.ts";
import { Workbench } from "../../src/lab/workbench.ts";
import { nameOf, openProjectLab, Walker } from "./support.ts";

const port = 5397;
const lab = openProjectLab();
const clock = { nowMs: () => performance.now(), wallSeconds: () => 0 };
const sites = lab.sites(clock, seededRandom(1));
const question = (name: string, type: number): Uint8Array =>
  composeMessage({ ...emptyMessage, question: { name: nameOf(name), type, class: Class.IN } }, 7);
const isLinux = process.platform === "linux";

let bound: BoundLab;
beforeAll(async () => {
  bound = await bindLab(listenersOf(sites), port, clock, seededRandom(1));
});
afterAll(() => bound.close());

test("addresses that the machine does not have are told, all others answer", () => {
  const all = new Set(lab.servers.flatMap(({ addresses }) => addresses));
  expect(new Set([...bound.bound, ...bound.leftOut])).toEqual(all);
});

test.skipIf(!isLinux)("a datagram is answered after the link's time", async () => {
  const socket = createSocket("udp4");
  const startMs = clock.nowMs();
  const reply = await new Promise<Uint8Array>((resolve) => {
    socket.once("message", resolve);
    socket.send(question("www.example.com", RRType.A), port, "127.53.0.3");
  });
  socket.close();
  expect(readMessage(reply)?.authority.map(({ type }) => type)).toEqual([RRType.NS, RRType.NS]);
  expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(149); // the letter over the ocean
});

test.skipIf(!isLinux)("two questions in one segment, cut anywhere, are answered on one connection", async () => {
  const octets = question("longer.example.com", RRType.TXT);
  const framed = Buffer.concat([Buffer.from([0, octets.length]), octets]);
  const twice = Buffer.concat([framed, framed]);
  const socket = connect(port, "127.53.10.1");
  const received: Buffer[] = [];
  await new Promise<void>((resolve) => {
    socket.on("data", (chunk: Buffer) => {
      received.push(chunk);
      if (Buffer.concat(received).length >= 2 * (2 + 2000)) resolve();
    });
    socket.write(twice.subarray(0, 45));
    setTimeout(() => socket.write(twice.subarray(45)), 20);
  });
  socket.destroy();
  const all = Buffer.concat(received);
  expect(readMessage(all.subarray(2, 2 + all.readUInt16BE(0)))?.answer).toHaveLength(20);
});

test.skipIf(!isLinux)("a server that is broken by hand is so for programs too, and mended", async () => {
  const workbench = new Workbench(lab, sites);
  const ask = (): Promise<readonly [string, number]> =>
    new Promise((resolve) => {
      const socket = createSocket("udp4");
      const end = (what: string, rcode: number): void => {
        clearTimeout(timer);
        socket.close(() => resolve([what, rcode]));
      };
      const timer = setTimeout(() => end("silence", -1), 400);
      socket.once("message", (octets) => end("reply", octets[3] & 15));
      socket.send(question("www.example.com", RRType.A), port, "127.53.10.1");
    });
  expect(await ask()).toEqual(["reply", Rcode.NOERROR]);
  expect(workbench.change("ns1.example.com", "faults: [servfail]")).toBe(null);
  expect(await ask()).toEqual(["reply", Rcode.SERVFAIL]);
  expect(workbench.change("ns1.example.com", "link: { udp: refused }")).toBe(null);
  expect(await ask()).toEqual(["silence", -1]);
  expect(workbench.change("ns1.example.com", null)).toBe(null);
  expect(await ask()).toEqual(["reply", Rcode.NOERROR]);
});

test.skipIf(!isLinux)("an address that is taken is a fault that names it", async () => {
  await expect(bindLab(listenersOf(sites), port, clock, seededRandom(1))).rejects.toThrow(
    /Cannot listen on UDP 127\.53\.0\.1:5397/u,
  );
});

const missing = ["unshare", "dig", "unbound", "ip"].filter((program) => {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0;
});
const hasNamespaces = missing.length === 0 && spawnSync("unshare", ["-rnmp", "--fork", "true"]).status === 0;
const why = missing.length > 0 ? `no ${missing.join(", ")} here` : "this user may make no namespaces";

test.skipIf(!hasNamespaces)(
  `dig +trace, unbound and knot-resolver walk it${hasNamespaces ? "" : ` (skipped: ${why})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "signpost-lab-"));
    writeFileSync(join(folder, "resolv.conf"), "nameserver 127.0.0.1\n");
    writeFileSync(join(folder, "unbound.conf"), unboundConf(folder));
    writeFileSync(join(folder, "kresd.conf"), kresdConf(folder));
    writeFileSync(join(folder, "hints"), ". 518400 NS a.root-servers.net.\na.root-servers.net. 518400 A 127.53.0.1\n");
    const script = new URL("namespace.sh", import.meta.url).pathname;
    const program = new URL("bound-lab.ts", import.meta.url).pathname;
    const six = lab.servers.flatMap(({ addresses }) => addresses.filter((one) => one.includes(":")));
    const words = ["-rnmp", "--fork", "--kill-child", "--mount-proc", "sh", script, process.execPath, program, folder];
    const { stdout, stderr } = spawnSync("unshare", [...words, [...new Set(six)].join(" ")], {
      encoding: "utf8",
      timeout: 30_000,
      killSignal: "SIGKILL",
    });
    rmSync(folder, { recursive: true });
    expect(stdout, stderr).toMatch(/www\.example\.com\.\s+3600\s+IN\s+A\s+192\.0\.2\.80/u);
    for (const part of stdout.split("== ").slice(2)) {
      const [head, ...lines] = part.trim().split("\n");
      const [name] = head.split(" ");
      const theirs = lines.map((line) => line.replace(/\s+\d+\s+IN\s+/u, " ").replaceAll(/\s+/gu, " "));
      expect(theirs, head).toEqual(new Walker(lab).resolve(name, "A").answer);
    }
  },
  40_000,
);

function unboundConf(folder: string): string {
  return `server:
  directory: "${folder}"
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  interface: 127.0.0.1
  root-hints: "${folder}/hints"
  do-not-query-localhost: no
  module-config: "iterator"
remote-control:
  control-enable: no
`;
}

function kresdConf(folder: string): string {
  return `net.listen('127.0.0.2', 53, { kind = 'dns' })
modules.load('hints')
hints.root_file('${folder}/hints')
trust_anchors.remove('.')
option('ALLOW_LOCAL', true)
cache.open(10 * MB, 'lmdb://${folder}/cache')
`;
}
