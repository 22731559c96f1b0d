// Writes docs/lessons/: a page for each lesson of zones/lab/gallery and an index of them. A page is what the lesson's
// network.yaml says and what the resolver tells when the lesson is played in virtual time, so that it stays true. Run it
// after changing a lesson, a step's sentence or the resolver's ways; test/lab/gallery/pages.test.ts holds that it was run.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { codeName, ExtendedError, Rcode } from "../src/dns/codes.ts";
import { printName } from "../src/dns/text/name-text.ts";
import { typeName } from "../src/dns/types.ts";
import { openLab, type Lab } from "../src/lab/lab.ts";
import { type Ask, chapters, inOrder, type Lesson, readLessons, themes } from "../src/lab/lesson.ts";
import { fillIn, play, type PlayedAsk, playLesson } from "../src/lab/lesson-play.ts";
import type { Resolution } from "../src/resolver/question.ts";
import { paintPlain, tell } from "../src/trace/tell.ts";
import { FaultList, printFault } from "../src/zone/file-fault.ts";

const root = new URL("../", import.meta.url);
const labDirectory = fileURLToPath(new URL("zones/lab", root));

/** Columns of a trace on a page. */
const width = 112;

/** The pages by their paths below docs/lessons. */
export function lessonPages(): Map<string, string> {
  const lab = openedLab();
  const faults = new FaultList();
  const lessons = readLessons(labDirectory, faults);
  if (faults.faults.length > 0) throw new Error(faults.faults.map(printFault).join("\n"));
  const pages = inOrder(lessons, lab).map((lesson) => new Page(lab, lesson));
  const texts = pages.map((page): [string, string] => [`${page.lesson.slug}.md`, page.text()]);
  return new Map([["README.md", index(pages)], ...texts]);
}

function openedLab(): Lab {
  const { lab, faults } = openLab(labDirectory);
  if (lab === null) throw new Error(faults.map(printFault).join("\n"));
  return lab;
}

class Page {
  readonly lesson: Lesson;
  readonly #played: readonly PlayedAsk[];
  readonly #twin: PlayedAsk | null;

  constructor(lab: Lab, lesson: Lesson) {
    this.lesson = lesson;
    this.#played = playLesson(lab, lesson);
    this.#twin = lesson.twin === null ? null : play(lab, lesson, [lesson.twin])[0];
  }

  /** What became of each question, for the index. */
  get outcome(): string {
    return this.#played
      .map(({ resolution }) => {
        const { rcode, upstreamQueries } = resolution;
        const errors = errorsOf(resolution);
        const extended = errors.length === 0 ? "" : `, EDE ${errors.join(" and ")}`;
        return `${codeName(Rcode, rcode, "RCODE")}${extended}${securityOf(resolution)} (${upstreamQueries})`;
      })
      .join(", then ");
  }

  text(): string {
    const { title, text, cause, fix, slug } = this.lesson;
    return [
      `# ${title}`,
      `<!-- Written by scripts/lesson-pages.ts from zones/lab/gallery/${slug}/network.yaml: change it there. -->`,
      this.#filled(text),
      "## Try it",
      this.#tryIt(),
      "## What happens",
      ...this.#story(),
      "## What went wrong",
      this.#filled(cause),
      "## What mends it",
      this.#filled(fix),
      ...this.#comparison(),
      `See ${this.lesson.rfc.map(rfcLink).join(", ")}. The lesson's files: ${this.#files()}.`,
      "[All lessons](README.md)",
      "",
    ].join("\n\n");
  }

  #filled(words: string): string {
    return fillIn(words, this.#played);
  }

