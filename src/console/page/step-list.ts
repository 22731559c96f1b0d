// A trace in words, as `signpost trace` tells it: a sign for the act, the sentence with names and servers set off, the clause
// as a link to the RFC, and the message that went out or came in. Work that a step began stands indented below it.

import type { TraceEvent } from "../../trace/event.ts";
import { actOf, inOrderOfTelling, partsOf, signs } from "../../trace/wording.ts";
import { clauses } from "./clause-links.ts";
import { type Child, element } from "./elements.ts";
import { octetsPanel } from "./octets.ts";
import { markSteps, type Player } from "./player.ts";

export function stepList(events: readonly TraceEvent[], player: Player): HTMLElement {
  const marked = new Map<number, Element>();
  const items = inOrderOfTelling(events).map(({ event, depth, opens }) => {
    const item = stepItem(event, depth, opens, () => player.show(event.seq));
    marked.set(event.seq, item);
    return item;
  });
  player.follow(markSteps(marked, (now) => now.scrollIntoView({ block: "nearest" })));
  return element("ol", { class: "steps" }, ...items);
}

function stepItem(event: TraceEvent, depth: number, opens: boolean, click: () => void): HTMLElement {
  const act = actOf(event);
  return element(
    "li",
    { class: `step ${act}${opens ? " opens" : ""} depth-${Math.min(depth, deepest)}`, title: event.step, click },
    element("span", { class: "ms" }, event.ms.toFixed(1)),
    element("span", { class: "sign", "aria-hidden": "true" }, signs[act]),
    element("span", { class: "sentence" }, ...partsOf(event).map(({ text, kind }) => operand(text, kind))),
    element("span", { class: "clause" }, ...clauses(event.rfc), event.ede === undefined ? null : ` EDE ${event.ede}`),
    event.message === undefined ? null : octetsPanel(event.message),
  );
}

/** Steps further in than this are indented no further. */
const deepest = 6;

function operand(text: string, kind: string | null): Child {
  return kind === null ? text : element("span", { class: `operand ${kind}` }, text);
}
