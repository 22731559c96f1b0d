// An invocation whose event is packed: its lines instead of its text (../engine/integrations/event-object.ts). A handler's
// thread reads them as they are; the text is made for whoever asks for it, such as a runtime elsewhere or a log.
// Invariant: all but the text is data, so that between threads it crosses without it, and is given it again on the other side.

import { LineReader } from "../../base/line-reader.ts";
import { eventOf } from "../engine/integrations/event-object.ts";
import type { FunctionTarget, Invocation } from "./port.ts";

export class PackedInvocation implements Invocation {
  readonly packed: string;
  readonly target: FunctionTarget;
  readonly requestId: string;
  readonly type: Invocation["type"];
  readonly traceId: string | undefined;
  readonly patienceMs: number | undefined;

  constructor(packed: string, { target, requestId, type, traceId, patienceMs }: Omit<Invocation, "payload">) {
    this.packed = packed;
    this.target = target;
    this.requestId = requestId;
    this.type = type;
    this.traceId = traceId;
    this.patienceMs = patienceMs;
  }

  get payload(): string {
    return JSON.stringify(eventOf(new LineReader(this.packed), this.traceId ?? ""));
  }
}

/** As it came from another thread. */
export function received(invocation: Invocation): Invocation {
  const { packed } = invocation;
  return packed === undefined ? invocation : new PackedInvocation(packed, invocation);
}
