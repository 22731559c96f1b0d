// One message over an encrypted connection: DNS over TLS (RFC 7858) and DNS over HTTPS (RFC 8484). Whom one talks to is checked
// only when a CA is named, as in dig (RFC 7858 §4.1: opportunistic privacy); a failed check ends the connection.

import { readFileSync } from "node:fs";
import { connect as connectHttp2, constants } from "node:http2";
import { isIP } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { Failure } from "../program.ts";
import { type Server, printServer } from "./server.ts";

/** The certificate of a CA to trust, as PEM text; null: nobody is checked. */
export type Trust = string | null;

export function readTrust(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Failure(1, `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`);
  }
}

export function connectTls(server: Server, trust: Trust): TLSSocket {
  return connect({ ...optionsFor(server, trust), host: server.address, port: server.port, ALPNProtocols: ["dot"] });
}

/** Asks by POST; rejects with a Failure, or what the system said. */
export function overHttps(server: Server, query: Uint8Array, trust: Trust, waitMs: number): Promise<Uint8Array> {
  const place = printServer(server);
  const options = { ...optionsFor(server, trust), host: server.address, port: server.port, ALPNProtocols: ["h2"] };
  // Connected here, for an address with a zone (fe80::1%eth0) stands in no URL.
  const session = connectHttp2("https://dns", { createConnection: () => connect(options) });
  return new Promise<Uint8Array>((resolve, reject) => {
    session.on("error", reject);
    session.setTimeout(waitMs, () => {
      reject(new Failure(1, `${place} gave no answer over HTTPS within ${waitMs / 1000} seconds.`));
    });
    session.on("close", () => reject(new Failure(1, `${place} closed the HTTPS connection without an answer.`)));
    const request = session.request({
      [constants.HTTP2_HEADER_METHOD]: "POST",
      [constants.HTTP2_HEADER_PATH]: "/dns-query",
      [constants.HTTP2_HEADER_AUTHORITY]: `${server.host.includes(":") ? `[${server.host.replace(/%.*$/, "")}]` : server.host}:${server.port}`,
      "content-type": "application/dns-message",
      accept: "application/dns-message",
    });
    const chunks: Buffer[] = [];
    let status = 0;
    // A connection that fails takes its requests along, and knows better why.
    request.on("error", (error) => setImmediate(() => reject(error)));
    request.on("response", (headers) => {
      status = Number(headers[constants.HTTP2_HEADER_STATUS]);
    });
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      if (status === 0) reject(new Failure(1, `${place} closed the HTTPS connection without an answer.`));
      else if (status === 200) resolve(body);
      else reject(new Failure(1, `${place} answered HTTP status ${status}: ${body.toString("utf8", 0, 200).trim()}`));
    });
    request.end(query);
  }).finally(() => session.destroy());
}

function optionsFor({ host }: Server, trust: Trust): ConnectionOptions {
  // An address is no name to tell a server: it is checked as it is.
  const named = isIP(host) === 0 ? { servername: host } : {};
  return trust === null ? { ...named, rejectUnauthorized: false } : { ...named, ca: trust };
}
