// The zones that each catalog has here, kept on the disk beside the copies of zones: a restart goes on with them, be the catalog's own
// copy a version that is broken, or too old, or lost (RFC 9432 §5.1: what was there stays). Kept as a catalog zone without an SOA, which
// people can read. A list that is lost costs what it would have saved and nothing else, so faults are values here.

import type { ZoneCopies } from "../../disk/zone-copies.ts";
import type { Name } from "../../dns/name.ts";
import { type CatalogMember, composeCatalog, readCatalog } from "../../zone/catalog.ts";
import type { ZoneRecord } from "../../zone/difference.ts";
import { readMasterFile } from "../../zone/master-file.ts";
import { maxCatalogMembers } from "../../base/limits.ts";
import { lineOf } from "../zone-text.ts";

export class KeptMembers {
  readonly #copies: ZoneCopies;
  readonly #nowMs: () => number;
  /** Counts the lists of each catalog, so that one that is being written knows that it is old. */
  readonly #editions = new Map<string, number>();
  readonly #underWay = new Set<Promise<string | null>>();

  /** `copies`: of a folder of their own, as a catalog's own copy has the same name. */
  constructor(copies: ZoneCopies, nowMs: () => number) {
    this.#copies = copies;
    this.#nowMs = nowMs;
  }

  /** null: there is none. A sentence: it is no good. */
  read(catalog: Name): readonly CatalogMember[] | string | null {
    const copy = this.#copies.read(catalog);
    if (copy === null || typeof copy === "string") return copy;
    const records: ZoneRecord[] = [];
    const open = (): string => "a list includes nothing";
    const faults = readMasterFile(
      copy.file,
      copy.text,
      { origin: catalog, open },
      {
        record: (name, length, type, ttlSeconds, rdata, rdataLength) =>
          void records.push({ owner: name.slice(0, length), type, ttlSeconds, rdata: rdata.slice(0, rdataLength) }),
      },
    );
    const members = faults.length > 0 ? faults[0].message : readCatalog(catalog, records, maxCatalogMembers);
    return typeof members === "string" ? `${copy.file} is no whole list of a catalog's zones: ${members}` : members;
  }

  /** Keeps the members as they are now; a sentence where that fails. The newest list is the one that stays. */
  async write(catalog: Name, members: readonly CatalogMember[]): Promise<string | null> {
    const edition = (this.#editions.get(catalog.key) ?? 0) + 1;
    this.#editions.set(catalog.key, edition);
    const isWanted = (): boolean => this.#editions.get(catalog.key) === edition;
    const writing = this.#copies.write(catalog, composeCatalog(catalog, members).map(lineOf), this.#nowMs(), isWanted);
    this.#underWay.add(writing);
    const fault = await writing;
    this.#underWay.delete(writing);
    return fault;
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
