// What the driver counts: queries and octets, how long servers took, what failed. Plain numbers of one thread; the server
// hands them to whoever asks.

import type { Transport, TransportFault } from "../../resolver/port.ts";

/** Upper bounds of the round-trip times' buckets in milliseconds; one more for what is beyond. */
export const rttBucketsMs = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096] as const;

export class UpstreamCounts {
  readonly queries: Record<Transport, number> = { udp: 0, tcp: 0 };
  readonly faults: Record<TransportFault, number> = { refused: 0, unreachable: 0, closed: 0 };
  octetsSent = 0;
  octetsReceived = 0;
  connectionsOpened = 0;
  /** Given up before anything came. */
  unanswered = 0;
  /** Round trips, not cumulative, and their sum. */
  readonly rtt: number[] = Array.from({ length: rttBucketsMs.length + 1 }, () => 0);
  rttSumMs = 0;

  sent(transport: Transport, octets: number): void {
    this.queries[transport]++;
    this.octetsSent += octets;
  }

  heard(afterMs: number): void {
    const bucket = rttBucketsMs.findIndex((bound) => afterMs <= bound);
    this.rtt[bucket < 0 ? rttBucketsMs.length : bucket]++;
    this.rttSumMs += afterMs;
  }
}
