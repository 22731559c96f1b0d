// The parts of events that Lambda proxy integrations and REQUEST authorizers have in common: lists of headers and of the
// query, the path, stage variables, who authorized the request (AWS guide: set-up-lambda-proxy-integrations,
// api-gateway-lambda-authorizer-input). All are values that JSON can hold.
// Invariant: what the client says of X-Forwarded-Port, -Proto and a trace without a root is never believed.

import type { ApiSnapshot } from "../../model/snapshot.ts";
import type { Resource, Stage } from "../../model/shapes.ts";
import type { Exchange } from "../exchange.ts";
import type { RareValues } from "./event-object.ts";
import { headerName } from "./header-names.ts";

export interface EventSite {
  readonly resource: Resource;
  readonly snapshot: ApiSnapshot;
  readonly stage: Stage;
}

export type NamesAre = "as sent" | "as the edge writes them";

/** Adds to a flat list what the client sent, without what the gateway writes itself; what comes again has the name that came first. */
export function sentHeaders({ request: { rawHeaders } }: Exchange, namesAre: NamesAre, flat: string[]): void {
  const shownAs = new Map<string, string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const sent = rawHeaders[i];
    const { lower, reaches, isOurs, fromEdge } = headerName(sent);
    if (reaches === "none" || isOurs) continue;
    let shown = shownAs.get(lower);
    if (shown === undefined) {
      shown = namesAre === "as sent" ? sent : fromEdge;
      shownAs.set(lower, shown);
    }
    flat.push(shown, rawHeaders[i + 1]);
  }
}

/** Whom the client says it speaks for, and who it is. */
export function forwardedFor({ request }: Exchange): string {
  const before = request.header("x-forwarded-for");
  return before === undefined || before === "" ? request.clientAddress : `${before}, ${request.clientAddress}`;
}

/** Flat; null where there is none. */
export function queryList(query: ReadonlyMap<string, readonly string[]>): string[] | null {
  if (query.size === 0) return null;
  const flat: string[] = [];
  for (const [name, values] of query) for (const value of values) flat.push(name, value);
  return flat;
}

/** Events have null for an empty map. */
export function presented(texts: Readonly<Record<string, string>> | null): Readonly<Record<string, string>> | null {
  if (texts === null) return null;
  for (const _ in texts) return texts;
  return null;
}

/** Without the slashes too many that it began with; a base path stands before it. */
export function eventPath({ basePath, path }: Exchange): string {
  let from = 0;
  while (path.startsWith("//", from)) from++;
  const within = from === 0 ? path : path.slice(from);
  if (basePath === "") return within;
  return basePath.startsWith("/") ? `${basePath}${within}` : `/${basePath}${within}`;
}

export function signerOf({ authorized }: Exchange): RareValues[3] {
  const signer = authorized?.identity ?? null;
  if (signer === null) return null;
  const { accountId, userArn, accessKey } = signer;
  return [accountId, userOf(userArn, accountId), accessKey, userArn];
}

/** The last part of a user's ARN; the account's root is called by its number. */
function userOf(arn: string, account: string): string {
  return arn.endsWith(":root") ? account : arn.slice(arn.lastIndexOf("/") + 1);
}

/** What an event says of an authorizer; null for nothing. A Lambda authorizer's scalars arrive as texts. */
export function authorizerOf({ authorized }: Exchange): object | null {
  if (authorized === null) return null;
  const { claims, context, principalId } = authorized;
  if (claims !== null) return { claims };
  if (principalId === null) return null;
  const members: [name: string, value: unknown][] = [
    ["principalId", principalId],
    ["integrationLatency", Math.round(authorized.integrationLatencyMs)],
  ];
  for (const name of Object.keys(context)) {
    const value = context[name];
    if (value !== null) members.push([name, typeof value === "string" ? value : JSON.stringify(value)]);
  }
  return Object.fromEntries(members);
}
