// Where a request's body ends and what it holds: octets by their number, or chunks (RFC 9112 §6.2, §7.1), read as they come,
// split wherever the network splits them.
// Invariants: a chunk's size is hexadecimal digits and its line ends with CR LF; extensions and trailers are bounded, checked
// like headers and dropped; what is read twice in the same order is understood in the same way; an octet behind the end
// is left to the next request.

import { isNamed } from "../../gateway/engine/flat-headers.ts";
import { maxChunkExtensionOctets, maxGatewayHeaderOctets } from "../../base/limits.ts";
import { readFields } from "./syntax.ts";

type Part = "content" | "size" | "content end" | "trailers" | "nothing";

/** RFC 9112 §7.1.1, without the blanks that it calls bad. Thirteen digits are numbers that a double holds exactly. */
const sizeLine =
  /^([0-9a-f]{1,13})((?:;[!#$%&'*+\-.^_`|~0-9a-z]+(?:=(?:[!#$%&'*+\-.^_`|~0-9a-z]+|"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"))?)*)\r\n$/i;

const lineFeed = 0x0a;

export class BodyDecoder {
  /** Why it cannot be read, as a status. */
  fault: 400 | 431 | null = null;
  /** Octets of content that have come. */
  received = 0;
  #part: Part;
  /** Of the content, or of the chunk. */
  #left: number;
  readonly #isChunked: boolean;
  /** A line that has not come whole. */
  #line = "";
  #extensionOctets = 0;
  #trailerOctets = 0;

  constructor(length: number | "chunked") {
    this.#isChunked = length === "chunked";
    this.#left = length === "chunked" ? 0 : length;
    this.#part = length === "chunked" ? "size" : length === 0 ? "nothing" : "content";
  }

  get isComplete(): boolean {
    return this.#part === "nothing";
  }

  /** Reads up to the body's end or its first fault; content goes to `chunks`, if anybody wants it. How many octets it took. */
  take(octets: Buffer, chunks: Buffer[] | null): number {
    let at = 0;
    while (at < octets.length && this.#part !== "nothing" && this.fault === null)
      at = this.#part === "content" ? this.#takeContent(octets, at, chunks) : this.#takeLine(octets, at);
    return at;
  }

  #takeContent(octets: Buffer, at: number, chunks: Buffer[] | null): number {
    const end = Math.min(octets.length, at + this.#left);
    if (chunks !== null) chunks.push(octets.subarray(at, end));
    this.received += end - at;
    this.#left -= end - at;
    if (this.#left === 0) this.#part = this.#isChunked ? "content end" : "nothing";
    return end;
  }

  #takeLine(octets: Buffer, at: number): number {
    const found = octets.indexOf(lineFeed, at);
    const end = found === -1 ? octets.length : found + 1;
    this.#line += octets.toString("latin1", at, end);
    if (found === -1) {
      if (this.#line.length > this.#longestLine()) this.fault = this.#part === "trailers" ? 431 : 400;
      return end;
    }
    const line = this.#line;
    this.#line = "";
    this.#read(line);
    return end;
  }

  #longestLine(): number {
    return this.#part === "content end" ? 1 : this.#part === "size" ? maxChunkExtensionOctets : maxGatewayHeaderOctets;
  }

  #read(line: string): void {
    if (this.#part === "size") this.#readSize(line);
    else if (this.#part === "trailers") this.#readTrailer(line);
    else if (line === "\r\n") this.#part = "size";
    else this.fault = 400;
  }

  #readSize(line: string): void {
    const [, size, extensions] = sizeLine.exec(line) ?? [];
    this.#extensionOctets += extensions?.length ?? 0;
    if (size === undefined || this.#extensionOctets > maxChunkExtensionOctets) {
      this.fault = 400;
      return;
    }
    this.#left = Number.parseInt(size, 16);
    this.#part = this.#left === 0 ? "trailers" : "content";
  }

  #readTrailer(line: string): void {
    this.#trailerOctets += line.length;
    if (this.#trailerOctets > maxGatewayHeaderOctets) this.fault = 431;
    else if (line === "\r\n") this.#part = "nothing";
    else if (!isTrailer(line)) this.fault = 400;
  }
}

/** RFC 9110 §6.5.1: what would say anew where the message ends is none. */
function isTrailer(line: string): boolean {
  const flat: string[] = [];
  if (readFields(`${line}\r\n`, 0, flat) < 0) return false;
  return !isNamed(flat[0], "content-length") && !isNamed(flat[0], "transfer-encoding");
}
