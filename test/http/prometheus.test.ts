import { expect, test } from "vitest";
import { printFamilies } from "../../src/http/prometheus.ts";

test("a family is its help, its kind and its samples", () => {
  const samples = [
    { labels: {}, value: 1 },
    { labels: { zone: "a.test.", view: "x" }, value: 2.5 },
  ];
  expect(printFamilies([{ name: "signpost_x", help: "What x is.", kind: "gauge", samples }])).toBe(
    '# HELP signpost_x What x is.\n# TYPE signpost_x gauge\nsignpost_x 1\nsignpost_x{zone="a.test.",view="x"} 2.5\n',
  );
});

test("no name breaks out of its label, no help out of its line", () => {
  const samples = [{ labels: { zone: 'a"\\\n}' }, value: 0 }];
  expect(printFamilies([{ name: "x", help: "a\nb\\", kind: "counter", samples }])).toBe(
    '# HELP x a\\nb\\\\\n# TYPE x counter\nx{zone="a\\"\\\\\\n}"} 0\n',
  );
});

test("a family without samples is left out", () => {
  expect(printFamilies([{ name: "x", help: "", kind: "gauge", samples: [] }])).toBe("");
});
