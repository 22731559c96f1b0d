// One zone as the records of a transfer (RFC 5936 §2.2): all records of one version, the SOA first and again at the end, glue
// and what lies hidden below cuts and DNAMEs too (RFC 5936 §3), signatures and proofs of denial beside what they are about.
// Names are in the order of the zone's table, which RFC 5936 §2.2 leaves to us: sorting a million costs more than sending them.
// Invariant: what is read is pinned by the caller. The messages: ./transfer-composer.ts.

import type { Memory } from "../base/memory.ts";
import { maxNameOctets } from "../dns/name.ts";
import { RRType } from "../dns/types.ts";
import { denialKey } from "../zone/entry-keys.ts";
import {
  entryCount,
  entryOf,
  nextRecord,
  recordCount,
  rrsetRecords,
  tableMask,
  tableSlots,
  treeRoot,
  treeTable,
  versionEntries,
  visibleVersion,
} from "../zone/layout.ts";
import { signerOf } from "../zone/signer.ts";
import { nameOfNode } from "../zone/tree.ts";
import type { NextRecord, TransferRecords } from "./transfer-composer.ts";

/** The owner's pointer, which a packed record begins with. */
const pointerOctets = 2;

export class ZoneRecords implements TransferRecords {
  readonly name: Uint8Array = new Uint8Array(maxNameOctets);
  readonly nameStart = 0;
  isSameOwner = false;
  readonly bytes: Uint8Array;
  start = 0;
  end = 0;
  /** What comes next. */
  #state: "first SOA" | "records" | "last SOA" | "over" = "first SOA";
  readonly #memory: Memory;
  readonly #tree: number;
  /** The version that is told. */
  readonly #at: number;
  readonly #soa: number;
  /** The table as it was at the start: what was placed later is not of this version. */
  #slot: number;
  readonly #slotsEnd: number;
  /** The version of the node under way, its next entry and how many there are. */
  #version: number;
  #entry = 0;
  #entries: number;
  /** The next record of the entry under way, and how many are left. */
  #record = 0;
  #left = 0;

  /** The zone `tree` as a reader of version `at` sees it. */
  constructor(memory: Memory, tree: number, at: number) {
    const { words } = memory;
    this.#memory = memory;
    this.#tree = tree;
    this.#at = at;
    this.bytes = memory.bytes;
    const table = words[tree + treeTable];
    this.#slot = words[table + tableSlots];
    this.#slotsEnd = this.#slot + (words[table + tableMask] + 1) * 2;
    this.#version = visibleVersion(memory, words[tree + treeRoot], at);
    this.#soa = this.#version === 0 ? 0 : entryOf(memory, this.#version, RRType.SOA);
    this.#entries = this.#version === 0 ? 0 : entryCount(memory, this.#version);
  }

  next(): NextRecord {
    switch (this.#state) {
      case "first SOA":
        // Between the question and now it may have come to be signed as it is answered.
        if (this.#soa <= 0 || signerOf(this.#memory, this.#tree, this.#at) !== 0) return "broken";
        this.#state = "records";
        return this.#soaRecord();
      case "records":
        return this.#nextOfZone();
      case "last SOA":
        this.#state = "over";
        return this.#soaRecord();
      case "over":
        return "end";
    }
  }

  #soaRecord(): "record" {
    nameOfNode(this.#memory, this.#tree, this.#memory.words[this.#tree + treeRoot], this.name);
    this.isSameOwner = false;
    return this.#recordAt((this.#soa + rrsetRecords) * 4);
  }

  /** The packed record that stands at an octet. */
  #recordAt(record: number): "record" {
    this.start = record + pointerOctets;
    this.end = nextRecord(this.bytes, record);
    return "record";
  }

  /** The next record of the zone; after the last one comes the SOA again. */
  #nextOfZone(): NextRecord {
    this.isSameOwner = true;
    while (this.#left === 0) {
      if (this.#entry < this.#entries) {
        if (!this.#openSet()) return "broken";
      } else if (!this.#openNode()) {
        this.#state = "last SOA";
        return this.next();
      }
    }
    this.#left--;
    const record = this.#record;
    this.#record = nextRecord(this.bytes, record);
    return this.#recordAt(record);
  }

  /** Goes to the node's next entry. False: it is a policy, which came to the zone after we were asked, and no record says what it does. */
  #openSet(): boolean {
    const { words } = this.#memory;
    const at = this.#version + versionEntries + this.#entry++ * 2;
    const rrset = words[at + 1];
    if (words[at] >= denialKey || rrset === this.#soa) return true; // no records, or told already
    if (rrset < 0) return false;
    this.#left = recordCount(this.#memory, rrset);
    this.#record = (rrset + rrsetRecords) * 4;
    return true;
  }

  /** Goes to the next name that has records; false after the last one. */
  #openNode(): boolean {
    const memory = this.#memory;
    const { words } = memory;
    for (; this.#slot < this.#slotsEnd; this.#slot += 2) {
      const node = words[this.#slot + 1];
      const version = node === 0 ? 0 : visibleVersion(memory, node, this.#at);
      if (version === 0 || entryCount(memory, version) === 0) continue;
      this.#version = version;
      this.#entry = 0;
      this.#entries = entryCount(memory, version);
      this.isSameOwner = false;
      nameOfNode(memory, this.#tree, node, this.name);
      this.#slot += 2;
      return true;
    }
    return false;
  }
}
