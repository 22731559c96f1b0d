// Where hostile clients meet the gateway: the real program, an API that answers by itself (/alive), with a function (/fn), by
// templates (/mapped), after looking at the body (/checked), and that passes on (/echo, /sink, /hold, /large, /stall) to a server of
// the test's own, which keeps what reaches it.

import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { join } from "node:path";
import { GatewayServer, type GatewaySetup } from "../gateway-server.ts";
import { Folder } from "../running-server.ts";

const chunk = Buffer.alloc(65_536, "a");
/** Octets of /large: more than any buffer on the way holds. */
export const largeOctets = 64 * 2 ** 20;

export class Ground {
  readonly folder = new Folder();
  /** Method and target of what came to the server behind. */
  readonly reached: string[] = [];
  /** Headers of what came, by the same words; the last of each. */
  readonly headers = new Map<string, readonly string[]>();
  gateway!: GatewayServer;
  apiId!: string;
  ca!: string;
  /** Answers of the server behind that are not at their end. */
  streaming = 0;
  #isHolding = true;
  readonly #held: ServerResponse[] = [];
  readonly #behind: Server = createServer((request, response) => this.#answer(request, response));

  async start(setup: GatewaySetup = {}): Promise<void> {
    this.#behind.listen(0, "127.0.0.1");
    await once(this.#behind, "listening");
    const { port } = this.#behind.address() as { port: number };
    this.folder.write("apis/fn.mjs", handler);
    this.folder.write("apis/ground.json", JSON.stringify(documentOf(port)));
    this.gateway = await GatewayServer.start(this.folder, setup);
    this.apiId = await this.gateway.apiId("ground");
    this.ca = readFileSync(join(this.folder.path, "data/ca/ca.pem"), "utf8");
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    this.#behind.closeAllConnections();
    this.#behind.close();
    this.folder.remove();
  }

  path(path: string): string {
    return GatewayServer.pathOf(this.apiId, path);
  }

  get port(): number {
    return Number(this.gateway.http.split(":")[1]);
  }

  get tlsPort(): number {
    return Number(this.gateway.https.split(":")[1]);
  }

  /** Memory of the server that is not given back, in octets. */
  residentOctets(): number {
    const { pid, stderr } = this.gateway.server;
    const file = `/proc/${pid}/status`;
    if (!existsSync(file)) throw new Error(`the server is gone: ${stderr}`);
    const status = readFileSync(file, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  /** Answers what waits at /hold, and whatever comes there from now on. */
  release(): void {
    this.#isHolding = false;
    for (const response of this.#held.splice(0)) response.end("held");
  }

  /** What the server said that went wrong in itself. */
  faults(): readonly string[] {
    const { lines, stderr } = this.gateway.server;
    const told = lines
      .filter(({ level }) => level === "error" || level === "fatal")
      .map((line) => JSON.stringify(line));
    return stderr === "" ? told : [...told, stderr];
  }

  /** Sockets and files that the server has open. */
  openFiles(): number {
    return readdirSync(`/proc/${this.gateway.server.pid}/fd`).length;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = "" } = request;
    this.reached.push(`${method} ${url}`);
    this.headers.set(`${method} ${url}`, request.rawHeaders);
    if (url.startsWith("/large")) {
      this.streaming += 1;
      response.on("close", () => (this.streaming -= 1));
      sendLarge(response);
      return;
    }
    if (url.startsWith("/stall")) return;
    if (url.startsWith("/hold") && this.#isHolding) {
      this.#held.push(response);
      return;
    }
    if (url.startsWith("/sink")) {
      let octets = 0;
      request.on("data", (part: Buffer) => (octets += part.length));
      request.on("end", () => response.end(String(octets)));
      return;
    }
    request.resume();
    response.end(`${method} ${url}`);
  }
}

function sendLarge(response: ServerResponse): void {
  let left = largeOctets;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once("drain", more);
        return;
      }
    }
    response.end();
  };
  more();
}

/** Touches whatever a client says. */
const mapped = [
  `{"body": $input.json('$'), "name": "$util.escapeJavaScript($input.params('name'))", "id": "$input.params('id')",`,
  `"path": "$input.path('$.a.b')", "all": [#foreach($name in $input.params().header.keySet())"$name"#if($foreach.hasNext),#end#end],`,
  `"decoded": "$util.urlDecode($input.params('name'))"}`,
].join("\n");

const handler = `export const handler = async (event) => ({
  statusCode: 200,
  headers: { "X-Path": encodeURIComponent(event.path) },
  body: JSON.stringify(event),
});
`;

function documentOf(port: number): object {
  const proxy = (path: string, more: object = {}): object => ({
    "x-amazon-apigateway-any-method": {
      responses: {},
      "x-amazon-apigateway-integration": {
        type: "http_proxy",
        httpMethod: "ANY",
        uri: `http://127.0.0.1:${port}${path}`,
        ...more,
      },
    },
  });
  const mock = (text: string): object => ({
    type: "mock",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    responses: { default: { statusCode: "200", responseTemplates: { "application/json": text } } },
  });
  const schema = { type: "object", required: ["name"], properties: { name: { type: "string", pattern: "^[a-z]+$" } } };
  return {
    openapi: "3.0.1",
    info: { title: "ground", version: "1" },
    "x-amazon-apigateway-request-validators": {
      all: { validateRequestBody: true, validateRequestParameters: true },
    },
    components: { securitySchemes: { key: { type: "apiKey", name: "x-api-key", in: "header" } } },
    paths: {
      "/alive": { get: { responses: { "200": {} }, "x-amazon-apigateway-integration": mock("alive") } },
      "/keyed": {
        get: { responses: { "200": {} }, security: [{ key: [] }], "x-amazon-apigateway-integration": mock("keyed") },
      },
      "/mapped/{id}": { post: { responses: { "200": {} }, "x-amazon-apigateway-integration": mock(mapped) } },
      "/fn/{proxy+}": { "x-signpost-handler": "./fn.mjs", "x-amazon-apigateway-any-method": { responses: {} } },
      "/checked": {
        post: {
          responses: { "200": {} },
          "x-amazon-apigateway-request-validator": "all",
          requestBody: { content: { "application/json": { schema } } },
          "x-amazon-apigateway-integration": mock("checked"),
        },
      },
      "/echo": proxy("/echo"),
      "/sink": proxy("/sink"),
      "/hold": proxy("/hold"),
      "/stall": proxy("/stall", { timeoutInMillis: 1_000 }),
      "/large": proxy("/large", { responseTransferMode: "STREAM" }),
    },
  };
}
