// `signpost lesson`: lists what is broken in the mini internet, or plays one lesson with the whole resolver in virtual time
// (so that an hour of waiting takes no time) and tells it: what one sees, every step, what went wrong and what mends it.
// Read next: ../lab/lesson.ts, ../lab/lesson-play.ts; docs/lessons holds the same as pages.

import { Command } from "commander";
import type { Lab } from "../lab/lab.ts";
import { type Lesson, themes } from "../lab/lesson.ts";
import { fillIn, playLesson } from "../lab/lesson-play.ts";
import { nearest } from "../server/config/nearest.ts";
import { openLessons } from "../server/lab-folder.ts";
import { listLessons, playedLesson } from "../server/lesson-pages.ts";
import { Failure } from "./program.ts";
import { checkTelling, octetsOption, type Telling, told, widthOption } from "./trace.ts";

interface Options extends Telling {
  readonly zones?: string;
  readonly json?: true;
}

export function lessonCommand(): Command {
  return new Command("lesson")
    .description("play what is broken in the mini internet, and tell why")
    .argument("[lesson]", "one of those that are listed without it")
    .option("--zones <dir>", "another lab than the one that comes with Signpost")
    .option(...widthOption)
    .option(...octetsOption)
    .option("--json", "print what the API's /_signpost/lessons tells")
    .action((slug: string | undefined, options: Options) => {
      const { zones, json, ...telling } = options;
      checkTelling(options);
      const { lab, lessons } = openedLessons(zones ?? null);
      if (slug === undefined) process.stdout.write(json === true ? jsonLine(listLessons(lessons)) : listed(lessons));
      else {
        const lesson = named(lessons, slug);
        process.stdout.write(
          json === true ? jsonLine(playedLesson(lab, lessons, slug)) : tellLesson(lab, lesson, telling),
        );
      }
    });
}

function openedLessons(zones: string | null): { lab: Lab; lessons: Lesson[] } {
  const opened = openLessons({ zones });
  if (Array.isArray(opened)) throw new Failure(1, opened.join("\nsignpost: "));
  return opened;
}

function named(lessons: readonly Lesson[], slug: string): Lesson {
  const lesson = lessons.find((one) => one.slug === slug);
  if (lesson !== undefined) return lesson;
  if (lessons.length === 0) throw new Failure(1, "This lab has no lessons.");
  const slugs = lessons.map((one) => one.slug);
  throw new Failure(2, `There is no lesson "${slug}"; the nearest is ${nearest(slug, slugs)}.`);
}

function listed(lessons: readonly Lesson[]): string {
  const column = Math.max(0, ...lessons.map(({ slug }) => slug.length));
  return themes
    .map((theme) => [theme, lessons.filter((lesson) => lesson.theme === theme)] as const)
    .filter(([, some]) => some.length > 0)
    .map(([theme, some]) => {
      const lines = some.map(({ slug, title }) => `  ${slug.padEnd(column)}  ${title}\n`);
      return `${theme}\n${lines.join("")}`;
    })
    .join("\n");
}

function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function tellLesson(lab: Lab, lesson: Lesson, telling: Telling): string {
  const played = playLesson(lab, lesson);
  const words = (text: string): string => `${wrapped(fillIn(text, played))}\n`;
  const parts = [`${lesson.title}\n${"=".repeat(lesson.title.length)}\n`, words(lesson.text)];
  let next = 0;
  for (const act of lesson.play) {
    parts.push(act.kind === "wait" ? `-- ${act.seconds} seconds later --\n` : told(played[next++].trace, telling));
  }
  parts.push(words(lesson.cause), words(`What mends it: ${lesson.fix}`), `${lesson.rfc.join(", ")}\n`);
  return parts.join("\n");
}

const columns = 80;

/** Breaks a paragraph between words. */
function wrapped(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line !== "" && line.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}
