// What API Gateway itself made of templates: facts recorded by others against AWS (localstack/airspeed,
// tests/test_templating.snapshot.json, 2023 to 2025; localstack/localstack, test_apigateway_common, _integrations). Where
// plain Velocity differs from AWS, the row says so.

import { expect, test } from "vitest";
import { run, runWith, scopeOf } from "./run.ts";
import { ContextOverrides } from "../../../src/gateway/vtl/overrides.ts";
import { compileTemplate } from "../../../src/gateway/vtl/template.ts";
import { TemplateFault } from "../../../src/gateway/vtl/fault.ts";

type Row = readonly [template: string, variables: Readonly<Record<string, unknown>>, output: string];

const rows: readonly Row[] = [
  ["<html></html>", {}, "<html></html>"],
  ["Hello $name", { name: "Chris" }, "Hello Chris"],
  ["Hello $ ", {}, "Hello $ "],
  ["Hello $name", {}, "Hello "], // plain Velocity: Hello $name
  ["Hello $!name", {}, "Hello "],
  ["Hello ${name}.", { name: "World" }, "Hello World."],
  ["Hello $name}.", { name: "World" }, "Hello World}."],
  // A reference without a value is "", and so true. Plain Velocity: false.
  ["#if(${a.b.c})yes!#end", { a: { b: { c: "d" } } }, "yes!"],
  ["#if(${a.b.c})yes!#end", { a: { b: { c: false } } }, ""],
  ["#if(${a.b.c})yes!#end", {}, "yes!"],
  ["#if($!a.b.c)yes!#end", {}, "yes!"],
  ["#if ($some_value)hide me#end", {}, "hide me"],
  ["#if ($some_value)hide me#end", { some_value: null }, "hide me"],
  ["#if ($value) true #else false #end", {}, " true "],
  ["#if($value)true#{else}false#end", {}, "true"],
  ["#if($value)true#{end}monkey", {}, "truemonkey"],
  ["#if ( !$value )yes#end", { value: null }, ""],
  ["#if ( not $value )yes#end", { value: false }, "yes"],
  [
    "Hello #if ($show)your name is ${name}.#if ($birthday) Happy Birthday.#end#end Good",
    { name: "S", show: true },
    "Hello your name is S. Happy Birthday. Good",
  ],
  [
    "hello #if ($show)${name}.\n#if($is)Happy Birthday\n#end.\n#end Off",
    { name: "S", show: true, is: true },
    "hello S.\nHappy Birthday\n.\n Off",
  ],
  ["#if ($a) one #elseif ($b) two #elseif($c) three #end", { a: false, b: true, c: true }, " two "],
  ["#if ($a) one #elseif ($b) two #else three #end", { a: false, b: false }, " three "],
  ["#if ( $value gt 1 )yes#end", { value: 2 }, "yes"],
  ["#if ( $value <= 1 )yes#end", { value: 2 }, ""],
  ["#if ( $value eq 1 )yes#end", { value: 1 }, "yes"],
  ["#if ( $a || $b )yes#end", { a: false, b: true }, "yes"],
  ["#if ( $a and $b )yes#end", { a: true, b: false }, ""],
  ["#if ( ($a == 1) && ($b == 2) )yes#end", { a: 1, b: 2 }, "yes"],
  ["#if ( !$a && !$b )yes#end", { a: false, b: false }, "yes"],
  ["#foreach ($i in [1, 2, 3])$i. #if ($velocityHasNext)yes#end, #end", {}, "1. yes, 2. yes, 3. , "],
  ["#foreach ($i in [1, 2, 3])$i. #if ($foreach.hasNext)yes#end, #end", {}, "1. yes, 2. yes, 3. , "],
  ["#foreach ($i in [1, 2, 3])$i. #if ($foreach.first)yes#end, #end", {}, "1. yes, 2. , 3. , "],
  ["#foreach ($i in [1, 2, 3])$i. #if ($foreach.last)yes#end, #end", {}, "1. , 2. , 3. yes, "],
  ["#foreach ($n in $names)Hello $n. #end$n", { names: ["Chris", "Steve"] }, "Hello Chris. Hello Steve. "],
  [
    "#foreach ($w in $g)Outer $velocityCount#foreach ($w in $n), inner $velocityCount#end. #end",
    { g: ["a", "b"], n: ["c", "d"] },
    "Outer 1, inner 1, inner 2. Outer 2, inner 1, inner 2. ",
  ],
  ["#foreach ($w in $g)$foreach.index,#end", { g: ["a", "b"] }, "0,1,"],
  ["#foreach ($j in [1,2])#foreach ($i in [3, 4])$foreach.count,#end$foreach.count|#end", {}, "1,2,1|1,2,2|"],
  ["#foreach($value in $values)foo#end", {}, ""],
  ["#set($i = 1)$i,#foreach ($i in [2, 3, 4])$i,#set($i = $i)#end$i", {}, "1,2,3,4,1"],
  ["#set($v = 1)#foreach ($i in $items)$v,#set($v = $i)#end$v", { items: [2, 3, 4] }, "1,2,3,4"],
  ["#set($values = [2..-2])#foreach($value in $values)$value,#end", {}, "2,1,0,-1,-2,"],
  ["#set ($v = true)$v", {}, "true"],
  ["#set ($value = 'Steve')$value", {}, "Steve"],
  ["## comment\nStuff\nMore stuff## more comments $blah", {}, "Stuff\nMore stuff"],
  ["Stuff#*\n more comments *#\n and more stuff", {}, "Stuff\n and more stuff"],
  ['#set ($name = "\\\\batman\\nand robin")$name', {}, "\\\\batman\\nand robin"],
  ["#set($d = '{\"a\": 2}')$d", {}, '{"a": 2}'],
  ['#set($d = "{""a"": 2}")$d', {}, '{"a": 2}'],
  ['#set($d = "1\\\\""2""3")$d', {}, '1\\\\"2"3'],
  ["#set( $my = '\\{\n\t\r\\%\u0005' )$my", {}, "\\{\n\t\r\\%\u0005"],
  ["'\\{\n\t\r\\%\u0005'", {}, "'\\{\n\t\r\\%\u0005'"],
  ['#set($hello="hello, $name is my name")$hello', { name: "Steve" }, "hello, Steve is my name"],
  ['#set($hello="hello, \\$name is my name")$hello', { name: "Steve" }, "hello, $name is my name"],
  [
    '\n#set( $email = "foo" )\n$email\n\\$email\n\\\\$email\n\\\n\\\\ \\# \\$\n\\#end\n\\# end\n\\#set( $email = "foo" )\n',
    {},
    '\nfoo\n$email\n\\foo\n\\\n\\\\ \\# \\$\n#end\n\\# end\n#set( foo = "foo" )\n',
  ],
  ["#define ( $hello)hi#end$hello()$hello()", {}, "hi()hi()"],
  ["#define ( $show )$foreach.index#end#foreach($x in [1,2,3])$show#end", {}, "012"],
  ["\n#define( $f )$ctx#end\n#set( $ctx = 'foo' )\n$f\n#set( $ctx = 'bar' )\n$f\n", {}, "\nfoo\nbar\n"],
  ["#macro(tryme)$values#end#tryme()", {}, "#tryme()"], // plain Velocity: carries it out
  ["#macro ( recur $n)#if ($n > 0)#recur($n)X#end#end#recur(5)", {}, "#recur(5)"],
  ["\n#macro ( blah )\nhello##\n#end\n#blah()", {}, "\n#blah()"],
  ["\n#if(true)\nhello##\n#end", {}, "\nhello"],
  ["#set($s = 'abc')\n#evaluate($s)", {}, "#evaluate($s)"],
  ["#set($v1 = {})#set($ignore = $v1.put('foo', 'bar'))#return($v1)", {}, "#return($v1)"],
  [
    'blah\n#set($l = ["Hello ", $person, ", your number is ", 7])\n#foreach($value in $l)$value#end\n\nblah',
    { person: "Chris" },
    "blah\nHello Chris, your number is 7\nblah",
  ],
  ['#set($a = {"dog": "$horse"})$a.dog', { horse: "cow" }, "cow"],
  [" $user.name ", { user: { items: "1;2;3" } }, "  "],
  ['<span style="color: #13ff93">', {}, '<span style="color: #13ff93">'],
  ['<a href="#">bob</a>', {}, '<a href="#">bob</a>'],
  ["#set( $m = ($value % 2) )$m", { value: 3 }, "1"],
  ["hello #stop world", {}, "hello "],
  ["#set($a = 4 > 2 + 5)$a", {}, "false"],
  ["#set($a = 5 * 4 - 2)$a", {}, "18"],
  ["#set($a = {})$a", {}, "{}"],
  ["#set($a = 100.0 / 50)$a", {}, "2.0"],
  ["#set($x = .5*.1)$x", {}, "0.05"],
  ["$a[1].bar1", { a: ["foo", { bar1: "bar2" }] }, "bar2"],
  ["$a[1][1]", { a: ["foo", ["bar1", "bar2"]] }, "bar2"],
  ["$a.b.c['foo:bar']", { a: { b: { c: { "foo:bar": "baz" } } } }, "baz"],
  ["#set($i = 1)$a[ $i ]", { a: ["foo", "bar"] }, "bar"],
  ["#set($foo = [1,2,3]) $foo.size()", {}, " 3"],
  ["#set($foo = [1,2,3])#set( $ignore = $foo.add('s') )#foreach($item in $foo)$item,#end", {}, "1,2,3,s,"],
  ["#set($foo = 'foobar123bab') $foo.replaceAll('ba.', 'foo')", {}, " foofoo123foo"],
  ["#set($foo = 'something') $foo.substring(3, 6)", {}, " eth"],
  ["#set( $i = $d.put('k', 'new value') )$i - $d.k", { d: { k: "initial value" } }, "initial value - new value"],
  ["#set( $i = $d.putAll({'k1': 'v3', 'k2': 'v2'}))$d.k1 - $d.k2", { d: { k1: "v1" } }, "v3 - v2"],
  ['#set( $m = {} )#set($i = $m.put(\'k\', null))#if("$m.k" == "")no#else yes#end', {}, "no"],
  ["#set($d = {} )#set($key = 'bar')#set( $d[$key] = 'foo' )$d", {}, "{bar=foo}"],
  ["#set($l = ['one', 'two', 'three'] )#set($i = 1)#set( $l[$i] = 'foo' )$l", {}, "[one, foo, three]"],
  ["#set( $o = {'k1': 'v1', 'k2': 'v2'} )$o.toString()", {}, "{k1=v1, k2=v2}"],
  ["#set( $s = '2020-01-20T08:00:00.000Z' )$s.matches(\"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:00\\.000Z$\")", {}, "true"],
  ["\n        #set( $o = {\n          'a': 'b'\n        } )\n        {$o.a}", {}, "\n                {b}"],
];

