// No exported function takes a bare boolean: `serve(zone, true)` tells the reader nothing. Two functions, a union of
// words, or an options object do. Predicates may return one.

import { type ParamPattern, parseSync, Visitor } from "oxc-parser";
import { expect, test } from "vitest";
import { sourcesBelow } from "./source.ts";

const sources = sourcesBelow("src");

test("no exported function takes a bare boolean", () => {
  expect(sources.flatMap(({ path, text }) => booleans(text).map((name) => `${path}: ${name}`))).toEqual([]);
});

test.each([
  ["export function serve(zone: Zone, recursive: boolean): void {}", ["serve"]],
  ["export function serve(zone: Zone, recursive = false): void {}", ["serve"]],
  ["export function serve(recursive?: boolean): void {}", ["serve"]],
  ["export const serve = (recursive: boolean): void => {};", ["serve"]],
  ["export function serve(options: { recursive: boolean }): boolean { return true; }", []],
  ["function inner(recursive: boolean): void {}", []],
])("%s", (text, names) => {
  expect(booleans(text)).toEqual(names);
});

function booleans(text: string): string[] {
  const names: string[] = [];
  const look = (name: string, params: readonly ParamPattern[]): void => {
    if (params.some(isBoolean)) names.push(name);
  };
  new Visitor({
    ExportNamedDeclaration: ({ declaration }) => {
      if (declaration?.type === "FunctionDeclaration") look(declaration.id?.name ?? "default", declaration.params);
      if (declaration?.type !== "VariableDeclaration") return;
      for (const { id, init } of declaration.declarations) {
        if (init?.type !== "ArrowFunctionExpression" && init?.type !== "FunctionExpression") continue;
        look(id.type === "Identifier" ? id.name : "?", init.params);
      }
    },
  }).visit(parseSync("x.ts", text).program);
  return names;
}

function isBoolean(param: ParamPattern): boolean {
  if (param.type === "AssignmentPattern")
    return param.right.type === "Literal" && typeof param.right.value === "boolean";
  return "typeAnnotation" in param && param.typeAnnotation?.typeAnnotation.type === "TSBooleanKeyword";
}
