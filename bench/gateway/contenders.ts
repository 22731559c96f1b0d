// Who takes part in the gateway's benchmark: Signpost as a user runs it, the JavaScript peers, nginx with kept connections.
// Each is one process on the server's core; the origin and the load generator share the other one.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { programVersion } from "../../test/peers/nsd.ts";
import { freePort, stopChild } from "../../test/peers/peer.ts";
import { apiFiles, stagePatches } from "./api.ts";
import { answerBody, fewRoutes, routes } from "./scenarios.ts";

export interface Running {
  readonly pid: number;
  /** Where a path of the stage is asked. */
  readonly url: (path: string) => string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface GatewayContender {
  readonly name: string;
  /** null when it is not on this machine. */
  readonly version: string | null;
  start(core: string, origin: string): Promise<Running>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const nginxVersion = programVersion("nginx", ["-v"], /nginx\/(\S+)/);

export const contenders: readonly GatewayContender[] = [
  ...Object.entries({ signpost: routes, "signpost-few": fewRoutes }).map(([name, count]): GatewayContender => ({
    name,
    version: "this checkout",
    start: (core, origin) => startSignpost(core, origin, count),
  })),
  ...["bare", "bare-proxy", "fastify"].map((kind): GatewayContender => ({
    name: kind,
    version: process.version,
    start: (core, origin) => startPeer(core, kind, origin),
  })),
  { name: "nginx", version: nginxVersion, start: startNginx },
];

/** A server that answers what all are asked for, on the load's core: nginx where it is installed, else node. */
export async function startOrigin(core: string): Promise<Running> {
  if (nginxVersion === null) return startPeer(core, "bare", "");
  const location = `location / { default_type application/json; return 200 '${answerBody}'; }`;
  return nginx(core, (port) => `server { listen 127.0.0.1:${port}; ${location} }`);
}

async function startSignpost(core: string, origin: string, routeCount: number): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "signpost-bench-"));
  for (const part of ["apis", "zones"]) mkdirSync(join(folder, part));
  for (const [file, text] of Object.entries(apiFiles(origin, routeCount)))
    writeFileSync(join(folder, "apis", file), text);
  const [dns, api, http] = [await freePort(), await freePort(), await freePort()];
  const config = {
    dns: { listen: [`127.0.0.1:${dns}`], workers: 1 },
    api: { listen: `127.0.0.1:${api}` },
    gateway: { http: `127.0.0.1:${http}`, https: null, accountRate: 100_000_000, accountBurst: 100_000_000 },
    resolver: { enabled: false },
    zones: "./zones",
    apis: "./apis",
    data: null,
    log: { level: "error" },
  };
  const file = join(folder, "signpost.yaml");
  writeFileSync(file, JSON.stringify(config));
  const child = pinned(core, process.execPath, [join(root, "src/cli/main.ts"), "serve", "-c", file]);
  const stop = async (): Promise<void> => {
    await stopChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  await answering(child, `http://127.0.0.1:${api}/readyz`);
  const { item } = (await (await fetch(`http://127.0.0.1:${api}/restapis`)).json()) as { item: { id: string }[] };
  const patched = await fetch(`http://127.0.0.1:${api}/restapis/${item[0].id}/stages/bench`, {
    method: "PATCH",
    body: JSON.stringify({ patchOperations: stagePatches }),
  });
  if (!patched.ok) throw new Error(`the stage could not be set: ${await patched.text()}`);
  return {
    pid: child.pid ?? 0,
    url: (path) => `http://127.0.0.1:${http}/bench${path}`,
    headers: { Host: `${item[0].id}.execute-api.localhost` },
    stop,
  };
}

async function startPeer(core: string, kind: string, origin: string): Promise<Running> {
  const port = await freePort();
  const server = fileURLToPath(new URL("peer-server.ts", import.meta.url));
  return settled(pinned(core, process.execPath, [server, kind, String(port), origin]), port);
}

function startNginx(core: string, origin: string): Promise<Running> {
  const behind = `upstream origin { server ${new URL(origin).host}; keepalive 64; }`;
  const passing = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://origin;';
  return nginx(core, (port) => `${behind} server { listen 127.0.0.1:${port}; location / { ${passing} } }`);
}

/** One worker process, no log, and connections that are kept for as long as the load lasts. */
async function nginx(core: string, servers: (port: number) => string): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "signpost-nginx-"));
  const port = await freePort();
  const http = `access_log off; keepalive_requests 100000000; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder}; ${servers(port)}`;
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr crit; events { worker_connections 4096; } http { ${http} }`,
  );
  const running = await settled(pinned(core, "nginx", ["-p", folder, "-c", join(folder, "nginx.conf")]), port);
  return {
    ...running,
    stop: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function settled(child: ChildProcess, port: number): Promise<Running> {
  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  await answering(child, url("/"));
  return { pid: child.pid ?? 0, url, headers: {}, stop: () => stopChild(child) };
}

function pinned(core: string, command: string, args: readonly string[]): ChildProcess {
  return spawn("taskset", ["-c", core, command, ...args], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`it exited with ${child.exitCode}`);
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(50);
  }
  child.kill("SIGTERM");
  throw new Error(`no answer from ${url}`);
}