test.each(rows)("%j with %j", (template, variables, output) => {
  expect(runWith(template, variables)).toBe(output);
});

test.each([
  ["Hello $", "fault 1:7: a template cannot end with a dollar sign, as AWS refuses it"],
  ["#", "fault 1:1: a template cannot end with a hash sign, as AWS refuses it"],
  ['#set ($name = "\\"batman\\"")$name', "fault 1:18: #set is not closed with )"],
])("AWS refuses %j, and so do we", (template, fault) => {
  expect(run(template)).toBe(fault);
});

/** test_input_path_template_formatting: a payload of `json`, and templates that print parts of it. */
const path = '#set($result = $input.path("$.json"))';
const facts =
  '{"body": $result, "nested": $result.nested, "isNull": #if( $result == $null )"true"#else"false"#end, "isEmptyString": #if( $result == "" )"true"#else"false"#end}';

test.each([
  [`${path}$result`, { foo: "bar" }, "{foo=bar}"],
  [`${path}$result`, [{ foo: "bar" }], '[{"foo":"bar"}]'],
  [`${path}$result.nested`, { nested: { foo: "bar" } }, "{foo=bar}"],
  [`${path}$result.nested`, { nested: [{ foo: "bar" }] }, '[{"foo":"bar"}]'],
  [`${path}$result[0]`, [{ foo: "bar" }], "{foo=bar}"],
  [`${path}$result[0]`, [[{ foo: "bar" }]], '[{"foo":"bar"}]'],
  [`${path}$result`, { foo: [{ nested: "bar" }] }, '{foo=[{"nested":"bar"}]}'],
  [`${path}$result`, { bigger: "dict", to: "test", with: "separators" }, "{bigger=dict, to=test, with=separators}"],
  [`${path}$result.toString()`, { list: [{ foo: "bar" }] }, '{list=[{"foo":"bar"}]}'],
  [
    `#set($result = $input.path("$.nonExisting"))${facts}`,
    {},
    '{"body": , "nested": , "isNull": "true", "isEmptyString": "true"}',
  ],
  [
    `#set($result = $input.path("$.json.listValue"))${facts}`,
    { listValue: [] },
    '{"body": [], "nested": , "isNull": "false", "isEmptyString": "false"}',
  ],
  [
    `#set($result = $input.path("$.json.listValue"))${facts}`,
    { listValue: null },
    '{"body": , "nested": , "isNull": "true", "isEmptyString": "true"}',
  ],
])("payload values print as recorded: %j of %j", (template, json, output) => {
  expect(run(template, { body: JSON.stringify({ json }) })).toBe(output);
});

