// A TCP probe: the endpoint accepts a connection within ten seconds (DG:dns-failover-determining-health-of-endpoints).
// Nothing is sent, and the connection is closed at once.

import { connect } from "node:net";
import type { ProbeOutcome } from "../../health/definition.ts";
import { Ending, errorWords, type ProbeAim, type RunningProbe, tcpConnectTimeoutMs } from "./probe.ts";

export function probeTcp(aim: ProbeAim, tell: (outcome: ProbeOutcome) => void): RunningProbe {
  const { resolved } = aim;
  const ending = new Ending(tell);
  const socket = connect({ host: aim.address, port: aim.target.port });
  ending.onOver(() => socket.destroy());
  ending.within(tcpConnectTimeoutMs, { kind: "connect-timeout", resolved });
  socket.on("connect", () => ending.end({ kind: "connected", resolved }));
  socket.on("error", (error) => ending.end({ kind: "refused", resolved, detail: errorWords(error) }));
  return ending;
}
