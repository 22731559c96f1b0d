// What the data plane counts, in one Float64Array row a worker inside one SharedArrayBuffer. A row has one writer and
// any number of readers, so there are no locks and no atomics: a reader may see a count that is a moment old.
// Names follow CoreDNS' metrics plugin with "signpost" for "coredns". `metrics` describes every cell: the
// server prints /metrics from it (printMetrics), and nothing else knows the layout.
// Histogram cells: one a bucket (not cumulative), one for +Inf, then the sum.

export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: "counter" | "gauge" | "histogram";
  /** Upper bounds of a histogram's buckets, without +Inf. */
  readonly buckets: readonly number[];
  readonly series: readonly Series[];
  /** Series that are still 0 are not printed: the many combinations that never happen. */
  readonly sparse: boolean;
}

export interface Series {
  /** As Prometheus writes them: `proto="udp",family="1"`, or "". */
  readonly labels: string;
  /** The first cell of the series in a row. */
  readonly cell: number;
}

const protocols = ["udp", "tcp", "tls", "https"];
const families = ["1", "2"]; // the address family numbers of IANA, as CoreDNS prints them

/** Types counted by name, CoreDNS' choice and the newer ones; all others count as "other". */
const countedTypes: Readonly<Record<string, number>> = {
  A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, DS: 43, RRSIG: 46, NSEC: 47,
  DNSKEY: 48, NSEC3: 50, TLSA: 52, CDS: 59, CDNSKEY: 60, SVCB: 64, HTTPS: 65, IXFR: 251, AXFR: 252, ANY: 255, CAA: 257,
}; // prettier-ignore
const rcodes = [
  "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE",
  "11", "12", "13", "14", "15", "BADVERS", "17", "18", "19", "20", "21", "22", "BADCOOKIE", "other",
]; // prettier-ignore
const sizeBuckets = [0, 100, 200, 300, 400, 511, 1023, 2047, 4095, 8291, 16e3, 32e3, 48e3, 64e3];
const durationBuckets = Array.from({ length: 18 }, (_, i) => 0.00000625 * 2 ** i); // 6.25 µs to 0.8 s

/** Why a stream connection was closed by us. */
export const closeReasons = ["idle", "slow_message", "slow_reader", "evicted", "bad_length"] as const;
export type CloseReason = (typeof closeReasons)[number];

const typeNames = [...Object.keys(countedTypes), "other"];
const typeSlots = new Uint8Array(258).fill(typeNames.length - 1);
for (const [slot, name] of typeNames.entries()) if (name !== "other") typeSlots[countedTypes[name]] = slot;

const table: Metric[] = [];
let cells = 0;

/** Cells of the row, each the first of its series. */
export const Cell = {
  requests: define(
    "dns_requests_total",
    "Messages received.",
    "counter",
    [],
    combine({ proto: protocols, family: families, type: typeNames }),
    "sparse",
  ),
  responses: define(
    "dns_responses_total",
    "Replies sent, by response code.",
    "counter",
    [],
    combine({ proto: protocols, rcode: rcodes }),
    "sparse",
  ),
  requestSize: define(
    "dns_request_size_bytes",
    "Octets of the messages received.",
    "histogram",
    sizeBuckets,
    combine({ proto: protocols }),
  ),
  responseSize: define(
    "dns_response_size_bytes",
    "Octets of the replies.",
    "histogram",
    sizeBuckets,
    combine({ proto: protocols }),
  ),
  duration: define(
    "dns_request_duration_seconds",
    "Time from reading a batch of messages to the end of sending its replies, the resolver's among them.",
    "histogram",
    durationBuckets,
    combine({ proto: protocols }),
  ),
  truncated: define(
    "dns_responses_truncated_total",
    "Replies with TC=1.",
    "counter",
    [],
    combine({ proto: protocols }),
  ),
  doBit: define(
    "dns_do_requests_total",
    "Messages that asked for DNSSEC records.",
    "counter",
    [],
    combine({ proto: protocols }),
  ),
  silent: define(
    "dns_messages_unanswered_total",
    "Messages that got no reply: no query, or too short to answer.",
    "counter",
    [],
    combine({ proto: protocols }),
  ),
  dropped: define(
    "dns_replies_dropped_total",
    "Replies that the system did not take.",
    "counter",
    [],
    combine({ proto: protocols }),
  ),
  panics: define("panics_total", "Faults of ours while answering, answered SERVFAIL.", "counter", [], [""]),
  refusedByAccess: define("acl_blocked_requests_total", "Messages refused by dns.allowQuery.", "counter", [], [""]),
  rateDropped: define(
    "rrl_responses_exceeded_total",
    "Replies withheld by response rate limiting.",
    "counter",
    [],
    [""],
  ),
  rateSlipped: define(
    "rrl_responses_slipped_total",
    "Replies sent empty with TC=1 by response rate limiting.",
    "counter",
    [],
    [""],
  ),
  tcpConnections: define("tcp_connections", "Open stream connections.", "gauge", [], [""]),
  tcpAccepted: define("tcp_connections_accepted_total", "Stream connections accepted.", "counter", [], [""]),
  tcpRefused: define(
    "tcp_connections_refused_total",
    "Stream connections refused because of a limit.",
    "counter",
    [],
    combine({ limit: ["client", "total"] }),
  ),
  tcpClosed: define(
    "tcp_connections_closed_total",
    "Stream connections closed by us, by reason.",
    "counter",
    [],
    combine({ reason: closeReasons }),
  ),
  cacheHits: define("cache_hits_total", "Questions answered from the shared answer table.", "counter", [], [""]),
  cacheMisses: define(
    "cache_misses_total",
    "Questions that the shared answer table did not know.",
    "counter",
    [],
    [""],
  ),
  cachePrefetches: define(
    "cache_prefetch_total",
    "Answers that were renewed before they ended, because they were asked for.",
    "counter",
    [],
    [""],
  ),
  signaturesMade: define(
    "dnssec_signatures_total",
    "Signatures made while answering, for zones that are signed on the fly.",
    "counter",
    [],
    [""],
  ),
  signaturesWithheld: define(
    "dnssec_answers_withheld_total",
    "Answers withheld because too many were signed in that second.",
    "counter",
    [],
    [""],
  ),
  deferred: define("dns_replies_deferred", "Questions that wait for the resolver.", "gauge", [], [""]),
  discardedLate: define(
    "dns_replies_discarded_total",
    "Replies over UDP that came too late to be sent (DNSBomb).",
    "counter",
    [],
    [""],
  ),
  queryLogDropped: define(
    "query_log_dropped_total",
    "Query log entries dropped because the log was full.",
    "counter",
    [],
    [""],
  ),
} as const;

