// Every step of one question, as the test's server takes them: our own zones first, then the resolver where there is one.
// docs/trace.md says how traces read.

import { nowhere, Protocol } from "../authority/client.ts";
import { nameFromText } from "../dns/text/name-text.ts";
import { typeNumber } from "../dns/types.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { systemClock } from "../net/upstream/system-clock.ts";
import type { Question } from "../resolver/question.ts";
import type { RoutingData } from "../server/routing-data.ts";
import { askOwnZones, joinAnswers } from "../server/traced-question.ts";
import type { FinishedTrace } from "../trace/ending.ts";
import { Recorder } from "../trace/recorder.ts";
import { paintPlain, tell } from "../trace/tell.ts";
import type { Image } from "../zone/image.ts";
import type { Resolution } from "./resolution.ts";

export interface ToldTrace extends FinishedTrace {
  /** As `signpost trace` prints it. */
  readonly text: string;
}

export interface TraceParts {
  readonly image: Image;
  readonly routing: RoutingData;
  readonly resolution: Resolution | null;
}

/** The slot of the image's readers behind the one of the data plane. */
const reader = 1;
const loopback = Uint8Array.of(127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
const client = { protocol: Protocol.tcp, family: 4, address: loopback, port: 53, local: nowhere } as const;

export async function traceQuestion(parts: TraceParts, nameText: string, typeText: string): Promise<ToldTrace> {
  const question = questionIn(nameText, typeText);
  const { image, routing, resolution } = parts;
  const recorder = new Recorder(resolution?.clock ?? systemClock, cryptoRandom);
  const ground = { memory: image.memory, routing, reader, resolves: resolution === null ? null : () => true };
  const { answer, rest } = askOwnZones(ground, { client, subnet: null }, question, recorder);
  const resolved = rest === null || resolution === null ? null : await resolution.trace(rest, recorder);
  const finished = recorder.finish(resolved === null ? answer : joinAnswers(answer, resolved));
  return { ...finished, text: tell(finished.events, finished.ending, { width: 100, paint: paintPlain }) };
}

function questionIn(nameText: string, typeText: string): Question {
  const name = nameFromText(nameText.endsWith(".") ? nameText : `${nameText}.`);
  const type = typeNumber(typeText.toUpperCase());
  if (typeof name === "string") throw new TypeError(`"${nameText}" is no domain name: ${name}.`);
  if (type === undefined) throw new TypeError(`"${typeText}" is no record type.`);
  return { name, type };
}
