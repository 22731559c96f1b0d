// The AWS SDK's clients of API Gateway and Lambda, and a listener for them whose operations note what they were given and give
// what the test says. Signatures are checked.

import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { Caller } from "../../../src/aws/service-api.ts";
import { type HttpListener, listenHttp } from "../../../src/http/listener.ts";
import { ApiCalls } from "../../../src/server/api-calls.ts";
import { loadConfig } from "../../../src/server/config.ts";
import type { Log } from "../../../src/server/log.ts";
import { restJsonRoutes } from "../../../src/server/rest-json-api.ts";

export interface Heard {
  readonly service: "apigateway" | "lambda";
  readonly operation: string;
  readonly input: unknown;
  readonly caller: Caller;
}

export interface EchoServer {
  readonly apiGateway: APIGatewayClient;
  readonly lambda: LambdaClient;
  readonly endpoint: string;
  /** What the operations were given, in their order. */
  readonly heard: Heard[];
  /** What the operations do from here on. */
  willGive(operation: (input: never) => unknown): void;
  stop(): Promise<void>;
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, flush: () => {} };
const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

export async function startEchoServer(): Promise<EchoServer> {
  const loaded = loadConfig(null, [], {});
  const config = {
    ...loaded.config,
    api: { ...loaded.config.api, verifySignatures: true },
    accounts: [
      {
        id: "111122223333",
        accessKeys: [credentials.accessKeyId],
        secretKeys: { [credentials.accessKeyId]: credentials.secretAccessKey },
      },
    ],
  };
  const heard: Heard[] = [];
  let give: (input: never) => unknown = () => ({});
  const operations = (service: Heard["service"]) => (operation: string) => (input: never, caller: Caller) => {
    heard.push({ service, operation, input, caller });
    return give(input);
  };
  const routes = restJsonRoutes(config, {
    apiGateway: operations("apigateway"),
    lambda: operations("lambda"),
    nowMs: Date.now,
    calls: new ApiCalls(),
    log: silent,
  });
  const listener: HttpListener = await listenHttp({ address: "127.0.0.1", port: 0 }, new Map(routes));
  const endpoint = `http://127.0.0.1:${listener.endpoint.port}`;
  const options = { endpoint, credentials, region: "eu-central-1", maxAttempts: 1 };
  const apiGateway = new APIGatewayClient(options);
  const lambda = new LambdaClient(options);
  const stop = async (): Promise<void> => {
    apiGateway.destroy();
    lambda.destroy();
    await listener.close();
  };
  return { apiGateway, lambda, endpoint, heard, willGive: (operation) => (give = operation), stop };
}
