// $input, $util, $context and $stageVariables, by API Gateway's Developer Guide ("Mapping template and access logging
// variable reference"), and that nothing is asked for which a template does not name.

import { expect, test } from "vitest";
import { TemplateFault } from "../../../src/gateway/vtl/fault.ts";
import { ContextOverrides } from "../../../src/gateway/vtl/overrides.ts";
import { compileTemplate } from "../../../src/gateway/vtl/template.ts";
import { type Asked, type Given, run, scopeOf } from "./run.ts";

const given: Given = {
  body: '{"name": "it\'s", "price": 1.0, "id": 12345678901234567890, "url": "https://a/b", "none": null, "list": [{"a": 1}, {"a": 2}], "2": 1, "1": 2}',
  path: { id: "7", both: "path" },
  querystring: { both: "query", limit: "5", q: "query" },
  header: { "X-Key": "k", q: "header" },
  context: {
    httpMethod: "GET",
    requestTimeEpoch: 1_700_000_000_000,
    identity: { sourceIp: "192.0.2.1", apiKey: null },
    authorizer: { principalId: "user", claims: { sub: "s-1" } },
  },
  stageVariables: { table: "pets", "other-name": "x" },
};

test.each([
  [
    "$input.json('$')",
    '{"name":"it\'s","price":1.0,"id":12345678901234567890,"url":"https://a/b","none":null,"list":[{"a":1},{"a":2}],"2":1,"1":2}',
  ],
  [
    "$input.json('$.name') $input.json('$.gone') $input.json('$.none') $input.json('$.list[*].a')",
    '"it\'s" "" null [1,2]',
  ],
  ["$input.path('$.name') $input.path('$.price') $input.path('$.none')|$input.path('$.gone')|", "it's 1.0 ||"],
  ["$input.path('$.list') $input.path('$.list').size() $input.path('$.list')[1].a", '[{"a":1},{"a":2}] 2 2'],
  ["$input.path('$.list[*].a')", "[1,2]"],
  ["#foreach($e in $input.path('$.list'))$e.a#if($foreach.hasNext),#end#end", "1,2"],
  ["#set($l = [])#foreach($e in $input.path('$.list'))#set($i = $l.add($e.a))#end$l", "[1, 2]"],
  [
    "$input.params('id') $input.params('both') $input.params('q') $input.params('limit')|$input.params('gone')|",
    "7 path query 5||",
  ],
  ["$input.params('x-key') $input.params().header.get('X-Key') $input.params().header.get('x-key')", "k k "],
  [
    "$input.params()",
    "{path={id=7, both=path}, querystring={both=query, limit=5, q=query}, header={X-Key=k, q=header}}",
  ],
  ["$input.params('path') $input.params().querystring.keySet()", " [both, limit, q]"],
  [
    "#foreach($type in $input.params().keySet())#set($p = $input.params().get($type))$type:#foreach($n in $p.keySet())$n=$util.escapeJavaScript($p.get($n));#end #end",
    "path:id=7;both=path; querystring:both=query;limit=5;q=query; header:X-Key=k;q=header; ",
  ],
  [
    "$util.escapeJavaScript($input.json('$.name')) $util.escapeJavaScript($input.path('$.url'))",
    '\\"it\\\'s\\" https:\\/\\/a\\/b',
  ],
  ["$util.escapeJavaScript('a\tbé😀') $util.escapeJavaScript(1)", "a\\tb\\u00E9\\uD83D\\uDE00 1"],
  ["$util.escapeJavaScript($input.json('$.name')).replaceAll(\"\\\\'\", \"'\")", '\\"it\'s\\"'],
  [
    "#set($o = $util.parseJson('{\"a\": {\"b\": [1, 2.50]}}'))$o.a.b[1] $o.a $util.parseJson('[1]').size()",
    "2.5 {b=[1,2.5]} 1",
  ],
  ["$util.urlEncode('a b&ü~*(') $util.urlDecode('a+b%26%C3%BC')", "a+b%26%C3%BC%7E*%28 a b&ü"],
  [
    "$util.base64Encode('a b ü') $util.base64Decode('YSBiIMO8') $util.base64Decode('YQ==')$util.base64Decode('YQ')",
    "YSBiIMO8 a b ü aa",
  ],
  ["$util.nothing('a')|$util.escapeJavaScript()|$util", "||$util"],
  ["$context.httpMethod $context.identity.sourceIp|$context.identity.apiKey|$context.gone.deeper|", "GET 192.0.2.1|||"],
  [
    "$context.authorizer.claims.sub ${context.authorizer.principalId} $context.requestTimeEpoch",
    "s-1 user 1700000000000",
  ],
  [
    "#foreach($k in $context.authorizer.keySet())$k #end$context.get('httpMethod') $context.keySet()",
    "principalId claims GET [httpMethod, requestTimeEpoch, identity, authorizer]",
  ],
  [
    "$context.authorizer.claims|$context.authorizer.claims.get('sub') $context.authorizer.claims.keySet()",
    "|s-1 [sub]",
  ],
  ["$context.identity", "{sourceIp=192.0.2.1, apiKey=null}"],
  [
    "$stageVariables.table ${stageVariables.table} $stageVariables.get('table') $stageVariables.other-name|$stageVariables.x|",
    "pets pets pets x||",
  ],
  ["#set($context.mine = 1)$context.mine", "1"],
])("%s", (template, out) => {
  expect(run(template, given)).toBe(out);
});

