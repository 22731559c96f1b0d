// Knot DNS in the foreground: one UDP worker, zones read whole from their files, no journal, no modules.

import { identity, launch, type PeerOptions, type PeerProgram } from "./peer.ts";
import { programVersion } from "./nsd.ts";

export const knot: PeerProgram = {
  name: "knot",
  version: () => programVersion("knotd", ["--version"], /version (\S+)/),
  start: (options) =>
    launch({ name: "knot", version: knot.version() ?? "?" }, options, (folder, port) => ({
      files: { "knot.conf": config(folder, port, options) },
      command: "knotd",
      args: ["-c", `${folder}/knot.conf`],
    })),
};

function config(folder: string, port: number, options: PeerOptions): string {
  const acl = options.transfers === "allowed" ? "    acl: transfer\n" : "";
  const zones = options.zones.map((z) => `  - domain: "${z.origin}"\n    file: "${z.file}"\n`);
  return `server:
    rundir: "${folder}"
    listen: 127.0.0.1@${port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
    identity: "${identity}"
    version: "${identity}"
    nsid: "${identity}"
database:
    storage: "${folder}"
log:
  - target: stderr
    any: warning
acl:
  - id: transfer
    address: 127.0.0.1
    action: transfer
template:
  - id: default
    storage: "${folder}"
    semantic-checks: off
    zonefile-load: whole
    zonefile-sync: -1
    journal-content: none
${acl}zone:
${zones.join("")}`;
}
