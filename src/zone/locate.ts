// Where in the file something stands that was found in the built zone: the file is read a second time, and each record
// compared with what is looked for. So a zone of a million records keeps no place for any of them; the price, one more
// reading, is paid only by a file that has faults to tell.

import { compareOctets, lowerCase } from "../base/octets.ts";
import { endsWith, sameName } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";
import { typeName } from "../dns/types.ts";
import type { FileFault, Place, Severity } from "./file-fault.ts";
import type { Finding } from "./finding.ts";
import { readMasterFile } from "./master-file.ts";
import type { MasterFileOptions } from "./master-file.ts";

/** Something about one record, named by its place in the order of records, from 0. */
export interface RecordNote {
  readonly severity: Severity;
  /** Follows the record's owner and type. */
  readonly message: string;
  readonly ordinal: number;
}

/** The faults that notes and findings are, with their places; what has none stands at the start of the file. */
export function locate(
  { file, text }: { readonly file: string; readonly text: Uint8Array },
  options: MasterFileOptions,
  notes: readonly RecordNote[],
  findings: readonly Finding[],
): FileFault[] {
  const faults: FileFault[] = [];
  const notesByOrdinal = Map.groupBy(notes, ({ ordinal }) => ordinal);
  const sought = new Sought(findings);
  const told = new Set<string>();
  let ordinal = 0;
  readMasterFile(file, text, options, {
    record(owner, ownerLength, type, _ttlSeconds, rdata, rdataLength, place) {
      for (const { severity, message } of notesByOrdinal.get(ordinal) ?? []) {
        const said = `${printName(owner, 0)} ${typeName(type)} ${message}`;
        // Once an RRset is enough, however many of its records differ.
        if (told.has(said)) continue;
        told.add(said);
        faults.push({ severity, ...place, message: said, text: "" });
      }
      ordinal++;
      sought.look(owner, ownerLength, type, rdata, rdataLength, place);
    },
  });
  for (const finding of findings) {
    const place = sought.places.get(finding) ?? { file, line: 1, column: 1 };
    faults.push({ severity: finding.severity, ...place, message: finding.message, text: "" });
  }
  return faults;
}

/** The findings that still want a place. */
class Sought {
  readonly places = new Map<Finding, Place>();
  /** About a type of an owner: by the owner's hash. */
  readonly #typed: Map<number, Finding[]>;
  /** About an owner and what is below it. */
  readonly #subtrees: Set<Finding>;

  constructor(findings: readonly Finding[]) {
    const owned = findings.filter(({ owner }) => owner !== null);
    this.#typed = Map.groupBy(
      owned.filter(({ type }) => type !== null),
      ({ owner }) => ownerHash(owner!, owner!.length),
    );
    this.#subtrees = new Set(owned.filter(({ type }) => type === null));
  }

  look(
    owner: Uint8Array,
    ownerLength: number,
    type: number,
    rdata: Uint8Array,
    rdataLength: number,
    place: Place,
  ): void {
    for (const finding of this.#subtrees) {
      if (!endsWith(owner, 0, finding.owner!, 0)) continue;
      this.places.set(finding, { ...place });
      this.#subtrees.delete(finding);
    }
    for (const finding of this.#typed.get(ownerHash(owner, ownerLength)) ?? []) {
      if (this.places.has(finding) || finding.type !== type || !sameName(owner, 0, finding.owner!, 0)) continue;
      if (finding.rdata !== null && compareOctets(finding.rdata, 0, finding.rdata.length, rdata, 0, rdataLength) !== 0)
        continue;
      this.places.set(finding, { ...place });
    }
  }
}

function ownerHash(owner: Uint8Array, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + lowerCase[owner[i]]) | 0;
  return hash;
}
