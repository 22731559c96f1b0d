// Master files: octets of a zone file in, records out, in the order of the file (RFC 1035 §5, RFC 2308 §4, RFC 3597 §5).
// An entry is a directive or `[owner] [TTL] [class] type RDATA`; TTL and class stand in either order. An omitted owner is
// the last one. An omitted TTL is $TTL's, else the last one given, else (SOA first) the SOA's minimum.
// Every fault of the file is told, a bounded number of them; an entry with a fault yields no record.
// The common path makes no object and no string: owner and RDATA are written into two buffers that are used again.
// Read next: ./directives.ts ($ORIGIN, $TTL, $INCLUDE, $GENERATE), ./load.ts (what becomes of the records).

import { OctetWriter } from "../base/octets.ts";
import { classNumberAt } from "../dns/codes.ts";
import type { Name } from "../dns/name.ts";
import { scanRdata } from "../dns/rdata.ts";
import { soaMinimum } from "../dns/soa.ts";
import { Lexer } from "../dns/text/lexer.ts";
import { scanName } from "../dns/text/name-text.ts";
import { maxTtlSeconds, scanPeriod } from "../dns/text/ttl.ts";
import { isMetaType, RRType, typeNumberAt } from "../dns/types.ts";
import { readDirective } from "./directives.ts";
import { encodingFault } from "./encoding.ts";
import { FaultList } from "./file-fault.ts";
import type { FileFault, Place } from "./file-fault.ts";

/** What takes the records. The octets and the place are the reader's own: copy what you keep. Every class is IN. */
export interface RecordSink {
  record(
    owner: Uint8Array,
    ownerLength: number,
    type: number,
    ttlSeconds: number,
    rdata: Uint8Array,
    rdataLength: number,
    place: Place,
  ): void;
}

/** A file that $INCLUDE names: its name for faults and for the files that it includes in turn, and its octets. */
export interface IncludedFile {
  readonly file: string;
  readonly text: Uint8Array;
}

/** Opens the file that `from` includes as `path`, or says in a sentence why not. Confinement is this function's duty. */
export type OpenInclude = (path: string, from: string) => IncludedFile | string;

export interface MasterFileOptions {
  /** What relative names end in until $ORIGIN says otherwise; null: only absolute names may stand before $ORIGIN. */
  readonly origin: Name | null;
  readonly open: OpenInclude;
}

/** Reads a file and what it includes; records go to `sink`, the faults come back in the order of the text. */
export function readMasterFile(
  file: string,
  text: Uint8Array,
  options: MasterFileOptions,
  sink: RecordSink,
): FileFault[] {
  const run: Run = {
    sink,
    open: options.open,
    faults: new FaultList(),
    openFiles: [file],
    includeCount: 0,
    generatedCount: 0,
    defaultTtl: -1,
    lastTtl: -1,
  };
  new FileReader(run, file, text, options.origin?.wire ?? null, null).read();
  return run.faults.faults;
}

/** What one reading shares across its files. The default TTL is one of them: BIND lets $TTL cross $INCLUDE both ways. */
export interface Run {
  readonly sink: RecordSink;
  readonly open: OpenInclude;
  readonly faults: FaultList;
  /** The files that are being read right now, outermost first. */
  readonly openFiles: string[];
  includeCount: number;
  generatedCount: number;
  /** $TTL, or -1 before any. */
  defaultTtl: number;
  /** The last TTL that a record gave, or -1. */
  lastTtl: number;
}

/** RDATA in the making, for every reader: it lives from one entry's scanning to the sink's return. */
const rdata = new OctetWriter(4096);

const dollar = 0x24;
const classIn = 1;

/** Text that a $GENERATE stands for, a line a step: where the directive is, and the numbers that the lines stand for. */
export interface Generated {
  readonly place: Readonly<Place>;
  readonly first: number;
  readonly step: number;
}

/** One file, or lines that a $GENERATE stands for. */
export class FileReader {
  readonly run: Run;
  readonly file: string;
  readonly lexer: Lexer;
  /** The wire form that relative names end in, or null. */
  origin: Uint8Array | null;

  readonly #generated: Generated | null;
  readonly #owner = new OctetWriter(256);
  readonly #place: Place;
  /** Whether `#owner` is a name, and whether its text was sound; records under a broken owner are read but not handed on. */
  #ownerState: "none" | "known" | "broken" = "none";
  /** Faults that the lexer held when the entry began: an entry tells one. */
  #faultsBefore = 0;
  #faultsTaken = 0;

  constructor(run: Run, file: string, text: Uint8Array, origin: Uint8Array | null, generated: Generated | null) {
    this.run = run;
    this.file = file;
    this.lexer = new Lexer(text);
    this.origin = origin;
    this.#generated = generated;
    this.#place = generated === null ? { file, line: 1, column: 1 } : { ...generated.place };
  }

