// Policy documents: each element and operator of the IAM guide by a row, and the tables of apigateway-authorization-flow.

import fc from "fast-check";
import { expect, test } from "vitest";
import { PolicyFault, readPolicy } from "../../../src/gateway/engine/policy/document.ts";
import { combined, type Decision, evaluatePolicy } from "../../../src/gateway/engine/policy/evaluate.ts";
import { matchesGlob, parseGlob } from "../../../src/gateway/engine/policy/glob.ts";

const home = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5";

interface Asked {
  readonly resource?: string;
  readonly action?: string;
  readonly principal?: { account: string; arn: string };
  readonly values?: Readonly<Record<string, readonly string[]>>;
}

function decide(statements: unknown, asked: Asked = {}): Decision {
  const document = readPolicy({ Version: "2012-10-17", Statement: statements });
  if (document instanceof PolicyFault) throw new Error(document.message);
  return evaluatePolicy(document, {
    action: asked.action ?? "execute-api:Invoke",
    resource: asked.resource ?? `${home}/prod/GET/users/1`,
    principal: asked.principal ?? null,
    values: (key) => asked.values?.[key],
  });
}

const allow = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*" };
const deny = { ...allow, Effect: "Deny" };
const user = { account: "111122223333", arn: "arn:aws:iam::111122223333:user/jo" };
const session = { account: "111122223333", arn: "arn:aws:sts::111122223333:assumed-role/R/s" };

const elements: readonly (readonly [string, unknown, Decision, Asked?])[] = [
  ["an allow", allow, "allowed"],
  ["a deny wins in any order", [deny, allow], "denied"],
  ["a deny wins in any order", [allow, deny], "denied"],
  ["another action", { ...allow, Action: "execute-api:InvalidateCache" }, "silent"],
  ["actions have no case and stars", { ...allow, Action: ["s3:*", "EXECUTE-API:inv*"] }, "allowed"],
  ["NotAction", { ...allow, Action: undefined, NotAction: "execute-api:Invoke" }, "silent"],
  ["the short form", { ...allow, Resource: "execute-api:/prod/GET/users/*" }, "allowed"],
  ["the short form of another stage", { ...allow, Resource: "execute-api:/beta/*" }, "silent"],
  ["the short form with stars throughout", { ...allow, Resource: "execute-api:/*/*/*" }, "allowed"],
  ["a whole ARN", { ...allow, Resource: `${home}/prod/GET/users/?` }, "allowed"],
  ["? is one", { ...allow, Resource: `${home}/prod/GET/users?` }, "silent"],
  ["paths have case", { ...allow, Resource: "execute-api:/prod/GET/Users/*" }, "silent"],
  ["NotResource", { ...allow, Resource: undefined, NotResource: "execute-api:/prod/POST/*" }, "allowed"],
  ["no principal, as in an identity's policy", { ...allow, Principal: undefined }, "allowed"],
  ["AWS: * is everybody", { ...allow, Principal: { AWS: "*" } }, "allowed"],
  ["an account, asked by nobody", { ...allow, Principal: { AWS: "111122223333" } }, "silent"],
  ["an account", { ...allow, Principal: { AWS: ["111122223333"] } }, "allowed", { principal: user }],
  [
    "an account's root",
    { ...allow, Principal: { AWS: "arn:aws:iam::111122223333:root" } },
    "allowed",
    { principal: user },
  ],
  ["another account", { ...allow, Principal: { AWS: "444455556666" } }, "silent", { principal: user }],
  ["a user", { ...allow, Principal: { AWS: user.arn } }, "allowed", { principal: user }],
  [
    "a role by its session",
    { ...allow, Principal: { AWS: "arn:aws:iam::111122223333:role/R" } },
    "allowed",
    { principal: session },
  ],
  [
    "NotPrincipal names him",
    { ...deny, Principal: undefined, NotPrincipal: { AWS: user.arn } },
    "silent",
    { principal: user },
  ],
  ["NotPrincipal names another", { ...deny, Principal: undefined, NotPrincipal: { AWS: user.arn } }, "denied"],
  [
    "a user's name within a resource",
    { ...allow, Resource: "execute-api:/prod/GET/users/${aws:username}" },
    "allowed",
    { values: { "aws:username": ["1"] } },
  ],
  [
    "a name is no pattern",
    { ...allow, Resource: "execute-api:/prod/GET/users/${aws:username}" },
    "silent",
    { values: { "aws:username": ["*"] } },
  ],
  ["a variable without a value", { ...allow, Resource: "execute-api:/prod/GET/users/${aws:username}" }, "silent"],
];