export const metrics: readonly Metric[] = table;
/** Cells of one worker's row, a whole number of cache lines. */
export const rowCells = Math.ceil(cells / 8) * 8;

export function createCounters(workers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(workers * rowCells * Float64Array.BYTES_PER_ELEMENT);
}

export function counterRow(counters: SharedArrayBuffer, row: number): Float64Array {
  return new Float64Array(counters, row * rowCells * Float64Array.BYTES_PER_ELEMENT, rowCells);
}

/** All rows added up. */
export function sumRows(counters: SharedArrayBuffer): Float64Array {
  const sums = new Float64Array(rowCells);
  for (const [i, count] of new Float64Array(counters).entries()) sums[i % rowCells] += count;
  return sums;
}

export function requestCell(protocol: number, family: 4 | 6, type: number): number {
  const slot = type >= 0 && type < typeSlots.length ? typeSlots[type] : typeNames.length - 1;
  return Cell.requests + (protocol * 2 + (family === 4 ? 0 : 1)) * typeNames.length + slot;
}

export function responseCell(protocol: number, rcode: number): number {
  return Cell.responses + protocol * rcodes.length + Math.min(rcode, rcodes.length - 1);
}

/** Adds one size to a protocol's histogram. */
export function observeSize(row: Float64Array, first: number, protocol: number, octets: number): void {
  const cell = first + protocol * (sizeBuckets.length + 2);
  let bucket = 0;
  while (bucket < sizeBuckets.length && octets > sizeBuckets[bucket]) bucket++;
  row[cell + bucket]++;
  row[cell + sizeBuckets.length + 1] += octets;
}

/** Adds a batch to a protocol's histogram: each of its messages took as long as the batch. */
export function observeDuration(row: Float64Array, protocol: number, seconds: number, messages: number): void {
  const cell = Cell.duration + protocol * (durationBuckets.length + 2);
  let bucket = 0;
  while (bucket < durationBuckets.length && seconds > durationBuckets[bucket]) bucket++;
  row[cell + bucket] += messages;
  row[cell + durationBuckets.length + 1] += seconds * messages;
}

function define(
  name: string,
  help: string,
  kind: Metric["kind"],
  buckets: readonly number[],
  labels: readonly string[],
  print: "all" | "sparse" = "all",
): number {
  const first = cells;
  const size = kind === "histogram" ? buckets.length + 2 : 1;
  const series = labels.map((one, i) => ({ labels: one, cell: first + i * size }));
  table.push({ name: `signpost_${name}`, help, kind, buckets, series, sparse: print === "sparse" });
  cells += labels.length * size;
  return first;
}

/** Every combination of the labels' values, the last label running fastest. */
function combine(labels: Readonly<Record<string, readonly string[]>>): string[] {
  let combined = [""];
  for (const [label, values] of Object.entries(labels)) {
    combined = combined.flatMap((head) => values.map((value) => `${head}${head === "" ? "" : ","}${label}="${value}"`));
  }
  return combined;
}
