// A trace as the console tells it, wherever it comes from: the answer, the ladder where anything was sent, and the steps, all
// of them led by one player.

import type { FinishedTrace } from "../../trace/ending.ts";
import { clean } from "../../trace/wording.ts";
import { answerPanel } from "./answer.ts";
import { Ladder } from "./ladder.ts";
import { drawLadder } from "./ladder-drawing.ts";
import { Player } from "./player.ts";
import { stepList } from "./step-list.ts";

export function toldTrace({ events, ending }: FinishedTrace): HTMLElement[] {
  const sentences = new Map(events.map(({ seq, sentence }) => [seq, clean(sentence)]));
  const player = new Player([...sentences.keys()], sentences);
  const ladder = new Ladder(events);
  const parts = [answerPanel(ending), player.controls];
  if (ladder.rows.length > 0) parts.push(drawLadder(ladder, player));
  return [...parts, stepList(events, player)];
}
