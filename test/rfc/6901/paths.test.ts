// RFC 6901: JSON pointers, as far as the paths of patches are such: parts between slashes, and what stands for a slash and for a
// tilde within a part.

import { expect, test } from "vitest";
import { readPointerToken } from "../../../src/base/json-pointer.ts";
import { matchPath } from "../../../src/gateway/control/patch.ts";

const parts: readonly (readonly [escaped: string, plain: string])[] = [
  ["application~1json", "application/json"],
  ["m~0n", "m~n"],
  ["~1", "/"],
  ["~0", "~"],
  // Slashes come first: what a tilde was part of is not read twice.
  ["~01", "~1"],
  ["~0~1~01", "~/~1"],
  ["plain", "plain"],
  ["", ""],
];

test.each(parts)("RFC 6901 §4: %s is %s", (escaped, plain) => {
  expect(readPointerToken(escaped)).toBe(plain);
});

const paths: readonly (readonly [pattern: string, path: string, names: readonly string[] | null])[] = [
  ["/name", "/name", []],
  ["/name", "/names", null],
  ["/name", "name", null],
  ["/requestModels/*", "/requestModels/application~1json", ["application/json"]],
  ["/requestModels/*", "/requestModels/application/json", null],
  ["/requestModels/*", "/requestModels/", null],
  ["/requestModels/*", "/requestModels", null],
  ["/apiStages/*/throttle/*/*", "/apiStages/a:dev/throttle/~1pets/GET", ["a:dev", "/pets", "GET"]],
  ["/a/**/z", "/a/b/z", ["b"]],
  ["/a/**/z", "/a/b/c~1d/z", ["b/c/d"]],
  ["/a/**/z", "/a//b/c/z", ["/b/c"]],
  ["/a/**/z", "/a/z", null],
  ["/a/**/z", "/a/b/y", null],
];

test.each(paths)("RFC 6901 §3: %s and %s", (pattern, path, names) => {
  expect(matchPath(pattern, path)).toEqual(names);
});
