// The head of a request (RFC 9112 §3, §5): what it asks for, and how far it goes (§6), which is where smuggling is decided.
// Invariants: what two readers could understand differently is no head (§11.2): lines end with CR LF, a length is digits and
// said once, the only coding is chunked, alone and of HTTP/1.1, never beside a length, and there is one host (§3.2).
// Read next: ./syntax.ts, ./body-decoder.ts, ./connection.ts.

import { METHODS } from "node:http";
import { isNamed } from "../../gateway/engine/flat-headers.ts";
import { isIncomplete, isMalformed, readFields, targetEnd, tokenEnd } from "./syntax.ts";

export interface RequestHead {
  readonly method: string;
  /** As it came, in whatever form. */
  readonly target: string;
  readonly protocol: "HTTP/1.0" | "HTTP/1.1";
  /** Flat, in the case and order in which they came. */
  readonly rawHeaders: readonly string[];
  readonly authority: string;
  /** How many octets its body has; null: it has none. */
  readonly length: number | "chunked" | null;
  /** Whether its client would send another one on this connection (RFC 9112 §9.3). */
  readonly staysOpen: boolean;
  /** What the client waits for before it sends the body (RFC 9110 §10.1.1). */
  readonly expects: "nothing" | "100-continue" | "something else";
  /** The protocols that others could speak on this connection instead (RFC 9110 §7.8). */
  readonly upgrade: string | null;
  /** Where what follows it begins. */
  readonly end: number;
}

/** CONNECT is for proxies (RFC 9110 §9.3.6); a method that nobody knows is no HTTP that anybody here speaks. */
const methods: ReadonlySet<string> = new Set(METHODS.filter((method) => method !== "CONNECT"));

/** HTTP/2 in clear and TLS are the listener's own to speak (RFC 9113 §3.1: h2c is deprecated). */
const ownProtocols = /^(?:h2c?|http\/|tls\/)/i;

/** A tab behind the coding is a blank like any other, and to some proxies another coding: nobody honest sends one. */
const plainCoding = /\r\ntransfer-encoding:[\t ]*chunked *\r\n/i;

/** Fifteen digits are numbers that a double holds exactly. */
const digits = /^[0-9]{1,15}$/;

/** RFC 9112 §3.2: with a path of its own, of a proxy's request, or of the server as a whole. */
const otherTarget = /^(?:\*$|[a-z][a-z0-9+.-]*:\/\/[^/?#])/i;

const endOfLine = [" HTTP/1.1\r\n", " HTTP/1.0\r\n"];

/** Reads a head that begins at `start` of a text of one octet a character. */
export function readHead(text: string, start: number): RequestHead | "incomplete" | "malformed" {
  let at = start;
  // RFC 9112 §2.2: a line that somebody sent behind a body too many.
  while (text.startsWith("\r\n", at)) at += 2;
  if (at >= text.length - 1 && (at === text.length || text[at] === "\r")) return "incomplete";
  const methodEnd = tokenEnd(text, at);
  if (methodEnd >= text.length) return "incomplete";
  const method = text.slice(at, methodEnd);
  if (text[methodEnd] !== " " || !methods.has(method)) return "malformed";
  const lineEnd = targetEnd(text, methodEnd + 1);
  if (lineEnd === methodEnd + 1 && lineEnd < text.length) return "malformed";
  const version = endOfLine.findIndex((line) => text.startsWith(line, lineEnd));
  if (version === -1) {
    const rest = text.slice(lineEnd, lineEnd + endOfLine[0].length);
    return endOfLine.some((line) => line.startsWith(rest)) ? "incomplete" : "malformed";
  }
  const target = text.slice(methodEnd + 1, lineEnd);
  if (target[0] !== "/" && !otherTarget.test(target)) return "malformed";
  const rawHeaders: string[] = [];
  const end = readFields(text, lineEnd + endOfLine[0].length, rawHeaders);
  if (end === isIncomplete) return "incomplete";
  if (end === isMalformed) return "malformed";
  const head = new HeadFields(method, target, version === 0 ? "HTTP/1.1" : "HTTP/1.0", end);
  const isSound = head.note(rawHeaders) && (head.length !== "chunked" || plainCoding.test(text.slice(at, end)));
  return isSound ? head : "malformed";
}

class HeadFields implements RequestHead {
  readonly method: string;
  readonly target: string;
  readonly protocol: RequestHead["protocol"];
  readonly end: number;
  rawHeaders: readonly string[] = [];
  authority = "";
  length: RequestHead["length"] = null;
  staysOpen: boolean;
  expects: RequestHead["expects"] = "nothing";
  upgrade: string | null = null;

  constructor(method: string, target: string, protocol: RequestHead["protocol"], end: number) {
    this.method = method;
    this.target = target;
    this.protocol = protocol;
    this.end = end;
    this.staysOpen = protocol === "HTTP/1.1";
  }

  /** Takes what the headers say of the message; false: it contradicts itself. */
  note(rawHeaders: readonly string[]): boolean {
    this.rawHeaders = rawHeaders;
    let hosts = 0;
    let connection = "";
    let upgrade = "";
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const name = rawHeaders[i];
      const value = rawHeaders[i + 1];
      // Told apart by their lengths first, as most are none of these.
      switch (name.length) {
        case 4:
          if (!isNamed(name, "host")) break;
          this.authority = value;
          hosts += 1;
          break;
        case 6:
          if (isNamed(name, "expect")) this.#expect(value);
          break;
        case 7:
          if (isNamed(name, "upgrade")) upgrade = joined(upgrade, value);
          break;
        case 10:
          if (isNamed(name, "connection")) connection = joined(connection, value);
          break;
        case 14:
          if (isNamed(name, "content-length") && !this.#measure(value)) return false;
          break;
        case 17:
          if (isNamed(name, "transfer-encoding") && !this.#code(value)) return false;
          break;
      }
    }
    if (connection !== "") this.#connect(connection.toLowerCase(), upgrade);
    return hosts === 1;
  }

  #expect(value: string): void {
    // RFC 9110 §10.1.1: of HTTP/1.0 it is ignored.
    if (this.protocol === "HTTP/1.0") return;
    const isKnown = value.toLowerCase() === "100-continue" && this.expects !== "something else";
    this.expects = isKnown ? "100-continue" : "something else";
  }

  /** RFC 9112 §6.3: once, and not beside a coding. */
  #measure(value: string): boolean {
    if (this.length !== null || !digits.test(value)) return false;
    this.length = Number(value);
    return true;
  }

  /** RFC 9112 §6.1: HTTP/1.0 knows no codings, and of all others than chunked the message's end would be a guess. */
  #code(value: string): boolean {
    if (this.length !== null || this.protocol === "HTTP/1.0" || value.toLowerCase() !== "chunked") return false;
    this.length = "chunked";
    return true;
  }

  #connect(connection: string, upgrade: string): void {
    const options = connection.split(",").map((option) => option.trim());
    if (options.includes("close")) this.staysOpen = false;
    else if (options.includes("keep-alive")) this.staysOpen = true;
    // RFC 9110 §7.8: of HTTP/1.0 it is ignored. One with a body stays, as its body is HTTP's to read.
    const mayChange = this.protocol === "HTTP/1.1" && (this.length === null || this.length === 0);
    if (upgrade !== "" && mayChange && options.includes("upgrade") && !ownProtocols.test(upgrade))
      this.upgrade = upgrade;
  }
}

/** RFC 9110 §5.3: lines of one name are one list. */
function joined(before: string, value: string): string {
  return before === "" ? value : `${before}, ${value}`;
}
