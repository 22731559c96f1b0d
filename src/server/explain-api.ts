// GET /_signpost/explain?name=&type=&client=&subnet=&server=: why a name is answered as it is, as JSON: the zone, the tree of the
// choice with health and what each policy sees, and how likely each answer is (../authority/explained-answer.ts).
// Who asks: ./asked-by-page.ts. docs/routing.md tells how to read it.

import { randomInt } from "node:crypto";
import { AnswerExplainer, type ExplainedAnswer } from "../authority/explained-answer.ts";
import { ClientSubnet } from "../authority/client-subnet.ts";
import type { Memory } from "../base/memory.ts";
import { printName } from "../dns/text/name-text.ts";
import { typeName } from "../dns/types.ts";
import { type HttpReply, type HttpRequest, jsonReply, type Resource, textReply } from "../http/listener.ts";
import type { ExplainedEnd, ExplainedGroup, ExplainedSet, LocationNames } from "../routing/explain.ts";
import { explainReader } from "../zone/layout.ts";
import { readAsked, type UsualServer } from "./asked-by-page.ts";
import { openRouting, type RoutingData } from "./routing-data.ts";

/** What the page holds: the explanation, with names and types as text, and health checks by id. */
export interface ExplainedPage extends Omit<ExplainedAnswer, "zone" | "type" | "choice"> {
  readonly name: string;
  readonly asked: string;
  readonly zone: string | null;
  readonly type: string | null;
  readonly choice: ToldGroup | ExplainedEnd;
}

export interface ToldGroup {
  readonly policy: string;
  readonly sets: readonly ToldSet[];
}

export interface ToldSet extends Omit<ExplainedSet, "check" | "target"> {
  readonly healthCheck: string | null;
  readonly target: { readonly name: string; readonly group: ToldGroup | ExplainedEnd } | null;
}

/** What is called by a number in memory. */
export interface StoredNames {
  /** The id of a check in the board, or null. */
  readonly checkId: (number: number) => string | null;
  readonly locationName: LocationNames;
}

const path = "/_signpost/explain";
export function explainRoute(
  memory: Memory,
  routing: RoutingData,
  { checkId, locationName }: StoredNames,
  usualServer: UsualServer,
): [path: string, resource: Resource] {
  const settings = openRouting(routing, randomInt(2 ** 32));
  const explainer = new AnswerExplainer(memory, settings, explainReader, locationName);
  return [path, { GET: (request) => explain(explainer, checkId, usualServer, request) }];
}

function explain(
  explainer: AnswerExplainer,
  checkId: StoredNames["checkId"],
  usualServer: UsualServer,
  { query }: HttpRequest,
): HttpReply {
  const asked = readAsked(path, query, usualServer);
  if (typeof asked === "string") return textReply(400, asked);
  const { name, type, client } = asked;
  const subnet = new ClientSubnet();
  if (asked.subnet !== null) subnet.set(asked.subnet.family, asked.subnet.octets, asked.subnet.length);
  const answer = explainer.explain({ name, type, client, subnet });
  const page: ExplainedPage = {
    name: printName(name.wire),
    asked: typeName(type),
    ...answer,
    zone: answer.zone === null ? null : printName(answer.zone.wire),
    type: answer.type === null ? null : typeName(answer.type),
    choice: toldGroup(answer.choice, checkId),
  };
  return jsonReply(page);
}

function toldGroup(group: ExplainedGroup | ExplainedEnd, checkId: StoredNames["checkId"]): ToldGroup | ExplainedEnd {
  if (typeof group === "string") return group;
  const sets = group.sets.map(({ check, target, ...set }) => ({
    ...set,
    healthCheck: checkId(check),
    target: target === null ? null : { name: target.name, group: toldGroup(target.group, checkId) },
  }));
  return { policy: group.policy, sets };
}
