// A server with its faults put round it, the first declared being the innermost. A fault with a scope meets only the
// queries in it; the others go to the server as it was.

import { endsWith } from "../dns/name.ts";
import { MessageFault, MessageView } from "../dns/message-view.ts";
import type { FaultDeclaration } from "./behaviour.ts";
import type { FaultWorld } from "./faults/kind.ts";
import type { Asked, Handler } from "./simulated-network.ts";

export function faulty(server: Handler, faults: readonly FaultDeclaration[], world: FaultWorld): Handler {
  let handler = server;
  for (const fault of faults) {
    const inner = handler;
    const wrapped = fault.kind.wrap(inner, fault.parameters as never, world);
    handler = (asked) => (isInScope(asked, fault) ? wrapped(asked) : inner(asked));
  }
  return handler;
}

const view = new MessageView();

function isInScope({ octets, transport }: Asked, fault: FaultDeclaration): boolean {
  if (fault.transport !== null && fault.transport !== transport) return false;
  if (fault.below === null && fault.types === null) return true;
  if (view.parse(octets, 0, octets.length) !== MessageFault.none || view.counts[0] === 0) return false;
  if (fault.types !== null && !fault.types.includes(view.qtype)) return false;
  return fault.below === null || endsWith(octets, view.qname.start, fault.below.wire, 0);
}
