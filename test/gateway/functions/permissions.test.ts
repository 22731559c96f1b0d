// Resource policies (AWS API: AddPermission, RemovePermission, GetPolicy; IAM: ArnLike), and who may invoke by them.

import fc from "fast-check";
import { expect, test } from "vitest";
import { isArnLike, isLike } from "../../../src/gateway/functions/policy.ts";
import type { AddPermissionRequest } from "../../../src/gateway/functions/shapes.ts";
import { arn, create, faultOf, newWorld, type World } from "./fixture.ts";

const gateway = "apigateway.amazonaws.com";
const api = "arn:aws:execute-api:eu-west-1:111122223333:abc123";

function withFunction(): World {
  const world = newWorld([{ name: "declared", source: "/x.ts", handler: "x.handler" }]);
  create(world, "users");
  return world;
}

function permit(world: World, more: Partial<AddPermissionRequest> = {}): { Statement: string } {
  return world.store.addPermission(
    { FunctionName: "users", StatementId: "gw", Action: "lambda:InvokeFunction", Principal: gateway, ...more },
    world.context,
  );
}

test("a statement is as the service makes it, and the policy holds them all", () => {
  const world = withFunction();
  const { Statement } = permit(world, { SourceArn: `${api}/*/GET/users`, SourceAccount: "111122223333" });
  const statement = {
    Sid: "gw",
    Effect: "Allow",
    Principal: { Service: gateway },
    Action: "lambda:InvokeFunction",
    Resource: `${arn}:users`,
    Condition: {
      StringEquals: { "AWS:SourceAccount": "111122223333" },
      ArnLike: { "AWS:SourceArn": `${api}/*/GET/users` },
    },
  };
  expect(JSON.parse(Statement)).toEqual(statement);
  permit(world, { StatementId: "account", Principal: "222233334444" });
  const { Policy, RevisionId } = world.store.getPolicy({ FunctionName: "users" }, world.context);
  expect(JSON.parse(Policy)).toEqual({
    Version: "2012-10-17",
    Id: "default",
    Statement: [
      statement,
      {
        Sid: "account",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222233334444:root" },
        Action: "lambda:InvokeFunction",
        Resource: `${arn}:users`,
      },
    ],
  });
  expect(RevisionId).toMatch(/^[0-9a-f-]{36}$/);
});

test.each<[what: string, more: Partial<AddPermissionRequest>, fault: RegExp]>([
  [
    "a statement that is there",
    { StatementId: "gw" },
    /^409 ResourceConflictException: The statement id \(gw\) provided already exists/,
  ],
  ["$LATEST", { Qualifier: "$LATEST" }, /We currently do not support adding policies for \$LATEST/],
  ["an alias that is not there", { Qualifier: "live" }, /^404 ResourceNotFoundException: Cannot find alias arn/],
  ["a function that is not there", { FunctionName: "nobody" }, /^404 ResourceNotFoundException: Function not found/],
  ["nobody", { Principal: "nobody" }, /The provided principal was invalid/],
  ["an action of another service", { Action: "s3:GetObject" }, /'action'/],
  ["an odd statement id", { StatementId: "a b" }, /'statementId'/],
  ["another revision", { RevisionId: "x" }, /^412 PreconditionFailedException: .*GetPolicy/],
  ["more than a policy holds", { SourceArn: `${api}/${"x".repeat(21_000)}` }, /^400 PolicyLengthExceededException/],
])("permission for %s is refused", (_what, more, fault) => {
  const world = withFunction();
  permit(world);
  expect(faultOf(() => permit(world, { StatementId: "other", ...more }))).toMatch(fault);
});

test("a statement is removed by its id", () => {
  const world = withFunction();
  const { store, context } = world;
  const remove = (StatementId: string): string =>
    faultOf(() => store.removePermission({ FunctionName: "users", StatementId }, context));
  expect(remove("gw")).toMatch(/^404 ResourceNotFoundException: No policy/);
  permit(world);
  expect(remove("other")).toBe("404 ResourceNotFoundException: Statement other is not found in resource policy.");
  expect(remove("gw")).toBe("none");
  expect(faultOf(() => store.getPolicy({ FunctionName: "users" }, context))).toBe(
    "404 ResourceNotFoundException: The resource you requested does not exist.",
  );
});

