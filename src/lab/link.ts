// A link: the wire between the resolver and one server, and what it does to packets. Everything is drawn from the
// Random that the network was given, so a seed replays a run with its losses and its delays.
// A datagram beyond the MTU is lost: it would travel in fragments, and those often do not arrive.
// A stream loses nothing; what the wire loses comes later, by the retransmission that brings it.

import type { Random } from "../base/random.ts";

/** "blocked": a firewall swallows it; "refused": nobody listens, and the machine says so. */
export type Passage = "open" | "blocked" | "refused";

export interface Link {
  /** There and back, as ping tells it. */
  readonly rttMs: number;
  /** Each way takes up to so much longer, each length as likely. */
  readonly jitterMs: number;
  /** The share of packets, each way, that do not arrive. */
  readonly lossPercent: number;
  /** The share of datagrams that arrive twice. */
  readonly duplicatePercent: number;
  /** The share of datagrams that are held back for a whole round trip, so that later ones overtake them. */
  readonly reorderPercent: number;
  /** The largest IP packet. */
  readonly mtuOctets: number;
  readonly udp: Passage;
  readonly tcp: Passage;
}

/** A fast wire without faults. */
export const plainLink: Link = {
  rttMs: 20,
  jitterMs: 0,
  lossPercent: 0,
  duplicatePercent: 0,
  reorderPercent: 0,
  mtuOctets: 1500,
  udp: "open",
  tcp: "open",
};

/** IP and UDP headers: the least MTU of IPv6, 1280, leaves the 1232 octets that EDNS is told to keep to. */
const datagramHeaders = { 4: 28, 6: 48 } as const;

/** TCP's first retransmission comes after a second, each further one after twice the time. */
const retransmissionMs = 1000;
/** After so many the connection is given up, in silence. */
const maxRetransmissions = 5;

/** How long each copy of a datagram travels; none: it is lost. */
export function datagramDelays(link: Link, random: Random, address: string, octets: number): number[] {
  const family = address.includes(":") ? 6 : 4;
  if (octets + datagramHeaders[family] > link.mtuOctets) return [];
  const copies = happens(random, link.duplicatePercent) ? 2 : 1;
  const delays: number[] = [];
  for (let copy = 0; copy < copies; copy++) {
    if (happens(random, link.lossPercent)) continue;
    const heldMs = happens(random, link.reorderPercent) ? link.rttMs : 0;
    delays.push(oneWayMs(link, random) + heldMs);
  }
  return delays;
}

/** How long a segment of a stream travels until it has arrived; Infinity: never. */
export function segmentDelay(link: Link, random: Random): number {
  let lateMs = 0;
  for (let tries = 0; tries <= maxRetransmissions; tries++) {
    if (!happens(random, link.lossPercent)) return lateMs + oneWayMs(link, random);
    lateMs += retransmissionMs * 2 ** tries;
  }
  return Number.POSITIVE_INFINITY;
}

function oneWayMs(link: Link, random: Random): number {
  const jitterMs = link.jitterMs === 0 ? 0 : random.below(Math.round(link.jitterMs * 1000) + 1) / 1000;
  return link.rttMs / 2 + jitterMs;
}

function happens(random: Random, percent: number): boolean {
  return percent > 0 && random.below(10_000) < percent * 100;
}
