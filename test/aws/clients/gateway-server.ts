// A server with its gateway open, the AWS SDK's three clients for it, and somebody who visits what they make.

import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { Route53Client } from "@aws-sdk/client-route-53";
import { join } from "node:path";
import { Folder, RunningServer } from "../../e2e/running-server.ts";
import { Visitor } from "./gateway-visitor.ts";

export interface GatewayServer {
  readonly folder: Folder;
  readonly endpoint: string;
  readonly apis: APIGatewayClient;
  readonly functions: LambdaClient;
  readonly names: Route53Client;
  readonly visitor: Visitor;
  stop(): Promise<void>;
}

export interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const region = "eu-central-1";

/** `settings` are further lines of signpost.yaml. */
export async function startGatewayServer(credentials: SdkCredentials, settings = ""): Promise<GatewayServer> {
  const folder = new Folder();
  folder.write("zones/.keep", "");
  folder.write("signpost.yaml", `gateway: { https: "127.0.0.1:0", http: null }\n${settings}`);
  const words = ["-c", "signpost.yaml", "--zones", "zones", "--data", "data", "--listen", "127.0.0.1:0"];
  const server = new RunningServer([...words, "--no-resolver", "--workers", "1"], folder.path);
  const ready = await server.ready();
  const endpoint = `http://${ready.api}`;
  const options = { endpoint, credentials, region, maxAttempts: 1 };
  const clients = {
    apis: new APIGatewayClient(options),
    functions: new LambdaClient(options),
    names: new Route53Client(options),
  };
  const stop = async (): Promise<void> => {
    for (const client of Object.values(clients)) client.destroy();
    await server.stop();
    folder.remove();
  };
  return { folder, endpoint, ...clients, visitor: new Visitor(ready, join(folder.path, "data/ca/ca.pem")), stop };
}
