// What services that speak REST with JSON differ in, beside their tables: a few words and headers. Each service says its own in
// a file of its own (../apigateway/service.ts, ../lambda/service.ts).

import type { WireFault } from "../fault.ts";
import type { Operation, ServiceModel } from "../model.ts";
import type { Times } from "./print.ts";

export interface RestJsonService {
  /** As signatures name it. */
  readonly name: string;
  readonly model: ServiceModel;
  /** What stands before a member of the body in messages. */
  readonly bodyPath: (operation: Operation) => string;
  /** The fault of a body that is no JSON. */
  readonly malformed: (why: string) => WireFault;
  /** Of what the service is at fault for itself. */
  readonly internalCode: string;
  readonly times: Times;
  readonly rateExceeded: () => WireFault;
  /** Headers of every answer, beside the usual ones. */
  readonly headers: (requestId: string) => { readonly [name: string]: string };
}
