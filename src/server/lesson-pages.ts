// Lessons as data, for the API and for `signpost lesson --json`: the list by chapter, and one played in virtual time.
// Read next: ./lesson-api.ts for the shapes, ../lab/lesson-play.ts.

import { printName } from "../dns/text/name-text.ts";
import { typeName } from "../dns/types.ts";
import type { Lab } from "../lab/lab.ts";
import { type Ask, chapters, type Lesson, themes } from "../lab/lesson.ts";
import { fillIn, playLesson } from "../lab/lesson-play.ts";
import type { ListedChapter, PlayedLesson, QuestionText } from "./lesson-api.ts";

/** As they are read: chapter by chapter. */
function byChapter(lessons: readonly Lesson[]): Lesson[] {
  return themes.flatMap((theme) => lessons.filter((lesson) => lesson.theme === theme));
}

export function listLessons(lessons: readonly Lesson[]): ListedChapter[] {
  return themes
    .map((theme) => {
      const [title, text] = chapters[theme];
      const ours = lessons.filter((lesson) => lesson.theme === theme);
      return { title, text, lessons: ours.map(({ slug, title: called }) => ({ slug, title: called })) };
    })
    .filter((chapter) => chapter.lessons.length > 0);
}

/** The lesson of this name, played; null where there is none. */
export function playedLesson(lab: Lab, all: readonly Lesson[], slug: string): PlayedLesson | null {
  const lessons = byChapter(all);
  const at = lessons.findIndex((one) => one.slug === slug);
  if (at === -1) return null;
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
