// The constraints of the API model, which the service checks before it looks at anything: enumerations, patterns, members that
// must be there. Every broken one is named in one answer (recorded: "2 validation errors detected: …; …").
// Invariant: the order of the checks is the order of the texts. Read next: ./faults.ts.

import { ControlFault } from "./faults.ts";

/** Enumerations in the order in which the service lists them. */
export const enums = {
  patchOp: ["add", "remove", "move", "test", "replace", "copy"],
  endpointType: ["PRIVATE", "EDGE", "REGIONAL"],
  ipAddressType: ["ipv4", "dualstack"],
  apiKeySource: ["HEADER", "AUTHORIZER"],
  integrationType: ["HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"],
  connectionType: ["INTERNET", "VPC_LINK"],
  contentHandling: ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"],
  responseTransferMode: ["BUFFERED", "STREAM"],
  authorizerType: ["TOKEN", "REQUEST", "COGNITO_USER_POOLS"],
  cacheClusterSize: ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"],
  quotaPeriod: ["DAY", "WEEK", "MONTH"],
  accessAssociationSourceType: ["VPCE"],
  routingMode: ["BASE_PATH_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING"],
  gatewayResponseType: [
    "REQUEST_TOO_LARGE",
    "RESOURCE_NOT_FOUND",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "MISSING_AUTHENTICATION_TOKEN",
    "BAD_REQUEST_BODY",
    "INVALID_SIGNATURE",
    "INVALID_API_KEY",
    "BAD_REQUEST_PARAMETERS",
    "AUTHORIZER_FAILURE",
    "UNAUTHORIZED",
    "INTEGRATION_TIMEOUT",
    "ACCESS_DENIED",
    "DEFAULT_4XX",
    "DEFAULT_5XX",
    "WAF_FILTERED",
    "QUOTA_EXCEEDED",
    "THROTTLED",
    "API_CONFIGURATION_ERROR",
    "UNSUPPORTED_MEDIA_TYPE",
    "INTEGRATION_FAILURE",
    "EXPIRED_TOKEN",
  ],
  documentationPartType: [
    "RESPONSE_BODY",
    "RESPONSE",
    "METHOD",
    "MODEL",
    "AUTHORIZER",
    "RESPONSE_HEADER",
    "RESOURCE",
    "PATH_PARAMETER",
    "REQUEST_BODY",
    "QUERY_PARAMETER",
    "API",
    "REQUEST_HEADER",
  ],
} as const;

/** The pattern of a status code in the model. */
const statusCodePattern = String.raw`[1-5]\d\d`;

export class Constraints {
  readonly #broken: string[] = [];

  /** One of an enumeration, where there is a value. */
  oneOf(member: string, value: string | undefined, allowed: readonly string[]): this {
    if (value !== undefined && !allowed.includes(value))
      this.#broken.push(broken(member, `'${value}'`, `satisfy enum value set: [${allowed.join(", ")}]`));
    return this;
  }

  /** Every one of a list is one of an enumeration. */
  eachOf(member: string, values: readonly string[] | undefined, allowed: readonly string[]): this {
    if (values?.some((value) => !allowed.includes(value)) === true)
      this.#broken.push(
        broken(
          member,
          `'[${values.join(", ")}]'`,
          `satisfy constraint: [Member must satisfy enum value set: [${allowed.join(", ")}]]`,
        ),
      );
    return this;
  }

  present(member: string, value: unknown): this {
    if (value === undefined || value === null) this.#broken.push(broken(member, "null", "not be null"));
    return this;
  }

  statusCode(value: string): this {
    if (!/^[1-5]\d\d$/.test(value))
      this.#broken.push(broken("statusCode", `'${value}'`, `satisfy regular expression pattern: ${statusCodePattern}`));
    return this;
  }

  /** Throws what is broken, if anything is. */
  hold(): void {
    const count = this.#broken.length;
    if (count === 0) return;
    throw new ControlFault(
      "ValidationException",
      `${count} validation error${count === 1 ? "" : "s"} detected: ${this.#broken.join("; ")}`,
    );
  }
}

function broken(member: string, value: string, must: string): string {
  return `Value ${value} at '${member}' failed to satisfy constraint: Member must ${must}`;
}