  #tryIt(): string {
    const { play: acts, twin, slug } = this.lesson;
    const rows = [[`npx signpost lesson ${slug}`, "all that follows here, in a moment"]];
    if (this.#played.length === 1) {
      const { ask } = this.#played[0];
      rows.push([`npx signpost trace --lab ${words(ask)}`, "the walk from the root"]);
      rows.push([`dig @127.0.0.1 -p 5300 ${words(ask)}`, "while npm start runs"]);
    } else {
      rows.push(["npm start", "and in another terminal, as it is about what a resolver remembers:"]);
      for (const act of acts) {
        rows.push([act.kind === "wait" ? `sleep ${act.seconds}` : `dig @127.0.0.1 -p 5300 ${words(act)}`, ""]);
      }
    }
    if (twin !== null) rows.push([`dig @127.0.0.1 -p 5300 ${words(twin)}`, "the same with nothing broken"]);
    const column = Math.min(72, Math.max(...rows.map(([call, note]) => (note === "" ? 0 : call.length))));
    const lines = rows.map(([call, note]) => (note === "" ? `$ ${call}` : `$ ${call.padEnd(column)}   # ${note}`));
    return ["```console", ...lines, "```"].join("\n");
  }

  #story(): string[] {
    const keys = this.lesson.theme === "signatures" ? ", and its keys" : "";
    const parts = [`The resolver knows the way to broken.test already${keys}.`];
    let next = 0;
    let waited = 0;
    for (const act of this.lesson.play) {
      if (act.kind === "wait") {
        waited = act.seconds;
        continue;
      }
      if (next > 0) parts.push(waited === 0 ? "And at once:" : `${duration(waited)} later:`);
      const { trace } = this.#played[next++];
      waited = 0;
      parts.push(`\`\`\`text\n${tell(trace.events, trace.ending, { width, paint: paintPlain }).trimEnd()}\n\`\`\``);
    }
    return parts;
  }

  #comparison(): string[] {
    if (this.#twin === null) return [];
    return [`With that done, \`${words(this.#twin.ask)}\` has ${outcomeOf(this.#twin)}.`];
  }

  #files(): string {
    const { slug } = this.lesson;
    const folder = `../../zones/lab/gallery`;
    const own = readdirSync(new URL(`zones/lab/gallery/${slug}`, root)).toSorted();
    const links = own.map((file) => `[${file}](${folder}/${slug}/${file})`);
    return [...links, `and the delegation in [broken.test.zone](${folder}/broken.test.zone)`].join(", ");
  }
}

function outcomeOf({ resolution, trace }: PlayedAsk): string {
  const { rcode, upstreamQueries } = resolution;
  const count = trace.ending.answer.answer.length;
  const records = rcode === Rcode.NOERROR ? (count === 0 ? ", no data" : `, ${count} ${plural(count, "record")}`) : "";
  const named = errorsOf(resolution)
    .map((code) => `, EDE ${code} (${codeName(ExtendedError, code, "")})`)
    .join("");
  const queries = upstreamQueries === 1 ? "1 query" : `${upstreamQueries} queries`;
  return `${codeName(Rcode, rcode, "RCODE")}${records}${named}${securityOf(resolution)} after ${queries}`;
}

/** Whether an answer was found to be secure, where that was asked; what is bogus is not given, and says why. */
function securityOf({ security }: Resolution): string {
  return security === "secure" || security === "insecure" ? `, ${security}` : "";
}

function errorsOf({ extendedErrors }: Resolution): number[] {
  return [...new Set(extendedErrors.map(({ code }) => code))].toSorted((a, b) => a - b);
}

function words({ question }: Ask): string {
  return `${printName(question.name.wire).slice(0, -1)} ${typeName(question.type)}`;
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

function rfcLink(clause: string): string {
  const [, number, section] = /^RFC (\d+)(?: §([\d.]+))?$/u.exec(clause) ?? [];
  const anchor = section === undefined ? "" : `#section-${section}`;
  return `[${clause}](https://www.rfc-editor.org/rfc/rfc${number}${anchor})`;
}

const opening = `# Lessons

<!-- Written by scripts/lesson-pages.ts: change it there. -->

What is broken on the internet, each thing by itself, in a place where it can be looked at in peace. All names lie below
\`broken.test\` in the mini internet, and nearly each has a twin below \`fixed.test\` with nothing broken. The servers are real
ones; what they do wrong is declared in the lesson's \`network.yaml\`, and its zones are ordinary zone files. Change them, and
ask again.

\`\`\`console
$ npx signpost lesson                                     # all of them
$ npx signpost lesson lame-refused                        # one of them, played and told
$ npx signpost trace --lab www.lame-refused.broken.test   # its question, walked from the root
$ npm start                                               # a resolver with a cache, at 127.0.0.1:5300
$ dig @127.0.0.1 -p 5300 www.lame-refused.broken.test
\`\`\`

A page's traces were told by the resolver itself, in virtual time. They begin where the lesson does: the resolver has met
the servers of \`broken.test\` before. The signs are explained in [how to read a trace](../trace.md#how-to-read-one).
`;

function index(pages: readonly Page[]): string {
  const parts = themes.map((theme) => {
    const [title, text] = chapters[theme];
    const rows = pages
      .filter(({ lesson }) => lesson.theme === theme)
      .map(({ lesson, outcome }) => `| [${lesson.title}](${lesson.slug}.md) | ${outcome} |`);
    return `## ${title}\n\n${text}\n\n| lesson | answers, and the queries that each cost |\n|---|---|\n${rows.join("\n")}\n`;
  });
  return [opening, ...parts].join("\n");
}

function write(): void {
  const folder = new URL("docs/lessons/", root);
  const pages = lessonPages();
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(new URL(file, folder));
  for (const [file, text] of pages) writeFileSync(new URL(file, folder), text);
}

if (import.meta.main) write();
