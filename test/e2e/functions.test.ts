// Functions in the whole program: a file that signpost.yaml names and a zip through the AWS SDK, a handler that calls the
// server back, what was created is there after kill -9, and DNS answers while handlers do their worst.

import * as lambda from "@aws-sdk/client-lambda";
import { afterAll, expect, test } from "vitest";
import { zipOf } from "../http/functions/zip-file.ts";
import { ask, Folder, RunningServer, zoneText } from "./running-server.ts";

const folder = new Folder();
const servers: RunningServer[] = [];
const clients: lambda.LambdaClient[] = [];

afterAll(async () => {
  for (const client of clients) client.destroy();
  await Promise.all(servers.map((server) => server.stop()));
  folder.remove();
});

async function start(): Promise<{ server: RunningServer; client: lambda.LambdaClient; dns: string }> {
  const words = ["--data", "./data", "--no-resolver", "--listen", "127.0.0.1:0", "--workers", "1"];
  const server = new RunningServer(words, folder.path);
  servers.push(server);
  const { api, dns } = await server.ready();
  const client = new lambda.LambdaClient({
    endpoint: `http://${api}`,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    region: "eu-west-1",
    maxAttempts: 1,
  });
  clients.push(client);
  return { server, client, dns: dns[0] };
}

async function invoke(client: lambda.LambdaClient, FunctionName: string, event: unknown = {}): Promise<string> {
  const { Payload } = await client.send(
    new lambda.InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  return Payload?.transformToString() ?? "";
}

function create(client: lambda.LambdaClient, FunctionName: string, text: string): Promise<unknown> {
  return client.send(
    new lambda.CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/any",
      Timeout: 2,
      Code: { ZipFile: zipOf({ "index.mjs": text }) },
    }),
  );
}

test("functions of files and of zips run, survive the server, and leave DNS alone", async () => {
  folder.write("zones/a.test.zone", zoneText(1, "192.0.2.1"));
  folder.write("signpost.yaml", "functions: { hello: ./functions/hello.ts }\n");
  folder.write(
    "functions/hello.ts",
    "export const handler = async (event: { name: string }): Promise<string> => `hello ${event.name}`;\n",
  );
  const first = await start();
  expect(await invoke(first.client, "hello", { name: "Ada" })).toBe('"hello Ada"');
  await create(
    first.client,
    "calls-back",
    "export const handler = async () => (await fetch(process.env.AWS_ENDPOINT_URL + '/healthz')).status;",
  );
  expect(await invoke(first.client, "calls-back")).toBe("200");
  await create(first.client, "spins", "export const handler = () => { for (;;); };");
  await create(first.client, "leaves", "export const handler = () => process.exit(9);");
  const broken = Promise.all([invoke(first.client, "spins"), invoke(first.client, "leaves")]);
  for (let i = 0; i < 10; i++) expect((await ask(first.dns, "www.a.test")).data).toEqual(["192.0.2.1"]);
  expect(await invoke(first.client, "hello", { name: "Bo" })).toBe('"hello Bo"');
  const [spun, left] = await broken;
  expect(spun).toMatch(/Task timed out after 2\.00 seconds/);
  expect(left).toMatch(/Runtime exited with error: exit status 9/);
  first.server.signal("SIGKILL");
  await first.server.exited();

  const second = await start();
  expect(await invoke(second.client, "calls-back")).toBe("200");
  const { Functions = [] } = await second.client.send(new lambda.ListFunctionsCommand({}));
  expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(["calls-back", "hello", "leaves", "spins"]);
  expect(await second.server.stop()).toBe(0);
}, 60_000);

test("a name that no function may have is a fault of the start", async () => {
  folder.write("signpost.yaml", 'functions: { "a b": ./functions/hello.ts }\n');
  const server = new RunningServer(["--no-resolver", "--listen", "127.0.0.1:0"], folder.path);
  servers.push(server);
  expect(await server.exited()).toBe(1);
  expect(server.stderr).toContain('functions has the name "a b"');
});
