// The API as a client sees it: life of a zone, errors, accounts, rates, what is not there yet, what we did wrong.

import { expect, test } from "vitest";
import { operationNames } from "../../../src/aws/route53/api.ts";
import { methodName } from "../../../src/aws/service-api.ts";
import { MemoryTables } from "../../../src/base/memory-tables.ts";
import { seededRandom } from "../../../src/base/random.ts";
import { storeOperations } from "../../../src/server/store-operations.ts";
import { ApiFault } from "../../../src/store/faults.ts";
import { Route53Store } from "../../../src/store/route53-store.ts";
import { type Asking, startAsking, textIn } from "./asking.ts";

const zones = "/2013-04-01/hostedzone";

async function createZone(asking: Asking, name: string, key?: string): Promise<string> {
  const inside = `<Name>${name}</Name><CallerReference>${name}</CallerReference>`;
  const { body } = await asking.ask("POST", zones, ["CreateHostedZoneRequest", inside], key);
  return textIn(body, "Id")?.replace("/hostedzone/", "") ?? "";
}

function change(action: string, name: string): readonly [string, string] {
  const set = `<Name>${name}</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>`;
  const one = `<Change><Action>${action}</Action><ResourceRecordSet>${set}</ResourceRecordSet></Change>`;
  return ["ChangeResourceRecordSetsRequest", `<ChangeBatch><Changes>${one}</Changes></ChangeBatch>`];
}

test("a zone is made, filled, listed and deleted", async () => {
  const asking = startAsking();
  const inside = "<Name>a.test</Name><CallerReference>1</CallerReference>";
  const created = await asking.ask("POST", zones, ["CreateHostedZoneRequest", inside]);
  expect([created.status, created.code]).toEqual([201, "OK"]);
  const id = textIn(created.body, "Id")?.replace("/hostedzone/", "") ?? "";
  expect(created.headers["location"]).toBe(`https://route53.amazonaws.com/2013-04-01/hostedzone/${id}`);
  expect(created.headers["x-amzn-requestid"]).toBe("request-1");

  const changed = await asking.ask("POST", `${zones}/${id}/rrset/`, change("CREATE", "*.a.test"));
  expect(textIn(changed.body, "Status")).toBe("PENDING");
  const waited = await asking.ask("GET", `/2013-04-01${textIn(changed.body, "Id")}`);
  expect(textIn(waited.body, "Status")).toBe("INSYNC");
  const listed = await asking.ask("GET", `${zones}/${id}/rrset?name=\\052.a.test`);
  expect(listed.body).toContain("<ResourceRecordSet><Name>\\052.a.test.</Name><Type>A</Type><TTL>60</TTL>");

  expect((await asking.ask("DELETE", `${zones}/${id}`)).code).toBe("HostedZoneNotEmpty");
  expect((await asking.ask("POST", `${zones}/${id}/rrset`, change("DELETE", "*.a.test."))).status).toBe(200);
  expect((await asking.ask("DELETE", `${zones}/%2Fhostedzone%2F${id}`)).status).toBe(200);
  expect((await asking.ask("GET", `${zones}/${id}`)).status).toBe(404);
  expect(asking.failures).toEqual([]);
});

test("faults have the service's codes, statuses and texts", async () => {
  const asking = startAsking();
  const id = await createZone(asking, "a.test");
  expect(await asking.ask("GET", `${zones}/Z0`)).toMatchObject({
    status: 404,
    code: "NoSuchHostedZone",
    message: "No hosted zone found with ID: Z0",
  });
  expect(await asking.ask("POST", `${zones}/${id}/rrset`, change("DELETE", "b.a.test"))).toMatchObject({
    status: 400,
    code: "InvalidChangeBatch",
    message: "[Tried to delete resource record set [name='b.a.test.', type='A'] but it was not found]",
  });
  expect(await asking.ask("GET", "/2013-04-01/nothing")).toMatchObject({
    status: 404,
    code: "UnknownOperationException",
  });
  expect(asking.answered.at(-1)).toEqual({
    operation: "none",
    code: "UnknownOperationException",
    status: 404,
    account: "000000000000",
    requestId: "request-4",
    message: "There is no such operation.",
  });
});

