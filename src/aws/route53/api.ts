// Amazon Route 53's API over HTTP: REST with XML documents, by the service's table (./model.ts). Who asks, how often and what
// runs are ../service-api.ts's; this page says how Route 53 speaks.

import { WireFault } from "../fault.ts";
import { readModel } from "../model-text.ts";
import type { Operation } from "../model.ts";
import { pathFinder } from "../paths.ts";
import type { Schema } from "../rest-xml/content.ts";
import { readInput } from "../rest-xml/input.ts";
import { faultReply, outputReply } from "../rest-xml/reply.ts";
import { ServiceApi, type ServiceApiOptions, type Speech } from "../service-api.ts";
import { route53Model } from "./model.ts";

export interface Route53ApiOptions extends ServiceApiOptions {
  /** How closely bodies are held to the model. */
  readonly strictness: Schema["strictness"];
}

export const namespace = "https://route53.amazonaws.com/doc/2013-04-01/";
export const pathPrefix = "/2013-04-01/";

const model = readModel(route53Model);
const find = pathFinder(model.operations.values());

/** Names of all operations, as they stand in the table. */
export const operationNames: readonly string[] = [...model.operations.keys()];

export class Route53Api extends ServiceApi<string> {
  constructor(options: Route53ApiOptions) {
    super(speech(options.strictness), options);
  }
}

function speech(strictness: Schema["strictness"]): Speech<string> {
  return {
    service: "route53",
    find,
    readInput: (target, { query, body }) => readInput(target, query, body, { namespace, strictness }),
    printOutput: (operation, output, requestId) => outputReply(operation, output, namespace, requestId),
    printFault: (fault, requestId) => faultReply(fault, namespace, requestId),
    nameFault: (fault) => fault,
    rateExceeded,
  };
}

/** Operations on tags declare a code of their own for it. */
function rateExceeded(operation: Operation | null): WireFault {
  const code = operation?.errors.includes("ThrottlingException") === true ? "ThrottlingException" : "Throttling";
  return new WireFault(code, "Rate exceeded");
}
