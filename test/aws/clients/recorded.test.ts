// Our answers beside recorded ones of the real service: the same members, and the same values wherever the recording has not
// replaced them (`<name>`, `datetime`). Member by member, as boto3 reads both.

import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, RunningServer } from "../../e2e/running-server.ts";
import { Boto3, findBoto3, type Output } from "./boto3.ts";

const recordings = new URL("../../../../shared/data/aws-recorded/test_route53.snapshot.json", import.meta.url);
const python = findBoto3();
const missing = existsSync(recordings)
  ? python === null
    ? "python3-boto3 is not installed"
    : ""
  : "no recordings here";
const folder = new Folder();
folder.write("zones/.keep", "");

interface Recorded {
  readonly [test: string]: { readonly "recorded-content": { readonly [step: string]: Output } };
}

/** What a recording holds instead of what differs from run to run. */
function isPlaceholder(value: unknown): boolean {
  return typeof value === "string" && (/<[^>]*>/.test(value) || value === "datetime");
}

/** Where `ours` is another answer than `theirs`. */
function differences(ours: Output, theirs: Output, path = ""): string[] {
  if (isPlaceholder(theirs)) return ours === undefined ? [`${path} is missing`] : [];
  if (Array.isArray(theirs)) {
    if (!Array.isArray(ours) || ours.length !== theirs.length) return [`${path} has another length`];
    return theirs.flatMap((item, at) => differences(ours[at], item, `${path}[${at}]`));
  }
  if (typeof theirs !== "object" || theirs === null) return ours === theirs ? [] : [`${path}: ${ours}, not ${theirs}`];
  const names = new Set([...Object.keys(ours ?? {}), ...Object.keys(theirs)]);
  names.delete("ResponseMetadata");
  return [...names].flatMap((name) =>
    name in theirs ? differences(ours?.[name], theirs[name], `${path}.${name}`) : [`${path}.${name} is too much`],
  );
}

describe.skipIf(missing !== "")(`recorded answers${missing === "" ? "" : ` (${missing})`}`, () => {
  const recorded = (name: string): Recorded[string]["recorded-content"] => {
    const all = JSON.parse(readFileSync(recordings, "utf8")) as Recorded;
    return all[`tests/aws/services/route53/test_route53.py::TestRoute53::${name}`]["recorded-content"];
  };
  let server: RunningServer;
  let boto: Boto3;

  beforeAll(async () => {
    const words = ["--zones", "zones", "--listen", "127.0.0.1:0", "--no-resolver", "--workers", "1"];
    server = new RunningServer(words, folder.path);
    boto = new Boto3(python ?? "", `http://${(await server.ready()).api}`, { key: "AKIAEXAMPLE", secret: "x" });
  });
  afterAll(async () => {
    boto.close();
    await server.stop();
    folder.remove();
  });

  test("a public zone", async () => {
    const made = await boto.call("create_hosted_zone", { Name: "public.test", CallerReference: "1" });
    const theirs = recorded("test_create_hosted_zone");
    expect(differences(made, theirs["create_hosted_zone_response"])).toEqual([]);
    const got = await boto.call("get_hosted_zone", { Id: made.HostedZone.Id });
    expect(differences(got, theirs["get_hosted_zone"])).toEqual([]);
    const deleted = await boto.call("delete_hosted_zone", { Id: made.HostedZone.Id });
    const deletion = recorded("test_delete_hosted_zone");
    expect(differences(deleted, deletion["delete-hosted-zone-response"])).toEqual([]);
    const { code, message, status } = (await boto.try("delete_hosted_zone", { Id: "Z0asdf1234" })) as Output;
    const refusal = deletion["no-such-hosted-zone-error"];
    expect([code, status]).toEqual([refusal.Error.Code, refusal.ResponseMetadata.HTTPStatusCode]);
    expect(message).toBe(refusal.Error.Message.replace("<hosted-zone-id>", "Z0"));
  });

  test("a private zone", async () => {
    const vpc = { VPCId: "vpc-0123456789abcdef0", VPCRegion: "us-east-1" };
    const made = await boto.call("create_hosted_zone", {
      Name: "private.test",
      CallerReference: "2",
      HostedZoneConfig: { Comment: "test", PrivateZone: true },
      VPC: vpc,
    });
    const theirs = recorded("test_create_private_hosted_zone");
    expect(differences(made, theirs["create-hosted-zone-response"])).toEqual([]);
    const got = await boto.call("get_hosted_zone", { Id: made.HostedZone.Id });
    expect(differences(got, theirs["get_hosted_zone"])).toEqual([]);
    const byVpc = await boto.call("list_hosted_zones_by_vpc", vpc);
    expect(byVpc.HostedZoneSummaries[0].Owner).toEqual({ OwningAccount: "000000000000" });
    expect(byVpc.HostedZoneSummaries[0].HostedZoneId).not.toContain("/");
    const zones = await boto.call("list_hosted_zones");
    expect(differences(zones.HostedZones, theirs["list_hosted_zones"])).toEqual([]);
  });

  test("a VPC that cannot be", async () => {
    const refusal = recorded("test_create_hosted_zone_in_non_existent_vpc")["failure-response"];
    const answer = await boto.try("create_hosted_zone", {
      Name: "private.test",
      CallerReference: "3",
      VPC: { VPCId: "none", VPCRegion: "us-east-1" },
    });
    expect(answer).toEqual({ status: 400, code: refusal.Error.Code, message: refusal.Error.Message });
  });
});
