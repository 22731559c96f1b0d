// Resolvers behind the peers' interface, one answering thread each: Signpost, Unbound, PowerDNS Recursor, BIND and Knot Resolver,
// each sent to NSD on loopback for the given zones. Validation and rate limits are off; caches are larger than what is asked for.

import { fileURLToPath } from "node:url";
import { nsd, programVersion } from "./nsd.ts";
import { launch, type Launch, type Peer, type PeerOptions, type PeerProgram } from "./peer.ts";

/** What of a program differs: given its folder, its port, NSD's port and the zones' origins. */
type Prepare = (folder: string, port: number, authority: number, origins: readonly string[]) => Launch;

function resolver(name: string, version: () => string | null, prepare: Prepare): PeerProgram {
  return { name, version, start: (options) => startBehindNsd(name, version() ?? "?", options, prepare) };
}

async function startBehindNsd(name: string, version: string, options: PeerOptions, prepare: Prepare): Promise<Peer> {
  const { core: _theResolvers, ...elsewhere } = options;
  const authority = await nsd.start(elsewhere);
  const origins = options.zones.map((zone) => zone.origin);
  try {
    const peer = await launch({ name, version }, { ...options, role: "recursive" }, (folder, port) =>
      prepare(folder, port, authority.port, origins),
    );
    return { ...peer, stop: async () => void (await Promise.all([peer.stop(), authority.stop()])) };
  } catch (error) {
    await authority.stop();
    throw error;
  }
}

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

const signpost = resolver(
  "signpost-resolver",
  () => process.version,
  (folder, port, authority, origins) => ({
    files: {
      "signpost.yaml": `dns:
  listen: ["127.0.0.1:${port}"]
  workers: 1
  cookies: false
zones: "${folder}"
data: null
api: { listen: "127.0.0.1:0" }
resolver:
  allowPrivateUpstreams: true
  cacheMegabytes: 512
  answerMegabytes: 256
  stubZones:
${origins.map((origin) => `    - { name: ${origin}, addresses: ["127.0.0.1:${authority}"] }\n`).join("")}`,
    },
    command: process.execPath,
    args: [main, "serve", "-c", `${folder}/signpost.yaml`],
  }),
);

const unbound = resolver(
  "unbound",
  () => programVersion("unbound", ["-V"], /Version (\S+)/),
  (folder, port, authority, origins) => ({
    files: {
      "unbound.conf": `server:
  interface: 127.0.0.1
  port: ${port}
  num-threads: 1
  do-ip6: no
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: "${folder}/unbound.pid"
  use-syslog: no
  verbosity: 0
  module-config: "iterator"
  do-not-query-localhost: no
  msg-cache-size: 1g
  rrset-cache-size: 1g
  outgoing-range: 200
  local-zone: "test." nodefault
remote-control:
  control-enable: no
${origins.map((origin) => `stub-zone:\n  name: "${origin}"\n  stub-addr: 127.0.0.1@${authority}\n`).join("")}`,
    },
    command: "unbound",
    args: ["-d", "-c", `${folder}/unbound.conf`],
  }),
);

const recursor = resolver(
  "pdns-recursor",
  () => programVersion("pdns_recursor", ["--version"], /Recursor (\S+)/),
  (folder, port, authority, origins) => ({
    files: {},
    command: "pdns_recursor",
    args: [
      `--config-dir=${folder}`,
      `--socket-dir=${folder}`,
      "--local-address=127.0.0.1",
      `--local-port=${port}`,
      `--forward-zones=${origins.map((origin) => `${origin}=127.0.0.1:${authority}`).join(",")}`,
      "--daemon=no",
      "--write-pid=no",
      "--threads=1",
      "--pdns-distributes-queries=no",
      "--dnssec=off",
      "--max-cache-entries=4000000",
      "--max-packetcache-entries=4000000",
      "--quiet=yes",
      "--loglevel=3",
    ],
  }),
);

const bind = resolver(
  "bind-recursive",
  () => programVersion("named", ["-v"], /BIND (\S+)/),
  (folder, port, authority, origins) => ({
    files: {
      "named.conf": `options {
  directory "${folder}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  recursion yes;
  allow-query { any; };
  allow-recursion { any; };
  dnssec-validation no;
  empty-zones-enable no;
  max-cache-size 2g;
  minimal-responses yes;
};
controls { };
${origins.map((origin) => `zone "${origin}" { type forward; forward only; forwarders { 127.0.0.1 port ${authority}; }; };\n`).join("")}`,
    },
    command: "named",
    args: ["-f", "-n", "1", "-U", "1", "-c", `${folder}/named.conf`],
  }),
);

const knot = resolver(
  "knot-resolver",
  () => programVersion("kresd", ["--version"], /version (\S+)/),
  (folder, port, authority, origins) => ({
    files: {
      "kresd.conf": `net.listen('127.0.0.1', ${port}, { kind = 'dns' })
trust_anchors.remove('.')
modules.unload('priming')
modules.unload('ta_update')
modules.unload('ta_sentinel')
modules.unload('ta_signal_query')
option('ALLOW_LOCAL', true)
cache.open(1024 * MB, 'lmdb://${folder}/cache')
policy.add(policy.suffix(policy.STUB('127.0.0.1@${authority}'), policy.todnames({ ${origins.map((origin) => `'${origin}'`).join(", ")} })))
`,
    },
    command: "kresd",
    args: ["-n", "-c", `${folder}/kresd.conf`, folder],
  }),
);

export const resolverPrograms: readonly PeerProgram[] = [signpost, unbound, recursor, bind, knot];
