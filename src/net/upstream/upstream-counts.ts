// What the driver counts beyond the resolver's own statistics (resolver/statistics.ts): octets, connections, faults.
// Numbers of one thread, which only grow.

import type { TransportFault } from "../../resolver/port.ts";

export interface UpstreamCounts {
  octetsSent: number;
  octetsReceived: number;
  connectionsOpened: number;
  readonly faults: Record<TransportFault, number>;
}

export function newUpstreamCounts(): UpstreamCounts {
  return {
    octetsSent: 0,
    octetsReceived: 0,
    connectionsOpened: 0,
    faults: { refused: 0, unreachable: 0, closed: 0 },
  };
}
