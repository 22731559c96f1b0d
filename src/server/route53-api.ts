// Amazon Route 53's API on the API listener: the store's operations behind the wire protocol, with accounts, signatures and
// rate from the configuration; one log line and one count a request. Read next: ../aws/route53/api.ts.

import { randomUUID } from "node:crypto";
import { Route53Api, pathPrefix } from "../aws/route53/api.ts";
import type { Operations } from "../aws/service-api.ts";
import { type HttpReply, type HttpRequest, type Resource, plainText } from "../http/listener.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import type { Route53Store } from "../store/route53-store.ts";
import { otherAccount } from "./accounts.ts";
import type { ApiCalls } from "./api-calls.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";

export interface Route53Parts {
  readonly store: Route53Store;
  /** Operations that are not the store's, by the store's way of naming: testDNSAnswer. */
  readonly further: Operations;
  readonly nowMs: () => number;
  readonly calls: ApiCalls;
  readonly log: Log;
}

/** A message repeats what a client sent, however long that is. */
const maxLoggedMessage = 1000;

/** The paths of the API. */
export function route53Routes(config: Config, parts: Route53Parts): [path: string, resource: Resource][] {
  const { log, calls, nowMs } = parts;
  const { accountOf, secretOf } = accountBook(config.accounts);
  const api = new Route53Api({
    operations: (name) => parts.further(name) ?? storeOperation(parts.store, name),
    accountOf,
    strictness: config.testing.strictness,
    secretOf: config.api.verifySignatures ? secretOf : null,
    requestsPerSecond: config.api.requestsPerSecond,
    nowMs,
    clientsNowMs: Date.now,
    newRequestId: randomUUID,
    answered: ({ operation, code, message, ...rest }) => {
      calls.count(operation, code);
      if (code === "OK") log.debug({ operation, code, ...rest }, "route53");
      else log.info({ operation, code, message: message.slice(0, maxLoggedMessage), ...rest }, "route53");
    },
    failed: (error) =>
      log.error({ reason: error instanceof Error ? error.stack : String(error) }, "an operation failed"),
  });
  const answer = async (request: HttpRequest): Promise<HttpReply> => {
    const { method, path, queryText, headers, octets } = request;
    const reply = await api.answer({ method, path, query: queryText, headers, body: octets });
    const { "content-type": type, ...others } = reply.headers;
    return { status: reply.status, type, headers: others, body: reply.body };
  };
  return [[`${pathPrefix}**`, { ANY: answer }], ...(config.testing.reset ? resetRoutes(parts) : [])];
}

/** Paths that empty the API's state; moto's clients know the second. */
function resetRoutes({ store, nowMs }: Route53Parts): [path: string, resource: Resource][] {
  const answer = (): HttpReply => {
    store.reset({ account: otherAccount, accessKey: null, nowMs: nowMs(), random: cryptoRandom });
    return { status: 200, type: plainText, body: "Everything is forgotten.\n" };
  };
  return [
    ["/_signpost/reset", { POST: answer }],
    ["/moto-api/reset", { POST: answer }],
  ];
}

/** The store's method of this name; names come from the API's table. */
function storeOperation(store: Route53Store, name: string): ReturnType<Operations> {
  const method: unknown = Reflect.get(store, name);
  if (typeof method !== "function") return null;
  return (input, caller) => Reflect.apply(method, store, [input, { ...caller, random: cryptoRandom }]) as unknown;
}

interface AccountBook {
  readonly accountOf: (accessKey: string | null) => string;
  readonly secretOf: (accessKey: string) => string | null;
}

function accountBook(accounts: Config["accounts"]): AccountBook {
  const owners = new Map(accounts.flatMap(({ id, accessKeys }) => accessKeys.map((one) => [one, id] as const)));
  const secrets = new Map(accounts.flatMap(({ secretKeys }) => Object.entries(secretKeys)));
  return {
    accountOf: (accessKey) => (accessKey === null ? null : owners.get(accessKey)) ?? otherAccount,
    secretOf: (accessKey) => secrets.get(accessKey) ?? null,
  };
}
