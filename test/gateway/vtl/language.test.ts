// The language beyond what was recorded: Velocity 1.7's user guide and grammar, Java's methods, and the pages of API
// Gateway's Developer Guide ("Mapping template and access logging variable reference").

import { expect, test } from "vitest";
import { run } from "./run.ts";

test.each([
  // Text, and what looks like more.
  ["", ""],
  ["a $5 b $$ c $! d ${ e", "a $5 b $$ c $! d ${ e"],
  ["$foo-bar|$foo_1|", "||"],
  ["#1 #foo #foo($x) #{bar} #endless ##", "#1 #foo #foo($x) #{bar} #endless "],
  ["#[[ $x #if ]]#!", " $x #if !"],
  ["a#* b *#c#** d *#e", "ace"],
  ["#literal()$x #if(true)#end!", "fault 1:1: #literal is not closed with #end"],
  ["#literal()$x #set(#end!", "fault 1:19: #set needs a reference to set"],
  ["#literal()$x #foo#end!", "$x #foo!"],
  ["\\\\#if(true)a#end", "\\a"],
  ["\\\\\\#if(true)", "\\#if(true)"],
  ["\\#foo \\a", "\\#foo \\a"],
  ["#set($a = 1)\\${a} \\$!a \\\\\\$a", "${a} $!a \\$a"],
  // Line ends.
  ["#set($a = 1)  \r\nx", "x"],
  ["$a  #set($b = 1)\nx", "x"],
  ["a  #set($b = 1)\nx", "a  x"],
  ["#if(true)\na\n#else\nb\n#end\nc", "a\nc"],
  ["#if(false)\na\n#elseif(true)  \nb\n#end  \nc", "b\nc"],
  ["#foreach($i in [1,2])\n$i\n#end\n.", "1\n2\n."],
  // Literals and operators.
  ["#set($l = [1, 'a', \"b\", 1.5, true, [], {}, $x, null])$l", "[1, a, b, 1.5, true, [], {}, , null]"],
  ["#set($m = {'a': 1, \"b\": [1, {'c': 2}], 3: 'd'})$m $m.b[1].c $m.get(3)", "{a=1, b=[1, {c=2}], 3=d} 2 d"],
  ["#set($r = [1..3])$r#set($n = 2)#set($q = [$n..4])$q", "[1, 2, 3][2, 3, 4]"],
  ["#set($a = 7 / 2)$a #set($a = -7 / 2)$a #set($a = -7 % 3)$a #set($a = 7 / 2.0)$a", "3-3-13.5"],
  ["#set($a = 1)#set($a = 1 / 0)$a#set($a = 'x' - 1)$a", "11"],
  ["#set($a = 2147483647 + 1)$a #set($a = 9223372036854775807 + 1)$a", "21474836489223372036854775808"],
  ["#set($a = 'a' + 1 + 2)$a #set($a = 1 + 2 + 'a')$a #set($a = 'a' + $x + null)$a", "a123aanull"],
  ["#set($a = 5-4)$a #set($a = 1e3)$a #set($a = 10000000.0)$a #set($a = .5)$a", "11000.01.0E70.5"],
  ["#set($a = (1 + 2) * 3 == 9 && !(2 >= 3) || false)$a", "true"],
  [
    "#set($a = 1 == 1.0)$a #set($a = 1 == '1')$a #set($a = true == 'true')$a #set($a = [1] == [1])$a",
    "truetruetruetrue",
  ],
  ["#set($a = 'a' < 'b')$a #set($a = null == null)$a #set($a = 'a' ne 'b')$a", "falsetruetrue"],
  ["#if(0)zero#end#if('')empty#end#if(null)null#end", "zeroempty"],
  ['#set($n = 3)#set($s = "a${n}b$n.x #if($n == 3)c#end ""d"" \\u0041")$s', 'a3b c "d" A'],
  ["#set($s = 'it''s $n')$s", "it's $n"],
  // Variables.
  ["#set($a = {'b': 1})#set($a.b = 2)#set($a.c = 3)#set($a['d e'] = 4)$a", "{b=2, c=3, d e=4}"],
  ["#set($none.a = 1)$none.a#set($a = 1)#set($a.b = 2)$a", "1"],
  ["#set($a = [1, 2, 3])$a[-1] $a[0]", "3 1"],
  ["#set($x = $none)[$x]", "[]"],
  ["#set($input = 'mine')$input", "mine"],
  // Blocks.
  ["#foreach($i in [1..9])#if($i == 3)#break#end$i#end.", "12."],
  ["#foreach($i in [1, 2])#foreach($j in [1, 2])#if($j == 2)#break#end$i$j #end#end", "11 21 "],
  ["#foreach($i in [1, 2])#foreach($j in ['a'])$foreach.parent.count$foreach.topmost.last #end#end", "1false 2true "],
  ["#foreach($v in {'a': 1, 'b': 2})$v#end #foreach($c in 'text')$c#end #foreach($c in 5)$c#end", "12  "],
  ["#foreach($e in {'a': 1}.entrySet())$e#end", "fault 1:24: #foreach is not closed with )"],
  ["#set($m = {'a': 1})#foreach($e in $m.entrySet())$e.key=$e.value $e#end", "a=1 a=1"],
  ["#foreach($i in [1, 2])#if($i == 1)#stop#end$i#end.", ""],
  ["a#break b", "a"],
  ["#define($d)[$x]#end#set($x = 1)$d#set($x = 2)$d.length()", "[1]"],
  ['#define($d)#foreach($i in [1,2])$i#end#end#set($s = "<$d>")$s', "<12>"],
])("%j", (template, out) => {
  expect(run(template)).toBe(out);
});