/** test_input_body_formatting. */
test.each([
  ["#set($result = $input.body)$result", "", "{}"],
  ["#set($result = $input.body)$result", '{"some": "value"}', '{"some": "value"}'],
  ["Action=SendMessage&MessageBody=$input.body", "some raw data", "Action=SendMessage&MessageBody=some raw data"],
  ["#set($result = $input.body.testAccess)$result", "some raw data", ""],
  [
    "EncodedBody=$util.urlEncode($input.body)&EncodedBodyAccess=$util.urlEncode($input.body.testAccess)",
    '{"some": "value"}',
    "EncodedBody=%7B%22some%22%3A+%22value%22%7D&EncodedBodyAccess=",
  ],
])("%j of the payload %j", (template, body, output) => {
  expect(run(template, { body })).toBe(output);
});

/** test_integration_mock_with_response_override_in_request_template. */
test("what a request's template overrides, the response's template reads", () => {
  const overrides = new ContextOverrides();
  const given = { overrides };
  const request = [
    '#set($context.responseOverride.header.foo = "bar")',
    '#set($context.responseOverride.custom = "is also passed around")',
    "#set($context.responseOverride.status = 444)",
    '{"statusCode": 200}',
  ];
  expect(run(request.join("\n"), given)).toBe('{"statusCode": 200}');
  expect(
    run(
      "$context.responseOverride.status $context.responseOverride.header.foo $context.responseOverride.custom",
      given,
    ),
  ).toBe("444 bar is also passed around");
  expect(overrides.responseStatus()).toBe("444");
  expect(overrides.request).toBeNull();
});

/** test_use_defined_func_create_json_loop, recorded with its blanks made one. */
test("a block that walks over a map, with another map each time", () => {
  const template = [
    "#define( $loop ) {",
    "  #foreach($e in $map.keySet())",
    "    #set( $v = $map.get($e))",
    '    "$e": "$v"',
    "    #if( $foreach.hasNext ) , #end",
    "  #end",
    "}",
    "#end",
    "$loop",
    "#set( $map = {'foo':'bar'} )",
    "$loop",
  ];
  const out = runWith(template.join("\n"), { map: { test: 123, test2: "abc" } });
  expect(out.replaceAll(/\s+/g, " ").trim()).toBe('{ "test": "123" , "test2": "abc" } { "foo": "bar" }');
});

test("a template without directives and references is constant, and asks for nothing", () => {
  const template = compileTemplate('{"statusCode": 200} # 5 \\ $ 3');
  expect(template).not.toBeInstanceOf(TemplateFault);
  if (template instanceof TemplateFault) return;
  expect(template.constant).toBe('{"statusCode": 200} # 5 \\ $ 3');
  const asked = { names: [] };
  expect(template.run(scopeOf({}, asked))).toBe(template.constant);
  expect(asked.names).toEqual([]);
});
