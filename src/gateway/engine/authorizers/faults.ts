// What becomes of a request whose authorizer is wrong itself: 500 with the message null, and for whoever runs the API a
// sentence in the words of AWS's execution log (AWS guide: supported-gateway-response-types).

import { GatewayFault } from "../fault.ts";

/** It cannot be asked, fails, or answers what is no answer. */
export function misconfigured(what: string): GatewayFault {
  const why = `Execution failed due to configuration error: ${what}`;
  return new GatewayFault("AUTHORIZER_CONFIGURATION_ERROR", { why });
}

/** It did not come to an answer. */
export function failed(what: string): GatewayFault {
  return new GatewayFault("AUTHORIZER_FAILURE", { why: `Execution failed due to an authorizer error: ${what}` });
}
