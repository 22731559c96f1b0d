// DNS over TLS and over HTTPS in process, over the echo responder, under a CA that is gone when the process is; and clients
// of them: framed messages over TLS, requests over HTTP/2 and HTTP/1.1.

import { connect as connectHttp2, type ClientHttp2Session } from "node:http2";
import { request as requestHttps } from "node:https";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { LocalAuthority } from "../../src/http/certificates/local-authority.ts";
import { Connections } from "../../src/net/connections.ts";
import { HttpsServer } from "../../src/net/https-server.ts";
import type { Credentials, SecureListening } from "../../src/net/secure.ts";
import { defaultStreamLimits, type StreamLimits, StreamServer } from "../../src/net/stream-server.ts";
import { systemClock } from "../../src/net/upstream/system-clock.ts";
import { cleanUp, echoing } from "./stream-client.ts";

export const authority: LocalAuthority = LocalAuthority.create(systemClock);
const any = { address: "127.0.0.1", port: 0 };

export function credentials(...names: string[]): Credentials {
  return authority.credentialsFor(...names);
}

export interface SecureServers {
  readonly streams: StreamServer;
  readonly https: HttpsServer;
  readonly tlsPort: number;
  readonly httpsPort: number;
  readonly counters: Float64Array;
}

export async function serveSecure(
  limits: Partial<StreamLimits> = {},
  ticketKeys: Uint8Array = new Uint8Array(48).fill(7),
): Promise<SecureServers> {
  const { counters, exchange } = echoing();
  const all = { ...defaultStreamLimits, drainTimeoutMs: 0, ...limits };
  const connections = new Connections(all, counters);
  const streams = new StreamServer(exchange, all, connections);
  const https = new HttpsServer(exchange, all, connections);
  const secure: SecureListening = { listen: [any], credentials: credentials("localhost", "127.0.0.1"), ticketKeys };
  const { port: tlsPort } = await streams.listenTls(any, secure);
  const { port: httpsPort } = await https.listen(any, secure);
  cleanUp.push(async () => void (await Promise.all([streams.close(), https.close()])));
  return { streams, https, tlsPort, httpsPort, counters };
}

/** A TLS connection that believes the CA; rejects with what ended the handshake. */
export async function dialTls(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ port, host: "127.0.0.1", ca: authority.certificate, ...options });
  cleanUp.push(() => void socket.destroy());
  await new Promise<void>((resolve, reject) => {
    socket.once("secureConnect", resolve);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed")));
  });
  socket.on("error", () => {});
  return socket;
}

/** The next framed message. */
export async function nextMessage(socket: TLSSocket): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0))
      return bytes.subarray(2, 2 + bytes.readUInt16BE(0));
  }
  throw new Error("the stream ended");
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly type?: string | null;
  readonly body?: Uint8Array;
}

export const mediaType = "application/dns-message";

export function dialHttp2(port: number): ClientHttp2Session {
  const session = connectHttp2(`https://127.0.0.1:${port}`, { ca: authority.certificate });
  session.on("error", () => {});
  cleanUp.push(() => session.destroy());
  return session;
}

export function overHttp2(session: ClientHttp2Session, asked: Asked): Promise<Answer> {
  const { method = "POST", path = "/dns-query", type = mediaType, body } = asked;
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ":method": method,
      ":path": path,
      ...(type !== null && { "content-type": type }),
    });
    const chunks: Buffer[] = [];
    let answer: Omit<Answer, "body"> = { status: 0, headers: {} };
    stream.on("response", (headers) => {
      answer = { status: Number(headers[":status"]), headers: headers as Answer["headers"] };
    });
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => resolve({ ...answer, body: Buffer.concat(chunks) }));
    stream.on("error", reject);
    stream.on("close", () => reject(new Error("closed")));
    stream.end(body);
  });
}

export function overHttp1(port: number, asked: Asked): Promise<Answer> {
  const { method = "POST", path = "/dns-query", type = mediaType, body } = asked;
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, method, path, ca: authority.certificate, agent: false };
    const headers = { ...(type !== null && { "content-type": type }) };
    const request = requestHttps({ ...options, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const { statusCode = 0 } = response;
        resolve({ status: statusCode, headers: response.headers as Answer["headers"], body: Buffer.concat(chunks) });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}