test.each([
  // String
  ["'abc'", ".length()", "3"],
  [
    "'abcabc'",
    ".indexOf('c') $x.indexOf('c', 3) $x.lastIndexOf('c') $x.lastIndexOf('c', 4) $x.indexOf('z')",
    "2 5 5 2 -1",
  ],
  ["'abc'", ".substring(1) $x.substring(1, 2) $x.charAt(0)", "bc b a"],
  ["'a,b;c'", ".split('[,;]')", "[a, b, c]"],
  ["'a,b'", ".split(',')[1] $x.split(',').size() $x.split(',').length", "b 2 "],
  ["'aXbX'", ".replace('X', '$') $x.replaceAll('(X)', '[$1]') $x.replaceFirst('X', '')", "a$b$ a[X]b[X] abX"],
  [
    "'abc'",
    ".matches('[a-c]+') $x.matches('b') $x.contains('b') $x.startsWith('a') $x.endsWith('a')",
    "true false true true false",
  ],
  ["'Abc'", ".equals('abc') $x.equalsIgnoreCase('aBC') $x.compareTo('Abd') $x.hashCode()", "false true -1 65602"],
  [
    "' aB '",
    ".trim() $x.toUpperCase()$x.toLowerCase()$x.isEmpty()$x.concat('c')$x.empty",
    "aB  AB  ab false aB cfalse",
  ],
  ["'%s is %05d, %.2f, %x, %-4s|'", ".format($x, 'a', 42, 1.005, 255, 'b')", "a is 00042, 1.00, ff, b   |"],
  ["','", ".join($x, ['a', 1]) $x.valueOf(1.0) $x.repeat(2)", "a,1 1.0 ,,"],
  ["'abc'", ".nothing() $x.getClass() $x.class.name $x.length", "   "],
  // List
  [
    "[3, 1]",
    ".add(2) $x.add(0, 9)$x $x.size() $x.get(0) $x.indexOf(2) $x.contains(1) $x.isEmpty()",
    "true [9, 3, 1, 2] 4 9 3 true false",
  ],
  [
    "['a', 'b', 'c']",
    ".remove(0) $x.remove('c') $x.set(0, 'd') $x.addAll(['e']) $x $x.subList(0, 1)",
    "a true b true [d, e] [d]",
  ],
  ["[[1], 2]", ".containsAll([2, [1]]) $x.equals([[1], 2]) $x.clear()$x", "true true []"],
  // Map
  ["{'a': 1}", ".put('a', 2) $x.put('b', 3)$x $x.get('a') $x.getOrDefault('c', 9) $x.size()", "1 {a=2, b=3} 2 9 2"],
  [
    "{'a': 1}",
    ".containsKey('a') $x.containsValue(1) $x.containsKey('b') $x.keySet() $x.values() $x.entrySet()",
    "true true false [a] [1] [a=1]",
  ],
  ["{'a': 1}", ".remove('a') $x.isEmpty() $x.size $x.empty", "1 true  "],
  ["{'size': 5}", ".size $x.size()", "5 1"],
  // Numbers
  ["7", ".intValue() $x.doubleValue() $x.toString().length() $x.compareTo(8) $x.equals(7)", "7 7.0 1 -1 true"],
  ["7.9", ".intValue() $x.longValue() $x.toString()", "7 7 7.9"],
  [
    "0",
    ".parseInt('42') $x.valueOf('-7') $x.parseInt('ff', 16) $x.parseDouble('1e3') $x.max(3, 4)",
    "42 -7 255 1000.0 4",
  ],
  ["true", ".toString() $x.booleanValue() $x.equals(true)", "true true true"],
])("of %s, %s", (value, calls, out) => {
  expect(run(`#set($x = ${value})$x${calls}`)).toBe(out);
});

