// A thread that lists the lab's lessons or plays one, with the whole resolver and in virtual time, says it as JSON, and ends:
// a play keeps a processor busy for a moment, and nobody's question is to wait for it. Read next: ./lesson-api.ts.

import { parentPort, workerData } from "node:worker_threads";
import { openLessons } from "./lab-folder.ts";
import type { LessonOrder, ListedChapter, PlayedLesson } from "./lesson-api.ts";
import { listLessons, playedLesson } from "./lesson-pages.ts";

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
  const { lab, lessons } = opened;
  return order.slug === null ? listLessons(lessons) : playedLesson(lab, lessons, order.slug);
}
