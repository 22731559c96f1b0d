// A trace as the console tells it, wherever it comes from: the answer, the ladder where anything was sent, and the steps, all
// of them led by one player.

import type { FinishedTrace } from "../../trace/ending.ts";
import { clean } from "../../trace/wording.ts";
import { answerPanel } from "./answer.ts";
import { keepLinks } from "./keep.ts";
import { Ladder } from "./ladder.ts";
import { drawLadder } from "./ladder-drawing.ts";
import { Player } from "./player.ts";
import { stepList } from "./step-list.ts";

export function toldTrace(trace: FinishedTrace): HTMLElement[] {
  const { events, ending } = trace;
  const sentences = new Map(events.map(({ seq, sentence }) => [seq, clean(sentence)]));
  const player = new Player([...sentences.keys()], sentences);
  const ladder = new Ladder(events);
  const drawing = ladder.rows.length > 0 ? drawLadder(ladder, player) : null;
  const keep = keepLinks(trace, drawing?.querySelector("svg") ?? null);
  const parts = [answerPanel(ending), keep, player.controls];
  if (drawing !== null) parts.push(drawing);
  return [...parts, stepList(events, player)];
}
