// The desk of the thread that sends zones. A zone of a million records takes seconds to compose and its client may take minutes to
// read, so neither happens in a worker: this thread has a reader slot of its own, pins the version that a transfer tells, and
// composes pieces of 64 KiB, never more than two ahead of what the client's system took. Composing ahead of the client would
// want the whole zone once more in memory; letting go of the version in between would tell parts of two versions.
// The price is that memory of an old version waits for the slowest client: for maxTransferMs at most, then it is cut off.
// What has changed since a serial is sent as differences, where they are kept (./history-keeper.ts); these pin nothing.
// Invariant: each transfer gives its pin back once, however it ends.

import type { Memory } from "../../base/memory.ts";
import {
  maxTransferMs,
  maxTransferPiecesAhead,
  maxTransfers,
  maxTransfersPerClient,
  maxWaitingTransfers,
  maxWaitingTransfersPerClient,
  transferPieceOctets,
} from "../../base/limits.ts";
import { IncrementalRecords } from "../../authority/incremental-transfer.ts";
import { MessageView } from "../../dns/message-view.ts";
import { printName } from "../../dns/text/name-text.ts";
import { RRType } from "../../dns/types.ts";
import { judge, Sealer } from "../../authority/tsig.ts";
import type { HistoryStep } from "../../authority/zone-histories.ts";
import type { TsigParts } from "../../authority/tsig-keys.ts";
import { leastPieceOctets, TransferComposer } from "../../authority/transfer-composer.ts";
import { serialOfQuery } from "../../authority/transfers.ts";
import { ZoneRecords } from "../../authority/zone-transfer.ts";
import type { ZoneAt } from "../../zone/version-difference.ts";
import { Pins } from "../../zone/epochs.ts";
import { treeLabels } from "../../zone/layout.ts";
import { nearestZone } from "../../zone/search.ts";
import { publicView } from "../../zone/views.ts";
import { HistoryKeeper } from "./history-keeper.ts";
import type { ChangesOrder, TransferPiece, TransferReport, TransferWish } from "./transfer-messages.ts";

/** Where a worker's pieces go: a MessagePort. */
export interface PieceLine {
  postMessage(message: TransferPiece, transfer: ArrayBuffer[]): void;
}

export interface TransferDeskParts {
  readonly memory: Memory;
  /** This thread's own slot among the readers. */
  readonly reader: number;
  readonly maxUdpOctets: number;
  readonly tsig: TsigParts;
  readonly nowMs: () => number;
  readonly report: (report: TransferReport) => void;
}

const tellEveryMs = 1_000;

type Wish = Extract<TransferWish, { kind: "begin" }>;

interface Job extends Wish {
  readonly line: PieceLine;
  readonly jobs: Map<number, Job>;
  /** null while it waits for its turn. */
  running: Running | null;
}

interface Running {
  readonly transfer: TransferComposer;
  readonly told: "the zone" | "differences";
  /** What is pinned for it. */
  readonly at: number | null;
  readonly zone: string;
  readonly startMs: number;
  /** Pieces that the client's system has not taken. */
  ahead: number;
}

export class TransferDesk {
  readonly #parts: TransferDeskParts;
  readonly #pins: Pins;
  readonly #history: HistoryKeeper;
  readonly #running = new Set<Job>();
  readonly #waiting = new Set<Job>();
  #isStarting = false;
  /** When somebody was last said to have been turned away: a flood of those is one line a second. */
  #turnedAwayMs = Number.NEGATIVE_INFINITY;
  readonly #room = new Uint8Array(Math.max(transferPieceOctets, leastPieceOctets));

  constructor(parts: TransferDeskParts) {
    this.#parts = parts;
    this.#pins = new Pins(parts.memory, parts.reader);
    this.#history = new HistoryKeeper(parts.memory, this.#pins);
  }

  /** Transfers under way, and those that wait for their turn. */
  get counts(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running.size, waiting: this.#waiting.size };
  }

  /** From now on it is told of changes. */
  watch(): void {
    this.#history.watch();
    this.#parts.report({ kind: "watching" });
  }

  /** Zones were changed. */
  changed(order: ChangesOrder): void {
    const startMs = this.#parts.nowMs();
    this.#history.take(order);
    this.#parts.report({ kind: "compared", ms: this.#parts.nowMs() - startMs });
  }

  /** Serves a worker's line. */
  serve(line: PieceLine): { take(wish: TransferWish): void; closed(): void } {
    const jobs = new Map<number, Job>();
    return {
      take: (wish) => {
        const job = jobs.get(wish.token);
        if (wish.kind === "begin") this.#begin({ ...wish, line, jobs, running: null });
        else if (job !== undefined && wish.kind === "gone") this.#end(job);
        else if (job !== undefined) this.#taken(job);
      },
      closed: () => {
        for (const job of jobs.values()) this.#end(job);
      },
    };
  }

