// What the gateway itself answers when something is wrong: one table of the response types with their statuses, messages and
// the header that names the error (AWS guide: supported-gateway-response-types). A fault is a value until the end of the
// pipeline, where an API's own gateway responses may change how it looks (./gateway-response.ts).

import type { GatewayResponseType } from "../model/shapes.ts";

interface FaultRow {
  readonly status: number;
  /** null: the message is JSON's null. */
  readonly message: string | null;
  /** What x-amzn-ErrorType says. */
  readonly errorType: string;
}

/** Every type but the two fallbacks, which have no errors of their own. */
export type FaultType = Exclude<GatewayResponseType, "DEFAULT_4XX" | "DEFAULT_5XX">;

export const faultRows: { readonly [Type in FaultType]: FaultRow } = {
  RESOURCE_NOT_FOUND: { status: 404, message: "Not Found", errorType: "ResourceNotFoundException" },
  UNAUTHORIZED: { status: 401, message: "Unauthorized", errorType: "UnauthorizedException" },
  INVALID_API_KEY: { status: 403, message: "Forbidden", errorType: "ForbiddenException" },
  ACCESS_DENIED: {
    status: 403,
    message: "User is not authorized to access this resource",
    errorType: "AccessDeniedException",
  },
  AUTHORIZER_FAILURE: { status: 500, message: null, errorType: "AuthorizerFailureException" },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: null, errorType: "AuthorizerConfigurationException" },
  INVALID_SIGNATURE: { status: 403, message: "Forbidden", errorType: "InvalidSignatureException" },
  EXPIRED_TOKEN: { status: 403, message: "Forbidden", errorType: "ExpiredTokenException" },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: "Missing Authentication Token",
    errorType: "MissingAuthenticationTokenException",
  },
  INTEGRATION_FAILURE: { status: 504, message: "Internal server error", errorType: "InternalServerErrorException" },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: "Endpoint request timed out",
    errorType: "InternalServerErrorException",
  },
  API_CONFIGURATION_ERROR: { status: 500, message: "Internal server error", errorType: "InternalServerErrorException" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: "Unsupported Media Type", errorType: "BadRequestException" },
  BAD_REQUEST_PARAMETERS: { status: 400, message: "Bad Request", errorType: "BadRequestException" },
  BAD_REQUEST_BODY: { status: 400, message: "Invalid request body", errorType: "BadRequestException" },
  REQUEST_TOO_LARGE: { status: 413, message: "Request Too Long", errorType: "RequestTooLargeException" },
  THROTTLED: { status: 429, message: "Too Many Requests", errorType: "TooManyRequestsException" },
  QUOTA_EXCEEDED: { status: 429, message: "Limit Exceeded", errorType: "LimitExceededException" },
  WAF_FILTERED: { status: 403, message: "Forbidden", errorType: "WafFilteredException" },
};

/** A request ends with one of these instead of an answer. */
export class GatewayFault {
  readonly type: FaultType;
  readonly status: number;
  readonly message: string | null;
  /** What `$context.error.validationErrorString` holds. */
  readonly validationErrors: string | null;
  /** For the execution log: what is wrong, to whoever runs the API. */
  readonly why: string | null;

  constructor(
    type: FaultType,
    given: { status?: number; message?: string; validationErrors?: string; why?: string } = {},
  ) {
    const row = faultRows[type];
    this.type = type;
    this.status = given.status ?? row.status;
    this.message = given.message ?? row.message;
    this.validationErrors = given.validationErrors ?? null;
    this.why = given.why ?? null;
  }

  get errorType(): string {
    return faultRows[this.type].errorType;
  }
}
