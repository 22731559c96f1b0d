// What the main thread and the resolver's thread say to each other: lines for workers, and requests of the API with their
// replies, by number. Everything is plain data; names travel in wire form.

import type { ShownServer } from "../lab/workbench.ts";
import type { TraceSummary } from "../trace/store.ts";
import type { Reach } from "../resolver/cache/record-cache.ts";
import type { AnchorNews } from "./anchor-rollover.ts";
import type { AnchorState } from "./anchor-states.ts";
import type { Config } from "./config.ts";
import type { LinkOrder } from "./linked-thread.ts";

/** What the thread begins with. */
export interface ResolverThreadData {
  readonly resolver: Config["resolver"];
  readonly lab: Config["lab"];
  /** The answer table's memory. */
  readonly answers: SharedArrayBuffer;
  /** Servers of the lab that somebody broke (../lab/workbench.ts), by name, for a thread that comes after another. */
  readonly brokenServers: ReadonlyMap<string, string>;
  /** Where it is kept how far trust anchors have followed their zones; null: nowhere. */
  readonly anchorFile: string | null;
}

/** A selection of the cache: everything, a name, or a name and all below it; of one type or of all. */
export interface Selection {
  /** Wire form; null selects everything. */
  readonly name: Uint8Array | null;
  readonly type: number | null;
  readonly reach: Reach;
}

export type ResolverRequest =
  | { readonly op: "resolve"; readonly name: Uint8Array; readonly type: number }
  | { readonly op: "traces" }
  | { readonly op: "trace"; readonly id: string }
  | { readonly op: "statistics" }
  | { readonly op: "anchors" }
  | { readonly op: "show"; readonly selection: Selection; readonly offset: number; readonly limit: number }
  | { readonly op: "dump"; readonly cursor: number | null }
  | { readonly op: "flush"; readonly selection: Selection }
  | { readonly op: "load"; readonly text: string }
  | { readonly op: "lab" }
  | { readonly op: "changeServer"; readonly server: string; readonly text: string | null };

/** A page of the cache: lines of JSON, and what to ask for the next one with (an offset, a cursor); null after the last one. */
export interface CachePage {
  readonly lines: readonly string[];
  readonly next: number | null;
}

export interface ResolverReplies {
  /** Lines of JSON. */
  resolve: string;
  traces: readonly TraceSummary[];
  /** null: no such trace, or no more. */
  trace: string | null;
  statistics: ResolverState;
  anchors: readonly AnchorState[];
  show: CachePage;
  dump: CachePage;
  /** Entries that were removed. */
  flush: number;
  /** Entries that were taken, and lines that could not be. */
  load: { readonly taken: number; readonly faults: readonly string[] };
  /** null: the resolver asks the real network. */
  lab: readonly ShownServer[] | null;
  /** Why it cannot be. */
  changeServer: string | null;
}

/** The resolver as numbers: for /metrics, the API and `signpost cache stats`. */
export interface ResolverState {
  readonly cacheEntries: number;
  readonly cacheOctets: number;
  readonly answerEntries: number;
  readonly answerOctets: number;
  readonly questions: number;
  readonly hits: number;
  readonly misses: number;
  readonly merged: number;
  readonly prefetches: number;
  readonly stale: number;
  readonly failures: number;
  readonly secure: number;
  readonly insecure: number;
  readonly bogus: number;
  readonly udpQueries: number;
  readonly tcpQueries: number;
  readonly responses: number;
  readonly timeouts: number;
  readonly undelivered: number;
  readonly ignoredPackets: number;
  readonly nearMisses: number;
  readonly rejectedRecords: number;
  readonly rttBoundsMs: readonly number[];
  readonly rttCounts: readonly number[];
  readonly rttSumMs: number;
  readonly durationBoundsMs: readonly number[];
  readonly durationCounts: readonly number[];
  readonly durationSumMs: number;
  /** Response codes of servers, by name. */
  readonly rcodes: Readonly<Record<string, number>>;
  readonly tasks: number;
  readonly waiting: number;
  readonly turnedAway: number;
  readonly octetsSent: number;
  readonly octetsReceived: number;
  readonly openSockets: number;
  readonly openConnections: number;
  readonly servers: readonly ServerState[];
}

/** One server as the resolver remembers it. */
export interface ServerState {
  readonly server: string;
  /** Smoothed round-trip time; null while unknown. */
  readonly rttMs: number | null;
  readonly queries: number;
  readonly answers: number;
  /** Timeouts since its last answer. */
  readonly timeouts: number;
  readonly isDead: boolean;
}

export type ResolverOrder =
  | LinkOrder
  | { readonly kind: "request"; readonly number: number; readonly request: ResolverRequest };

export type ResolverReport =
  /** A fault of ours, survived. */
  | { readonly kind: "fault"; readonly text: string }
  | AnchorNews
  | { readonly kind: "reply"; readonly number: number; readonly reply: unknown };
