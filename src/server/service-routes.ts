// What the APIs of all AWS services have in common on the API listener: accounts and signatures from the configuration, a
// request id, one log line and one count a request. Read next: ./route53-api.ts, ./rest-json-api.ts.

import { randomUUID } from "node:crypto";
import type { ServiceApi, ServiceApiOptions, WireBody, WireReply } from "../aws/service-api.ts";
import type { Handler, HttpReply } from "../http/listener.ts";
import { otherAccount } from "./accounts.ts";
import type { ApiCalls } from "./api-calls.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";

export interface ServiceParts {
  readonly nowMs: () => number;
  readonly calls: ApiCalls;
  readonly log: Log;
}

const firstServerFault = 500;

/** A message repeats what a client sent, however long that is. */
const maxLoggedMessage = 1000;

/** The options of a service's API, but for what it does and how often. */
export function serviceOptions(
  service: string,
  { accounts, api }: Config,
  { nowMs, calls, log }: ServiceParts,
): Omit<ServiceApiOptions, "operations" | "requestsPerSecond"> {
  const { accountOf, secretOf } = accountBook(accounts);
  return {
    accountOf,
    secretOf: api.verifySignatures ? secretOf : null,
    nowMs,
    clientsNowMs: Date.now,
    newRequestId: randomUUID,
    answered: ({ operation, code, message, ...others }) => {
      calls.count(service, operation, code);
      if (code === "OK") return log.debug({ operation, code, ...others }, service);
      const fields = { operation, code, message: message.slice(0, maxLoggedMessage), ...others };
      // What a client does wrong is his to know; a disk that is full is the operator's.
      if (others.status >= firstServerFault) log.error(fields, service);
      else log.info(fields, service);
    },
    failed: (error) =>
      log.error({ reason: error instanceof Error ? error.stack : String(error) }, "an operation failed"),
  };
}

/** Hands requests to the API. */
export function handlerOf<Body extends WireBody>(api: ServiceApi<Body>): Handler {
  return async ({ method, path, queryText, headers, octets }) =>
    httpReply(await api.answer({ method, path, query: queryText, headers, body: octets }));
}

export function httpReply({ status, headers, body }: WireReply): HttpReply {
  const { "content-type": type, ...others } = headers;
  return { status, type, headers: others, body };
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
