// BIND's named in the foreground: one worker thread, authoritative only.
// zero-no-soa-ttl is off: a negative answer to an SOA question then has the TTL of any other (RFC 2308 §3).
// Its default minimal-responses (no-auth-recursive) is left: a question without RD gets full sections.

import { identity, launch, type PeerOptions, type PeerProgram } from "./peer.ts";
import { programVersion } from "./nsd.ts";

export const bind: PeerProgram = {
  name: "bind",
  version: () => programVersion("named", ["-v"], /BIND (\S+)/),
  start: (options) =>
    launch({ name: "bind", version: bind.version() ?? "?" }, options, (folder, port) => ({
      files: { "named.conf": config(folder, port, options) },
      command: "named",
      args: ["-f", "-g", "-n", "1", "-c", `${folder}/named.conf`],
    })),
};

function config(folder: string, port: number, options: PeerOptions): string {
  const zones = options.zones.map((z) => `zone "${z.origin}" { type primary; file "${z.file}"; };\n`);
  return `options {
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
  minimal-responses ${options.sections === "minimal" ? "yes" : "no-auth-recursive"};
  zero-no-soa-ttl no;
  check-names primary ignore;
  check-integrity no;
  version "${identity}";
  server-id "${identity}";
  hostname "${identity}";
  allow-transfer { ${options.transfers === "allowed" ? "127.0.0.1" : "none"}; };
};
controls { };
logging { category default { default_stderr; }; channel default_stderr { stderr; severity error; }; };
${zones.join("")}`;
}
