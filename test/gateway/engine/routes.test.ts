// Which resource a path and a verb lead to: AWS's recorded cases, the guide's rules, and a naive matcher on random trees.

import fc from "fast-check";
import { expect, test } from "vitest";
import { Routes } from "../../../src/gateway/engine/routes.ts";

type Case = readonly [verb: string, path: string, found: string | null, parameters?: Record<string, string>];

interface Table {
  readonly title: string;
  /** `VERB /path`. */
  readonly routes: readonly string[];
  readonly cases: readonly Case[];
}

const tables: readonly Table[] = [
  {
    title: "letters before {name} before {name+}",
    routes: ["GET /a", "GET /{id}", "GET /{proxy+}"],
    cases: [
      ["GET", "/a", "GET /a"],
      ["GET", "/b", "GET /{id}", { id: "b" }],
      ["GET", "/b/c", "GET /{proxy+}", { proxy: "b/c" }],
      ["GET", "/", null],
      ["GET", "", null],
    ],
  },
  {
    title: "a place without the verb gives way to the next one (TestApigatewayRouting)",
    routes: ["POST /users", "GET /{id}", "DELETE /{proxy+}", "PUT /a/b/c", "GET /a/{x}/c", "ANY /a/{proxy+}"],
    cases: [
      ["POST", "/users", "POST /users"],
      ["GET", "/users", "GET /{id}", { id: "users" }],
      ["DELETE", "/users", "DELETE /{proxy+}", { proxy: "users" }],
      ["PATCH", "/users", null],
      ["PUT", "/a/b/c", "PUT /a/b/c"],
      ["GET", "/a/b/c", "GET /a/{x}/c", { x: "b" }],
      ["DELETE", "/a/b/c", "ANY /a/{proxy+}", { proxy: "b/c" }],
      ["DELETE", "/q/b/c", "DELETE /{proxy+}", { proxy: "q/b/c" }],
    ],
  },
  {
    title: "a verb before ANY; ANY is seven verbs; HEAD is not GET",
    routes: ["ANY /x", "GET /x", "GET /y"],
    cases: [
      ["GET", "/x", "GET /x"],
      ["HEAD", "/x", "ANY /x"],
      ["HEAD", "/y", null],
      ["TRACE", "/x", null],
      ["get", "/x", null],
    ],
  },
  {
    title: "greedy needs a part, and keeps the slashes within it (test_lambda_aws_proxy_integration)",
    routes: ["ANY /{proxy+}", "GET /p/{proxy+}", "GET /"],
    cases: [
      ["GET", "/", "GET /"],
      ["POST", "/", null],
      ["GET", "/proxy-value", "ANY /{proxy+}", { proxy: "proxy-value" }],
      ["GET", "/proxy-value/", "ANY /{proxy+}", { proxy: "proxy-value" }],
      ["GET", "//proxy-value", "ANY /{proxy+}", { proxy: "proxy-value" }],
      ["GET", "/proxy-value//double-slash", "ANY /{proxy+}", { proxy: "proxy-value//double-slash" }],
      ["GET", "/p", "ANY /{proxy+}", { proxy: "p" }],
      ["GET", "/p/", "ANY /{proxy+}", { proxy: "p" }],
      ["GET", "/p/q", "GET /p/{proxy+}", { proxy: "q" }],
    ],
  },
  {
    title: "nothing is decoded",
    routes: ["GET /{a}/x", "GET /a b", "GET /a:b+c.d$"],
    cases: [
      ["GET", "/test%2Balias+1/x", "GET /{a}/x", { a: "test%2Balias+1" }],
      ["GET", "/a%20b", null],
      ["GET", "/a:b+c.d$", "GET /a:b+c.d$"],
      ["GET", "/%2Fx/x", "GET /{a}/x", { a: "%2Fx" }],
    ],
  },
  {
    title: "no variable takes an empty part, and case counts",
    routes: ["GET /a/{b}/c"],
    cases: [
      ["GET", "/a//c", null],
      ["GET", "/A/x/c", null],
      ["GET", "/a/x/c///", "GET /a/{b}/c", { b: "x" }],
    ],
  },
];

test.each(tables)("$title", ({ routes, cases }) => {
  const trie = new Routes<string>();
  for (const route of routes) trie.add(route.slice(route.indexOf(" ") + 1), route.slice(0, route.indexOf(" ")), route);
  for (const [verb, path, found, parameters] of cases) {
    const route = trie.find(verb, path);
    expect(route?.value ?? null, `${verb} ${path}`).toBe(found);
    if (parameters !== undefined) expect(route?.parameters).toEqual(parameters);
  }
});

const part = fc.constantFrom("a", "b", "c", "");
const verb = fc.constantFrom("GET", "POST", "HEAD");
const template = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "c", "{v}"), { maxLength: 4 }), fc.boolean())
  .map(
    ([parts, greedy]) =>
      `/${[...parts.map((text, i) => (text === "{v}" ? `{v${i}}` : text)), ...(greedy ? ["{rest+}"] : [])].join("/")}`,
  );

test("the trie agrees with a naive reading of the rules", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(template, fc.constantFrom("GET", "POST", "ANY")), { maxLength: 12 }),
      verb,
      fc.array(part, { maxLength: 5 }),
      (routes, verb, parts) => {
        const path = `/${parts.join("/")}`;
        const trie = new Routes<string>();
        for (const [template, verb] of routes) trie.add(template, verb, `${verb} ${template}`);
        expect(trie.find(verb, path)?.value ?? null).toBe(naive(routes, verb, path));
      },
    ),
    { numRuns: 2_000 },
  );
});

/** Every route that fits, the best by rank of its parts from the left; a verb before ANY. */
function naive(routes: readonly (readonly [string, string])[], verb: string, path: string): string | null {
  const parts = path.replace(/^\/+|\/+$/g, "").split("/");
  const given = parts.length === 1 && parts[0] === "" ? [] : parts;
  const fitting = routes
    .filter(([template, own]) => (own === verb || own === "ANY") && fits(partsOf(template), given))
    .map(([template, own]) => ({ rank: rankOf(partsOf(template), own), name: `${own} ${template}` }));
  return fitting.toSorted((one, other) => (one.rank < other.rank ? -1 : 1))[0]?.name ?? null;
}

const partsOf = (template: string): string[] => template.split("/").filter((text) => text !== "");

function fits(template: readonly string[], given: readonly string[]): boolean {
  if (template.length === 0) return given.length === 0;
  if (template[0].endsWith("+}")) return given.length > 0;
  if (given.length === 0) return false;
  const same = template[0] === given[0] || (template[0].startsWith("{") && given[0] !== "");
  return same && fits(template.slice(1), given.slice(1));
}

function rankOf(template: readonly string[], verb: string): string {
  const places = template.map((text) => (text.endsWith("+}") ? "3" : text.startsWith("{") ? "2" : "1"));
  return `${places.join("")}${verb === "ANY" ? "z" : "a"}`;
}
