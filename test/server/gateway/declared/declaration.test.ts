// What a file of the apis directory says beyond OpenAPI: every key, every fault with its place, and what becomes of handlers.

import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/base/json-object.ts";
import { usualAllowHeaders } from "../../../../src/gateway/model/cors.ts";
import { type Declaration, readDeclaration } from "../../../../src/server/gateway/declared/declaration.ts";

function read(signpost: unknown, rest: JsonObject = {}): Declaration | string[] {
  const extension = signpost === undefined ? {} : { "x-signpost": signpost };
  return readDeclaration({ ...rest, ...extension }, "shop", "us-east-1");
}

test("nothing is asked for: a regional stage prod without a domain", () => {
  expect(read(undefined)).toEqual({
    document: { paths: {} },
    functions: new Map(),
    stage: "prod",
    variables: {},
    domain: null,
    basePath: "",
    endpoint: "REGIONAL",
    cors: null,
  });
});

const usualCors = { allowOrigin: "*", allowHeaders: usualAllowHeaders };

test.each<[unknown, Partial<Declaration>]>([
  [{ stage: "v1-beta_2" }, { stage: "v1-beta_2" }],
  [{ stage: 1 }, { stage: "1" }],
  [{ domain: "API.Example.Test." }, { domain: "api.example.test" }],
  [{ domain: "*.example.test" }, { domain: "*.example.test" }],
  [{ domain: null }, { domain: null }],
  [{ domain: "a.test", basePath: "/v1/" }, { basePath: "v1" }],
  [{ domain: "a.test", basePath: "" }, { basePath: "" }],
  [{ endpoint: "edge" }, { endpoint: "EDGE" }],
  [{ endpoint: "Regional" }, { endpoint: "REGIONAL" }],
  [{ cors: true }, { cors: usualCors }],
  [{ cors: {} }, { cors: usualCors }],
  [{ cors: false }, { cors: null }],
  [{ cors: { allowOrigin: "https://a.test" } }, { cors: { ...usualCors, allowOrigin: "https://a.test" } }],
  [{ cors: { allowHeaders: ["X-A"] } }, { cors: { allowOrigin: "*", allowHeaders: ["X-A"] } }],
  [{ cors: { allowHeaders: [] } }, { cors: { allowOrigin: "*", allowHeaders: [] } }],
  [
    { cors: { allowOrigin: "https://a.test", exposeHeaders: ["X-B"], maxAgeSeconds: 60, allowCredentials: true } },
    {
      cors: {
        allowOrigin: "https://a.test",
        allowHeaders: usualAllowHeaders,
        exposeHeaders: ["X-B"],
        maxAgeSeconds: 60,
        allowCredentials: true,
      },
    },
  ],
  [{ variables: { a: "x", b: 2, c: true } }, { variables: { a: "x", b: "2", c: "true" } }],
])("%j", (signpost, wanted) => {
  expect(read(signpost)).toMatchObject(wanted);
});

test.each<[unknown, string[]]>([
  ["yes", ["x-signpost: expected an object"]],
  [["a"], ["x-signpost: expected an object"]],
  [{ stag: "x" }, ["x-signpost.stag: there is no such key; did you mean stage?"]],
  [{ stage: "a b" }, ["x-signpost.stage: expected letters, digits, - and _"]],
  [{ stage: "" }, ["x-signpost.stage: expected letters, digits, - and _"]],
  [{ stage: {} }, ["x-signpost.stage: expected letters, digits, - and _"]],
  [{ domain: "localhost" }, ["x-signpost.domain: expected a domain name, such as api.example.test"]],
  [{ domain: "a..test" }, ["x-signpost.domain: expected a domain name, such as api.example.test"]],
  [{ domain: ["a.test"] }, ["x-signpost.domain: expected a domain name, such as api.example.test"]],
  [{ domain: "a.test", basePath: "a/b" }, ["x-signpost.basePath: expected one part of a path, such as v1"]],
  [{ domain: "a.test", basePath: {} }, ["x-signpost.basePath: expected one part of a path, such as v1"]],
  [{ basePath: "v1" }, ["x-signpost.basePath: there is no x-signpost.domain that it could be of"]],
  [{ endpoint: "private" }, ["x-signpost.endpoint: expected regional or edge"]],
  [{ endpoint: [] }, ["x-signpost.endpoint: expected regional or edge"]],
  [{ cors: "yes" }, ["x-signpost.cors: expected true, false or an object"]],
  [{ cors: { origin: "*" } }, ["x-signpost.cors.origin: there is no such key; did you mean allowOrigin?"]],
  [{ cors: { allowOrigin: ["*"] } }, ["x-signpost.cors.allowOrigin: expected an origin, or *"]],
  [{ cors: { allowHeaders: "X-A" } }, ["x-signpost.cors.allowHeaders: expected a list of names of headers"]],
  [{ cors: { exposeHeaders: [{}] } }, ["x-signpost.cors.exposeHeaders: expected a list of names of headers"]],
  [{ cors: { maxAgeSeconds: "soon" } }, ["x-signpost.cors.maxAgeSeconds: expected a whole number of seconds"]],
  [{ cors: { maxAgeSeconds: 1.5 } }, ["x-signpost.cors.maxAgeSeconds: expected a whole number of seconds"]],
  [{ cors: { allowCredentials: "yes" } }, ["x-signpost.cors.allowCredentials: expected true or false"]],
  [{ variables: ["a"] }, ["x-signpost.variables: expected an object"]],
  [{ variables: { "a-b": "x" } }, ["x-signpost.variables.a-b: a name is letters, digits and _"]],
  [
    { variables: { a: "ü" } },
    ["x-signpost.variables.a: expected 1 to 512 letters, digits, spaces and any of -._~:/?#&=,@"],
  ],
  ...["", "a+b", "x".repeat(513)].map((a): [object, string[]] => [
    { variables: { a } },
    ["x-signpost.variables.a: expected 1 to 512 letters, digits, spaces and any of -._~:/?#&=,@"],
  ]),
  [
    { variables: { a: {} } },
    ["x-signpost.variables.a: expected 1 to 512 letters, digits, spaces and any of -._~:/?#&=,@"],
  ],
  [
    { stage: "!", endpoint: "x", more: 1 },
    [
      "x-signpost.more: there is no such key; did you mean cors?",
      "x-signpost.stage: expected letters, digits, - and _",
      "x-signpost.endpoint: expected regional or edge",
    ],
  ],
])("%j is wrong", (signpost, faults) => {
  expect(read(signpost)).toEqual(faults);
});

