// A service that speaks REST with JSON, over HTTP: API Gateway's control API and Lambda's function API. Who asks, how often and
// what runs are ../service-api.ts's; this page joins reading and printing. Signatures that are not true have names of their
// own here.

import { ServiceFault } from "../../base/service-fault.ts";
import type { Operation, ServiceModel } from "../model.ts";
import { pathFinder } from "../paths.ts";
import { ServiceApi, type ServiceApiOptions, type Speech } from "../service-api.ts";
import { readInput } from "./input.ts";
import { faultReply, outputReply, type RestJsonBody } from "./reply.ts";
import type { RestJsonService } from "./service.ts";

export class RestJsonApi extends ServiceApi<RestJsonBody> {
  constructor(service: RestJsonService, options: ServiceApiOptions) {
    super(speech(service), options);
  }
}

/** Paths, as a listener matches them, that a service's operations stand at or below: /restapis. */
export function firstSteps({ model }: RestJsonService): string[] {
  return [...new Set(everyOperation(model).map(({ path }) => path.replace(/^(\/[^/?]+).*$/, "$1")))];
}

/** Those that are missing here as well, so that they are refused by name. */
function everyOperation({ operations, missing }: ServiceModel): Operation[] {
  return [...operations.values(), ...missing];
}

function speech(service: RestJsonService): Speech<RestJsonBody> {
  const codes: Readonly<Record<string, string>> = { ...signatureCodes, InternalFailure: service.internalCode };
  return {
    service: service.name,
    find: pathFinder(everyOperation(service.model)),
    readInput: (target, request) => readInput(target, request, service),
    printOutput: (operation, output, requestId) => outputReply(service, operation, output, requestId),
    printFault: (fault, requestId) => faultReply(service, fault, requestId),
    nameFault: (fault) => {
      const code = codes[fault.code];
      return code === undefined
        ? fault
        : new ServiceFault(code, fault.status < 500 ? 403 : fault.status, fault.message);
    },
    rateExceeded: service.rateExceeded,
  };
}

const signatureCodes = {
  MissingAuthenticationToken: "MissingAuthenticationTokenException",
  InvalidClientTokenId: "UnrecognizedClientException",
  SignatureDoesNotMatch: "InvalidSignatureException",
  IncompleteSignature: "IncompleteSignatureException",
};
