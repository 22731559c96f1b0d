// A lesson: one thing that is broken, in a folder with its zones and the network.yaml that declares its servers. The
// section `lesson` of that file says what to ask, what comes of it and why, and which clause and which line mend it.
// What it promises is held by test/lab/gallery; docs/lessons is written from it and from the trace of the real resolver.
// Read next: ./lesson-play.ts, zones/lab/gallery/lame-refused/network.yaml.

import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { isMap, type Node } from "yaml";
import { ExtendedError, Rcode } from "../dns/codes.ts";
import { nameFromText, printName } from "../dns/text/name-text.ts";
import { Name } from "../dns/name.ts";
import { typeNumber } from "../dns/types.ts";
import type { Question } from "../resolver/question.ts";
import { findStep, type StepId } from "../trace/steps.ts";
import type { FaultList } from "../zone/file-fault.ts";
import { declarationFiles } from "./declaration.ts";
import { anyText, wholeNumber } from "./forms.ts";
import type { Lab } from "./lab.ts";
import { type Form, YamlReader } from "./yaml-reader.ts";

export const themes = [
  "delegation",
  "glue",
  "servers",
  "aliases",
  "denial",
  "transport",
  "forgery",
  "time",
  "signatures",
] as const;
export type Theme = (typeof themes)[number];

/** The chapters that lessons stand in, each with what it is about. */
export const chapters: Readonly<Record<Theme, readonly [title: string, text: string]>> = {
  delegation: ["Delegation", "The parent says who serves a zone. What if they do not, or not all of them, or no more?"],
  glue: ["Glue", "A server's name is no use without its address, and the address may be further away than it seems."],
  servers: ["Servers", "They are there, and they have the zone. They are old, slow or half taught."],
  aliases: ["Aliases", "CNAME and DNAME: what may stand beside them, and how far they lead."],
  denial: ["Denial", "How to say that there is nothing, and for how long that holds."],
  transport: ["Transport", "UDP, TCP, EDNS, and what firewalls make of them."],
  forgery: ["Forgery", "What must not be believed, whoever sends it."],
  signatures: ["Signatures", "DNSSEC: what a zone signs, who vouches for it, and what is not given when that fails."],
  time: ["Time", "Caches: what they keep, for how long, and what they give when there is nothing else."],
};

export interface Lesson {
  /** The folder's name, and the first label of the names that it asks for. */
  readonly slug: string;
  readonly theme: Theme;
  readonly title: string;
  /** What one sees, and what it is about. Numbers that a play must show stand in braces: ./lesson-play.ts fills them in. */
  readonly text: string;
  /** What went wrong, told after the trace. */
  readonly cause: string;
  readonly fix: string;
  /** Clauses, as "RFC 1912 §2.8". */
  readonly rfc: readonly string[];
  readonly play: readonly Act[];
  /** The same with nothing broken, to compare. */
  readonly twin: Ask | null;
}

export type Act = Ask | { readonly kind: "wait"; readonly seconds: number };

export interface Ask {
  readonly kind: "ask";
  readonly question: Question;
  readonly rcode: number;
  /** Extended DNS Errors (RFC 8914). */
  readonly errors: readonly number[];
  /** Zone text with TTLs, without classes. */
  readonly answer: readonly string[];
  /** Queries that it may cost, the walk to broken.test left out; null where nothing is said. */
  readonly queries: number | null;
  /** Steps of its trace, in order; others may stand between. */
  readonly steps: readonly StepId[];
}

/** All lessons of a lab, by their folders' names. */
export function readLessons(directory: string, faults: FaultList): Lesson[] {
  return declarationFiles(directory).flatMap((file) => {
    const reader = new YamlReader(file, readFileSync(file, "utf8"), faults);
    const node = isMap(reader.root) ? reader.root.get("lesson", true) : undefined;
    return node === undefined ? [] : [readLesson(reader, node, basename(dirname(file)))];
  });
}

