// The lessons of the mini internet on the API listener, for the console and whoever else teaches:
//
//   GET /_signpost/lessons           the list, by chapter
//   GET /_signpost/lessons/{slug}    one, played in virtual time: its words, and the trace of each question
//
// A lesson plays the same way every time, so what was played is kept. Threads play, one at a time (./lesson-thread.ts).

import { Worker } from "node:worker_threads";
import { decodePercent } from "../base/percent.ts";
import { type HttpReply, type Resource, textReply } from "../http/listener.ts";
import type { FinishedTrace } from "../trace/ending.ts";

export interface ListedChapter {
  readonly title: string;
  readonly text: string;
  readonly lessons: readonly { readonly slug: string; readonly title: string }[];
}

/** A name in absolute text and a type's mnemonic. */
export interface QuestionText {
  readonly name: string;
  readonly type: string;
}

export type PlayedAct =
  | ({ readonly kind: "ask"; readonly trace: FinishedTrace } & QuestionText)
  | { readonly kind: "wait"; readonly seconds: number };

export interface PlayedLesson {
  readonly slug: string;
  readonly title: string;
  readonly text: string;
  readonly acts: readonly PlayedAct[];
  readonly cause: string;
  readonly fix: string;
  readonly rfc: readonly string[];
  /** The same with nothing broken. */
  readonly twin: QuestionText | null;
  /** The lessons beside it. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface LessonOrder {
  /** The lab's folder; null for the one that comes with Signpost. */
  readonly zones: string | null;
  /** null: the list. */
  readonly slug: string | null;
}

const unknown = textReply(404, "There is no such lesson.");

export function lessonRoutes({ zones }: Pick<LessonOrder, "zones">): [path: string, resource: Resource][] {
  const kept = new Map<string | null, string>();
  let last: Promise<unknown> = Promise.resolve();
  const play = (slug: string | null): Promise<string> => {
    const playing = last.then(() => kept.get(slug) ?? run({ zones, slug }));
    last = playing.catch(() => null);
    return playing;
  };
  const answer = async (slug: string | null): Promise<HttpReply> => {
    const text = await play(slug);
    const value: unknown = JSON.parse(text);
    if (value === null) return unknown;
    if (typeof value === "string") return textReply(503, `The lab cannot be opened:\n${value}`);
    kept.set(slug, text);
    return { status: 200, type: "application/json; charset=utf-8", body: `${text}\n` };
  };
  /** Only what the list has is played: a name that is made up must not cost a thread. */
  const answerOne = async (slug: string): Promise<HttpReply> => {
    const list = await answer(null);
    if (list.status !== 200) return list;
    const chapters = JSON.parse(kept.get(null) ?? "[]") as ListedChapter[];
    return chapters.some(({ lessons }) => lessons.some((lesson) => lesson.slug === slug)) ? answer(slug) : unknown;
  };
  return [
    ["/_signpost/lessons", { GET: () => answer(null) }],
    ["/_signpost/lessons/", { GET: ({ rest }) => answerOne(decodePercent(rest)) }],
  ];
}

function run(order: LessonOrder): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./lesson-thread.ts", import.meta.url), { workerData: order, name: "lesson" });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
