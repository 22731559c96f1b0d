// What came of a question: the response code, what it cost, how far it may be trusted, and the records.
// Where there are none, those that deny them.

import type { TraceEnding } from "../../trace/ending.ts";
import { aboutAnswer, clean, isAnswer } from "../../trace/wording.ts";
import { type Child, element, paragraph, table } from "./elements.ts";
import { plainName } from "./place.ts";

export function answerPanel(ending: TraceEnding): HTMLElement {
  const { answer, ms, droppedSteps } = ending;
  const beside = answer.answer.length === 0 ? answer.authority : [];
  const isDenial = beside.some((record) => / IN (SOA|NSEC3?) /.test(record));
  const about = aboutAnswer(isDenial || answer.answer.length > 0 ? answer : { ...answer, ttlSeconds: 0 }, ms);
  return element(
    "section",
    { class: `answer ${isAnswer(answer.rcode) ? "good" : "bad"}`, role: "status" },
    element("h1", {}, element("span", { class: "rcode" }, answer.rcode), ` ${plainName(answer.name)} ${answer.type}`),
    paragraph(`${sentence(about)}.`, "about"),
    ...answer.extendedErrors.map(({ code, text }) =>
      paragraph(`Extended DNS Error ${code}${text === "" ? "" : `: ${clean(text)}`}`, "ede"),
    ),
    answer.answer.length > 0 ? recordTable(answer.answer) : null,
    beside.length > 0
      ? element("div", { class: "denial" }, paragraph(isDenial ? "Denied by" : "Referred to"), recordTable(beside))
      : null,
    droppedSteps > 0 ? paragraph(`${droppedSteps} more steps were not kept.`) : null,
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function recordTable(records: readonly string[]): HTMLElement {
  return table(["name", "TTL", "type", "data"], records.map(cells));
}

/** "www.example.com. 3600 IN A 192.0.2.80" */
function cells(record: string): Child[] {
  const [owner = "", ttl = "", , type = "", ...data] = clean(record).split(" ");
  return [owner, ttl, type, element("code", {}, data.join(" "))];
}
