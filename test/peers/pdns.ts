// PowerDNS with its BIND backend, which reads master files: one receiver thread, its caches at their defaults,
// DNAME processing on (off by default there, RFC 6672 wants it), and ANY answered over UDP too.

import { existsSync } from "node:fs";
import { identity, launch, type PeerOptions, type PeerProgram } from "./peer.ts";
import { programVersion } from "./nsd.ts";

const backendFolders = ["/usr/lib/x86_64-linux-gnu/pdns", "/usr/lib/aarch64-linux-gnu/pdns", "/usr/lib/pdns"];

export const pdns: PeerProgram = {
  name: "pdns",
  version: () =>
    backendFolders.some((folder) => existsSync(`${folder}/libbindbackend.so`))
      ? programVersion("pdns_server", ["--version"], /Server (\S+)/)
      : null,
  start: (options) =>
    launch({ name: "pdns", version: pdns.version() ?? "?" }, options, (folder, port) => ({
      files: { "pdns.conf": config(folder, port, options), "named.conf": zoneList(options) },
      before: signedZones(folder, options),
      command: "pdns_server",
      args: [`--config-dir=${folder}`],
    })),
};

function zoneList(options: PeerOptions): string {
  return options.zones
    .map((z) => `zone "${z.origin.replace(/\.$/, "")}" { type master; file "${z.file}"; };\n`)
    .join("");
}

/** Its backend keeps what it knows of signed zones in a database beside their files. */
function signedZones(folder: string, options: PeerOptions): (readonly [string, ...string[]])[] {
  const signed = options.zones.filter((zone) => zone.denial !== undefined);
  if (signed.length === 0) return [];
  const util = (...args: string[]): readonly [string, ...string[]] => ["pdnsutil", `--config-dir=${folder}`, ...args];
  return [
    util("create-bind-db", `${folder}/dnssec.db`),
    ...signed.flatMap(({ origin, denial }) => [
      ...(denial === "NSEC" || denial === undefined ? [] : [util("set-nsec3", origin, denial)]),
      util("set-presigned", origin),
    ]),
  ];
}

function config(folder: string, port: number, options: PeerOptions): string {
  return `launch=bind
bind-config=${folder}/named.conf
${options.zones.some((zone) => zone.denial !== undefined) ? `bind-dnssec-db=${folder}/dnssec.db` : ""}
local-address=127.0.0.1
local-port=${port}
socket-dir=${folder}
daemon=no
guardian=no
disable-syslog=yes
loglevel=3
receiver-threads=1
distributor-threads=1
max-tcp-connections=256
webserver=no
api=no
security-poll-suffix=
version-string=${identity}
server-id=${identity}
dname-processing=yes
any-to-tcp=no
disable-axfr=${options.transfers === "allowed" ? "no" : "yes"}
allow-axfr-ips=127.0.0.1
`;
}
