// What the control API refuses with: one table of codes and their statuses (API model: error.httpStatusCode), and the texts
// that are said in more than one place, worded as the service words them (recorded answers of 2024 to 2026).
// Invariant: an operation that throws one of these leaves nothing behind. Read next: ./constraints.ts, ./patch.ts.

import { ServiceFault } from "../../base/service-fault.ts";

const statuses = {
  BadRequestException: 400,
  ValidationException: 400,
  NotFoundException: 404,
  ConflictException: 409,
  LimitExceededException: 429,
  ServiceUnavailableException: 503,
} as const;

export type FaultCode = keyof typeof statuses;

export class ControlFault extends ServiceFault<FaultCode> {
  override readonly name = "ControlFault";

  constructor(code: FaultCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(code, statuses[code], message, options);
  }
}

export function badRequest(message: string): ControlFault {
  return new ControlFault("BadRequestException", message);
}

export function conflict(message: string): ControlFault {
  return new ControlFault("ConflictException", message);
}

/** What an id or a name may lead to, and what is said when it does not. */
const missing = {
  resource: "Invalid Resource identifier specified",
  method: "Invalid Method identifier specified",
  integration: "Invalid Integration identifier specified",
  response: "Invalid Response status code specified",
  parameter: "Invalid parameter name specified",
  contentType: "Content-Type specified was not found",
  requestValidator: "Invalid Request Validator identifier specified",
  authorizer: "Invalid Authorizer identifier specified",
  gatewayResponse: "Gateway response type not defined on api",
  deployment: "Invalid Deployment identifier specified",
  stage: "Invalid stage identifier specified",
  apiKey: "Invalid API Key identifier specified",
  usagePlan: "Invalid Usage Plan ID specified",
  documentationPart: "Invalid Documentation part identifier specified",
  documentationVersion: "Invalid Documentation version specified",
  domainName: "Invalid domain name identifier specified",
  basePathMapping: "Invalid base path mapping identifier specified",
  accessAssociation: "Invalid domain name access association identifier specified",
  vpcLink: "Invalid Vpc Link identifier specified",
  clientCertificate: "Invalid Client Certificate identifier specified",
  sdkType: "Invalid SDK type identifier specified",
} as const;

export function notFound(what: keyof typeof missing): ControlFault {
  return new ControlFault("NotFoundException", missing[what]);
}

export function notFoundText(message: string): ControlFault {
  return new ControlFault("NotFoundException", message);
}

export function noSuchApi(account: string, apiId: string): ControlFault {
  return notFoundText(`Invalid API identifier specified ${account}:${apiId}`);
}

export function noSuchModel(name: string): ControlFault {
  return notFoundText(`Invalid model name specified: ${name}`);
}

/** Whoever makes something of a model, a validator or an authorizer that is not there has sent a bad request. */
export const badReference = {
  requestValidator: missing.requestValidator,
  authorizer:
    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
  deployment: "Deployment id does not exist",
} as const;

/** A mapping's expression, as every operation refuses it. */
export function badMapping(fault: string): ControlFault {
  return badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${fault}]`);
}
