// Bodies packed and unpacked, by node:zlib, for the engine: answers at once, as they are whole and ours; clients' bodies on
// another thread, and never beyond what a body may have, since a few octets can unpack to gigabytes.

import { promisify } from "node:util";
import { deflateSync, gunzip, gzipSync, inflate } from "node:zlib";
import type { EnginePorts } from "../../gateway/engine/ports.ts";

const unpacking = { gzip: promisify(gunzip), deflate: promisify(inflate) };

export const bodyCodings: Pick<EnginePorts, "pack" | "unpack"> = {
  pack: (coding, octets) => (coding === "gzip" ? gzipSync(octets) : deflateSync(octets)),
  unpack: (coding, octets, most) =>
    unpacking[coding](octets, { maxOutputLength: most }).catch((error: unknown) =>
      error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE" ? "too large" : "malformed",
    ),
};