test("an access key says whose zones there are", async () => {
  const asking = startAsking();
  await createZone(asking, "a.test", "AKIAONE");
  await createZone(asking, "b.test", "AKIAOTHER");
  const countOf = async (key?: string): Promise<string | null> =>
    textIn((await asking.ask("GET", "/2013-04-01/hostedzonecount", undefined, key)).body, "HostedZoneCount");
  expect([await countOf("AKIAOTHER"), await countOf("AKIAONE"), await countOf()]).toEqual(["1", "1", "1"]);
  expect(asking.answered.map(({ account }) => account).slice(0, 2)).toEqual(["000000000000", "111122223333"]);
});

test("where signatures are checked, nothing goes without", async () => {
  const asking = startAsking({ secretOf: (key) => (key === "AKIAONE" ? "secret" : null) });
  const answers = [
    await asking.ask("GET", "/2013-04-01/hostedzonecount"),
    await asking.ask("GET", "/2013-04-01/hostedzonecount", undefined, "AKIANOBODY"),
    await asking.ask("GET", "/2013-04-01/hostedzonecount", undefined, "AKIAONE"),
    await asking.ask("GET", "/2013-04-01/nothing"),
  ];
  expect(answers.map(({ status, code }) => `${status} ${code}`)).toEqual([
    "403 MissingAuthenticationToken",
    "403 InvalidClientTokenId",
    "403 SignatureDoesNotMatch",
    "403 MissingAuthenticationToken",
  ]);
});

test("an account has its rate, and only its own", async () => {
  let nowMs = 1000;
  const asking = startAsking({ requestsPerSecond: 5, clientsNowMs: () => nowMs });
  const codes = async (count: number, key?: string, target = "/2013-04-01/hostedzonecount"): Promise<string[]> => {
    const found: string[] = [];
    for (let i = 0; i < count; i++) found.push((await asking.ask("GET", target, undefined, key)).code);
    return found;
  };
  expect(await codes(6)).toEqual(["OK", "OK", "OK", "OK", "OK", "Throttling"]);
  expect(await codes(1, "AKIAOTHER")).toEqual(["OK"]);
  expect(await codes(1, undefined, "/2013-04-01/tags/hostedzone/Z1")).toEqual(["ThrottlingException"]);
  nowMs += 400;
  expect(await codes(3)).toEqual(["OK", "OK", "Throttling"]);
  nowMs += 60_000;
  expect(await codes(6)).toEqual(["OK", "OK", "OK", "OK", "OK", "Throttling"]);
  expect(asking.answered.at(-1)?.message).toBe("Rate exceeded");
});

test("what the store does not do is said by name", async () => {
  const asking = startAsking({ operations: () => null });
  expect(await asking.ask("GET", "/2013-04-01/checkeripranges")).toMatchObject({
    status: 501,
    code: "NotImplemented",
    message: "GetCheckerIpRanges is not implemented here.",
  });
});

test("the store has every operation but one, which asks the name server", () => {
  const operations = storeOperations(new Route53Store(new MemoryTables()), seededRandom(1));
  expect(operationNames.filter((name) => operations(methodName(name)) === null)).toEqual(["TestDNSAnswer"]);
});

test.each([
  [new ApiFault("ServiceUnavailable", "The disk is full."), 503, "ServiceUnavailable", 0],
  [new Error("a secret of ours"), 500, "InternalFailure", 1],
])("%s is answered %i", async (error, status, code, failures) => {
  const asking = startAsking({
    operations: () => () => {
      throw error;
    },
  });
  const reply = await asking.ask("GET", "/2013-04-01/hostedzonecount");
  expect(reply).toMatchObject({ status, code });
  expect(reply.body).toContain("<Type>Receiver</Type>");
  expect(reply.body).not.toContain("secret");
  expect(asking.failures).toHaveLength(failures);
});

test("a comment that is not said is taken away, with a document or without one", async () => {
  const asking = startAsking();
  const id = await createZone(asking, "a.test");
  const path = `${zones}/${id}`;
  for (const nothing of [
    "",
    `<UpdateHostedZoneCommentRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"/>`,
  ]) {
    await asking.ask("POST", path, ["UpdateHostedZoneCommentRequest", "<Comment>mine</Comment>"]);
    expect((await asking.ask("GET", path)).body).toContain("<Comment>mine</Comment>");
    const reply = await asking.send({ method: "POST", path, query: "", headers: {}, body: nothing });
    expect([reply.status, reply.code]).toEqual([200, "OK"]);
    expect((await asking.ask("GET", path)).body).not.toContain("<Comment>");
  }
});
