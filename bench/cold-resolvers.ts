// The resolvers of the cold benchmark, as configured to walk the bound lab from its root: no stub zones, no forwarders, no
// validation, IPv4 and IPv6, minimisation as each has it by default. All ask port 53, so this needs a namespace of its own.

import { fileURLToPath } from "node:url";
import { programVersion } from "../test/peers/nsd.ts";
import { launch, type Launch, type Peer } from "../test/peers/peer.ts";

export interface ColdResolver {
  readonly name: string;
  readonly version: string | null;
  start(): Promise<Peer>;
}

/** A root hint in zone text, for all of them. */
export type Hints = string;

const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
/** Asked until there is an answer: warms the root and arpa. for all alike. */
const first = { origin: "arpa.", file: "" };

export function coldResolvers(hints: Hints): readonly ColdResolver[] {
  return [
    resolver("signpost", process.version, (folder, port) => ({
      files: {
        hints,
        "signpost.yaml": `dns:
  listen: ["127.0.0.1:${port}"]
  workers: 1
zones: "${folder}"
data: null
api: { listen: "127.0.0.1:0" }
resolver: { rootHints: "${folder}/hints", allowPrivateUpstreams: true, localZones: false }
`,
      },
      command: process.execPath,
      args: [main, "serve", "-c", `${folder}/signpost.yaml`],
    })),
    resolver("unbound", programVersion("unbound", ["-V"], /Version (\S+)/), (folder, port) => ({
      files: {
        hints,
        "unbound.conf": `server:
  interface: 127.0.0.1
  port: ${port}
  num-threads: 1
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: "${folder}/unbound.pid"
  use-syslog: no
  module-config: "iterator"
  do-not-query-localhost: no
  root-hints: "${folder}/hints"
  local-zone: "test." nodefault
remote-control:
  control-enable: no
`,
      },
      command: "unbound",
      args: ["-d", "-c", `${folder}/unbound.conf`],
    })),
    resolver("pdns-recursor", programVersion("pdns_recursor", ["--version"], /Recursor (\S+)/), (folder, port) => ({
      files: { hints },
      command: "pdns_recursor",
      args: [
        `--config-dir=${folder}`,
        `--socket-dir=${folder}`,
        "--local-address=127.0.0.1",
        `--local-port=${port}`,
        `--hint-file=${folder}/hints`,
        "--query-local-address=0.0.0.0, ::",
        "--dont-query=",
        "--daemon=no",
        "--write-pid=no",
        "--threads=1",
        "--dnssec=off",
        "--quiet=yes",
        "--loglevel=3",
      ],
    })),
    resolver("bind", programVersion("named", ["-v"], /BIND (\S+)/), (folder, port) => ({
      files: {
        hints,
        "named.conf": `options {
  directory "${folder}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  recursion yes;
  dnssec-validation no;
  empty-zones-enable no;
};
controls { };
zone "." { type hint; file "hints"; };
`,
      },
      command: "named",
      args: ["-f", "-n", "1", "-U", "1", "-c", `${folder}/named.conf`],
    })),
    resolver("knot-resolver", programVersion("kresd", ["--version"], /version (\S+)/), (folder, port) => ({
      files: {
        hints,
        "kresd.conf": `net.listen('127.0.0.1', ${port}, { kind = 'dns' })
modules.load('hints')
hints.root_file('${folder}/hints')
trust_anchors.remove('.')
modules.unload('ta_update')
modules.unload('ta_sentinel')
modules.unload('ta_signal_query')
modules.unload('priming')
cache.open(100 * MB, 'lmdb://${folder}')
option('ALLOW_LOCAL', true)
`,
      },
      command: "kresd",
      args: ["-n", "-c", `${folder}/kresd.conf`, folder],
    })),
  ];
}

function resolver(
  name: string,
  version: string | null,
  prepare: (folder: string, port: number) => Launch,
): ColdResolver {
  return {
    name,
    version,
    start: () => launch({ name, version: version ?? "?" }, { zones: [first], role: "recursive" }, prepare),
  };
}
