// The text of values, between Route 53's and the master files'. Route 53 escapes octets in octal, master files in decimal
// (RFC 1035 §5.1); Route 53 knows no comments, no parentheses, no `@` and no relative names. Both directions change the
// spelling only: what a value says is ./values.ts' business.

import { octalEscape } from "./names.ts";

export interface Token {
  readonly text: string;
  readonly quoted: boolean;
  /** No blank between this token and the one before it: SVCB's `alpn="h2,h3"`. */
  readonly joined: boolean;
}

/** A quoted string, or a run without blanks and quotes; a backslash takes the next character with it. */
const tokenPattern = /"(?:[^"\\]|\\.)*"|[^\s"]+|"/gy;

/** The value's tokens, or null when a quoted string does not end. */
export function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let end = 0;
  for (let at = 0; at < text.length;) {
    if (text[at] === " " || text[at] === "\t") {
      at++;
      continue;
    }
    tokenPattern.lastIndex = at;
    const [found] = tokenPattern.exec(text) ?? [];
    if (found === undefined || found === '"') return null;
    const quoted = found.startsWith('"');
    tokens.push({ text: quoted ? found.slice(1, -1) : found, quoted, joined: at > 0 && at === end });
    end = at += found.length;
  }
  return tokens;
}

const octal = /\\([0-3][0-7]{2})/y;

/** The same value as a master file writes it, or the character that has no meaning in it. */
export function toMasterText(tokens: readonly Token[]): string | { readonly unsupported: string } {
  let text = "";
  for (const token of tokens) {
    const master = token.quoted ? quotedMaster(token.text) : wordMaster(token.text);
    if (typeof master !== "string") return master;
    text += (text === "" || token.joined ? "" : " ") + (token.quoted ? `"${master}"` : master);
  }
  return text;
}

function quotedMaster(text: string): string | { readonly unsupported: string } {
  return respelled(
    text,
    (escaped) => (/\d/.test(escaped) ? null : `\\${escaped}`),
    (character) => character,
  );
}

function wordMaster(text: string): string | { readonly unsupported: string } {
  if (text === "@") return String.raw`\@`;
  return respelled(
    text,
    () => null,
    (character) => (/[;()]/.test(character) ? `\\${character}` : character),
  );
}

function respelled(
  text: string,
  escape: (character: string) => string | null,
  plain: (character: string) => string,
): string | { readonly unsupported: string } {
  let master = "";
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== "\\") {
      master += plain(text[i]);
      continue;
    }
    octal.lastIndex = i;
    const [, digits] = octal.exec(text) ?? [];
    if (digits === undefined) {
      const kept = escape(text[i + 1] ?? "");
      if (kept === null) return { unsupported: "\\" };
      master += kept;
      i++;
    } else {
      master += `\\${String(Number.parseInt(digits, 8)).padStart(3, "0")}`;
      i += 3;
    }
  }
  return master;
}

const masterPieces = /"(?:[^"\\]|\\.)*"|\\\d{3}|\\.|[^"\\]+/gs;

/** Master file text as Route 53 writes it. */
export function toRouteText(text: string): string {
  return text.replaceAll(masterPieces, (piece) => {
    if (piece.startsWith('"'))
      return piece.replaceAll(/\\(\d{3}|.)/gs, (whole, body: string) => (body.length === 3 ? octalOf(body) : whole));
    if (!piece.startsWith("\\")) return piece;
    return piece.length === 4 ? octalOf(piece.slice(1)) : octalEscape(piece.charCodeAt(1));
  });
}

function octalOf(decimalDigits: string): string {
  return octalEscape(Number(decimalDigits));
}