/** Lessons in the order in which broken.test delegates their names: as they are meant to be read. */
export function inOrder(lessons: readonly Lesson[], { zones }: Pick<Lab, "zones">): Lesson[] {
  const parent = [...zones.values()].find(({ apex }) => printName(apex.wire) === "broken.test.");
  const slugs = (parent?.records ?? []).map(({ owner }) => printName(owner.wire).split(".")[0]);
  return lessons.toSorted((a, b) => slugs.indexOf(a.slug) - slugs.indexOf(b.slug));
}

const lessonKeys = ["theme", "title", "text", "cause", "fix", "rfc", "play", "twin"];

function readLesson(reader: YamlReader, node: Node, slug: string): Lesson {
  const keys = reader.section(node, "a lesson", lessonKeys);
  const text = (key: string): string => (reader.text(keys.get(key) ?? node, key, anyText) ?? "").trim();
  const twin = keys.get("twin");
  return {
    slug,
    theme: reader.text(keys.get("theme") ?? node, "theme", theme) ?? "delegation",
    title: text("title"),
    text: text("text"),
    cause: text("cause"),
    fix: text("fix"),
    rfc: reader.texts(keys.get("rfc"), "rfc", clause),
    play: reader.list(keys.get("play"), "play").flatMap((one) => readAct(reader, one) ?? []),
    twin: twin === undefined ? null : (readAsk(reader, twin) ?? null),
  };
}

function readAct(reader: YamlReader, node: Node | null): Act | undefined {
  if (!isMap(node) || !node.has("wait")) return readAsk(reader, node);
  const keys = reader.section(node, "an act", ["wait"]);
  const seconds = reader.text(keys.get("wait") ?? null, "wait", wholeNumber(10_000_000));
  return seconds === undefined ? undefined : { kind: "wait", seconds };
}

function readAsk(reader: YamlReader, node: Node | null): Ask | undefined {
  const keys = reader.section(node, "an act", ["ask", "rcode", "errors", "answer", "queries", "steps"]);
  const asked = reader.text(keys.get("ask") ?? null, "ask", question);
  const queries = keys.get("queries");
  const code = keys.get("rcode");
  if (asked === undefined) return undefined;
  return {
    kind: "ask",
    question: asked,
    rcode: code === undefined ? Rcode.NOERROR : (reader.text(code, "rcode", rcode) ?? Rcode.NOERROR),
    errors: reader.texts(keys.get("errors"), "errors", extendedError),
    answer: reader.texts(keys.get("answer"), "answer", anyText),
    queries: queries === undefined ? null : (reader.text(queries, "queries", wholeNumber(1000)) ?? null),
    steps: reader.texts(keys.get("steps"), "steps", step),
  };
}

const theme: Form<Theme> = {
  expected: `one of ${themes.join(", ")}`,
  read: (text) => themes.find((one) => one === text),
};

const clause: Form<string> = {
  expected: `a clause, as "RFC 1912 §2.8"`,
  read: (text) => (/^RFC \d+( §[\d.]*\d)?$/u.test(text) ? text : undefined),
};

const question: Form<Question> = {
  expected: `a question, as "www.example.com A"`,
  read(text) {
    const [nameText, typeText, ...rest] = text.split(" ");
    const name = nameFromText(nameText);
    const type = typeNumber(typeText ?? "");
    return name instanceof Name && type !== undefined && rest.length === 0 ? { name, type } : undefined;
  },
};

const rcode: Form<number> = {
  expected: `a response code, as "SERVFAIL"`,
  read: (text) => (Object.hasOwn(Rcode, text) ? Rcode[text as keyof typeof Rcode] : undefined),
};

const extendedError: Form<number> = {
  expected: "the number of an Extended DNS Error",
  read: (text) => Object.values(ExtendedError).find((code) => String(code) === text),
};

const step: Form<StepId> = {
  expected: "a step (docs/rfc.md lists them)",
  read: (text) => (findStep(text) === null ? undefined : (text as StepId)),
};
