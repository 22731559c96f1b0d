// The HTTP servers behind the recorded tests, as far as their answers tell: an echo behind a Lambda function URL, which adds
// headers of its own both ways; one that says a status; one that gives the body back; a public echo for form posts; and one that
// keeps what is put there, in the place of S3.

import { createHash } from "node:crypto";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Origin {
  /** http://ADDRESS:PORT, without a slash at its end. */
  readonly url: string;
  /** What lies below /objects/, by the rest of the path. */
  readonly objects: Map<string, StoredObject>;
  stop(): Promise<void>;
}

export interface StoredObject {
  readonly octets: Buffer;
  readonly type: string;
}

type Headers = Readonly<Record<string, string>>;

interface Heard {
  readonly message: IncomingMessage;
  readonly url: URL;
  readonly body: string;
  readonly octets: Buffer;
  readonly objects: Map<string, StoredObject>;
  /** In the case they came in. */
  readonly headers: Headers;
}

type Page = (heard: Heard) => { status?: number; headers?: Headers; body: unknown };

export async function startOrigin(): Promise<Origin> {
  const objects = new Map<string, StoredObject>();
  const server = createServer((message, response) => void answer(message, response, objects));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(message: IncomingMessage, response: ServerResponse, objects: Heard["objects"]): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? "/", "http://origin");
  const headers: Record<string, string> = {};
  const raw = message.rawHeaders;
  for (let i = 0; i < raw.length; i += 2) headers[raw[i]] = raw[i + 1];
  const [, first] = url.pathname.split("/");
  const page = pages[first] ?? pages["trimmed"];
  const octets = Buffer.concat(chunks);
  const told = page({ message, url, body: octets.toString(), octets, headers, objects });
  const isWhole = typeof told.body === "string" || told.body instanceof Uint8Array;
  const text = isWhole ? (told.body as string | Uint8Array) : JSON.stringify(told.body);
  const length = String(Buffer.byteLength(text));
  const own = { "Content-Type": "application/json", "Content-Length": length, ...told.headers };
  response.writeHead(told.status ?? 200, { ...own, Connection: "keep-alive" });
  response.end(text);
}

/** By the first step of the path. */
const pages: Readonly<Record<string, Page>> = {
  echo: (heard) => ({ headers: fromUrl(heard), body: event(heard, "whole") }),
  trimmed: (heard) => ({ headers: fromUrl(heard), body: event(heard, "without x-") }),
  body: ({ body }) => ({ body }),
  objects: ({ message, url, octets, headers, objects }) => {
    const name = url.pathname.slice("/objects/".length);
    const type = headers["Content-Type"] ?? "binary/octet-stream";
    if (message.method === "PUT") objects.set(name, { octets, type });
    const found = objects.get(name);
    if (found === undefined) return { status: 404, body: "" };
    const shown = url.searchParams.get("response-content-type") ?? found.type;
    const head = { ETag: etagOf(found.octets), "Content-Type": shown };
    return message.method === "PUT" ? { headers: head, body: "" } : { headers: head, body: found.octets };
  },
  status: ({ url }) => {
    const status = Number(url.pathname.split("/").at(-1));
    return { status, body: { message: "", status_code: status } };
  },
  post: ({ body, headers, url }) => {
    const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [titled(name), value]));
    // What the public echo does not tell.
    for (const name of ["Connection", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"]) delete named[name];
    const json = body === "" ? null : (JSON.parse(body) as unknown);
    return {
      headers: {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Credentials": "true",
        Server: "gunicorn/19.9.0",
      },
      body: { args: {}, data: body, files: {}, form: {}, headers: named, json, origin: "127.0.0.1", url: url.href },
    };
  },
};

/** As S3 makes it of a whole object. */
export function etagOf(octets: Uint8Array): string {
  return `"${createHash("md5").update(octets).digest("hex")}"`;
}

/** What a function URL answers with beside what the function says. */
function fromUrl({ headers }: Heard): Headers {
  const trace = /Root=[^;]+/.exec(headers["X-Amzn-Trace-Id"] ?? "")?.[0] ?? "Root=1-00000000-000000000000000000000000";
  return { "x-amzn-RequestId": crypto.randomUUID(), "X-Amzn-Trace-Id": `${trace};Sampled=0;Lineage=1:00000000:0` };
}

/** What a function behind a URL is told, and tells in turn. */
function event({ message, url, body, headers }: Heard, which: "whole" | "without x-"): unknown {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const address = message.socket.remoteAddress ?? "";
  const { connection: _, "x-forwarded-for": before, "x-amzn-trace-id": trace, ...rest } = lower;
  const all = {
    ...rest,
    "x-amzn-tls-cipher-suite": "TLS_AES_128_GCM_SHA256",
    "x-amzn-tls-version": "TLSv1.3",
    "x-amzn-trace-id": `Self=1-00000001-000000000000000000000000;${trace}`,
    "x-forwarded-for": before === undefined ? address : `${before}, ${address}`,
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
  };
  const told = Object.entries(all).filter(([name]) => which === "whole" || !name.startsWith("x-"));
  const values = (name: string): string => url.searchParams.getAll(name).join(",");
  return {
    args: Object.fromEntries([...new Set(url.searchParams.keys())].map((name) => [name, values(name)])),
    data: body,
    domain: lower["host"],
    headers: Object.fromEntries(told),
    method: message.method,
    origin: address,
    path: url.pathname === "/echo" ? "/" : url.pathname,
  };
}

/** `Content-Md5`: a capital after each hyphen alone. */
function titled(name: string): string {
  return name.toLowerCase().replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