// What Java throws ends the run, at the place of the call.
test.each([
  ["$x.substring(9)", "2:3: StringIndexOutOfBoundsException: begin 9, end 3, length 3"],
  ["$x.charAt(3)", "2:3: StringIndexOutOfBoundsException: index 3, length 3"],
  ["$l.get(2)", "2:3: IndexOutOfBoundsException: Index 2 out of bounds for length 2"],
  ["$l[2]", "2:3: IndexOutOfBoundsException: Index 2 out of bounds for length 2"],
  ["$l.get(0).parseInt('x')", '2:10: NumberFormatException: For input string: "x"'],
  ["$x.matches('(')", "2:3: the regular expression (, column 1: Unclosed group"],
  ["$x.replaceAll('a', '$9')", "2:3: the replacement $9: Illegal group reference"],
  ["$x.format('%d', 'a')", "2:3: IllegalFormatConversionException: %d cannot print a"],
  ["$x.format('%s')", "2:3: MissingFormatArgumentException: Format specifier '%s'"],
  ["$input.path('$[')", "2:7: the path $[, column 3: an index is missing"],
  ["$util.parseJson('{')", "2:6: $util.parseJson, offset 1: a colon is missing after a key"],
  ["$util.urlDecode('%zz')", "2:6: $util.urlDecode: illegal hex characters in an escape (%)"],
])("%s", (call, fault) => {
  expect(run(`#set($x = 'abc')#set($l = [1, 2])\n${call}`)).toBe(`fault ${fault}`);
});

// What is no template is told with its place.
test.each([
  ["a\n  #if($x", "2:9: #if is not closed with )"],
  ["#if", "1:4: #if needs a parenthesis behind it"],
  ["\r\n#if(true)", "2:1: #if is not closed with #end"],
  ["#end", "1:1: #end stands outside of a block"],
  ["#if(true)#end #else", "1:15: #else stands outside of a block"],
  ["#if(1)a#else b#elseif(2)#end", "1:15: #elseif does not belong to #else"],
  ["#foreach($i in [1])#else#end", "1:20: #else does not belong to #foreach"],
  ["#foreach(1)#end", "1:10: #foreach needs a variable"],
  ["#foreach($i.a in [])#end", "1:14: #foreach needs a variable without dots and brackets"],
  ["#foreach($i of [])#end", "1:13: #foreach needs the word in behind its variable"],
  ["#set(x = 1)", "1:6: #set needs a reference to set"],
  ["#set($x == 1)", "1:9: #set needs a = behind the reference"],
  ["#set($x.y() = 1)", "1:1: #set cannot set what a method gives"],
  ["#set($x = )", "1:11: a value is missing"],
  ["#set($x = 1", "1:12: #set is not closed with )"],
  ["#set($x = ", "1:11: the template ends within a directive"],
  ["#set($x = 'a)", "1:11: a text in quotes does not end"],
  ["#set($x = [1, 2)", "1:11: the list is not closed with ]"],
  ["#set($x = [1..2)", "1:16: the range is not closed with ]"],
  ["#set($x = {'a' 1})", "1:16: a colon is missing after a key"],
  ["#set($x = {'a': 1)", "1:11: the map is not closed with }"],
  ["#set($x = (1 + 2)", "1:18: #set is not closed with )"],
  ['\n#set($x = "${y")', "2:11: the reference is not closed with }"],
  ["${x|'y'}", "1:1: the reference is not closed with }"],
  ["$x.y(1", "1:7: #set"],
  ["$x.y(1 2)", "1:8: a comma or ) is missing in the arguments"],
  ["$x[1", "1:5: the index is not closed with ]"],
  ["#* a", "1:1: #* is not closed with *#"],
  ["#[[ a", "1:1: #[[ is not closed with ]]#"],
  ["#macro(x", "1:1: #macro is not closed with )"],
  ["#define($x)", "1:1: #define is not closed with #end"],
])("%j is no template", (template, fault) => {
  expect(run(template)).toContain(
    fault === "1:7: #set" ? "fault 1:5: the arguments are not closed with )" : `fault ${fault}`,
  );
});
