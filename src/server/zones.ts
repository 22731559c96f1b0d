// The zones that are served: one image in shared memory, filled from the zones directory at the start, on SIGHUP and
// whenever a file changes. What is wrong with a file is logged as file:line:column, and its last good version goes on.
// Invariant: the image has this one writer; workers only read.

import { randomInt } from "node:crypto";
import { maxShownRecords } from "../base/limits.ts";
import { Memory } from "../base/memory.ts";
import { type LoadReport, ZoneDirectory } from "../disk/zone-directory.ts";
import type { Name } from "../dns/name.ts";
import { nameFromText, printName } from "../dns/text/name-text.ts";
import { invalidInput } from "../store/faults.ts";
import { clearReader } from "../zone/epochs.ts";
import { printFault } from "../zone/file-fault.ts";
import { Image } from "../zone/image.ts";
import type { Zone } from "../zone/zone.ts";
import type { Log } from "./log.ts";
import type { FileZone, ShownFileZone } from "./zone-api.ts";
import { printZone, serialOf } from "./zone-text.ts";
import type { FileSigner } from "./signing/file-signer.ts";

/** How often memory that changes left behind is looked for when nothing else changes. */
const reclaimEveryMs = 1000;
/** How often it is looked whether signatures are to be made anew; where that failed it is tried again after an hour. */
const lookAtSignaturesEveryMs = 60_000;
const retrySigningMs = 3_600_000;
/** Faults and broken files that one load logs: a script gone wrong can break a hundred thousand files. */
const maxToldFaults = 200;

/** What files meet that comes from other servers. */
export interface Elsewhere {
  /** Keys of the zones that the configuration has from there: no file may hold one. */
  readonly configured: ReadonlySet<string>;
  /** A file holds this zone from now on, and a catalog has it no more (./secondaries/catalog-zones.ts). */
  readonly giveUp: (zone: Name) => void;
}

export class ServedZones {
  readonly image: Image;
  /** Keys of secondary zones: whoever keeps those keeps this true. */
  readonly elsewhere: Set<string>;
  /** Files that are not served as they stand. */
  brokenFiles = 0;
  readonly #directory: ZoneDirectory;
  readonly #log: Log;
  readonly #changed: (zones: readonly Zone[], removed: readonly Name[]) => void;
  readonly #reclaiming: NodeJS.Timeout;
  readonly #signer: FileSigner | null;
  readonly #renewing: NodeJS.Timeout | null;
  #renewNotBeforeMs = 0;

  /**
   * `changed` hears which zones a load has put in the place of others, or beside them, and which are gone. `signer` signs those
   * that are signed here.
   */
  constructor(
    path: string,
    log: Log,
    changed: (zones: readonly Zone[], removed: readonly Name[]) => void,
    { configured, giveUp }: Elsewhere,
    signer: FileSigner | null,
  ) {
    this.image = new Image(Memory.create(), randomInt(2 ** 32) | 0);
    this.elsewhere = new Set(configured);
    this.#directory = new ZoneDirectory(path, this.image, { reserved: configured, taken: giveUp, finisher: signer });
    this.#signer = signer;
    this.#renewing =
      signer === null ? null : setInterval(() => this.#renewSignatures(), lookAtSignaturesEveryMs).unref();
    this.#log = log;
    this.#changed = changed;
    this.#reclaiming = setInterval(() => this.image.reclaim(), reclaimEveryMs);
    this.#reclaiming.unref();
  }

  /** Watches the directory and loads what is there. */
  start(): void {
    const tell = (report: LoadReport): void => this.#tell(report, "a file changed");
    this.#directory.watch(tell, (sentence) => this.#log.warn({}, sentence));
    this.#tell(this.#directory.load(), "start");
  }

  /** Reads what changed, now. */
  reload(reason: string): void {
    this.#tell(this.#directory.load(), reason);
  }

  /** Ends watching; what is served stays. */
  close(): void {
    this.#directory.close();
    clearInterval(this.#reclaiming);
    if (this.#renewing !== null) clearInterval(this.#renewing);
  }

  /** A worker that died may have held a version: nobody reads it any more. */
  forgetReader(row: number): void {
    clearReader(this.image.memory, row);
  }

  get count(): number {
    return this.image.zones.size;
  }

  get records(): number {
    let records = 0;
    for (const zone of this.image.zones.values()) records += zone.records;
    return records;
  }

  /** The first `most` zones, each with its serial. */
  serials(most: number): { name: string; serial: number }[] {
    const first = this.image.zones.values().take(most).toArray();
    return first.map((zone) => ({ name: printName(zone.apex.wire), serial: serialOf(zone) }));
  }

  /** Where the zone of this very name comes from; null where none is, or a hosted one. */
  sourceOf({ key }: Name): FileZone["source"] | null {
    if (!this.image.zones.has(key)) return null;
    return this.elsewhere.has(key) ? "secondary" : "file";
  }

  /** Every zone of a file or of another server, in no order. */
  listed(): FileZone[] {
    return Array.from(this.image.zones.values(), (zone) => this.#listed(zone));
  }

  /** A zone of a file or of another server as it is served, signed here or not; null where there is none of this name. */
  shown(word: string): ShownFileZone | null {
    const name = nameFromText(word);
    const zone = typeof name === "string" ? undefined : this.image.zones.get(name.key);
    if (zone === undefined) return null;
    const listed = this.#listed(zone);
    if (zone.records === 0) throw invalidInput(`${listed.name} has not been had from its primaries.`);
    if (zone.records > maxShownRecords)
      throw invalidInput(
        `${listed.name} has ${zone.records} records, and ${maxShownRecords} are shown at most: a transfer (AXFR) has all.`,
      );
    return { ...listed, text: printZone(zone) };
  }

  #listed(zone: Zone): FileZone {
    return {
      name: printName(zone.apex.wire),
      serial: serialOf(zone),
      records: zone.records,
      source: this.elsewhere.has(zone.apex.key) ? "secondary" : "file",
    };
  }

  /** Signs again what is due. */
  #renewSignatures(): void {
    const nowMs = Date.now();
    if (nowMs < this.#renewNotBeforeMs || this.#signer?.isAnyDue(this.image.zones) !== true) return;
    this.#renewNotBeforeMs = nowMs + retrySigningMs;
    this.reload("signatures are renewed");
  }

  #tell(report: LoadReport, reason: string): void {
    this.brokenFiles = report.broken.length;
    for (const fault of report.faults.slice(0, maxToldFaults)) {
      const { file, line, column, severity } = fault;
      this.#log[severity === "error" ? "error" : "warn"]({ file, line, column }, printFault(fault));
    }
    for (const { file, stillServed } of report.broken.slice(0, maxToldFaults)) {
      const what =
        stillServed === null
          ? "is not served"
          : `goes on serving its last good version of ${printName(stillServed.wire)}`;
      this.#log.error({ file }, `${file} ${what}`);
    }
    const untold = report.faults.length - maxToldFaults;
    if (untold > 0) this.#log.error({}, `and ${untold} more faults: \`signpost check\` tells those of a file`);
    for (const folder of report.labs)
      this.#log.debug(
        { folder },
        "passed over: a folder with a network.yaml is a lab, not a part of the zones that are served",
      );
    const { changed, removed, broken, served } = report;
    this.#log.info(
      { reason, zones: served, changed: changed.length, removed: removed.length, broken: broken.length },
      "zones loaded",
    );
    this.#changed(
      changed.flatMap(({ key }) => this.image.zones.get(key) ?? []),
      removed,
    );
  }
}
