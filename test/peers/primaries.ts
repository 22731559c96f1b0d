// The servers of this machine as primaries of somebody: each serves master files that a test rewrites, gives zones to whoever signs with
// the key, tells of changes by NOTIFY, and keeps differences for IXFR where it can. PowerDNS has no IXFR and is asked unsigned.
// Whoever asks from the unsigned address may have zones, too. SIGHUP has each of them look at its files.

import { bind } from "./bind.ts";
import { knot } from "./knot.ts";
import { nsd } from "./nsd.ts";
import { pdns } from "./pdns.ts";
import { launch, type Peer, type PeerProgram, type PeerZone } from "./peer.ts";
import { unsignedAddress } from "./secondaries.ts";
import type { TestKey } from "./tsig.ts";

export interface PrimaryOptions {
  readonly zones: readonly PeerZone[];
  readonly key: TestKey;
  /** The secondary's port on 127.0.0.1. */
  readonly notify: number;
}

export interface PrimaryServer {
  readonly program: PeerProgram;
  /** Whether it looks at its files at SIGHUP and tells differences, and whether requests are signed. */
  readonly does: readonly ("changes" | "signatures")[];
  start(options: PrimaryOptions): Promise<Peer>;
}

const secretOf = ({ secret }: TestKey): string => Buffer.from(secret).toString("base64");

const nsdConfig = (folder: string, port: number, { zones, key, notify }: PrimaryOptions): string => `server:
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
  xfrd-reload-timeout: 0
remote-control:
  control-enable: no
key:
  name: "${key.name}"
  algorithm: ${key.algorithm}
  secret: "${secretOf(key)}"
${zones
  .map(
    ({ origin, file }) => `zone:
  name: "${origin}"
  zonefile: "${file}"
  store-ixfr: yes
  create-ixfr: yes
  provide-xfr: 127.0.0.1 ${key.name}
  provide-xfr: ${unsignedAddress} NOKEY
  notify: 127.0.0.1@${notify} NOKEY
`,
  )
  .join("")}`;

const knotConfig = (folder: string, port: number, { zones, key, notify }: PrimaryOptions): string => `server:
    rundir: "${folder}"
    listen: 127.0.0.1@${port}
    background-workers: 1
database:
    storage: "${folder}"
log:
  - target: stderr
    any: warning
key:
  - id: ${key.name}
    algorithm: ${key.algorithm}
    secret: ${secretOf(key)}
remote:
  - id: secondary
    address: 127.0.0.1@${notify}
acl:
  - id: transfer
    address: 127.0.0.1
    key: ${key.name}
    action: transfer
  - id: unsigned
    address: ${unsignedAddress}
    action: transfer
template:
  - id: default
    storage: "${folder}"
    semantic-checks: off
    zonefile-load: difference
    zonefile-sync: -1
    journal-content: changes
    acl: [transfer, unsigned]
    notify: secondary
zone:
${zones.map(({ origin, file }) => `  - domain: "${origin}"\n    file: "${file}"\n`).join("")}`;

const bindConfig = (folder: string, port: number, { zones, key, notify }: PrimaryOptions): string => `options {
  directory "${folder}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  lock-file none;
  recursion no;
  dnssec-validation no;
  empty-zones-enable no;
  check-names primary ignore;
  check-integrity no;
  notify explicit;
  notify-delay 0;
  also-notify { 127.0.0.1 port ${notify}; };
  ixfr-from-differences yes;
  allow-transfer { key "${key.name}"; ${unsignedAddress}; };
};
controls { };
logging { category default { default_stderr; }; channel default_stderr { stderr; severity error; }; };
key "${key.name}" { algorithm ${key.algorithm}; secret "${secretOf(key)}"; };
${zones.map(({ origin, file }, i) => `zone "${origin}" { type primary; file "${file}"; journal "${i}.jnl"; };\n`).join("")}`;

function started(
  program: PeerProgram,
  options: PrimaryOptions,
  config: readonly [file: string, text: (folder: string, port: number, options: PrimaryOptions) => string],
  command: (folder: string) => readonly [string, ...string[]],
): Promise<Peer> {
  return launch({ name: program.name, version: program.version() ?? "?" }, { zones: options.zones }, (folder, port) => {
    const [first, ...args] = command(folder);
    return { files: { [config[0]]: config[1](folder, port, options) }, command: first, args };
  });
}

const primaries: readonly PrimaryServer[] = [
  {
    program: nsd,
    does: ["changes", "signatures"],
    start: (options) =>
      started(nsd, options, ["nsd.conf", nsdConfig], (folder) => ["nsd", "-d", "-c", `${folder}/nsd.conf`]),
  },
  {
    program: knot,
    does: ["changes", "signatures"],
    start: (options) =>
      started(knot, options, ["knot.conf", knotConfig], (folder) => ["knotd", "-c", `${folder}/knot.conf`]),
  },
  {
    program: bind,
    does: ["changes", "signatures"],
    start: (options) =>
      started(bind, options, ["named.conf", bindConfig], (folder) => [
        "named", "-f", "-g", "-n", "1", "-c", `${folder}/named.conf`,
      ]), // prettier-ignore
  },
  {
    program: pdns,
    does: [],
    start: ({ zones }) => pdns.start({ zones, transfers: "allowed" }),
  },
];

export function installedPrimaries(): PrimaryServer[] {
  return primaries.filter(({ program }) => program.version() !== null);
}
