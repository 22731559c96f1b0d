// Whether a request has what its method asks for (AWS guide: api-gateway-method-request-validation): its required
// parameters, and a body that fits the model of its media type. Each is checked where the method's validator says so.
// Invariants: missing parameters are told in the order of their whole names (recorded: headers, path, query), blank counts
// as missing; header names have case, but for HTTP/2, which has no other than lower case; a body of a media type without a
// model passes; a method without models reads no body for it.

import type { Method, RequestValidator, StringMap } from "../model/shapes.ts";
import type { Exchange } from "./exchange.ts";
import { GatewayFault } from "./fault.ts";
import { bareType } from "./media-type.ts";
import type { Eventual } from "./messages.ts";

export type Validate = (exchange: Exchange) => Eventual<GatewayFault | null>;

/** Why a body does not fit its model. */
export interface Misfit {
  /** As `$context.error.validationErrorString` has them. */
  readonly errors: string;
  /** For whoever runs the API, where it is not the body's fault alone. */
  readonly why?: string;
}

/** null: the body fits. */
export type FitsModel = (body: string) => Misfit | null;

interface Required {
  readonly name: string;
  readonly isThere: (exchange: Exchange) => boolean;
}

export function compileParameterValidation(method: Method): Validate | null {
  const required = Object.entries(method.requestParameters ?? {})
    .filter(([, isRequired]) => isRequired)
    .map(([name]) => name)
    .toSorted()
    .map(compileRequired)
    .filter((one) => one !== null);
  if (required.length === 0) return null;
  return (exchange) => {
    const missing = required.filter(({ isThere }) => !isThere(exchange));
    if (missing.length === 0) return null;
    const names = missing.map(({ name }) => name).join(", ");
    return new GatewayFault("BAD_REQUEST_PARAMETERS", { message: `Missing required request parameters: [${names}]` });
  };
}

function compileRequired(parameter: string): Required | null {
  const [, kind, name = ""] = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(parameter) ?? [];
  const isFilled = (value: string | undefined): boolean => value !== undefined && value.trim() !== "";
  switch (kind) {
    case "path":
      return { name, isThere: ({ pathParameters }) => isFilled(pathParameters?.[name]) };
    case "querystring":
      return { name, isThere: ({ query }) => isFilled(query.get(name)?.at(-1)) };
    case "header":
      return { name, isThere: ({ request, headers }) => isFilled(headerOf(request.protocol, headers, name)) };
    default:
      return null;
  }
}

function headerOf(
  protocol: Exchange["request"]["protocol"],
  headers: Exchange["headers"],
  name: string,
): string | undefined {
  return (headers.get(name) ?? (protocol === "HTTP/2.0" ? headers.get(name.toLowerCase()) : undefined))?.at(-1);
}

/** `fit` gives what a model's name stands for; null where it stands for nothing that can be checked. */
export function compileBodyValidation(method: Method, fit: (model: string) => FitsModel | null): Validate | null {
  const models = compileModels(method.requestModels ?? {}, fit);
  if (models.size === 0) return null;
  return (exchange) => {
    const model = models.get(bareType(exchange.request.header("content-type") ?? "application/json"));
    if (model === undefined) return null;
    return exchange.readBody().then((octets) => {
      if (octets instanceof GatewayFault) return octets;
      const misfit = model(exchange.bodyText());
      if (misfit === null) return null;
      const { errors, why } = misfit;
      return new GatewayFault("BAD_REQUEST_BODY", { validationErrors: errors, ...(why !== undefined && { why }) });
    });
  };
}

function compileModels(
  given: StringMap<string>,
  fit: (model: string) => FitsModel | null,
): ReadonlyMap<string, FitsModel> {
  const models = new Map<string, FitsModel>();
  for (const [type, name] of Object.entries(given)) {
    const model = fit(name);
    if (model !== null) models.set(bareType(type), model);
  }
  return models;
}

export function validatorOf(method: Method, validators: readonly RequestValidator[]): RequestValidator | null {
  return validators.find(({ id }) => id === method.requestValidatorId) ?? null;
}