test.each<[what: string, granted: Partial<AddPermissionRequest> | null, asked: string, allowed: string]>([
  ["nothing", null, `${api}/prod/GET/users`, "denied"],
  ["everything of the service", {}, `${api}/prod/GET/users`, "allowed"],
  ["this method", { SourceArn: `${api}/*/GET/users` }, `${api}/prod/GET/users`, "allowed"],
  ["another method", { SourceArn: `${api}/*/POST/users` }, `${api}/prod/GET/users`, "denied"],
  ["the whole API", { SourceArn: `${api}/*` }, `${api}/prod/GET/users/7`, "allowed"],
  ["another API", { SourceArn: `${api}x/*` }, `${api}/prod/GET/users`, "denied"],
  ["any API of the region", { SourceArn: "arn:aws:execute-api:eu-west-1:*:*" }, `${api}/prod/GET/users`, "allowed"],
  ["this account", { SourceAccount: "111122223333" }, `${api}/prod/GET/users`, "allowed"],
  ["another account", { SourceAccount: "222233334444" }, `${api}/prod/GET/users`, "denied"],
  ["another service", { Principal: "events.amazonaws.com" }, `${api}/prod/GET/users`, "denied"],
  ["anybody", { Principal: "*" }, `${api}/prod/GET/users`, "allowed"],
  ["another action", { Action: "lambda:GetFunction" }, `${api}/prod/GET/users`, "denied"],
  ["all actions", { Action: "lambda:*" }, `${api}/prod/GET/users`, "allowed"],
  ["a token that nobody sends", { EventSourceToken: "t" }, `${api}/prod/GET/users`, "denied"],
])("a policy that permits %s: %s", (_what, granted, sourceArn, permission) => {
  const world = withFunction();
  if (granted !== null) permit(world, granted);
  const { account, region } = world.context;
  const caller = { principal: gateway, sourceArn, sourceAccount: "111122223333" };
  expect(world.store.permission({ name: "users", account, region }, caller, world.context)).toBe(permission);
});

test("a version's policy is its own, a declared function needs none", () => {
  const world = withFunction();
  const { store, context } = world;
  const { account, region } = context;
  store.publishVersion({ FunctionName: "users" }, context);
  permit(world, { Qualifier: "1" });
  const caller = { principal: gateway, sourceArn: `${api}/prod/GET/users`, sourceAccount: account };
  const asked = (name: string): string => store.permission({ name, account, region }, caller, context);
  expect([asked("users"), asked("users:1"), asked("declared"), asked("nobody")]).toEqual([
    "denied",
    "allowed",
    "allowed",
    "no such function",
  ]);
});

test.each([
  ["arn:aws:execute-api:eu-west-1:1:a/b", "arn:aws:execute-api:*:*:a/?", true],
  ["arn:aws:execute-api:eu-west-1:1:a/b", "arn:aws:execute-api:*", false],
  ["arn:aws:execute-api:eu-west-1:1:a/b:c", "arn:aws:execute-api:*:*:a/b:c", true],
  ["arn:aws:execute-api:eu-west-1:1:a/b", "arn:*:*:*:*:*", true],
  ["arn:aws:execute-api:eu-west-1:1:a", "arn:aws:exec*:1:a", false],
  ["nonsense", "*", false],
])("%s is like %s: %s", (text, pattern, like) => {
  expect(isArnLike(text, pattern)).toBe(like);
});

test("patterns match as the plain reading of them does", () => {
  const letters = fc.array(fc.constantFrom("a", "b"), { maxLength: 12 }).map((all) => all.join(""));
  const patterns = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 }).map((all) => all.join(""));
  fc.assert(
    fc.property(letters, patterns, (text, pattern) => {
      const regex = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      expect(isLike(text, pattern)).toBe(regex.test(text));
    }),
  );
});

test("a pattern of many stars costs no more than text times pattern", () => {
  const before = performance.now();
  expect(isLike("a".repeat(10_000), `${"a*".repeat(500)}b`)).toBe(false);
  expect(performance.now() - before).toBeLessThan(2000);
});
