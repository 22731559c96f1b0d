// The whole service in this process, as recorded tests find it: control APIs by the AWS SDK, the gateway by HTTP, regional and
// through an edge location, functions in their runtime, and an HTTP server behind. Nothing is faked. ./handlers.ts has the
// functions, ./origin.ts the server.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APIGateway } from "@aws-sdk/client-api-gateway";
import { Lambda } from "@aws-sdk/client-lambda";
import { readConfig } from "../../../src/server/config/read.ts";
import type { Log } from "../../../src/server/log.ts";
import { startService } from "../../../src/server/service.ts";
import { zipOf } from "../../http/functions/zip-file.ts";
import { type HandlerName, handlers } from "./handlers.ts";
import { type Origin, startOrigin } from "./origin.ts";

/** As the records have it. */
export const account = "111111111111";
export const region = "us-east-1";
export const role = `arn:aws:iam::${account}:role/invoker`;

/** Where a request enters: an edge-optimised API is reached through an edge location, a regional one directly. */
export type Door = "edge" | "region";

export interface Ask {
  readonly method?: string;
  /** Stage and path, as they are sent. */
  readonly target: string;
  /** Flat, in their case, beside Host. */
  readonly headers?: readonly string[];
  readonly body?: string | Uint8Array;
  readonly door?: Door;
}

export interface Answered {
  readonly status: number;
  /** In the case they came in, lines of one name joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly octets: Uint8Array;
}

export interface Stack {
  readonly api: APIGateway;
  readonly origin: Origin;
  ask(apiId: string, asked: Ask): Promise<Answered>;
  /** Its ARN; it is made when first asked for. */
  functionArn(name: HandlerName): Promise<string>;
  /** What AddPermission of Lambda does. */
  permit(functionName: string, sourceArn: string): Promise<void>;
  stop(): Promise<void>;
}

const key = "AKIAEXAMPLE";

export async function startStack(): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), "signpost-recorded-"));
  mkdirSync(join(folder, "zones"));
  mkdirSync(join(folder, "apis"));
  const { config, faults } = readConfig({ name: "signpost.yaml", text: settings(folder) }, []);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const bound: { api: string; gatewayHttp: string; edges: readonly string[] } = { api: "", gatewayHttp: "", edges: [] };
  const log: Log = {
    debug() {},
    info: (fields, message) => void (message === "ready" && Object.assign(bound, fields)),
    warn() {},
    error: (fields, message) => {
      throw new Error(`${message} ${JSON.stringify(fields)}`);
    },
    flush() {},
  };
  const service = await startService(config, { log, version: "1" });
  const origin = await startOrigin();
  const client = {
    endpoint: `http://${bound.api}`,
    region,
    credentials: { accessKeyId: key, secretAccessKey: "x" },
    maxAttempts: 1,
  };
  const api = new APIGateway(client);
  const lambda = new Lambda(client);
  const doors: Readonly<Record<Door, string>> = {
    region: bound.gatewayHttp,
    edge: bound.edges.at(-1)?.split(" ")[1] ?? "",
  };
  const functions = new Map<HandlerName, Promise<string>>();
  return {
    api,
    origin,
    ask: (apiId, asked) => ask(doors[asked.door ?? "region"], apiId, asked),
    functionArn(name) {
      const made = functions.get(name) ?? create(lambda, name);
      functions.set(name, made);
      return made;
    },
    async permit(FunctionName, SourceArn) {
      const statement = { StatementId: SourceArn.replaceAll(/\W/g, "-"), Action: "lambda:InvokeFunction" };
      await lambda.addPermission({ ...statement, FunctionName, SourceArn, Principal: "apigateway.amazonaws.com" });
    },
    async stop() {
      api.destroy();
      lambda.destroy();
      await service.stop();
      await origin.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function settings(folder: string): string {
  return `dns: { listen: ["127.0.0.1:0"], workers: 1 }
zones: ${folder}/zones
apis: ${folder}/apis
data: null
api: { listen: "127.0.0.1:0" }
gateway:
  https: null
  http: "127.0.0.1:0"
  edges: [{ location: IAD, region: ${region}, https: "127.0.0.1:0", http: "127.0.0.1:0" }]
resolver: { enabled: false }
geo: { pins: [{ prefix: "127.0.0.0/8", country: US }] }
accounts: [{ id: "${account}", accessKeys: [${key}] }]
`;
}

async function create(lambda: Lambda, name: HandlerName): Promise<string> {
  const made = await lambda.createFunction({
    FunctionName: name,
    Runtime: "nodejs24.x",
    Role: role,
    Handler: "index.handler",
    Code: { ZipFile: zipOf({ "index.js": handlers[name] }) },
  });
  return made.FunctionArn ?? "";
}

function ask(door: string, apiId: string, { method = "GET", target, headers = [], body }: Ask): Promise<Answered> {
  const [host, port] = door.split(":");
  const length = body === undefined ? [] : ["Content-Length", String(Buffer.byteLength(body))];
  const named = ["Host", `${apiId}.execute-api.${region}.amazonaws.com`, ...headers, ...length];
  return new Promise((resolve, reject) => {
    const sending = request({ host, port, method, path: target, headers: named, setHost: false, agent: false });
    sending.on("error", reject);
    sending.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const octets = Buffer.concat(chunks);
        const { statusCode: status = 0, rawHeaders } = response;
        resolve({ status, headers: joined(rawHeaders), text: octets.toString(), octets });
      });
    });
    sending.end(body);
  });
}

function joined(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < raw.length; i += 2) {
    const [name, value] = [raw[i], raw[i + 1]];
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}
