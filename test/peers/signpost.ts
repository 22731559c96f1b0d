// Our own server behind the peers' interface: a real process of `signpost serve`, for differential tests, fuzzing over
// sockets and benchmarks. The one place that knows its command line.

import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { identity, launch, type Peer, type PeerOptions } from "./peer.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface SignpostOptions extends PeerOptions {
  transport?: "mmsg" | "dgram" | "auto";
  workers?: number;
  /** Whether it resolves for clients what others have to say; true unless told otherwise. */
  resolves?: boolean;
  /** Another script, with the words before and after the configuration's path; `signpost serve` otherwise. */
  program?: { words: readonly string[]; after: readonly string[] };
}

/** A server over `zones`; files outside one folder are copied into one, as `--zones` takes a folder. */
export function startSignpost(options: SignpostOptions): Promise<Peer> {
  const transport = options.transport ?? "auto";
  const name = transport === "auto" ? "signpost" : `signpost-${transport}`;
  return launch({ name, version: process.version }, options, (folder, port) => ({
    files: { "signpost.yaml": config(folder, port, options) },
    command: process.execPath,
    args: commandLine(options, join(folder, "signpost.yaml")),
  }));
}

function commandLine({ program }: SignpostOptions, configFile: string): string[] {
  if (program !== undefined) return [...program.words, configFile, ...program.after];
  return [main, "serve", "-c", configFile];
}

function config(folder: string, port: number, options: SignpostOptions): string {
  return `dns:
  listen: ["127.0.0.1:${port}"]
  workers: ${options.workers ?? 1}
  transport: ${options.transport ?? "auto"}
  version: ${identity}
  identity: ${identity}
  cookies: false
zones: ${zoneFolder(folder, options)}
data: null
api: { listen: "127.0.0.1:0" }
resolver: { enabled: ${options.resolves ?? true} }
`;
}

/** The folder that holds exactly these zones as ORIGIN.zone, or one of copies. */
function zoneFolder(folder: string, options: SignpostOptions): string {
  const first = dirname(options.zones[0].file);
  if (options.zones.length > 1000 && options.zones.every((zone) => dirname(zone.file) === first)) return first;
  const copies = join(folder, "zones");
  mkdirSync(copies);
  for (const zone of options.zones) copyFileSync(zone.file, join(copies, `${zone.origin}zone`));
  return copies;
}
