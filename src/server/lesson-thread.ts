// A thread that lists the lab's lessons or plays one, with the whole resolver and in virtual time, says it as JSON, and ends:
// a play keeps a processor busy for a moment, and nobody's question is to wait for it. Read next: ./lesson-api.ts.

import { parentPort, workerData } from "node:worker_threads";
import { printName } from "../dns/text/name-text.ts";
import { typeName } from "../dns/types.ts";
import { type Ask, chapters, type Lesson, themes } from "../lab/lesson.ts";
import { fillIn, playLesson } from "../lab/lesson-play.ts";
import type { Lab } from "../lab/lab.ts";
import { openLessons } from "./lab-folder.ts";
import type { LessonOrder, ListedChapter, PlayedLesson, QuestionText } from "./lesson-api.ts";

const order = workerData as LessonOrder;
parentPort?.postMessage(JSON.stringify(answerOrReason()));

function answerOrReason(): ReturnType<typeof answer> {
  try {
    return answer();
  } catch (error) {
    return error instanceof Error ? error.message : String(error); // a folder that is not there, say
  }
}

/** The list, a lesson, null where there is none of this name, or why there are none at all. */
function answer(): ListedChapter[] | PlayedLesson | string | null {
  const opened = openLessons(order);
  if (Array.isArray(opened)) return opened.join("\n");
  const lessons = byChapter(opened.lessons);
  if (order.slug === null) return listed(lessons);
  const at = lessons.findIndex(({ slug }) => slug === order.slug);
  return at === -1 ? null : played(opened.lab, lessons, at);
}

function byChapter(lessons: readonly Lesson[]): Lesson[] {
  return themes.flatMap((theme) => lessons.filter((lesson) => lesson.theme === theme));
}

function listed(lessons: readonly Lesson[]): ListedChapter[] {
  return themes
    .map((theme) => {
      const [title, text] = chapters[theme];
      const ours = lessons.filter((lesson) => lesson.theme === theme);
      return { title, text, lessons: ours.map(({ slug, title: called }) => ({ slug, title: called })) };
    })
    .filter((chapter) => chapter.lessons.length > 0);
}

function played(lab: Lab, lessons: readonly Lesson[], at: number): PlayedLesson {
  const lesson = lessons[at];
  const asks = playLesson(lab, lesson);
  const words = (text: string): string => fillIn(text, asks);
  let next = 0;
  return {
    slug: lesson.slug,
    title: lesson.title,
    text: words(lesson.text),
    acts: lesson.play.map((act) =>
      act.kind === "wait"
        ? { kind: "wait", seconds: act.seconds }
        : { kind: "ask", ...questionText(act), trace: asks[next++].trace },
    ),
    cause: words(lesson.cause),
    fix: words(lesson.fix),
    rfc: lesson.rfc,
    twin: lesson.twin === null ? null : questionText(lesson.twin),
    before: lessons[at - 1]?.slug ?? null,
    after: lessons[at + 1]?.slug ?? null,
  };
}

function questionText({ question: { name, type } }: Ask): QuestionText {
  return { name: printName(name.wire), type: typeName(type) };
}
