// What the Lambda operations refuse with: AWS's codes and statuses from the API model, and its wording where public
// records show it; the rest is ours, in its manner.
// Invariant: a fault thrown in an operation leaves nothing of it. Read next: ./function-store.ts.

import { ServiceFault } from "../../base/service-fault.ts";

const statuses = {
  AliasLimitExceededException: 400,
  CodeStorageExceededException: 400,
  InvalidParameterValueException: 400,
  PolicyLengthExceededException: 400,
  PreconditionFailedException: 412,
  ResourceConflictException: 409,
  ResourceNotFoundException: 404,
} as const;

export type FunctionFaultCode = keyof typeof statuses;

export function functionFault(code: FunctionFaultCode, message: string): ServiceFault<FunctionFaultCode> {
  return new ServiceFault(code, statuses[code], message);
}

export function invalidParameter(message: string): ServiceFault {
  return functionFault("InvalidParameterValueException", message);
}

export function notFound(arn: string): ServiceFault {
  return functionFault("ResourceNotFoundException", `Function not found: ${arn}`);
}

export function aliasNotFound(arn: string): ServiceFault {
  return functionFault("ResourceNotFoundException", `Cannot find alias arn: ${arn}`);
}

export function staleRevision(kind: "GetFunction/GetAlias" | "GetPolicy"): ServiceFault {
  return functionFault(
    "PreconditionFailedException",
    `The Revision Id provided does not match the latest Revision Id. Call the ${kind} API to retrieve the latest Revision Id`,
  );
}

/** The wording of a constraint that a member's value breaks, as the service's front end says it. */
export function constraintFault(value: string, member: string, constraint: string): ServiceFault {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/** Something that AWS has and this server has not. */
export function unavailable(what: string): ServiceFault {
  return invalidParameter(`${what} cannot be used here: functions are zip files with code for Node.js.`);
}
