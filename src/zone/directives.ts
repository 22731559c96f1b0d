// Directives of master files: $ORIGIN and $INCLUDE (RFC 1035 §5.1), $TTL (RFC 2308 §4), $GENERATE (BIND's; ./generate.ts).
// The origin and the last owner of a file are its own: what an included file does to them ends with it (RFC 1035 §5.1).
// Limits: includes nest only so deep (a file that includes itself), and a zone has only so many (files that include
// each other twice are 2^depth files).

import { maxIncludeDepth, maxIncludes } from "../base/limits.ts";
import { OctetWriter } from "../base/octets.ts";
import { scanName } from "../dns/text/name-text.ts";
import { maxTtlSeconds, scanPeriod } from "../dns/text/ttl.ts";
import { readGenerate } from "./generate.ts";
import type { FileReader } from "./master-file.ts";

/** Handles the directive that the reader's lexer stands on. */
export function readDirective(reader: FileReader): void {
  switch (reader.lexer.text().toUpperCase()) {
    case "$ORIGIN":
      return readOrigin(reader);
    case "$TTL":
      return readTtl(reader);
    case "$INCLUDE":
      return readInclude(reader);
    case "$GENERATE":
      return readGenerate(reader);
    default:
      reader.fail("an unknown directive; known are $ORIGIN, $TTL, $INCLUDE and $GENERATE");
  }
}

function readOrigin(reader: FileReader): void {
  if (!reader.lexer.next()) return void reader.fail("$ORIGIN needs a domain name");
  const origin = scanOrigin(reader);
  if (origin !== null && atEnd(reader)) reader.origin = origin;
}

function readTtl(reader: FileReader): void {
  const { lexer, run } = reader;
  if (!lexer.next()) return void reader.fail("$TTL needs a TTL");
  const ttl = scanPeriod(lexer.bytes, lexer.start, lexer.end);
  if (ttl < 0) return void reader.fail("not a TTL");
  if (ttl > maxTtlSeconds) return void reader.fail(`a TTL above ${maxTtlSeconds} (RFC 2181 §8)`);
  if (atEnd(reader)) run.defaultTtl = ttl;
}

function readInclude(reader: FileReader): void {
  const { lexer } = reader;
  if (!lexer.next()) return void reader.fail("$INCLUDE needs a file name");
  const path = unescape(lexer.text());
  // The fault of opening belongs to the file name, which the lexer is about to leave.
  const { start, end, line } = lexer;
  let { origin } = reader;
  if (lexer.next()) {
    origin = scanOrigin(reader);
    if (origin === null || !atEnd(reader)) return;
  }
  const opened = openIncluded(reader, path);
  if (typeof opened === "string") {
    Object.assign(lexer, { start, end, line });
    return void reader.fail(opened);
  }
  reader.readIncluded(opened, origin);
}

function openIncluded({ run, file }: FileReader, path: string) {
  if (run.openFiles.length > maxIncludeDepth) return `$INCLUDE nests deeper than ${maxIncludeDepth} files`;
  if (++run.includeCount > maxIncludes) return `more than ${maxIncludes} files included`;
  const opened = run.open(path, file);
  if (typeof opened === "string") return opened;
  return run.openFiles.includes(opened.file) ? "the file includes itself" : opened;
}

function scanOrigin(reader: FileReader): Uint8Array | null {
  const name = new OctetWriter(256);
  if (scanName(reader.lexer, reader.origin, name)) return name.copy();
  reader.fail("not a domain name");
  return null;
}

function atEnd(reader: FileReader): boolean {
  return reader.lexer.next() ? reader.fail("more than the directive takes") : true;
}

/** A file name's backslashes quote the next character, as BIND reads them. */
function unescape(text: string): string {
  return text.replace(/\\(.)/gsu, "$1");
}
