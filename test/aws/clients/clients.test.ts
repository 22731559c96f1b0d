// Unmodified clients against a running server that checks their signatures: boto3 and the AWS CLI make a zone, fill it, wait,
// look, go wrong and clean up. Where a client is not installed, its tests are skipped and say so.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, RunningServer } from "../../e2e/running-server.ts";
import { Boto3, findBoto3, hasAwsCli, type Output, runAwsCli } from "./boto3.ts";

const python = findBoto3();
const credentials = { key: "AKIAEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const folder = new Folder();
folder.write("zones/.keep", "");
folder.write(
  "signpost.yaml",
  `api: { listen: "127.0.0.1:0", verifySignatures: true }
accounts: [{ id: "111122223333", accessKeys: [${credentials.key}], secretKeys: { ${credentials.key}: "${credentials.secret}" } }]
`,
);

const server = new RunningServer(
  ["-c", "signpost.yaml", "--zones", "zones", "--listen", "127.0.0.1:0", "--no-resolver", "--workers", "1"],
  folder.path,
);
let endpoint = "";

beforeAll(async () => {
  endpoint = `http://${(await server.ready()).api}`;
});

afterAll(async () => {
  await server.stop();
  folder.remove();
});

/** Members in no order that the model has. */
function change(action: string, name: string, type: string, ...values: string[]): object {
  const records = values.map((value) => ({ Value: value }));
  return { ResourceRecordSet: { TTL: 60, ResourceRecords: records, Type: type, Name: name }, Action: action };
}

describe.skipIf(python === null)(`boto3${python === null ? " (python3-boto3 is not installed)" : ""}`, () => {
  let boto: Boto3;
  let zone = "";

  beforeAll(() => {
    boto = new Boto3(python ?? "", endpoint, credentials);
  });
  afterAll(() => boto.close());

  test("makes a zone and waits for it", async () => {
    const made = await boto.call("create_hosted_zone", {
      Name: "boto.test",
      CallerReference: "1",
      HostedZoneConfig: { Comment: 'a "zone" & <more>' },
    });
    zone = made.HostedZone.Id;
    expect(zone).toMatch(/^\/hostedzone\/Z[0-9A-Z]+$/);
    expect(made.Location).toBe(`https://route53.amazonaws.com/2013-04-01${zone}`);
    expect(made.HostedZone.Config).toEqual({ Comment: 'a "zone" & <more>', PrivateZone: false });
    expect(made.DelegationSet.NameServers).toHaveLength(4);
    await boto.wait("resource_record_sets_changed", { Id: made.ChangeInfo.Id });
    const again = await boto.try("create_hosted_zone", { Name: "boto.test", CallerReference: "1" });
    expect(again).toMatchObject({ status: 409, code: "HostedZoneAlreadyExists" });
  });

  test("changes record sets, members in any order, and pages through them", async () => {
    const changes = [
      change("CREATE", "*.boto.test", "A", "192.0.2.1", "192.0.2.2"),
      change("UPSERT", "txt.boto.test.", "TXT", '"a&b" "<c>"'),
      change("CREATE", "a.boto.test", "CNAME", "b.boto.test"),
    ];
    const changed = await boto.call("change_resource_record_sets", {
      HostedZoneId: zone,
      ChangeBatch: { Changes: changes, Comment: "three" },
    });
    await boto.wait("resource_record_sets_changed", { Id: changed.ChangeInfo.Id });
    const found: Output[] = [];
    let start = {};
    for (;;) {
      const page = await boto.call("list_resource_record_sets", { HostedZoneId: zone, MaxItems: "2", ...start });
      found.push(...page.ResourceRecordSets);
      if (!page.IsTruncated) break;
      start = { StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType };
    }
    expect(found.map(({ Name, Type }: Output) => `${Name} ${Type}`)).toEqual([
      "boto.test. NS",
      "boto.test. SOA",
      "\\052.boto.test. A",
      "a.boto.test. CNAME",
      "txt.boto.test. TXT",
    ]);
    expect(found.at(-1).ResourceRecords).toEqual([{ Value: '"a&b" "<c>"' }]);
  });

  test.each([
    [
      change("CREATE", "a.boto.test", "A", "192.0.2.1"),
      "[RRSet of type A with DNS name a.boto.test. is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone boto.test.]",
    ],
    [
      change("CREATE", "*.boto.test", "A", "192.0.2.1"),
      "[Tried to create resource record set [name='\\052.boto.test.', type='A'] but it already exists]",
    ],
    [
      change("DELETE", "none.boto.test", "TXT", '"x"'),
      "[Tried to delete resource record set [name='none.boto.test.', type='TXT'] but it was not found]",
    ],
    [
      change("CREATE", "other.test", "A", "192.0.2.1"),
      "[RRSet with DNS name other.test. is not permitted in zone boto.test.]",
    ],
  ])("is told why %o cannot be", async (one, message) => {
    const answer = await boto.try("change_resource_record_sets", {
      HostedZoneId: zone,
      ChangeBatch: { Changes: [one] },
    });
    expect(answer).toEqual({ status: 400, code: "InvalidChangeBatch", message });
  });

  test("is told what the XML lacks, and where", async () => {
    const answer = await boto.try("change_resource_record_sets", {
      HostedZoneId: zone,
      ChangeBatch: { Changes: [change("CREATE", "x.boto.test", "A")] },
    });
    expect(answer).toMatchObject({ status: 400, code: "InvalidInput" });
    expect(answer).toHaveProperty(
      "message",
      expect.stringMatching(
        /^Invalid XML ; javax\.xml\.stream\.XMLStreamException: org\.xml\.sax\.SAXParseException; lineNumber: 1; columnNumber: \d+; cvc-complex-type\.2\.4\.b: The content of element 'ResourceRecords' is not complete\./,
      ),
    );
  });

  test("tags, counts, and cleans up", async () => {
    const bare = zone.replace("/hostedzone/", "");
    await boto.call("change_tags_for_resource", {
      ResourceType: "hostedzone",
      ResourceId: bare,
      AddTags: [{ Key: "team", Value: "dns" }],
    });
    const { ResourceTagSets } = await boto.call("list_tags_for_resources", {
      ResourceType: "hostedzone",
      ResourceIds: [bare],
    });
    expect(ResourceTagSets).toEqual([
      { ResourceType: "hostedzone", ResourceId: bare, Tags: [{ Key: "team", Value: "dns" }] },
    ]);
    expect(await boto.try("delete_hosted_zone", { Id: zone })).toMatchObject({
      code: "HostedZoneNotEmpty",
      status: 400,
    });
    const gone = [
      change("DELETE", "*.boto.test", "A", "192.0.2.2", "192.0.2.1"),
      change("DELETE", "txt.boto.test.", "TXT", '"a&b" "<c>"'),
      change("DELETE", "a.boto.test", "CNAME", "b.boto.test"),
    ];
    await boto.call("change_resource_record_sets", { HostedZoneId: zone, ChangeBatch: { Changes: gone } });
    await boto.call("delete_hosted_zone", { Id: zone });
    expect(await boto.try("get_hosted_zone", { Id: zone })).toEqual({
      status: 404,
      code: "NoSuchHostedZone",
      message: `No hosted zone found with ID: ${bare}`,
    });
  });

  test("is refused with another secret, or another key", async () => {
    const refusal = async (key: string, secret: string): Promise<unknown> => {
      const stranger = new Boto3(python ?? "", endpoint, { key, secret });
      const answer = await stranger.try("get_hosted_zone_count");
      stranger.close();
      return answer;
    };
    expect(await refusal(credentials.key, "guessed")).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    expect(await refusal("AKIANOBODY", "guessed")).toMatchObject({ status: 403, code: "InvalidClientTokenId" });
  });
});

describe.skipIf(!hasAwsCli())(`the AWS CLI${hasAwsCli() ? "" : " (awscli is not installed)"}`, () => {
  const aws = (...words: string[]): Promise<Output> => runAwsCli(endpoint, credentials, words);

  test("makes a zone, fills it, waits, looks and deletes", async () => {
    const made = await aws("create-hosted-zone", "--name", "cli.test", "--caller-reference", "2");
    const id = made.HostedZone.Id;
    const batch = { Changes: [change("CREATE", "www.cli.test", "A", "192.0.2.1")] };
    const where = ["--hosted-zone-id", id];
    const changed = await aws("change-resource-record-sets", ...where, "--change-batch", JSON.stringify(batch));
    expect(await aws("wait", "resource-record-sets-changed", "--id", changed.ChangeInfo.Id)).toBeNull();
    const listed = await aws("list-resource-record-sets", ...where, "--query", "ResourceRecordSets[2]");
    expect(listed).toEqual({
      Name: "www.cli.test.",
      Type: "A",
      TTL: 60,
      ResourceRecords: [{ Value: "192.0.2.1" }],
    });
    expect(await aws("delete-hosted-zone", "--id", id)).toContain(
      "An error occurred (HostedZoneNotEmpty) when calling the DeleteHostedZone operation: The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
  });
});