  /** Cuts off whom time is over for. */
  sweep(): void {
    for (const job of this.#running) {
      if (this.#parts.nowMs() - job.running!.startMs > maxTransferMs) this.#cut(job, "it took too long");
    }
  }

  #begin(job: Job): void {
    const sameClient = this.#waiting.values().filter(({ address }) => address === job.address);
    job.jobs.set(job.token, job);
    if (this.#waiting.size >= maxWaitingTransfers || [...sameClient].length >= maxWaitingTransfersPerClient)
      return this.#turnAway(job);
    this.#waiting.add(job);
    this.#startWaiting();
  }

  /** Whoever waits for longest and whose client has not too many under way. One that ends at once makes room in the same turn. */
  #startWaiting(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#waiting.delete(next);
      this.#start(next);
    }
    this.#isStarting = false;
  }

  #next(): Job | undefined {
    if (this.#running.size >= maxTransfers) return undefined;
    return this.#waiting.values().find((job) => {
      const others = this.#running.values().filter(({ address }) => address === job.address);
      return [...others].length < maxTransfersPerClient;
    });
  }

  #start(job: Job): void {
    const { memory, maxUdpOctets, tsig, nowMs } = this.#parts;
    const query = new MessageView();
    query.parse(job.query, 0, job.query.length);
    const verdict = query.tsig < 0 ? null : judge(query, tsig);
    if (verdict !== null && !("key" in verdict)) return this.#cut(job, "its signature is none");
    const at = this.#pins.take();
    const tree = nearestZone(memory, query.qname, at, job.view, query.qname.count);
    if (tree === 0 || memory.words[tree + treeLabels] !== query.qname.count) {
      this.#pins.give(at);
      return this.#cut(job, "the zone is gone");
    }
    const startMs = nowMs();
    const sealer = verdict === null ? null : new Sealer(query, verdict, tsig);
    const steps = this.#stepsFor(query, { tree, at }, job.view);
    if (steps !== null) this.#pins.give(at);
    const records = steps === null ? new ZoneRecords(memory, tree, at) : new IncrementalRecords(steps);
    const transfer = new TransferComposer({ records, query, sealer, maxUdpOctets });
    job.running = {
      transfer,
      told: steps === null ? "the zone" : "differences",
      at: steps === null ? at : null,
      zone: printName(query.qname.bytes, query.qname.start),
      startMs,
      ahead: 0,
    };
    this.#running.add(job);
    for (let i = 0; i < maxTransferPiecesAhead; i++) this.#send(job);
  }

  /** The differences that make the client's copy of a zone what `zone` is; null where it is to have the whole of it. */
  #stepsFor(query: MessageView, zone: ZoneAt, view: number): readonly HistoryStep[] | null {
    if (view !== publicView) return null;
    this.#history.goAhead(query.qname, zone);
    const theirs = query.qtype === RRType.IXFR ? serialOfQuery(query) : null;
    return theirs === null ? null : this.#history.steps(query.qname, theirs, zone);
  }

  #taken(job: Job): void {
    if (job.running === null) return;
    job.running.ahead--;
    this.#send(job);
  }

  #send(job: Job): void {
    const { running } = job;
    if (running === null || running.ahead >= maxTransferPiecesAhead) return;
    const { transfer } = running;
    const octets = this.#room.slice(0, transfer.write(this.#room));
    if (transfer.state === "broken") return this.#cut(job, "it holds what cannot be transferred");
    running.ahead++;
    const { token } = job;
    const end = transfer.state === "done" ? "last" : "more";
    job.line.postMessage({ kind: "piece", token, octets, end }, [octets.buffer]);
    if (end === "more") return;
    const ms = this.#parts.nowMs() - running.startMs;
    const { zone, told } = running;
    this.#parts.report({ kind: "sent", zone, client: job.address, records: transfer.records, ms, told });
    this.#end(job);
  }

  #turnAway(job: Job): void {
    const nowMs = this.#parts.nowMs();
    const isTold = nowMs - this.#turnedAwayMs >= tellEveryMs;
    if (isTold) this.#turnedAwayMs = nowMs;
    this.#cut(job, isTold ? "too many wait already" : null);
  }

  /** `reason`: null when it was told often enough. */
  #cut(job: Job, reason: string | null): void {
    job.line.postMessage({ kind: "cut", token: job.token }, []);
    if (reason !== null)
      this.#parts.report({ kind: "failed", zone: job.running?.zone ?? "", client: job.address, reason });
    this.#end(job);
  }

  #end(job: Job): void {
    job.jobs.delete(job.token);
    this.#waiting.delete(job);
    if (job.running === null) return;
    if (job.running.at !== null) this.#pins.give(job.running.at);
    job.running = null;
    this.#running.delete(job);
    this.#startWaiting();
  }
}
