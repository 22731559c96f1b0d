// The project's own sources as the house tests see them: parsed once, by a real parser, so that a brace in a
// string or a word in a comment fools nobody. A planted text goes through the same door as a file, and every
// house test plants what it forbids, to prove that it would be found.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { type Comment, parseSync, Visitor, type VisitorObject } from "oxc-parser";

export interface Import {
  /** `import` loads code; `url` only names a file, which another thread or process may run. */
  readonly by: "import" | "url";
  readonly specifier: string;
  readonly line: number;
}

export interface FunctionSpan {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

export interface Source {
  /** From the project's root, with slashes: `src/dns/name.ts`. */
  readonly path: string;
  readonly text: string;
  readonly lineCount: number;
  /** Static, dynamic and type imports, re-exports, and files named as `new URL("./x.ts", import.meta.url)`. */
  readonly imports: readonly Import[];
  readonly functions: readonly FunctionSpan[];
  readonly comments: readonly Comment[];
  /** The text with comments and the insides of strings, templates and patterns blanked; lines stay lines. */
  readonly code: string;
  lineAt(offset: number): number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** Every TypeScript file below `folder`, parsed. */
export function sourcesBelow(folder: string): Source[] {
  return filesBelow(folder)
    .filter((path) => path.endsWith(".ts"))
    .map((path) => parseSource(path, readFileSync(join(root, path), "utf8")));
}

/** Every file below `folder`, as paths from the project's root. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(root.length).replaceAll("\\", "/"), entry.name))
    .filter((path) => !path.includes("node_modules/"))
    .toSorted();
}

export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  if (parsed.errors.length > 0) throw new Error(`${path} does not parse: ${parsed.errors[0].message}`);
  const starts = lineStarts(text);
  const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset) + 1;
  const imports: Import[] = [];
  const functions: FunctionSpan[] = [];
  const blanks: Span[] = [...parsed.comments];

  const note = (specifier: unknown, at: Span, by: Import["by"] = "import"): void => {
    if (typeof specifier === "string") imports.push({ by, specifier, line: lineAt(at.start) });
  };
  const measure = (node: Span, name: string): void => {
    const line = lineAt(node.start);
    functions.push({ name, line, lines: lineAt(node.end - 1) - line + 1 });
  };
  const inside = (span: Span): void => void blanks.push({ start: span.start + 1, end: span.end - 1 });
  const visitor: VisitorObject = {
    ImportDeclaration: (node) => note(node.source.value, node),
    ExportNamedDeclaration: (node) => note(node.source?.value, node),
    ExportAllDeclaration: (node) => note(node.source.value, node),
    ImportExpression: (node) => note(node.source.type === "Literal" ? node.source.value : undefined, node),
    TSImportType: (node) => note(node.source.value, node),
    NewExpression: (node) => {
      const [target, base] = node.arguments;
      if (node.callee.type !== "Identifier" || node.callee.name !== "URL" || target?.type !== "Literal") return;
      if (base !== undefined && text.slice(base.start, base.end) === "import.meta.url") note(target.value, node, "url");
    },
    FunctionDeclaration: (node) => measure(node, node.id?.name ?? "default"),
    FunctionExpression: (node) => measure(node, node.id?.name ?? `function at ${lineAt(node.start)}`),
    ArrowFunctionExpression: (node) => measure(node, `arrow at ${lineAt(node.start)}`),
    Literal: (node) => (typeof node.value === "string" || "regex" in node ? inside(node) : undefined),
    TemplateElement: (node) => void blanks.push(node),
  };
  new Visitor(visitor).visit(parsed.program);
  return {
    path,
    text,
    imports,
    functions,
    lineAt,
    comments: parsed.comments,
    lineCount: text.endsWith("\n") ? starts.length - 1 : starts.length,
    code: blank(text, blanks),
  };
}

/** The project path that a relative import means, or null for a package or `node:`. */
export function importedPath(from: string, specifier: string): string | null {
  return specifier.startsWith(".") ? posix.normalize(posix.join(dirname(from), specifier)) : null;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function blank(text: string, spans: readonly Span[]): string {
  let result = "";
  let at = 0;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    if (span.start < at) continue;
    result += text.slice(at, span.start) + text.slice(span.start, span.end).replaceAll(/[^\n]/g, " ");
    at = span.end;
  }
  return result + text.slice(at);
}