  read(): void {
    const { lexer } = this;
    const isGenerated = this.#generated !== null;
    const fault = isGenerated ? null : encodingFault(lexer.bytes);
    if (fault !== null) return this.run.faults.error(this.#place, fault);
    while (lexer.nextEntry()) {
      this.#faultsBefore = lexer.faultCount;
      if (isGenerated) {
        this.#record();
        continue;
      }
      this.#place.line = lexer.line;
      this.#place.column = lexer.column;
      if (lexer.bytes[lexer.start] === dollar && !lexer.quoted && !lexer.leadingBlank) readDirective(this);
      else this.#record();
    }
    this.takeFaults();
  }

  /** Reads an included file where this file stands. */
  readIncluded(included: IncludedFile, origin: Uint8Array | null): void {
    this.takeFaults();
    this.run.openFiles.push(included.file);
    new FileReader(this.run, included.file, included.text, origin, null).read();
    this.run.openFiles.pop();
  }

  /** Reads generated lines where this file stands; false when they hold faults, of which the first is told. */
  readGenerated(text: Uint8Array, generated: Generated): boolean {
    this.takeFaults();
    const reader = new FileReader(this.run, this.file, text, this.origin, generated);
    reader.read();
    return reader.lexer.faultCount === 0;
  }

  /** Where the entry begins that is being read. */
  get place(): Readonly<Place> {
    return this.#place;
  }

  /** Records a fault at the current token, unless the entry has one already. */
  fail(message: string): false {
    return this.lexer.faultCount === this.#faultsBefore ? this.lexer.fail(message) : false;
  }

  /** Moves the lexer's new faults to the run's list: at the end, and before another file's faults. */
  takeFaults(): void {
    const { faults } = this.lexer;
    const generated = this.#generated;
    if (generated !== null) {
      if (faults.length === 0) return;
      const { line, message, text } = faults[0];
      this.run.faults.error(
        generated.place,
        `${message}, in step ${generated.first + (line - 1) * generated.step}`,
        text,
      );
      return;
    }
    for (; this.#faultsTaken < faults.length; this.#faultsTaken++) {
      const { line, column, message, text } = faults[this.#faultsTaken];
      this.run.faults.error({ file: this.file, line, column }, message, text);
    }
  }

  #record(): void {
    const { lexer, run } = this;
    if (!this.#scanOwner()) return;
    let ttl = -1;
    let seenClass = false;
    let type: number;
    for (;;) {
      const { bytes, start, end } = lexer;
      const first = bytes[start];
      if (first >= 0x30 && first <= 0x39) {
        if (ttl >= 0) return void this.fail("a second TTL");
        if ((ttl = this.#scanTtl()) < 0) return;
      } else if ((type = typeNumberAt(bytes, start, end)) >= 0) {
        break;
      } else if (this.#isClass()) {
        if (seenClass) return void this.fail("a second class");
        seenClass = true;
      } else return;
      if (!lexer.next()) return void this.fail("the record has no type");
    }
    if (isMetaType(type)) return void this.fail("a type of questions and messages, not of records in a zone");
    if (ttl >= 0) run.lastTtl = ttl;

    rdata.clear();
    if (!scanRdata(type, lexer, this.origin, rdata)) return void this.fail("not the data of a record of this type");
    if (lexer.faultCount !== this.#faultsBefore || this.#ownerState !== "known") return;
    if (ttl < 0 && (ttl = this.#omittedTtl(type)) < 0) return;
    run.sink.record(this.#owner.bytes, this.#owner.length, type, ttl, rdata.bytes, rdata.length, this.#place);
  }

  /** Leaves the lexer on the token after the owner. */
  #scanOwner(): boolean {
    const { lexer } = this;
    if (lexer.leadingBlank) {
      if (lexer.bytes[lexer.start] === dollar && !lexer.quoted)
        return this.fail("a directive begins its line: no blanks before it");
      return this.#ownerState === "none" ? this.fail("no owner: the first record must give one") : true;
    }
    this.#owner.clear();
    if (!scanName(lexer, this.origin, this.#owner)) {
      this.#ownerState = "broken";
      return this.fail("not a domain name");
    }
    this.#ownerState = "known";
    return lexer.next() ? true : this.fail("an owner, and nothing about it");
  }

  #scanTtl(): number {
    const { lexer } = this;
    const ttl = scanPeriod(lexer.bytes, lexer.start, lexer.end);
    if (ttl >= 0 && ttl <= maxTtlSeconds) return ttl;
    this.fail(ttl < 0 ? "neither a TTL nor a type" : `a TTL above ${maxTtlSeconds} (RFC 2181 §8)`);
    return -1;
  }

  #isClass(): boolean {
    const { lexer } = this;
    const number = classNumberAt(lexer.bytes, lexer.start, lexer.end);
    if (number === classIn) return true;
    return this.fail(number < 0 ? "neither a type, a class nor a TTL" : "only class IN is served");
  }

  /** RFC 2308 §4, RFC 1035 §5.1, and for an SOA that comes first its own minimum, as BIND has it. */
  #omittedTtl(type: number): number {
    const { run } = this;
    if (run.defaultTtl >= 0) return run.defaultTtl;
    if (run.lastTtl >= 0) return run.lastTtl;
    if (type === RRType.SOA) {
      const { bytes, length } = rdata;
      return (run.defaultTtl = Math.min(soaMinimum(bytes, length), maxTtlSeconds));
    }
    this.lexer.failAt(this.lexer.start, "no TTL: the record gives none, and no $TTL or TTL stands before it");
    return -1;
  }
}
