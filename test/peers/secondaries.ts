// The servers of this machine as secondaries of somebody: each knows one primary on loopback, has its zones from it, believes
// its NOTIFYs, and hands them on to 127.0.0.1 so that a test reads back what it serves.
// NSD, Knot and BIND sign their requests with a key; PowerDNS asks from an address of its own, so both doors are tried.

import { bind } from "./bind.ts";
import { knot } from "./knot.ts";
import { nsd } from "./nsd.ts";
import { pdns } from "./pdns.ts";
import { launch, type Peer, type PeerProgram } from "./peer.ts";
import type { TestKey } from "./tsig.ts";

export interface Primary {
  readonly port: number;
  /** Origins, absolute. */
  readonly zones: readonly string[];
  readonly key: TestKey;
  /** The name of the key that NSD and Knot want notices signed with; without it they want none. */
  readonly noticeKey?: string;
}

/** Where PowerDNS asks from. */
export const unsignedAddress = "127.0.0.5";

interface Secondary {
  readonly program: PeerProgram;
  start(primary: Primary): Promise<Peer>;
}

const secret = ({ key }: Primary): string => Buffer.from(key.secret).toString("base64");

function start(
  program: PeerProgram,
  primary: Primary,
  files: (folder: string, port: number) => Record<string, string>,
  command: (folder: string) => readonly [string, ...string[]],
): Promise<Peer> {
  const zones = primary.zones.map((origin) => ({ origin, file: "" }));
  return launch(
    { name: program.name, version: program.version() ?? "?" },
    { zones, startSeconds: 40 },
    (folder, port) => {
      const [first, ...args] = command(folder);
      return { files: files(folder, port), command: first, args };
    },
  );
}

const nsdConfig = (primary: Primary, folder: string, port: number): string => `server:
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
  name: "${primary.key.name}"
  algorithm: ${primary.key.algorithm}
  secret: "${secret(primary)}"
${primary.zones
  .map(
    (origin, i) => `zone:
  name: "${origin}"
  zonefile: "${folder}/${i}.zone"
  request-xfr: 127.0.0.1@${primary.port} ${primary.key.name}
  allow-notify: 127.0.0.1 ${primary.noticeKey ?? "NOKEY"}
  provide-xfr: 127.0.0.1 ${primary.key.name}
  provide-xfr: 127.0.0.1 NOKEY
`,
  )
  .join("")}`;

const knotConfig = (primary: Primary, folder: string, port: number): string => `server:
    rundir: "${folder}"
    listen: 127.0.0.1@${port}
    background-workers: 2
database:
    storage: "${folder}"
log:
  - target: stderr
    any: warning
key:
  - id: ${primary.key.name}
    algorithm: ${primary.key.algorithm}
    secret: ${secret(primary)}
remote:
  - id: primary
    address: 127.0.0.1@${primary.port}
    key: ${primary.key.name}
acl:
  - id: notify
    address: 127.0.0.1
    action: notify${primary.noticeKey === undefined ? "" : `\n    key: ${primary.noticeKey}`}
  - id: transfer
    address: 127.0.0.1
    action: transfer
template:
  - id: default
    storage: "${folder}"
    semantic-checks: off
    master: primary
    acl: [notify, transfer]
zone:
${primary.zones.map((origin) => `  - domain: "${origin}"\n`).join("")}`;

const bindConfig = (primary: Primary, folder: string, port: number): string => `options {
  directory "${folder}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  lock-file none;
  recursion no;
  dnssec-validation no;
  empty-zones-enable no;
  notify no;
  allow-transfer { 127.0.0.1; };
  serial-query-rate 100;
};
controls { };
logging { category default { default_stderr; }; channel default_stderr { stderr; severity error; }; };
key "${primary.key.name}" { algorithm ${primary.key.algorithm}; secret "${secret(primary)}"; };
${primary.zones
  .map(
    (origin, i) => `zone "${origin}" {
  type secondary;
  file "${i}.zone";
  masterfile-format text;
  check-names ignore;
  primaries { 127.0.0.1 port ${primary.port} key "${primary.key.name}"; };
};
`,
  )
  .join("")}`;

const pdnsConfig = (folder: string, port: number): string => `launch=bind
bind-config=${folder}/named.conf
bind-dnssec-db=${folder}/dnssec.db
local-address=127.0.0.1
local-port=${port}
query-local-address=${unsignedAddress}
socket-dir=${folder}
daemon=no
guardian=no
disable-syslog=yes
loglevel=3
secondary=yes
xfr-cycle-interval=1
webserver=no
api=no
security-poll-suffix=
disable-axfr=no
allow-axfr-ips=127.0.0.1
cache-ttl=0
query-cache-ttl=0
negquery-cache-ttl=0
`;

const secondaries: readonly Secondary[] = [
  {
    program: nsd,
    start: (primary) =>
      start(nsd, primary, (folder, port) => ({ "nsd.conf": nsdConfig(primary, folder, port) }), (folder) => [
        "nsd", "-d", "-c", `${folder}/nsd.conf`,
      ]), // prettier-ignore
  },
  {
    program: knot,
    start: (primary) =>
      start(knot, primary, (folder, port) => ({ "knot.conf": knotConfig(primary, folder, port) }), (folder) => [
        "knotd", "-c", `${folder}/knot.conf`,
      ]), // prettier-ignore
  },
  {
    program: bind,
    start: (primary) =>
      start(bind, primary, (folder, port) => ({ "named.conf": bindConfig(primary, folder, port) }), (folder) => [
        "named", "-f", "-g", "-n", "1", "-c", `${folder}/named.conf`,
      ]), // prettier-ignore
  },
  {
    program: pdns,
    start: (primary) =>
      launch(
        { name: "pdns", version: pdns.version() ?? "?" },
        { zones: primary.zones.map((origin) => ({ origin, file: "" })), startSeconds: 40 },
        (folder, port) => ({
          files: {
            "pdns.conf": pdnsConfig(folder, port),
            "named.conf": primary.zones
              .map((origin, i) => {
                const name = origin.replace(/\.$/, "");
                return `zone "${name}" { type slave; file "${folder}/${i}.zone"; masters { 127.0.0.1:${primary.port}; }; };\n`;
              })
              .join(""),
          },
          before: [["pdnsutil", `--config-dir=${folder}`, "create-bind-db", `${folder}/dnssec.db`]],
          command: "pdns_server",
          args: [`--config-dir=${folder}`],
        }),
      ),
  },
];

/** Those that are installed, by name. */
export function installedSecondaries(): readonly Secondary[] {
  return secondaries.filter(({ program }) => program.version() !== null);
}
