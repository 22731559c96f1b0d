// NSD in the foreground: one server process, no rate limiting, no cookies, no control channel.
// NSD 4.6 forks: `pid` is the main process, the answering one is its child.

import { execFileSync } from "node:child_process";
import { identity, launch, type PeerOptions, type PeerProgram } from "./peer.ts";

export const nsd: PeerProgram = {
  name: "nsd",
  version: () => programVersion("nsd", ["-v"], /NSD version (\S+)/),
  start: (options) =>
    launch({ name: "nsd", version: nsd.version() ?? "?" }, options, (folder, port) => ({
      files: { "nsd.conf": config(folder, port, options) },
      command: "nsd",
      args: ["-d", "-c", `${folder}/nsd.conf`],
    })),
};

/** What a program's output says its version is, or null when it is not installed. */
export function programVersion(command: string, args: readonly string[], pattern: RegExp): string | null {
  try {
    const output = execFileSync("sh", ["-c", `"$0" "$@" 2>&1 || test $? -ne 127`, command, ...args], {
      encoding: "latin1",
    });
    return pattern.exec(output)?.[1] ?? null;
  } catch {
    return null;
  }
}

function config(folder: string, port: number, options: PeerOptions): string {
  const transfers = options.transfers === "allowed" ? "\n  provide-xfr: 127.0.0.1 NOKEY" : "";
  const zones = options.zones.map((z) => `zone:\n  name: "${z.origin}"\n  zonefile: "${z.file}"${transfers}\n`);
  return `server:
  ip-address: 127.0.0.1
  port: ${port}
  server-count: 1
  username: ""
  chroot: ""
  database: ""
  zonesdir: "${folder}"
  pidfile: "${folder}/nsd.pid"
  zonelistfile: "${folder}/zone.list"
  xfrdfile: "${folder}/xfrd.state"
  xfrdir: "${folder}"
  identity: "${identity}"
  version: "${identity}"
  nsid: "ascii_${identity}"
  rrl-ratelimit: 0
  minimal-responses: ${options.sections === "minimal" ? "yes" : "no"}
  answer-cookie: no
remote-control:
  control-enable: no
${zones.join("")}`;
}
