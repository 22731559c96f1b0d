// Other people's primaries that take dynamic updates of one zone, from 127.0.0.1 and from whoever has a key: BIND and Knot.

import { bind } from "./bind.ts";
import { knot } from "./knot.ts";
import { launch, type Peer, type PeerProgram } from "./peer.ts";
import type { TestKey } from "./tsig.ts";

export interface Updated {
  readonly origin: string;
  /** The zone as a master file. */
  readonly text: string;
  readonly key: TestKey;
}

interface Updating {
  readonly program: PeerProgram;
  start(updated: Updated): Promise<Peer>;
}

function start(
  program: PeerProgram,
  updated: Updated,
  config: (folder: string, port: number) => string,
  command: (folder: string) => readonly [string, ...string[]],
): Promise<Peer> {
  const zones = [{ origin: updated.origin, file: "" }];
  return launch({ name: program.name, version: program.version() ?? "?" }, { zones }, (folder, port) => {
    const [first, ...args] = command(folder);
    return { files: { config: config(folder, port), "zone.text": updated.text }, command: first, args };
  });
}

const secretOf = ({ key }: Updated): string => Buffer.from(key.secret).toString("base64");

const bindConfig = (updated: Updated, folder: string, port: number): string => `options {
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
  answer-cookie no;
  check-integrity no;
  check-names primary ignore;
  allow-transfer { 127.0.0.1; };
};
controls { };
logging { category default { default_stderr; }; channel default_stderr { stderr; severity error; }; };
key "${updated.key.name}" { algorithm ${updated.key.algorithm}; secret "${secretOf(updated)}"; };
zone "${updated.origin}" {
  type primary;
  file "${folder}/zone.text";
  allow-update { key "${updated.key.name}"; 127.0.0.1; };
};
`;

const knotConfig = (updated: Updated, folder: string, port: number): string => `server:
  listen: 127.0.0.1@${port}
  rundir: "${folder}"
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: "${folder}"
key:
  - id: "${updated.key.name}"
    algorithm: ${updated.key.algorithm}
    secret: ${secretOf(updated)}
acl:
  - id: keyed
    key: "${updated.key.name}"
    action: update
  - id: local
    address: 127.0.0.1
    action: [transfer, update]
zone:
  - domain: "${updated.origin}"
    file: "${folder}/zone.text"
    acl: [keyed, local]
    zonefile-sync: -1
    semantic-checks: off
`;

const all: readonly Updating[] = [
  {
    program: bind,
    start: (updated) =>
      start(
        bind,
        updated,
        (folder, port) => bindConfig(updated, folder, port),
        (folder) => ["named", "-f", "-g", "-n", "1", "-c", `${folder}/config`],
      ),
  },
  {
    program: knot,
    start: (updated) =>
      start(
        knot,
        updated,
        (folder, port) => knotConfig(updated, folder, port),
        (folder) => ["knotd", "-c", `${folder}/config`],
      ),
  },
];

export function installedUpdating(): readonly Updating[] {
  return all.filter(({ program }) => program.version() !== null);
}
