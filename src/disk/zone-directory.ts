// A directory of zone files, served: every *.zone below it is one zone, whose name the file says (../zone/origin.ts).
// load() brings the image to what the files say, in one version that all workers see at once, and reads only files that
// changed or whose includes did. A broken file never takes its zone away: the last good version goes on being served;
// at start it is passed over and the others serve. Of two files that claim one zone the one that has it keeps it.
// watch() calls load() when something changed. Files: ./zone-files.ts. Waiting for changes: ./directory-watch.ts.

import { OutOfMemory } from "../base/memory.ts";
import type { Name } from "../dns/name.ts";
import { printName } from "../dns/text/name-text.ts";
import type { FileFault } from "../zone/file-fault.ts";
import type { Image } from "../zone/image.ts";
import { loadZone } from "../zone/load.ts";
import type { LoadedZone, ZoneSource } from "../zone/load.ts";
import type { OpenInclude } from "../zone/master-file.ts";
import { findOrigin } from "../zone/origin.ts";
import type { Zone } from "../zone/zone.ts";
import { DirectoryWatch } from "./directory-watch.ts";
import type { Timers } from "./directory-watch.ts";
import { fileFault, includedPath, isBelow, stampOf, stampTimeMs, zoneNamedBy, ZoneFiles } from "./zone-files.ts";
import type { Listing } from "./zone-files.ts";

/** Makes of a zone file what is served in its stead: signs it, say (../server/signing/file-signer.ts). */
export interface ZoneFinisher {
  /** Whether what was made of the zone is to be made anew, though its file is what it was. */
  isDue(zone: Name): boolean;
  /** The master file that is served; null: the file as it stands. A sentence: why the zone cannot be served so. */
  finish(source: ZoneSource): FinishedFile | string | null;
}

export interface FinishedFile {
  readonly file: string;
  readonly text: Uint8Array;
}

export interface ZoneDirectoryOptions {
  /** Milliseconds since 1970, as file times are. */
  readonly now?: () => number;
  readonly timers?: Timers;
  /** Zones that the configuration has from elsewhere, by the keys of their names: no file may hold one. */
  readonly reserved?: ReadonlySet<string>;
  /** Hears that a file holds a zone from now on: who else has it gives it up, and leaves what is served until this puts its own there. */
  readonly taken?: (apex: Name) => void;
  /** null: files are served as they stand. */
  readonly finisher?: ZoneFinisher | null;
}

/** What one load() did, and what is wrong. */
export interface LoadReport {
  /** Zones of this directory that are served now. */
  readonly served: number;
  /** Zones published by this load, and zones no longer served. */
  readonly changed: readonly Name[];
  readonly removed: readonly Name[];
  /** Errors and warnings; those of a file that is still broken are told again at every load. */
  readonly faults: readonly FileFault[];
  /** Files that are not served as they stand. */
  readonly broken: readonly BrokenFile[];
  /** Folders that were passed over because they are labs (zone-files.ts). */
  readonly labs: readonly string[];
  /** The image's version that shows this. */
  readonly version: number;
}

export interface BrokenFile {
  readonly file: string;
  /** The zone of which an earlier version is still served, or null. */
  readonly stillServed: Name | null;
}

/** What is remembered of a file. */
interface FileState {
  /** What it was when it was read; "" when it must be read again whatever it looks like. */
  stamp: string;
  /** The files that it includes, and theirs. */
  includes: ReadonlyMap<string, string>;
  /** The zone that it serves, or served when it was last good. */
  zone: Name | null;
  /** Faults that keep it from being served as it stands; empty when it is. */
  errors: readonly FileFault[];
}

/** What one load() is gathering. */
interface Loading {
  readonly put: Map<string, Zone>;
  readonly removed: Map<string, Name>;
  readonly faults: FileFault[];
}

/** A file changed so shortly before it was read may change again without its times telling. */
const restlessMs = 1000;

export class ZoneDirectory {
  readonly files: ZoneFiles;
  readonly #image: Image;
  readonly #now: () => number;
  readonly #timers: Timers | undefined;
  readonly #reserved: ReadonlySet<string>;
  readonly #taken: (apex: Name) => void;
  readonly #finisher: ZoneFinisher | null;
  readonly #states = new Map<string, FileState>();
  /** The file that serves a zone, by the key of its apex. */
  readonly #holders = new Map<string, string>();
  #watch: DirectoryWatch | null = null;

  constructor(
    directory: string,
    image: Image,
    { now = Date.now, timers, reserved = new Set(), taken = () => {}, finisher = null }: ZoneDirectoryOptions = {},
  ) {
    this.files = new ZoneFiles(directory);
    this.#image = image;
    this.#now = now;
    this.#timers = timers;
    this.#reserved = reserved;
    this.#taken = taken;
    this.#finisher = finisher;
  }

  /** Reads what changed and serves it. */
  load(): LoadReport {
    const listing = this.files.list();
    const loading: Loading = { put: new Map(), removed: new Map(), faults: [...listing.faults] };
    this.#dropMissing(listing, loading);
    const later: string[] = [];
    for (const file of listing.files) if (!this.#loadFile(file, loading, "may wait")) later.push(file);
    // Two files that swap their zones: by now the other one has let go of its own, or never will.
    for (const file of later) this.#loadFile(file, loading, "now");
    this.#watch?.follow(listing.directories);
    return this.#publish(loading, listing.labs);
  }

  /**
   * Loads whenever something in the directory changes. Call it before the first load(), so that nothing falls between.
   * `failed` hears why a directory cannot be watched, where it cannot.
   */
  watch(tell: (report: LoadReport) => void, failed: (sentence: string) => void): void {
    this.#watch = new DirectoryWatch(() => tell(this.load()), failed, this.#timers);
    this.#watch.follow(this.files.list().directories);
  }

  /** Ends watching; the zones stay served. */
  close(): void {
    this.#watch?.close();
    this.#watch = null;
  }

  /** A file that is gone takes its zone along; one that we are kept from seeing does not. */
  #dropMissing({ files, unreadable }: Listing, loading: Loading): void {
    const present = new Set(files);
    for (const [file, { zone }] of this.#states) {
      if (present.has(file) || unreadable.some((directory) => isBelow(file, directory))) continue;
      this.#states.delete(file);
      this.#release(file, zone, loading);
    }
  }

