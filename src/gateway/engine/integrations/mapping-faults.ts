// What is wrong with an integration's mapping, in the words of AWS's execution log: to the client all of it is a fault of the
// API's configuration. Beside it the verb that an integration uses, which every kind has to know.

import type { Integration } from "../../model/shapes.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";

/** The verb of the integration, or the client's where it takes any. */
export function integrationVerb({ httpMethod }: Integration, { request }: Exchange): string {
  return httpMethod === undefined || httpMethod === "ANY" ? request.method : httpMethod;
}

export function forbiddenHeader(name: string): GatewayFault {
  return misconfigured(`${name} header already present`);
}

export function unfitHeader(name: string): GatewayFault {
  return misconfigured(`what is mapped to the header ${name} cannot stand in one`);
}

export function misconfigured(what: string): GatewayFault {
  return new GatewayFault("API_CONFIGURATION_ERROR", { why: `Execution failed due to configuration error: ${what}` });
}