describe("handlers", () => {
  const key = "x-signpost-handler";

  /** The functions behind each operation, and all functions. */
  function handled(paths: JsonObject, rest: JsonObject = {}): { by: JsonObject; functions: JsonObject } {
    const found = read(undefined, { ...rest, paths });
    if (Array.isArray(found)) throw new Error(found.join("\n"));
    const by: Record<string, unknown> = {};
    for (const [path, item] of Object.entries(found.document["paths"] as Record<string, JsonObject>))
      for (const [verb, operation] of Object.entries(item)) {
        const { uri } =
          (operation as { "x-amazon-apigateway-integration"?: { uri?: string } })["x-amazon-apigateway-integration"] ??
          {};
        by[`${verb} ${path}`] = /function:(.*)\/invocations$/.exec(uri ?? "")?.[1] ?? "none";
      }
    return { by, functions: Object.fromEntries(found.functions) };
  }

  test("an operation's goes before its path's, that before the document's, an integration before all", () => {
    const mock = { "x-amazon-apigateway-integration": { type: "mock" } };
    const { by, functions } = handled(
      { "/a": { [key]: "./path.ts", get: { [key]: "./own.mjs#list" }, post: {}, put: mock }, "/b": { get: {} } },
      { [key]: "./all.ts" },
    );
    expect(by).toEqual({
      "x-signpost-handler /a": "none",
      "get /a": "shop-own-list",
      "post /a": "shop-path",
      "put /a": "none",
      "get /b": "shop-all",
    });
    expect(functions).toEqual({
      "shop-own-list": { kind: "file", path: "./own.mjs", handler: "list" },
      "shop-path": { kind: "file", path: "./path.ts", handler: "handler" },
      "shop-all": { kind: "file", path: "./all.ts", handler: "handler" },
    });
  });

  test("what is declared is a Lambda proxy integration, and parameters of a path stay", () => {
    const parameters = [{ name: "id", in: "path" }];
    const found = read(undefined, { paths: { "/a": { parameters, get: { [key]: "./a.ts", summary: "x" } } } });
    const uri =
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:shop-a/invocations";
    expect(found).toMatchObject({
      document: {
        paths: {
          "/a": {
            parameters,
            get: { summary: "x", "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri } },
          },
        },
      },
    });
  });

  test("any method, and a runtime elsewhere", () => {
    const { by, functions } = handled({
      "/a": { "x-amazon-apigateway-any-method": { [key]: "http://127.0.0.1:9001/functions/x" } },
    });
    expect(by).toEqual({ "x-amazon-apigateway-any-method /a": "shop-127-0-0-1-9001" });
    expect(functions).toMatchObject({ "shop-127-0-0-1-9001": { kind: "url" } });
  });

  test("files of one name are two functions, one file is one", () => {
    const { by } = handled({
      "/a": { get: { [key]: "./a/list.ts" }, put: { [key]: "./b/list.ts" }, post: { [key]: "./a/list.ts" } },
      "/b": { get: { [key]: "./b-list.ts" }, put: { [key]: "./b/list.js" } },
    });
    expect(by).toEqual({
      "get /a": "shop-list",
      "post /a": "shop-list",
      "put /a": "shop-b-list",
      "get /b": "shop-b-list-2",
      "put /b": "shop-list-2",
    });
  });

  test("a long name is cut, and stays one of its own", () => {
    const long = "x".repeat(80);
    const { functions } = handled({ "/a": { get: { [key]: `./${long}1.ts` }, put: { [key]: `./${long}2.ts` } } });
    expect(Object.keys(functions)).toHaveLength(2);
    expect(Object.keys(functions).every((name) => /^[\w-]{1,64}$/.test(name))).toBe(true);
  });

  test.each<[JsonObject, string[]]>([
    [{ "/a": { get: { [key]: "./a.py" } } }, ["paths./a.get"]],
    [{ "/a": { [key]: 7, get: {}, post: {} } }, ["paths./a"]],
    [{ "/a": { [key]: "", get: {} }, "/b": { put: { [key]: "ftp://x" } } }, ["paths./a", "paths./b.put"]],
  ])("%j is told once, with its place", (paths, places) => {
    const expected =
      "expected a file such as ./users.ts, #name behind it for an export that is not called handler, or an http URL";
    expect(read(undefined, { paths })).toEqual(places.map((place) => `${key} of ${place}: ${expected}`));
  });
});
