// Which zone a file holds, told by its first lines without reading the rest: the owner of an SOA that comes first,
// else the $ORIGIN in force at the first record, else the name that the file gave its zone.
// (BIND is told every zone's name; a directory of files has only the files. An SOA is at its zone's apex, RFC 1035 §5.2,
// so a file that says `$ORIGIN test.` and then `example SOA …` holds example.test.)
// Faults are left for the reading proper, ./master-file.ts.

import { OctetWriter } from "../base/octets.ts";
import { endsWith, Name } from "../dns/name.ts";
import { Lexer } from "../dns/text/lexer.ts";
import { scanName } from "../dns/text/name-text.ts";
import { RRType, typeNumberAt } from "../dns/types.ts";

/** The apex of a zone, and the origin that reading its file starts with (a $ORIGIN in the file may change it at once). */
export interface ZoneOrigin {
  readonly apex: Name;
  readonly origin: Name;
}

/** What zone `text` holds; `named` is the name that the file's own name stands for, or null. Null: nothing tells. */
export function findOrigin(text: Uint8Array, named: Name | null): ZoneOrigin | null {
  const lexer = new Lexer(text);
  let origin = named?.wire ?? null;
  let saysOrigin = false;
  while (lexer.nextEntry()) {
    const word = lexer.text().toUpperCase();
    if (word === "$ORIGIN") {
      saysOrigin = true;
      if (lexer.next()) origin = scannedName(lexer, origin) ?? origin;
    } else if (!word.startsWith("$") || lexer.leadingBlank) {
      const owner = lexer.leadingBlank ? null : scannedName(lexer, origin);
      const apex = owner !== null && restIsSoa(lexer) ? owner : origin;
      return apex === null ? null : { apex: new Name(apex), origin: firstOrigin(apex, named, saysOrigin) };
    }
  }
  return origin === null ? null : { apex: new Name(origin), origin: named ?? new Name(origin) };
}

/** Without $ORIGIN, a file whose SOA is not below the file's name is read as that SOA's zone. */
function firstOrigin(apex: Uint8Array, named: Name | null, saysOrigin: boolean): Name {
  if (named !== null && (saysOrigin || endsWith(apex, 0, named.wire, 0))) return named;
  return new Name(apex);
}

function scannedName(lexer: Lexer, origin: Uint8Array | null): Uint8Array | null {
  const name = new OctetWriter(256);
  return scanName(lexer, origin, name) ? name.copy() : null;
}

/** TTL, class and type are the next three words at most. */
function restIsSoa(lexer: Lexer): boolean {
  for (let words = 0; words < 3 && lexer.next(); words++) {
    if (typeNumberAt(lexer.bytes, lexer.start, lexer.end) === RRType.SOA) return true;
  }
  return false;
}
