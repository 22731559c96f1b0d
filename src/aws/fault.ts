// What the wire itself finds wrong with a request, before any operation sees it: text, form, signature, rate. It is answered as
// the faults of operations are.

import { type FaultDetails, ServiceFault } from "../base/service-fault.ts";

export class WireFault extends ServiceFault {
  override readonly name = "WireFault";

  constructor(code: string, message: string, status = 400, details: FaultDetails = {}) {
    super(code, status, message, details);
  }
}

export function invalidInput(message: string): WireFault {
  return new WireFault("InvalidInput", message);
}
