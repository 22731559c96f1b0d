// A zone that is still busy with a change, as clients meet it: one that does not try again is told, one that does gets its
// change made once the zone is free.

import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, Folder, RunningServer } from "../../e2e/running-server.ts";

const hour = 3_600;
const folder = new Folder();
folder.write("zones/.keep", "");
folder.write("signpost.yaml", `testing: { clock: true, changeProcessingMs: ${hour * 1_000} }\n`);
const words = ["-c", "signpost.yaml", "--zones", "zones", "--listen", "127.0.0.1:0", "--no-resolver", "--workers", "1"];
const server = new RunningServer(words, folder.path);
const clients: Route53Client[] = [];
let api = "";
let dns = "";
let HostedZoneId = "";

function newClient(maxAttempts: number): Route53Client {
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new Route53Client({ endpoint: `http://${api}`, credentials, region: "us-east-1", maxAttempts });
  clients.push(client);
  return client;
}

beforeAll(async () => {
  const ready = await server.ready();
  [dns] = ready.dns;
  ({ api } = ready);
  const made = await newClient(1).send(new CreateHostedZoneCommand({ Name: "busy.test", CallerReference: "1" }));
  HostedZoneId = made.HostedZone?.Id ?? "";
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.stop();
  folder.remove();
});

function addressOf(Name: string): ChangeResourceRecordSetsCommand {
  const ResourceRecordSet: ResourceRecordSet = { Name, Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] };
  return new ChangeResourceRecordSetsCommand({
    HostedZoneId,
    ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet }] },
  });
}

async function passHour(): Promise<void> {
  const advanced = await fetch(`http://${api}/_signpost/clock`, {
    method: "POST",
    body: JSON.stringify({ advanceSeconds: hour }),
  });
  expect(advanced.status).toBe(200);
}

async function refusals(): Promise<number> {
  const { body } = await server.page("/metrics");
  const counted = /^signpost_api_requests_total\{.*code="PriorRequestNotComplete".*\} (\d+)$/m.exec(body);
  return Number(counted?.[1] ?? 0);
}

test("who does not try again is told", async () => {
  await expect(newClient(1).send(addressOf("a.busy.test"))).rejects.toMatchObject({
    name: "PriorRequestNotComplete",
    message: "The request was rejected because Route 53 was still processing a prior request.",
    $metadata: { httpStatusCode: 400 },
  });
  expect(await ask(dns, "a.busy.test")).toMatchObject({ rcode: "NXDOMAIN" });
});

test("who tries again gets through once the zone is free, and keeps it busy in turn", async () => {
  const before = await refusals();
  const sent = newClient(100).send(addressOf("b.busy.test"));
  while ((await refusals()) < before + 2);
  await passHour();
  expect((await sent).ChangeInfo?.Id).toMatch(/^\/change\/C/);
  await expect.poll(() => ask(dns, "b.busy.test")).toMatchObject({ data: ["192.0.2.1"] });
  await expect(newClient(1).send(addressOf("c.busy.test"))).rejects.toMatchObject({ name: "PriorRequestNotComplete" });
});
