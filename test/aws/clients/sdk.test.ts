// The AWS SDK for JavaScript v3, unmodified, makes a zone, fills it, waits, looks and goes wrong.

import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  NoSuchHostedZone,
  paginateListHostedZones,
  type Route53Client,
  TestDNSAnswerCommand,
  waitUntilResourceRecordSetsChanged,
} from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SdkServer, startSdkServer } from "./sdk.ts";

let server: SdkServer;
let client: Route53Client;

beforeAll(async () => {
  server = await startSdkServer();
  ({ client } = server);
});
afterAll(() => server.stop());

test("the life of a zone", async () => {
  const made = await client.send(new CreateHostedZoneCommand({ Name: "sdk.test", CallerReference: "1" }));
  const Id = made.HostedZone?.Id ?? "";
  expect(made.Location).toBe(`https://route53.amazonaws.com/2013-04-01${Id}`);
  const changed = await client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: Id,
      ChangeBatch: {
        Changes: ["a", "b", "*"].map((label) => ({
          Action: "UPSERT",
          ResourceRecordSet: {
            Name: `${label}.sdk.test`,
            Type: "TXT",
            TTL: 10,
            ResourceRecords: [{ Value: `"${label} <&> \\"x\\""` }],
          },
        })),
      },
    }),
  );
  expect(changed.ChangeInfo?.SubmittedAt).toBeInstanceOf(Date);
  const waiting = { client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 };
  const waited = await waitUntilResourceRecordSetsChanged(waiting, { Id: changed.ChangeInfo?.Id });
  expect(waited.state).toBe("SUCCESS");
  const listed = await client.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: Id, StartRecordName: "*.sdk.test" }),
  );
  const names = listed.ResourceRecordSets?.map(({ Name, ResourceRecords }) => [Name, ResourceRecords?.[0].Value]);
  expect(names).toEqual([
    ["\\052.sdk.test.", String.raw`"* <&> \"x\""`],
    ["a.sdk.test.", String.raw`"a <&> \"x\""`],
    ["b.sdk.test.", String.raw`"b <&> \"x\""`],
  ]);
  const zones: string[] = [];
  for await (const page of paginateListHostedZones({ client, pageSize: 1 }, {}))
    zones.push(...(page.HostedZones ?? []).map((zone) => zone.Name ?? ""));
  expect(zones).toEqual(["sdk.test."]);
  const byName = await client.send(new ListHostedZonesByNameCommand({ DNSName: "sdk.test" }));
  expect(byName.HostedZones?.map((zone) => zone.Id)).toEqual([Id]);
  await expect(client.send(new DeleteHostedZoneCommand({ Id }))).rejects.toMatchObject({ name: "HostedZoneNotEmpty" });
});

test("TestDNSAnswer tells what the name server answers", async () => {
  const { HostedZone } = await client.send(new CreateHostedZoneCommand({ Name: "tested.test", CallerReference: "t" }));
  const asked = { HostedZoneId: HostedZone?.Id, RecordName: "tested.test", RecordType: "NS" } as const;
  const told = await client.send(new TestDNSAnswerCommand(asked));
  expect(told).toMatchObject({ ResponseCode: "NOERROR", RecordName: "tested.test", RecordType: "NS" });
  expect(told.RecordData).toHaveLength(4);
});

test("faults are of their classes, with the service's texts", async () => {
  const missing = client.send(new GetHostedZoneCommand({ Id: "/hostedzone/Z0" }));
  await expect(missing).rejects.toBeInstanceOf(NoSuchHostedZone);
  await expect(missing).rejects.toMatchObject({
    message: "No hosted zone found with ID: Z0",
    $metadata: { httpStatusCode: 404, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

test("fifty clients at once: each change is made once, and none is lost", async () => {
  const { HostedZone } = await client.send(new CreateHostedZoneCommand({ Name: "many.test", CallerReference: "many" }));
  const HostedZoneId = HostedZone?.Id ?? "";
  const create = (Name: string, value: number): Promise<string> => {
    const ResourceRecords = [{ Value: `192.0.2.${value}` }];
    const ResourceRecordSet = { Name, Type: "A", TTL: 60, ResourceRecords } as const;
    const command = { HostedZoneId, ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet } as const] } };
    return client.send(new ChangeResourceRecordSetsCommand(command)).then(
      () => "made",
      ({ name }: Error) => name,
    );
  };
  const clients = Array.from({ length: 50 }, (_, at) => at);
  const own = await Promise.all(clients.map((at) => create(`own-${at}.many.test`, at)));
  expect(new Set(own)).toEqual(new Set(["made"]));
  const same = await Promise.all(clients.map((at) => create("same.many.test", at)));
  expect(same.toSorted()).toEqual([...Array.from({ length: 49 }, () => "InvalidChangeBatch"), "made"]);
  const { ResourceRecordSets = [] } = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
  expect(ResourceRecordSets).toHaveLength(2 + 50 + 1);
  const kept = ResourceRecordSets.find(({ Name }) => Name === "same.many.test.")?.ResourceRecords?.[0].Value;
  expect(kept).toBe(`192.0.2.${same.indexOf("made")}`);
});