// A payload that is no JSON is one text, as forms are mapped on AWS; one that begins as JSON and is none is a fault.
test.each([
  ["a=1&b=2", "$input.path('$').split('&')[1] $input.json('$')", 'b=2 "a=1&b=2"'],
  ["", "$input.json('$') $input.path('$').size() $input.body", "{} 0 {}"],
  ['{"a": ', "$input.json('$.a')", "fault 1:7: the body, offset 6: the text ends where a value should be"],
  ['{"a": ', "$input.body", '{"a": '],
])("of the payload %j, %s", (body, template, out) => {
  expect(run(template, { body })).toBe(out);
});

test.each<readonly [string, readonly string[]]>([
  ["$util.urlEncode('a')#set($x = 1)$x", []],
  ["$input.body $input.body", ["body", "body"]],
  ["$input.json('$.a') $input.path('$.b')", ["body"]],
  ["$input.params('id') $input.params('id')", ["path"]],
  ["$context.stage $context.stage $context.requestOverride.path.x", ["context.stage"]],
  ["$stageVariables.a $stageVariables.b", ["stageVariables"]],
])("%s asks for %j", (template, names) => {
  const compiled = compileTemplate(template);
  const asked: Asked = { names: [] };
  expect(compiled).not.toBeInstanceOf(TemplateFault);
  if (!(compiled instanceof TemplateFault)) compiled.run(scopeOf({ ...given, body: "{}" }, asked));
  expect(asked.names).toEqual(names);
});

test("overrides are what the engine reads, and stay with their request", () => {
  const overrides = new ContextOverrides();
  const template = [
    "#set($context.requestOverride.path.id = $input.params('id'))",
    "#set($context.requestOverride.header['X-Many'] = ['a', 'b'])",
    "#set($context.requestOverride.querystring.limit = 5)",
  ];
  expect(run(template.join("\n"), { ...given, overrides })).toBe("");
  expect(overrides.requestParameters("path")).toEqual(new Map([["id", "7"]]));
  expect(overrides.requestParameters("header")).toEqual(new Map([["X-Many", ["a", "b"]]]));
  expect(overrides.requestParameters("querystring")).toEqual(new Map([["limit", "5"]]));
  expect([overrides.responseStatus(), overrides.responseHeaders().size]).toEqual([null, 0]);
  expect(overrides.response).toBeNull();
  expect(run("$context.requestOverride.path.id", given)).toBe("");
});

test("a response's template overrides its status and headers", () => {
  const overrides = new ContextOverrides();
  run("#set($context.responseOverride.status = 404)#set($context.responseOverride.header.Via = $context.stage)", {
    overrides,
    context: { stage: "dev" },
  });
  expect(overrides.responseStatus()).toBe("404");
  expect(overrides.responseHeaders()).toEqual(new Map([["Via", "dev"]]));
  run("#set($context.responseOverride = {})", { overrides });
  expect(overrides.responseStatus()).toBeNull();
});

test("runs do not see what others have set", () => {
  const compiled = compileTemplate("$x#set($x = $input.path('$.a'))$x");
  expect(compiled).not.toBeInstanceOf(TemplateFault);
  if (compiled instanceof TemplateFault) return;
  expect(compiled.run(scopeOf({ body: '{"a": 1}' }))).toBe("1");
  expect(compiled.run(scopeOf({ body: '{"a": 2}' }))).toBe("2");
});
