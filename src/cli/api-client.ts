// How commands ask the API of a running server: one request, its reply or one plain sentence why there is none.
// A reply that is not 200 is the server's own sentence, passed on.

import { Failure } from "./program.ts";

export interface ApiOptions {
  readonly api: string;
}

/** Longer than any resolution may take. */
const waitMs = 30_000;

export async function askApi(
  api: string,
  method: string,
  path: string,
  query: Readonly<Record<string, string>>,
  body?: string,
): Promise<Response> {
  const response = await callApi(api, method, path, query, body);
  if (response.status === 200) return response;
  const said = (await response.text()).trim().split("\n", 1)[0];
  throw new Failure(1, `${new URL(response.url).origin} answers ${response.status}: ${said}`);
}

/** The reply, whatever its status. */
export async function callApi(
  api: string,
  method: string,
  path: string,
  query: Readonly<Record<string, string>>,
  body?: string,
): Promise<Response> {
  const url = urlOf(api, path);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return send(url, method, {}, body);
}

/** The reply to a request that is ready to go, whatever its status. */
export async function send(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Response> {
  const signal = AbortSignal.timeout(waitMs);
  return fetch(url, { method, headers, signal, ...(body === undefined ? {} : { body }) }).catch((error: unknown) => {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Failure(1, `${url.origin} cannot be asked: ${reason}.`);
  });
}

/** HOST:PORT or a whole URL. */
export function urlOf(api: string, path: string): URL {
  const text = /^https?:\/\//.test(api) ? api : `http://${api}`;
  if (!URL.canParse(text)) throw new Failure(2, `"${api}" is no address of an API: expected HOST:PORT or a URL.`);
  return new URL(path, text);
}
