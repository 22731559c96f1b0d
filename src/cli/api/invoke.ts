// `signpost api invoke`: one request to an API. To a stage it goes as any client's does, over HTTPS under the name that DNS has for
// it, to the socket that answers; the working copy is asked by TestInvokeMethod, which knows no authorizers, keys and limits
// and returns the execution log. Read next: ../../gateway/engine/test-invoke.ts.

import { readFileSync } from "node:fs";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { buffer } from "node:stream/consumers";
import { Routes } from "../../gateway/engine/routes.ts";
import type { Resource } from "../../gateway/model/shapes.ts";
import type { Place } from "../../server/gateway/gateway-places.ts";
import { askApi } from "../api-client.ts";
import { Failure } from "../program.ts";
import { type Desk, stageOf } from "./control.ts";

export interface Call {
  readonly verb: string;
  /** With its first slash, and the query behind it. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** The execution log; null of a stage, whose log is the server's. */
  readonly log: string | null;
  readonly latencyMs: number;
}

const waitMs = 35_000;

/** Sends the call to what a stage serves. */
export async function invokeStage(desk: Desk, stageName: string, server: string, call: Call): Promise<Answer> {
  const [place] = stageOf(desk, stageName).places;
  if (place === undefined)
    throw new Failure(1, `${desk.api.name} ${stageName} is reached nowhere: no gateway listens.`);
  const isTls = place.url.startsWith("https:");
  const ca = isTls ? await (await askApi(server, "GET", "/_signpost/gateway/ca.pem", {})).text() : null;
  return exchange(place, call, ca);
}

async function exchange(place: Place, { verb, target, headers, body }: Call, ca: string | null): Promise<Answer> {
  const url = new URL(place.url);
  const at = new URL(`http://${place.connect}`);
  const base = url.pathname.replace(/\/$/, "");
  const options = {
    host: at.hostname.replace(/^\[|\]$/g, ""),
    port: at.port,
    method: verb,
    path: `${base}${target}`,
    headers: ["Host", url.host, ...headers.flat(), ...(body === null ? [] : lengthOf(headers, body))],
    timeout: waitMs,
  };
  const startMs = performance.now();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent =
      ca === null ? requestHttp(options, resolve) : requestHttps({ ...options, ca, servername: url.hostname }, resolve);
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${waitMs / 1000} s`)));
    sent.on("error", reject).end(body ?? undefined);
  }).catch((error: unknown) => {
    throw new Failure(1, `${place.url} at ${place.connect} does not answer: ${(error as Error).message}.`);
  });
  const text = (await buffer(response)).toString("utf8");
  const raw = response.rawHeaders;
  return {
    status: response.statusCode ?? 0,
    headers: raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1]] as const] : [])),
    body: text,
    log: null,
    latencyMs: Math.round(performance.now() - startMs),
  };
}

function lengthOf(headers: Call["headers"], body: string): string[] {
  const isSaid = headers.some(([name]) => name.toLowerCase() === "content-length");
  return isSaid ? [] : ["Content-Length", String(Buffer.byteLength(body))];
}

/** What TestInvokeMethod returns. */
interface Tested {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly log: string;
  readonly latency: number;
}

/** Has the working copy tested, with `variables` as the stage's. */
export async function invokeWorkingCopy(
  { api, ask, all }: Desk,
  { verb, target, headers, body }: Call,
  variables: Readonly<Record<string, string>>,
): Promise<Answer> {
  const routes = new Routes<Resource>();
  for (const resource of await all<Resource>("/resources", { embed: "methods" }))
    for (const method of Object.keys(resource.resourceMethods ?? {})) routes.add(resource.path, method, resource);
  const found = routes.find(verb, target.replace(/\?.*$/s, ""))?.value;
  if (found === undefined)
    throw new Failure(1, `The working copy of ${api.name} has no method for ${verb} ${target.replace(/\?.*$/s, "")}.`);
  const many: Record<string, string[]> = {};
  for (const [name, value] of headers) (many[name] ??= []).push(value);
  const tested = await ask<Tested>("POST", `/resources/${found.id}/methods/${verb}`, {
    pathWithQueryString: target,
    headers: Object.fromEntries(headers),
    multiValueHeaders: many,
    stageVariables: variables,
    ...(body !== null && { body }),
  });
  const shown = Object.entries(tested.multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  return { status: tested.status, headers: shown, body: tested.body ?? "", log: tested.log, latencyMs: tested.latency };
}

export interface CallWords {
  readonly header: readonly string[];
  readonly query: readonly string[];
  readonly data?: string;
}

/** The words of the command as a call; a word that is none of what it should be ends the command. */
export function callOf(verb: string, path: string, { header, query, data }: CallWords): Call {
  if (!/^[A-Za-z]+$/.test(verb)) throw new Failure(2, `"${verb}" is no verb: expected one such as GET.`);
  if (!/^\/[!-~]*$/.test(path))
    throw new Failure(2, `"${path}" is no path: expected one such as /users, percent-encoded where it must be.`);
  const asked = query.map((pair) => pairOf(pair, "=", "--query", "name=value"));
  const further = new URLSearchParams(asked).toString();
  const mark = path.includes("?") ? "&" : "?";
  return {
    verb: verb.toUpperCase(),
    target: further === "" ? path : `${path}${mark}${further}`,
    headers: header.map((line) => pairOf(line, ":", "--header", "'Name: value'")),
    body: data === undefined ? null : bodyOf(data),
  };
}

export function pairOf(word: string, sign: string, option: string, form: string): [name: string, value: string] {
  const at = word.indexOf(sign);
  if (at < 1) throw new Failure(2, `${option} "${word}": expected ${form}.`);
  return [word.slice(0, at).trim(), word.slice(at + 1).trim()];
}

/** As curl has it: @file is what stands in the file. */
function bodyOf(data: string): string {
  if (!data.startsWith("@")) return data;
  try {
    return readFileSync(data.slice(1), "utf8");
  } catch (error) {
    throw new Failure(1, `${data.slice(1)} cannot be read: ${(error as Error).message}.`);
  }
}
