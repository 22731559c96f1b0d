// The resolver's numbers as metrics. Names follow CoreDNS' cache and forward plugins and Unbound's statistics, where they
// have one for the thing. The worker's own counts (answers from the shared table) are net/counters.ts'.

import { type Family, histogramSamples, type Sample } from "../http/prometheus.ts";
import type { ResolverState } from "./resolver-requests.ts";

/** `state`: null when the resolver is away. */
export function resolverFamilies(state: ResolverState | null): Family[] {
  const up = gauge("resolver_up", "Whether the resolver's thread is there.", [sample(state === null ? 0 : 1)]);
  if (state === null) return [up];
  return [up, ...cacheFamilies(state), ...questionFamilies(state), ...upstreamFamilies(state)];
}

function cacheFamilies(state: ResolverState): Family[] {
  const { cacheEntries, cacheOctets, answerEntries, answerOctets } = state;
  return [
    gauge("cache_entries", "RRsets and denials that are remembered, and ready answers.", [
      sample(cacheEntries, { type: "records" }),
      sample(answerEntries, { type: "answers" }),
    ]),
    gauge("cache_bytes", "Memory that they take.", [
      sample(cacheOctets, { type: "records" }),
      sample(answerOctets, { type: "answers" }),
    ]),
  ];
}

function questionFamilies(state: ResolverState): Family[] {
  return [
    counter("resolver_questions_total", "Questions that reached the resolver.", state.questions),
    counter("resolver_cache_hits_total", "Those answered without a query to a server.", state.hits),
    counter("resolver_cache_misses_total", "Those that needed one.", state.misses),
    counter("resolver_merged_total", "Questions that waited for an equal one in flight.", state.merged),
    counter("resolver_prefetches_total", "Answers renewed before they ended.", state.prefetches),
    counter("resolver_stale_total", "Expired answers given because nobody could be reached (RFC 8767).", state.stale),
    counter("resolver_failures_total", "Questions that ended in SERVFAIL.", state.failures),
    {
      name: "signpost_resolver_validations_total",
      help: "Answers that were validated, by what it came to (RFC 4035 §4.3).",
      kind: "counter",
      samples: (["secure", "insecure", "bogus"] as const).map((security) => sample(state[security], { security })),
    },
    counter("resolver_turned_away_total", "Questions of clients with too many waiting.", state.turnedAway),
    gauge("resolver_tasks", "Tasks in flight, those for name servers' addresses included.", [sample(state.tasks)]),
    gauge("resolver_waiting", "Questions of clients that wait.", [sample(state.waiting)]),
    histogram(
      "resolver_duration_seconds",
      "Time that questions took in the resolver.",
      state.durationBoundsMs,
      state.durationCounts,
      state.durationSumMs,
    ),
  ];
}

function upstreamFamilies(state: ResolverState): Family[] {
  return [
    {
      name: "signpost_upstream_queries_total",
      help: "Queries sent to servers.",
      kind: "counter",
      samples: [sample(state.udpQueries, { proto: "udp" }), sample(state.tcpQueries, { proto: "tcp" })],
    },
    {
      name: "signpost_upstream_responses_total",
      help: "Responses of servers, by response code.",
      kind: "counter",
      samples: Object.entries(state.rcodes).map(([rcode, count]) => sample(count, { rcode })),
    },
    counter("upstream_timeouts_total", "Queries that nobody answered in time.", state.timeouts),
    counter("upstream_undelivered_total", "Queries that were refused or could not be sent.", state.undelivered),
    counter("upstream_ignored_packets_total", "Packets that did not belong to their query.", state.ignoredPackets),
    counter("upstream_near_misses_total", "Packets that look like guesses; the query went over TCP.", state.nearMisses),
    counter("upstream_rejected_records_total", "Records that were not believed.", state.rejectedRecords),
    counter("upstream_sent_bytes_total", "Octets of queries.", state.octetsSent),
    counter("upstream_received_bytes_total", "Octets of responses.", state.octetsReceived),
    gauge("upstream_sockets", "Sockets open to servers.", [
      sample(state.openSockets, { proto: "udp" }),
      sample(state.openConnections, { proto: "tcp" }),
    ]),
    histogram(
      "upstream_duration_seconds",
      "Round trips to servers.",
      state.rttBoundsMs,
      state.rttCounts,
      state.rttSumMs,
    ),
  ];
}

function sample(value: number, labels: Sample["labels"] = {}): Sample {
  return { labels, value };
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name: `signpost_${name}`, help, kind: "gauge", samples };
}

function counter(name: string, help: string, value: number): Family {
  return { name: `signpost_${name}`, help, kind: "counter", samples: [sample(value)] };
}

function histogram(name: string, help: string, ...figures: HistogramFigures): Family {
  return { name: `signpost_${name}`, help, kind: "histogram", samples: histogramSamples({}, ...figures) };
}

type HistogramFigures = [boundsMs: readonly number[], counts: readonly number[], sumMs: number];
