// Route 53's API over a store in memory, without sockets: what a test sends, and status, code and body of what comes back.

import { seededRandom } from "../../../src/base/random.ts";
import { Route53Api, type Route53ApiOptions } from "../../../src/aws/route53/api.ts";
import type { Answered } from "../../../src/aws/service-api.ts";
import type { SignedRequest } from "../../../src/base/sigv4/claim.ts";
import { MemoryTables } from "../../../src/base/memory-tables.ts";
import { storeOperations } from "../../../src/server/store-operations.ts";
import { Route53Store } from "../../../src/store/route53-store.ts";
import { request } from "../rest-xml/wire.ts";

export interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of ErrorResponse, or "OK". */
  readonly code: string;
  readonly message: string;
}

export interface Asking {
  readonly store: Route53Store;
  readonly answered: Answered[];
  readonly failures: unknown[];
  /** Anything, as it is. */
  send(request: Omit<SignedRequest, "body"> & { readonly body: string }): Promise<Asked>;
  /** A GET or DELETE, or a POST of what stands inside the operation's document. */
  ask(method: string, target: string, document?: readonly [root: string, inside: string], key?: string): Promise<Asked>;
}

export function startAsking(options: Partial<Route53ApiOptions> = {}): Asking {
  const store = new Route53Store(new MemoryTables());
  store.onCommit((effects) => {
    for (const effect of effects) if ("changeId" in effect) store.acknowledge(effect.changeId);
  });
  const answered: Answered[] = [];
  const failures: unknown[] = [];
  const random = seededRandom(53);
  let requests = 0;
  const api = new Route53Api({
    operations: storeOperations(store, random),
    accountOf: (key) => (key === "AKIAOTHER" ? "111122223333" : "000000000000"),
    strictness: "strict",
    secretOf: null,
    requestsPerSecond: null,
    nowMs: () => Date.UTC(2026, 10, 22),
    clientsNowMs: () => Date.UTC(2026, 10, 22),
    newRequestId: () => `request-${++requests}`,
    answered: (answer) => answered.push(answer),
    failed: (error) => failures.push(error),
    ...options,
  });
  const send: Asking["send"] = async (asked) => {
    const reply = await api.answer({ ...asked, body: new TextEncoder().encode(asked.body) });
    return { ...reply, code: textIn(reply.body, "Code") ?? "OK", message: textIn(reply.body, "Message") ?? "" };
  };
  const ask: Asking["ask"] = async (method, target, document, key) => {
    const [path, query = ""] = target.split("?", 2);
    const body = document === undefined ? "" : request(...document);
    const credential = `Credential=${key}/20261122/us-east-1/route53/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
    const headers = key === undefined ? {} : { authorization, "x-amz-date": "20261122T000000Z" };
    return send({ method, path, query, headers, body });
  };
  return { store, answered, failures, ask, send };
}

/** The text of the first element of this name. */
export function textIn(body: string, element: string): string | null {
  const text = new RegExp(`<${element}>(.*?)</${element}>`, "s").exec(body)?.[1];
  if (text === undefined) return null;
  return text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
