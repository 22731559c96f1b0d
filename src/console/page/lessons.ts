// Lessons: what breaks on the internet, each thing by itself, played by the server with its own resolver in virtual time
// (GET /_signpost/lessons, docs/lessons). A lesson's words stand round the traces of its play; where the server resolves in the
// mini internet, its questions can be asked for real.

import type { FinishedTrace } from "../../trace/ending.ts";
import { clauses } from "./clause-links.ts";
import { type Child, element, paragraph } from "./elements.ts";
import { linkTo, plainName } from "./place.ts";
import { facts, jsonOf } from "./server.ts";
import { toldTrace } from "./told-trace.ts";

interface Chapter {
  readonly title: string;
  readonly text: string;
  readonly lessons: readonly { readonly slug: string; readonly title: string }[];
}

interface Question {
  readonly name: string;
  readonly type: string;
}

type Act =
  | ({ readonly kind: "ask"; readonly trace: FinishedTrace } & Question)
  | { readonly kind: "wait"; readonly seconds: number };

interface Lesson {
  readonly title: string;
  readonly text: string;
  readonly acts: readonly Act[];
  readonly cause: string;
  readonly fix: string;
  readonly rfc: readonly string[];
  readonly twin: Question | null;
  readonly before: string | null;
  readonly after: string | null;
}

export async function showLessons(into: HTMLElement, words: URLSearchParams): Promise<void> {
  const slug = words.get("lesson");
  if (slug !== null && slug !== "") {
    await showLesson(into, slug);
    return;
  }
  const chapters = await jsonOf<Chapter[]>("/_signpost/lessons");
  into.append(
    element("h1", {}, "What breaks"),
    paragraph("Each thing by itself, in a small internet where it can be looked at in peace."),
    element("div", { class: "chapters" }, ...chapters.map(chapterPart)),
  );
}

function chapterPart({ title, text, lessons }: Chapter): HTMLElement {
  const items = lessons.map((lesson) =>
    element("li", {}, element("a", { href: linkTo("lessons", { lesson: lesson.slug }) }, lesson.title)),
  );
  return element("section", {}, element("h2", {}, title), paragraph(text, "quiet"), element("ul", {}, ...items));
}

async function showLesson(into: HTMLElement, slug: string): Promise<void> {
  const lesson = await jsonOf<Lesson>(`/_signpost/lessons/${encodeURIComponent(slug)}`);
  const { title, text, acts, cause, fix, rfc, before, after } = lesson;
  into.append(
    element(
      "p",
      { class: "beside" },
      element("a", { href: linkTo("lessons") }, "Lessons"),
      before === null ? null : element("a", { href: linkTo("lessons", { lesson: before }) }, "← before"),
      after === null ? null : element("a", { href: linkTo("lessons", { lesson: after }) }, "next →"),
    ),
    element("h1", {}, title),
    paragraph(text, "words"),
    element("p", { class: "chips" }, ...askLinks(lesson)),
    ...acts.flatMap(actPart),
    element("h2", {}, "What went wrong"),
    paragraph(cause, "words"),
    element("h2", {}, "What mends it"),
    paragraph(fix, "words"),
    element("p", { class: "quiet" }, ...clauses(rfc.join(", "))),
  );
}

function actPart(act: Act): HTMLElement[] {
  if (act.kind === "wait") return [paragraph(`${act.seconds} seconds later`, "later-on")];
  return [element("section", { class: "act" }, ...toldTrace(act.trace))];
}

/** The questions, to be asked of this server, where its resolver lives in the lab. */
function askLinks({ acts, twin }: Lesson): Child[] {
  if (facts().recursion !== "lab") return [];
  const questions = new Map(acts.flatMap((act) => (act.kind === "ask" ? [[`${act.name} ${act.type}`, act]] : [])));
  const link = ({ name, type }: Question, words: string): HTMLElement =>
    element("a", { href: linkTo("ask", { name: plainName(name), type }) }, words);
  return [
    "Ask this server: ",
    ...[...questions.values()].flatMap((asked) => [link(asked, `${plainName(asked.name)} ${asked.type}`), " "]),
    twin === null ? null : link(twin, "the same with nothing broken"),
  ];
}