  /** False when the file wants a zone that another file has, which may yet let go of it. */
  #loadFile(file: string, loading: Loading, when: "may wait" | "now"): boolean {
    const state = this.#states.get(file);
    if (state !== undefined && this.#isUnchanged(file, state)) {
      loading.faults.push(...state.errors);
      return true;
    }
    const contents = this.files.read(file);
    if (typeof contents === "string") return this.#refuse(file, "", [fileFault(file, contents)], loading);
    const origin = findOrigin(contents.text, zoneNamedBy(file));
    if (origin === null) return this.#refuse(file, contents.stamp, [fileFault(file, noOrigin)], loading);
    const holder = this.#holders.get(origin.apex.key);
    if (holder !== undefined && holder !== file) {
      if (when === "may wait" && this.#states.has(holder)) return false;
      const sentence = `the zone ${printName(origin.apex.wire, 0)} is in ${holder} already; one file must go`;
      return this.#refuse(file, "", [fileFault(file, sentence)], loading);
    }
    if (this.#reserved.has(origin.apex.key)) {
      const sentence = `the zone ${printName(origin.apex.wire, 0)} is one of dns.secondaries; one of both must go`;
      return this.#refuse(file, "", [fileFault(file, sentence)], loading);
    }
    const includes = new Map<string, string>();
    const open = this.#openOf(includes);
    const nowSeconds = Math.floor(this.#now() / 1000);
    const loaded = this.#loadFinished({ file, text: contents.text, ...origin, open, nowSeconds });
    const isRestless = stampTimeMs(contents.stamp) > this.#now() - restlessMs;
    const stamp = isRestless ? "" : contents.stamp;
    if (loaded.zone === null) return this.#refuse(file, stamp, loaded.faults, loading, includes);
    loading.faults.push(...loaded.faults);
    if (holder === undefined) this.#taken(origin.apex);
    this.#states.set(file, { stamp, includes, zone: origin.apex, errors: [] });
    if (state?.zone?.key !== origin.apex.key) this.#release(file, state?.zone ?? null, loading);
    this.#holders.set(origin.apex.key, file);
    loading.removed.delete(origin.apex.key);
    loading.put.set(origin.apex.key, loaded.zone);
    return true;
  }

  /** The zone of a file that is well, as it is served. */
  #loadFinished(source: ZoneSource): LoadedZone {
    const loaded = this.#loadSource(source);
    const finished = loaded.zone === null ? null : (this.#finisher?.finish(source) ?? null);
    if (loaded.zone === null || finished === null) return loaded;
    this.#image.abandon(loaded.zone);
    if (typeof finished === "string") return { ...loaded, zone: null, faults: [fileFault(source.file, finished)] };
    const made = this.#loadSource({ ...source, ...finished, origin: source.apex });
    return { ...made, faults: [...loaded.faults, ...made.faults] };
  }

  #loadSource(source: ZoneSource): LoadedZone {
    try {
      return loadZone(this.#image, source);
    } catch (fault) {
      if (!(fault instanceof OutOfMemory)) throw fault;
      return { zone: null, records: 0, faults: [fileFault(source.file, fault.message)] };
    }
  }

  /** Notes that a file cannot be served as it stands; what it served before stays. */
  #refuse(
    file: string,
    stamp: string,
    errors: readonly FileFault[],
    loading: Loading,
    includes = new Map<string, string>(),
  ): true {
    loading.faults.push(...errors);
    this.#states.set(file, { stamp, includes, zone: this.#states.get(file)?.zone ?? null, errors });
    return true;
  }

  #release(file: string, zone: Name | null, loading: Loading): void {
    if (zone === null || this.#holders.get(zone.key) !== file) return;
    this.#holders.delete(zone.key);
    loading.removed.set(zone.key, zone);
  }

  #isUnchanged(file: string, { stamp, includes, zone }: FileState): boolean {
    if (stamp === "" || stampOf(file) !== stamp) return false;
    if (zone !== null && this.#finisher?.isDue(zone) === true) return false;
    for (const [path, was] of includes) if (stampOf(path) !== was) return false;
    return true;
  }

  /** Opens includes and remembers which, also those that were not there. */
  #openOf(includes: Map<string, string>): OpenInclude {
    return (path, from) => {
      const opened = this.files.include(path, from);
      includes.set(includedPath(path, from), typeof opened === "string" ? "" : opened.stamp);
      return opened;
    };
  }

  #publish({ put, removed, faults }: Loading, labs: readonly string[]): LoadReport {
    const zones = [...put.values()];
    const gone = [...removed.values()];
    const version = zones.length + gone.length === 0 ? this.#image.version : this.#image.publish(zones, gone);
    const broken: BrokenFile[] = [];
    for (const [file, { zone, errors }] of this.#states)
      if (errors.length > 0) broken.push({ file, stillServed: zone });
    return {
      served: this.#holders.size,
      changed: zones.map(({ apex }) => apex),
      removed: gone,
      faults,
      broken,
      labs,
      version,
    };
  }
}

const noOrigin = "says no zone: the file's name is no domain name, and no $ORIGIN stands before the first record";
