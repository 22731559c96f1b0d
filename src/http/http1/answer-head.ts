// The head of an answer (RFC 9112 §4, §5) as text of one octet a character: headers as they are given, in their case and
// order, and behind them what only the connection knows: length or chunks, whether more may follow, and the date.
// Invariant: no name and no value breaks the message; one that would is thrown back before anything is sent. Whoever
// gives the headers says nothing of where the message ends: what they say of it is left out.

import { STATUS_CODES } from "node:http";
import { maxKnownHeaderNames } from "../../base/limits.ts";
import { isToken, isValue } from "./syntax.ts";

/** What becomes of the connection behind an answer. */
export type Afterwards = "keep-alive" | "close";

type NameKind = "usual" | "date" | "ours";

/** Names that were looked at, which are the same ones over and over. */
const kinds = new Map<string, NameKind>();

const framingNames: ReadonlySet<string> = new Set(["connection", "content-length", "transfer-encoding"]);

/** `length`: of the body in octets, or in chunks; null: nothing is said of it. */
export function answerHead(
  status: number,
  headers: readonly string[],
  length: number | "chunked" | null,
  afterwards: Afterwards,
): string {
  let text = statusLine(status);
  let isDated = false;
  for (let i = 0; i < headers.length; i += 2) {
    const kind = kinds.get(headers[i]) ?? kindOf(headers[i]);
    if (kind === "ours") continue;
    if (kind === "date") isDated = true;
    if (!isValue(headers[i + 1])) throw new TypeError(`No header can have the value that is given for ${headers[i]}.`);
    text += `${headers[i]}: ${headers[i + 1]}\r\n`;
  }
  if (typeof length === "number") text += `Content-Length: ${length}\r\n`;
  text += ending(afterwards, isDated);
  return length === "chunked" ? `${text}Transfer-Encoding: chunked\r\n\r\n` : `${text}\r\n`;
}

function kindOf(name: string): NameKind {
  if (!isToken(name)) throw new TypeError("A header's name is no token.");
  const lower = name.toLowerCase();
  const kind = lower === "date" ? "date" : framingNames.has(lower) ? "ours" : "usual";
  if (kinds.size < maxKnownHeaderNames) kinds.set(name, kind);
  return kind;
}

const statusLines = new Map<number, string>();

function statusLine(status: number): string {
  const known = statusLines.get(status);
  if (known !== undefined) return known;
  if (!Number.isInteger(status) || status < 100 || status > 999) throw new RangeError(`${status} is no status.`);
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "unknown"}\r\n`;
  statusLines.set(status, line);
  return line;
}

let datedAt = -1;
let kept = "";
let closed = "";

/** The date is made once a second (RFC 9110 §6.6.1). */
function ending(afterwards: Afterwards, isDated: boolean): string {
  if (isDated) return `Connection: ${afterwards}\r\n`;
  const second = Math.floor(Date.now() / 1_000);
  if (second !== datedAt) {
    datedAt = second;
    const date = new Date(second * 1_000).toUTCString();
    kept = `Connection: keep-alive\r\nDate: ${date}\r\n`;
    closed = `Connection: close\r\nDate: ${date}\r\n`;
  }
  return afterwards === "close" ? closed : kept;
}
