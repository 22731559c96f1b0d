// A client that does nothing wrong, beside those that do: it asks all the while, over HTTP/1.1 and over HTTP/2, and keeps what
// went wrong for it. A test ends by asking it.

import { connect as connectHttp2 } from "node:http2";
import { GatewayServer } from "../gateway-server.ts";

const pauseMs = 5;
/** What anybody may have to wait on a machine that runs other tests as well. */
const patienceMs = 5_000;

export class Neighbour {
  readonly #faults: string[] = [];
  #answers = 0;
  #isDone = false;
  readonly #loops: Promise<void>[];

  constructor(gateway: GatewayServer, apiId: string, ca: string) {
    this.#loops = [this.#plain(gateway, apiId), this.#http2(gateway, apiId, ca)];
  }

  /** What was wrong or late, once there were so many answers: nothing, in a good house. */
  async complaints(least = 10): Promise<readonly string[]> {
    for (const end = performance.now() + patienceMs; this.#answers < least && performance.now() < end;) await pause(10);
    this.#isDone = true;
    await Promise.all(this.#loops);
    return this.#answers < least ? [...this.#faults, `only ${this.#answers} answers`] : this.#faults;
  }

  get #mayStop(): boolean {
    return this.#isDone || this.#faults.length >= 10;
  }

  async #plain(gateway: GatewayServer, apiId: string): Promise<void> {
    for (let i = 0; !this.#mayStop; i++) {
      const path = i % 2 === 0 ? "/alive" : `/echo?${i}`;
      await this.#try(path, async () => {
        const { status, text } = await gateway.ask(apiId, path);
        return [status, text];
      });
    }
  }

  async #http2(gateway: GatewayServer, apiId: string, ca: string): Promise<void> {
    const session = connectHttp2(`https://localhost:${gateway.https.split(":")[1]}`, { ca });
    session.on("error", (error) => void this.#faults.push(String(error)));
    while (!this.#mayStop) {
      await this.#try("/alive", async () => {
        const stream = session.request({ ":path": GatewayServer.pathOf(apiId, "/alive") });
        let status = 0;
        stream.on("response", (headers) => (status = headers[":status"] ?? 0));
        let text = "";
        for await (const chunk of stream as AsyncIterable<Buffer>) text += chunk.toString();
        return [status, text];
      });
    }
    session.close();
  }

  async #try(path: string, ask: () => Promise<readonly [status: number, text: string]>): Promise<void> {
    const began = performance.now();
    try {
      const [status, text] = await ask();
      const wanted = path === "/alive" ? "alive" : `GET ${path}`;
      if (status !== 200 || text !== wanted) this.#faults.push(`${path}: ${status} ${text}`);
    } catch (error) {
      this.#faults.push(`${path}: ${String(error)}`);
    }
    const tookMs = performance.now() - began;
    if (tookMs > patienceMs) this.#faults.push(`${path}: ${tookMs} ms`);
    this.#answers += 1;
    await pause(pauseMs);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
