// The table of Route 53's API: that it is what the script makes of the model, and that it reads as it should.

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { modelFile, tables } from "../../../scripts/aws-model.ts";
import { readModel } from "../../../src/aws/model-text.ts";
import { bodyMembers } from "../../../src/aws/model.ts";
import { route53Model } from "../../../src/aws/route53/model.ts";

const source = new URL("../../../../shared/data/aws-models/route53.json", import.meta.url);
const written = new URL("../../../src/aws/route53/model.ts", import.meta.url);
const model = readModel(route53Model);

test.skipIf(!existsSync(source))("the table is what the script makes of the API's model", () => {
  expect(modelFile(tables.route53, readFileSync(source, "utf8"))).toBe(readFileSync(written, "utf8"));
});

test("there are all operations, each error declared", () => {
  expect(model.operations.size).toBe(71);
  const declared = [...model.operations.values()].flatMap(({ errors }) => errors);
  expect(declared.filter((code) => !model.errors.has(code))).toEqual([]);
});

test.each([
  ["NoSuchHostedZone", 404],
  ["HostedZoneAlreadyExists", 409],
  ["NotAuthorizedException", 401],
  ["InvalidChangeBatch", 400],
])("%s is answered with %i", (code, status) => {
  expect(model.errors.get(code)?.status).toBe(status);
});

test("an operation has its path, status, and members where they travel", () => {
  const { method, path, status, input, output } = model.operations.get("CreateHostedZone")!;
  expect([method, path, status]).toEqual(["POST", "/2013-04-01/hostedzone", 201]);
  expect(input.members.filter((member) => member.isRequired).map(({ name }) => name)).toEqual([
    "Name",
    "CallerReference",
  ]);
  expect(bodyMembers(output).map(({ name }) => name)).toEqual(["HostedZone", "ChangeInfo", "DelegationSet", "VPC"]);
  expect(output.members.find(({ place }) => place === "header")?.wireName).toBe("Location");
});

test("shapes have their constraints", () => {
  const table = readModel(`
operation Try POST /try/{Id} 200
structure TryRequest Id: Id! uri Id, Kind: Kind query kind, Weights: Weights, Code: Code, When: When
structure TryResponse
string Id 1..32
string Kind one of a b
list Weights Weight of Weight 1..
long Weight 0..255
string Code 1..16 like [0-9, ]+ one
timestamp When
`);
  const { input, output } = table.operations.get("Try")!;
  expect(output.members).toEqual([]);
  expect(input.members.map(({ shape }) => shape)).toEqual([
    { kind: "string", name: "Id", least: 1, most: 32, words: null, pattern: null, isSecret: false },
    { kind: "string", name: "Kind", least: null, most: null, words: ["a", "b"], pattern: null, isSecret: false },
    {
      kind: "list",
      name: "Weights",
      itemName: "Weight",
      least: 1,
      most: null,
      item: { kind: "long", name: "Weight", least: 0, most: 255, words: null, pattern: null, isSecret: false },
    },
    { kind: "string", name: "Code", least: 1, most: 16, words: null, pattern: "[0-9, ]+ one", isSecret: false },
    { kind: "timestamp", name: "When", least: null, most: null, words: null, pattern: null, isSecret: false },
  ]);
});

test.each(["operation Try TRACE /try 200", "structure A b c", "nothing A", "operation Lost GET / 200"])(
  "a table that cannot be read is no table: %s",
  (line) => {
    expect(() => readModel(`${line}\noperation A GET / 200\nstructure ARequest A: A\nstructure AResponse`)).toThrow(
      "cannot be read",
    );
  },
);
