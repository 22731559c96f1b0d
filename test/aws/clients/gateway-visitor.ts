// Somebody who visits the gateway as a browser does: the name asked of our DNS over UDP, the address connected to over TLS,
// believed for the local CA's sake alone.

import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { printRdata } from "../../../src/dns/rdata.ts";
import { type Ready, partsOf } from "../../e2e/running-server.ts";
import { askUdp, parseMessage, typeText } from "../../peers/wire.ts";

export interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Visited {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export class Visitor {
  readonly #dnsPort: number;
  readonly #port: number;
  readonly #ca: string;

  /** `caFile` is where the server keeps its CA's certificate. */
  constructor(ready: Ready, caFile: string) {
    this.#dnsPort = partsOf(ready.dns[0]).port;
    this.#port = partsOf(ready.gatewayHttps).port;
    this.#ca = readFileSync(caFile, "utf8");
  }

  /** The IPv4 addresses of a name. */
  async addresses(name: string): Promise<string[]> {
    const reply = await askUdp(this.#dnsPort, name, "A");
    const records = reply === null ? [] : parseMessage(reply).answer;
    return records.filter(({ type }) => typeText(type) === "A").map(({ type, rdata }) => printRdata(type, rdata));
  }

  /** `target` is NAME/PATH. */
  async visit(target: string, { method = "GET", headers = {}, body = "" }: Visit = {}): Promise<Visited> {
    const { hostname, pathname, search } = new URL(`https://${target}`);
    const [host] = await this.addresses(hostname);
    if (host === undefined) throw new Error(`${hostname} has no address.`);
    return new Promise((resolve, reject) => {
      const to = { host, port: this.#port, servername: hostname, ca: this.#ca, path: pathname + search };
      const asked = request({ ...to, method, headers: { host: hostname, ...headers }, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
      asked.on("error", reject).end(body);
    });
  }

  /** A status and what of the body is JSON. */
  async told(target: string, visit: Visit = {}): Promise<readonly [status: number, body: unknown]> {
    const { status, body } = await this.visit(target, visit);
    return [status, body.startsWith("{") || body.startsWith("[") ? JSON.parse(body) : body];
  }
}
