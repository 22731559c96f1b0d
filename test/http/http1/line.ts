// A client of HTTP/1.1 in memory: every piece that it says arrives as one piece, so where the network splits a message is in
// the test's hands. The other end is the gateway's connection, which echoes what it understood.

import type { Socket } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import type { GatewayReply } from "../../../src/gateway/engine/messages.ts";
import { usualPatience } from "../../../src/http/patience.ts";
import { Http1Connections } from "../../../src/http/http1/connections.ts";
import type { RequestHead } from "../../../src/http/http1/request-head.ts";

/** What was understood of a request. */
export interface Understood {
  readonly method: string;
  readonly target: string;
  readonly protocol: string;
  readonly headers: readonly string[];
  readonly body: string | null;
}

export type Answerer = (
  head: RequestHead,
  readBody: () => Promise<string | null>,
) => Promise<GatewayReply> | GatewayReply;

export class Line {
  readonly understood: Understood[] = [];
  readonly faults: unknown[] = [];
  readonly connections: Http1Connections;
  readonly client: Duplex;
  /** All that was heard, in text of one octet a character, without dates. */
  get heard(): string {
    return this.#heard.replaceAll(/Date: [^\r]*\r\n/g, "");
  }
  hasEnded = false;
  #heard = "";

  constructor(answer: Answerer = echo) {
    this.connections = new Http1Connections({
      patience: usualPatience,
      failed: (error) => void this.faults.push(error),
      refusal: (status) => ({ status, headers: [], body: "refused" }),
      serve: (head, body, connection) => {
        const readBody = async (): Promise<string | null> => {
          const octets = body === null ? null : await body.octets();
          const text = octets instanceof Uint8Array ? Buffer.from(octets).toString("latin1") : octets;
          const { method, target, protocol, rawHeaders: headers } = head;
          this.understood.push({ method, target, protocol, headers, body: text });
          return text;
        };
        const reply = answer(head, readBody);
        if (reply instanceof Promise) void reply.then((later) => connection.sendWhole(later));
        else connection.sendWhole(reply);
      },
    });
    const [client, server] = duplexPair();
    this.client = client;
    client.on("data", (chunk: Buffer) => (this.#heard += chunk.toString("latin1")));
    client.on("end", () => (this.hasEnded = true));
    client.on("error", () => {});
    const socket = Object.assign(server, { remoteAddress: "127.0.0.1", localPort: 80, setTimeout: () => server });
    this.connections.accept(socket as unknown as Socket);
  }

  /** Says the pieces one by one, and waits until nothing moves any more. */
  async say(...pieces: readonly string[]): Promise<string> {
    for (const piece of pieces) {
      this.client.write(Buffer.from(piece, "latin1"));
      await turn();
    }
    for (let i = 0; i < 6; i++) await turn();
    return this.heard;
  }

  close(): void {
    this.connections.destroy();
    this.client.destroy();
  }
}

async function echo(head: RequestHead, readBody: () => Promise<string | null>): Promise<GatewayReply> {
  const body = await readBody();
  return { status: 200, headers: [], body: `${head.method} ${head.target} ${body ?? "-"}` };
}

/** What one connection understands and says of these pieces, and whether it ends. */
export async function converse(...pieces: readonly string[]): Promise<Pick<Line, "understood" | "heard" | "hasEnded">> {
  const line = new Line();
  await line.say(...pieces);
  const { understood, heard, hasEnded } = line;
  const said = { understood: [...understood], heard, hasEnded };
  line.close();
  return said;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
