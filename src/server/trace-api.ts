// POST /_signpost/trace?name=&type=&client=&subnet=&server=: a question, and every step of its answer as lines of JSON: our own
// zones with the choices of their policies, then the resolver's walk for what they leave to it (docs/trace.md). It is asked
// here and now, of the zones and the health that the workers answer from; `signpost trace --api` prints it.

import { type HttpReply, type Resource, textReply } from "../http/listener.ts";
import { AccessList } from "../net/access.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { systemClock } from "../net/upstream/system-clock.ts";
import type { Question } from "../resolver/question.ts";
import { composeTrace, type FinishedTrace, traceOf } from "../trace/ending.ts";
import { joinTraces } from "../trace/joined.ts";
import { Recorder } from "../trace/recorder.ts";
import { traceReader } from "../zone/layout.ts";
import { type Asked, readAsked, type UsualServer } from "./asked-by-page.ts";
import type { ControlPlane } from "./control-plane.ts";
import { ResolverAway, type ResolverKeeper } from "./resolver-keeper.ts";
import { askOwnZones, joinAnswers, type OwnAnswer } from "./traced-question.ts";

const path = "/_signpost/trace";
export interface TraceParts {
  readonly control: Pick<ControlPlane, "memory" | "routing">;
  readonly usualServer: UsualServer;
  /** Who may recurse. */
  readonly allowRecursion: readonly string[];
  /** null where there is no resolver. */
  readonly keeper: () => Pick<ResolverKeeper, "ask"> | null;
}

export function traceRoute({ control, usualServer, allowRecursion, keeper }: TraceParts): [string, Resource] {
  const allowed = new AccessList(allowRecursion);
  const { memory, routing } = control;
  const ask = (asked: Asked, recorder: Recorder): OwnAnswer => {
    const resolves = ({ family, address }: Asked["client"]): boolean => allowed.allows(family, address);
    const ground = { memory, routing, reader: traceReader, resolves: keeper() === null ? null : resolves };
    return askOwnZones(ground, asked, asked, recorder);
  };
  const post: Resource["POST"] = async ({ query }) => {
    const asked = readAsked(path, query, usualServer);
    if (typeof asked === "string") return textReply(400, asked);
    const recorder = new Recorder(systemClock, cryptoRandom);
    const startMs = systemClock.nowMs();
    const { answer, rest } = ask(asked, recorder);
    if (rest === null) {
      const { events } = recorder;
      const extendedErrors = events.flatMap(({ ede, sentence }) => (ede === undefined ? [] : [{ code: ede, text: sentence }])); // prettier-ignore
      return lines(recorder.finish({ ...answer, extendedErrors }));
    }
    const elapsedMs = systemClock.nowMs() - startMs;
    const resolved = await resolve(keeper(), rest);
    if (typeof resolved === "string") return textReply(503, resolved);
    return lines(joinTraces(recorder, elapsedMs, resolved, joinAnswers(answer, resolved.ending.answer)));
  };
  return [path, { POST: post }];
}

async function resolve(
  keeper: Pick<ResolverKeeper, "ask"> | null,
  { name, type }: Question,
): Promise<FinishedTrace | string> {
  if (keeper === null) return "This server has no resolver any more.";
  try {
    return traceOf(await keeper.ask({ op: "resolve", name: name.wire, type }));
  } catch (error) {
    if (error instanceof ResolverAway) return error.message;
    throw error;
  }
}

function lines(trace: FinishedTrace): HttpReply {
  return { status: 200, type: "application/x-ndjson; charset=utf-8", body: composeTrace(trace) };
}
