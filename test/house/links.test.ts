// Every relative link in the project's pages leads to a file, and to a heading of it where it names one.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { filesBelow, root } from "./source.ts";

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...["docs", "src", "test", "bench", "zones"].flatMap(filesBelow).filter((path) => path.endsWith(".md")),
];

test("every relative link of a page resolves", () => {
  expect(pages).toContain("CONTRIBUTING.md");
  expect(pages.flatMap((page) => broken(page, readFileSync(join(root, page), "utf8")))).toEqual([]);
});

test("planted links that lead nowhere are found", () => {
  const text = [
    "[a](package.json) [b](nowhere.md) [c](https://example.com/x.md) [d](CONTRIBUTING.md#no-such-heading)",
    "```",
    "[e](in-code.md)",
    "```",
    "`[f](in-code.md)` [g](#planted) [h](docs/nowhere/)",
    "# Planted",
  ].join("\n");
  expect(broken("README.md", text)).toEqual([
    "README.md: nowhere.md",
    "README.md: CONTRIBUTING.md#no-such-heading",
    "README.md: docs/nowhere/",
  ]);
});

function broken(page: string, text: string): string[] {
  const prose = withoutCode(text);
  return [...prose.matchAll(/\]\(([^()\s]+)(?: "[^"]*")?\)/g)]
    .map(([, link]) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => !leads(page, text, link))
    .map((link) => `${page}: ${link}`);
}

function leads(page: string, text: string, link: string): boolean {
  const [path, heading] = decodeURI(link).split("#");
  if (path === "") return headings(text).includes(heading);
  const file = join(root, dirname(page), path);
  if (!existsSync(file)) return false;
  return heading === undefined || !path.endsWith(".md") || headings(readFileSync(file, "utf8")).includes(heading);
}

/** The anchors that GitHub gives a page's headings. */
function headings(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#+ +(.*?) *$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutFences(text: string): string {
  return text.replaceAll(/^```[^\n]*\n[\s\S]*?^```/gm, "");
}

function withoutCode(text: string): string {
  return withoutFences(text).replaceAll(/`[^`\n]*`/g, "");
}
