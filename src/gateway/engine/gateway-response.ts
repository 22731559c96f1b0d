// How a fault looks to the client: an API's own gateway response of its type, else what the API says for all of its class
// (DEFAULT_4XX, DEFAULT_5XX), else AWS's default (AWS guide: api-gateway-gatewayResponse-definition,
// supported-gateway-response-types). Templates are no VTL: names are put in, and that is all (../substitution.ts).
// Compiled at the first fault of a type. Invariant: a template that names nothing but the fault is one text for every
// request with that fault, so a refusal in masses (429) makes ids and nothing else.

import type { ApiSnapshot } from "../model/snapshot.ts";
import type { GatewayResponse, GatewayResponseType } from "../model/shapes.ts";
import { compileSubstitution, type Substitution } from "../substitution.ts";
import type { Exchange } from "./exchange.ts";
import { faultRows, type FaultType, type GatewayFault } from "./fault.ts";
import { bareType } from "./media-type.ts";
import type { GatewayReply } from "./messages.ts";
import { compileParameter, type ReadParameter, textOf } from "./request-value.ts";
import { hasHeader } from "./flat-headers.ts";
import { isHeader } from "./integrations/header-names.ts";
import { isFinalStatus, pushIds } from "./reply.ts";

interface Template {
  readonly mediaType: string;
  readonly text: Substitution;
  /** The body of a fault with its type's own message, where that is all the template names. */
  readonly ready: string | null;
}

interface CompiledResponse {
  /** null: the fault's own, also where the API names one that ends no request. */
  readonly status: number | null;
  readonly templates: readonly Template[];
  /** Where the client's Accept decides nothing. */
  readonly preferred: Template;
  readonly headers: readonly { readonly name: string; readonly read: ReadParameter }[];
}

export type RenderFault = (exchange: Exchange, fault: GatewayFault) => GatewayReply;

const json = "application/json";
const defaultText = '{"message":$context.error.messageString}';
/** Where the default is written otherwise, as recorded: a name with a capital, a blank where an integration failed. */
const otherDefaults: { readonly [Type in FaultType]?: string } = {
  ACCESS_DENIED: '{"Message":$context.error.messageString}',
  API_CONFIGURATION_ERROR: '{"message": $context.error.messageString}',
  INTEGRATION_FAILURE: '{"message": $context.error.messageString}',
  INTEGRATION_TIMEOUT: '{"message": $context.error.messageString}',
};

export function compileGatewayResponses(snapshot: Pick<ApiSnapshot, "gatewayResponses">): RenderFault {
  const byType = new Map<FaultType, CompiledResponse>();
  return (exchange, fault) => {
    let compiled = byType.get(fault.type);
    if (compiled === undefined) {
      compiled = compileResponse(fault.type, snapshot.gatewayResponses);
      byType.set(fault.type, compiled);
    }
    return render(compiled, exchange, fault);
  };
}

function render(compiled: CompiledResponse, exchange: Exchange, fault: GatewayFault): GatewayReply {
  const template =
    compiled.templates.length > 1 ? chosen(compiled, exchange.request.header("accept")) : compiled.preferred;
  const headers: string[] = [];
  for (const { name, read } of compiled.headers) {
    const value = read(exchange);
    // A client may have written it: with what no header can hold, the answer could not be written at all (RFC 9110 §5.5).
    if (value !== undefined && isHeader(name, value)) headers.push(name, value);
  }
  if (!hasHeader(headers, "content-type")) headers.push("Content-Type", template.mediaType);
  headers.push("x-amzn-ErrorType", fault.errorType);
  pushIds(headers, exchange);
  const isUsual = template.ready !== null && fault.message === faultRows[fault.type].message;
  const body = isUsual ? template.ready : template.text.run((name) => variableOf(exchange, fault, name) ?? "");
  return { status: compiled.status ?? fault.status, headers, body };
}

function variableOf(exchange: Exchange, fault: GatewayFault, name: string): string | undefined {
  switch (name) {
    case "context.error.message":
      return fault.message ?? "null";
    case "context.error.messageString":
      return JSON.stringify(fault.message);
    case "context.error.responseType":
      return fault.type;
    case "context.error.validationErrorString":
      return fault.validationErrors ?? "";
    default:
      return name.startsWith("context.")
        ? textOf(exchange.contextValue(name.slice("context.".length)))
        : exchange.stageVariables[name.slice("stageVariables.".length)];
  }
}

const ofTheFault: ReadonlySet<string> = new Set([
  "context.error.message",
  "context.error.messageString",
  "context.error.responseType",
]);

function compileResponse(type: FaultType, given: ApiSnapshot["gatewayResponses"]): CompiledResponse {
  const customised = customisedType({ type }, { gatewayResponses: given });
  const own: GatewayResponse | null = customised === null ? null : given[customised];
  const texts = Object.entries(own?.responseTemplates ?? {});
  const ownStatus = Number(own?.statusCode);
  if (texts.length === 0) texts.push([json, otherDefaults[type] ?? defaultText]);
  const templates = texts.map(([mediaType, text]) => compileTemplate(type, mediaType, text));
  return {
    status: isFinalStatus(ownStatus) ? ownStatus : null,
    templates,
    preferred: templates.find(({ mediaType }) => mediaType === json) ?? templates[0],
    headers: Object.entries(own?.responseParameters ?? {}).flatMap(([target, source]) => {
      const [, name] = /^gatewayresponse\.header\.(.+)$/.exec(target) ?? [];
      const read = compileParameter(source);
      return name === undefined || read === null ? [] : [{ name, read }];
    }),
  };
}

/** Which of an API's own responses a fault gets; null: AWS's default. */
export function customisedType(
  { type }: Pick<GatewayFault, "type">,
  { gatewayResponses }: Pick<ApiSnapshot, "gatewayResponses">,
): GatewayResponseType | null {
  // AWS: the answer to a payload over the limit is the one that cannot be changed.
  if (type === "REQUEST_TOO_LARGE") return null;
  const ofClass = faultRows[type].status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  return ([type, ofClass] as const).find((one) => gatewayResponses[one] !== undefined) ?? null;
}

function compileTemplate(type: FaultType, mediaType: string, written: string): Template {
  const text = compileSubstitution(written);
  const { message } = faultRows[type];
  const values: Readonly<Record<string, string>> = {
    "context.error.message": message ?? "null",
    "context.error.messageString": JSON.stringify(message),
    "context.error.responseType": type,
  };
  const ready = text.names.every((name) => ofTheFault.has(name)) ? text.run((name) => values[name]) : null;
  return { mediaType, text, ready };
}

/** The template of the first type that the client accepts; the preferred one where it accepts anything, or none of them. */
function chosen({ templates, preferred }: CompiledResponse, accept: string | undefined): Template {
  for (const entry of accept?.split(",") ?? []) {
    const type = bareType(entry);
    if (type === "*/*") return preferred;
    const found = templates.find(({ mediaType }) => bareType(mediaType) === type);
    if (found !== undefined) return found;
  }
  return preferred;
}
