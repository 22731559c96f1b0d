// Looks for a string in the first 5,120 octets of a body, inflated where the endpoint compressed it; case counts
// (DG:dns-failover-determining-health-of-endpoints, API:HealthCheckConfig, SearchString). Reads no more than it must: it is
// over when the string is found, when 5,120 octets are seen, or when too many octets were read for them.

import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { Transform } from "node:stream";
import { maxProbeBodyOctets, maxSearchedOctets } from "../../base/limits.ts";

export type SearchEnd = "found" | "missing" | "broken";

export class BodySearch {
  readonly #wanted: Buffer;
  readonly #seen = Buffer.alloc(maxSearchedOctets);
  readonly #tell: (end: SearchEnd) => void;
  readonly #inflate: Transform | null;
  #length = 0;
  #read = 0;
  #isOver = false;

  /** `encoding` is the answer's Content-Encoding; one that is unknown is searched as it is. */
  constructor(wanted: string, encoding: string, tell: (end: SearchEnd) => void) {
    this.#wanted = Buffer.from(wanted);
    this.#tell = tell;
    this.#inflate = inflater(encoding);
    this.#inflate?.on("data", (chunk: Buffer) => this.#see(chunk));
    this.#inflate?.on("end", () => this.#end("missing"));
    this.#inflate?.on("error", () => this.#end("broken"));
  }

  take(chunk: Buffer): void {
    const room = maxProbeBodyOctets - this.#read;
    if (this.#isOver || room <= 0) return;
    this.#read += chunk.length;
    const used = chunk.length > room ? chunk.subarray(0, room) : chunk;
    if (this.#inflate === null) this.#see(used);
    else this.#inflate.write(used);
    if (this.#read >= maxProbeBodyOctets) this.finish();
  }

  /** The body has ended. */
  finish(): void {
    if (this.#inflate === null) this.#end("missing");
    else if (!this.#isOver) this.#inflate.end();
  }

  close(): void {
    this.#isOver = true;
    this.#inflate?.destroy();
  }

  #see(chunk: Buffer): void {
    if (this.#isOver) return;
    const from = Math.max(0, this.#length - this.#wanted.length);
    this.#length += chunk.copy(this.#seen, this.#length);
    if (this.#seen.subarray(from, this.#length).includes(this.#wanted)) this.#end("found");
    else if (this.#length === maxSearchedOctets) this.#end("missing");
  }

  #end(end: SearchEnd): void {
    if (this.#isOver) return;
    this.close();
    this.#tell(end);
  }
}

function inflater(encoding: string): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return createGunzip({ chunkSize: maxSearchedOctets });
    case "deflate":
      return createInflate({ chunkSize: maxSearchedOctets });
    case "br":
      return createBrotliDecompress({ chunkSize: maxSearchedOctets });
    default:
      return null;
  }
}
