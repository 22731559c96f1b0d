// A `signpost serve` whose gateway answers at any free port: its declared APIs, its control API by the AWS SDK, and plain
// requests to a stage by its path.

import { APIGatewayClient, GetRestApisCommand, UpdateStageCommand } from "@aws-sdk/client-api-gateway";
import { Agent, request as undiciRequest } from "undici";
import { type Folder, type Ready, RunningServer, zoneText } from "./running-server.ts";

export interface GatewaySetup {
  /** Below `gateway`, as YAML members. */
  readonly gateway?: Readonly<Record<string, unknown>>;
  /** Other keys of signpost.yaml. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly launcher?: readonly string[];
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export class GatewayServer {
  readonly server: RunningServer;
  readonly ready: Ready;
  /** HOST:PORT of plain HTTP, and of HTTPS. */
  readonly http: string;
  readonly https: string;
  readonly control: APIGatewayClient;
  readonly #agent = new Agent({ connections: 64, pipelining: 1 });

  private constructor(server: RunningServer, ready: Ready) {
    this.server = server;
    this.ready = ready;
    this.http = ready.gatewayHttp;
    this.https = ready.gatewayHttps;
    this.control = new APIGatewayClient({
      endpoint: `http://${ready.api}`,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 1,
    });
  }

  static async start(folder: Folder, { gateway = {}, more = {}, launcher }: GatewaySetup = {}): Promise<GatewayServer> {
    const keys = { ...more, gateway: { https: "127.0.0.1:0", http: "127.0.0.1:0", ...gateway } };
    folder.write("signpost.yaml", JSON.stringify(keys));
    folder.write("zones/a.test.zone", zoneText(1, "192.0.2.1"));
    const words = ["--data", "./data", "--no-resolver", "--listen", "127.0.0.1:0", "--workers", "1"];
    const server = new RunningServer(words, folder.path, launcher);
    return new GatewayServer(server, await server.ready());
  }

  /** The id of the API with this name. */
  async apiId(name: string): Promise<string> {
    const { items = [] } = await this.control.send(new GetRestApisCommand({}));
    const found = items.find((item) => item.name === name);
    if (found?.id === undefined) throw new Error(`There is no API ${name}: ${JSON.stringify(this.server.lines)}`);
    return found.id;
  }

  /** Replaces settings of a stage. */
  async patchStage(restApiId: string, patch: Readonly<Record<string, string>>, stageName = "prod"): Promise<void> {
    const patchOperations = Object.entries(patch).map(([path, value]) => ({ op: "replace" as const, path, value }));
    await this.control.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
  }

  /** Where a stage is on every host. */
  static pathOf(apiId: string, path: string, stage = "prod"): string {
    return `/_aws/execute-api/${apiId}/${stage}${path}`;
  }

  async ask(apiId: string, path: string, options: Parameters<typeof undiciRequest>[1] = {}): Promise<Answered> {
    const url = `http://${this.http}${GatewayServer.pathOf(apiId, path)}`;
    const { statusCode, headers, body } = await undiciRequest(url, { dispatcher: this.#agent, ...options });
    return { status: statusCode, headers, text: await body.text() };
  }

  async stop(): Promise<number | string | null> {
    this.control.destroy();
    await this.#agent.destroy();
    return this.server.stop();
  }
}