test.each(elements.map(([title, statements, expected, asked]) => ({ title, statements, expected, asked })))(
  "$title",
  (row) => {
    const { statements, expected, asked } = row;
    expect(decide(statements, asked)).toBe(expected);
  },
);

const ip = (address: string): Record<string, readonly string[]> => ({ "aws:sourceip": [address] });

/** Operator, key, values of the policy, values of the request, whether it holds. */
const conditions: readonly (readonly [string, string, unknown, Record<string, readonly string[]>, boolean])[] = [
  ["IpAddress", "aws:SourceIp", ["192.0.2.0/24", "198.51.100.0/24"], ip("198.51.100.7"), true],
  ["IpAddress", "aws:SourceIp", "192.0.2.0/24", ip("192.0.3.1"), false],
  ["IpAddress", "aws:SourceIp", "192.0.2.1", ip("192.0.2.1"), true],
  ["IpAddress", "aws:SourceIp", "2001:db8::/33", ip("2001:db8:7fff::1"), true],
  ["IpAddress", "aws:SourceIp", "2001:db8::/33", ip("2001:db8:8000::1"), false],
  ["IpAddress", "aws:SourceIp", "0.0.0.0/0", ip("2001:db8::1"), false],
  ["IpAddress", "aws:SourceIp", "nonsense", ip("192.0.2.1"), false],
  ["NotIpAddress", "aws:SourceIp", "192.0.2.0/24", ip("192.0.2.1"), false],
  ["NotIpAddress", "aws:SourceIp", "192.0.2.0/24", ip("192.0.3.1"), true],
  ["StringEquals", "aws:SourceVpc", "vpc-1", { "aws:sourcevpc": ["vpc-1"] }, true],
  ["StringEquals", "aws:SourceVpc", "vpc-1", {}, false],
  ["StringEqualsIfExists", "aws:SourceVpc", "vpc-1", {}, true],
  ["StringEqualsIfExists", "aws:SourceVpc", "vpc-1", { "aws:sourcevpc": ["vpc-2"] }, false],
  ["StringNotEquals", "aws:SourceVpce", "vpce-1", {}, true],
  ["StringNotEquals", "aws:SourceVpce", ["vpce-1", "vpce-2"], { "aws:sourcevpce": ["vpce-2"] }, false],
  ["StringEqualsIgnoreCase", "k", "ABC", { k: ["abc"] }, true],
  ["StringNotEqualsIgnoreCase", "k", "ABC", { k: ["abc"] }, false],
  ["StringLike", "aws:UserAgent", "curl/*", { "aws:useragent": ["curl/8.1"] }, true],
  ["StringNotLike", "aws:UserAgent", "curl/*", { "aws:useragent": ["curl/8.1"] }, false],
  ["StringLike", "k", "a${*}b", { k: ["a*b"] }, true],
  ["StringLike", "k", "a${*}b", { k: ["axb"] }, false],
  ["StringEquals", "k", "${aws:username}!", { k: ["jo!"], "aws:username": ["jo"] }, true],
  ["StringEquals", "k", "${aws:username}!", { k: ["!"] }, false],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/*", { "aws:principalarn": [user.arn] }, true],
  ["ArnNotEquals", "aws:PrincipalArn", user.arn, { "aws:principalarn": [user.arn] }, false],
  ["Bool", "aws:SecureTransport", "true", { "aws:securetransport": ["true"] }, true],
  ["Bool", "aws:SecureTransport", false, { "aws:securetransport": ["true"] }, false],
  ["NumericLessThan", "n", 5, { n: ["4"] }, true],
  ["NumericLessThanEquals", "n", "5", { n: ["5"] }, true],
  ["NumericGreaterThan", "n", "5", { n: ["5"] }, false],
  ["NumericGreaterThanEquals", "n", "5", { n: ["x"] }, false],
  ["NumericEquals", "n", "5.0", { n: ["5"] }, true],
  ["NumericNotEquals", "n", "5", { n: ["6"] }, true],
  ["DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", { "aws:currenttime": ["2025-12-31T23:59:59Z"] }, true],
  ["DateGreaterThan", "aws:EpochTime", "2026-01-01T00:00:00Z", { "aws:epochtime": ["1767225601"] }, true],
  ["DateEquals", "aws:EpochTime", "1767225600", { "aws:epochtime": ["1767225600"] }, true],
  ["Null", "aws:username", "true", {}, true],
  ["Null", "aws:username", "false", {}, false],
  ["ForAllValues:StringEquals", "k", ["a", "b"], { k: ["a", "b"] }, true],
  ["ForAllValues:StringEquals", "k", ["a", "b"], { k: ["a", "c"] }, false],
  ["ForAllValues:StringEquals", "k", ["a"], {}, true],
  ["ForAnyValue:StringEquals", "k", ["a"], { k: ["x", "a"] }, true],
  ["ForAnyValue:StringEquals", "k", ["a"], {}, false],
  ["ForAnyValue:StringNotEquals", "k", ["a"], { k: ["a", "x"] }, true],
];

test.each(conditions)("%s %s %j of %j: %s", (operator, key, wanted, values, expected) => {
  expect(decide({ ...allow, Condition: { [operator]: { [key]: wanted } } }, { values })).toBe(
    expected ? "allowed" : "silent",
  );
});

test("every condition must hold", () => {
  const condition = { Bool: { "aws:SecureTransport": "true" }, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
  const values = { "aws:securetransport": ["true"], ...ip("203.0.113.1") };
  expect(decide({ ...allow, Condition: condition }, { values })).toBe("silent");
});

test.each([
  ["{", "The policy is no JSON."],
  ["[]", "The policy is no JSON object."],
  ["{}", "The policy has no Statement."],
  [{ Statement: ["x"] }, "Statement 1 of the policy: it is no JSON object."],
  [{ Statement: [allow, { ...allow, Effect: "allow" }] }, "Statement 2 of the policy: Effect must be Allow or Deny."],
  [{ Statement: { ...allow, Action: undefined } }, "it has neither Action nor NotAction."],
  [{ Statement: { ...allow, Action: [1] } }, "Action must be a string or a list of strings."],
  [{ Statement: { ...allow, Resource: 1 } }, "Resource must be a string or a list of strings."],
  [{ Statement: { ...allow, Principal: 1 } }, "Principal must be * or an object."],
  [{ Statement: { ...allow, Principal: { AWS: 1 } } }, "Principal.AWS must be a string or a list of strings."],
  [{ Statement: { ...allow, Condition: { Equals: {} } } }, "the operator Equals, which IAM does not know"],
  [{ Statement: { ...allow, Condition: { Bool: 1 } } }, "Condition.Bool must be an object."],
  [
    { Statement: { ...allow, Condition: { Bool: { a: {} } } } },
    "Condition.Bool.a must be a value or a list of values.",
  ],
  [{ Statement: { ...allow, Condition: [] } }, "Condition must be an object."],
])("%j cannot be read", (document, message) => {
  const fault = readPolicy(document);
  expect(fault instanceof PolicyFault && fault.message).toContain(message);
});

const words: Readonly<Record<string, Decision>> = { A: "allowed", N: "silent", D: "denied" };

// Caller's policy, the API's policy, table A, table B: the rows of apigateway-authorization-flow in their order.
test.each(["AAAA", "ANAN", "ADDD", "NAAN", "NNNN", "NDDD", "DADD", "DNDD", "DDDD"])("row %s of the tables", (row) => {
  const [caller, api, same, other] = row.split("").map((letter) => words[letter]);
  expect(combined(caller, api, "same account")).toBe(same);
  expect(combined(caller, api, "other account")).toBe(other);
});

test("a pattern matches what its regular expression matches", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 8 });
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?"), maxLength: 8 }),
      letters,
      (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
        expect(matchesGlob(parseGlob(pattern, () => undefined) ?? [], text)).toBe(expression.test(text));
      },
    ),
  );
});
