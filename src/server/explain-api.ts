// GET /_signpost/explain?name=&type=&client=&subnet=&server=: why a name is answered as it is, as JSON: the zone, the tree of the
// choice with health and what each policy sees, and how likely each answer is (../authority/explained-answer.ts).
// `client` is who asks, 127.0.0.1 unless said; `subnet` whom a resolver there asks for; `server` the address that is asked,
// with strict delegation sets one of the zone's own unless said. docs/routing.md tells how to read it.

import { randomInt } from "node:crypto";
import { AnswerExplainer, type ExplainedAnswer } from "../authority/explained-answer.ts";
import { ClientSubnet } from "../authority/client-subnet.ts";
import { type Client, Protocol } from "../authority/client.ts";
import type { Memory } from "../base/memory.ts";
import type { Name } from "../dns/name.ts";
import { nameFromText, printName } from "../dns/text/name-text.ts";
import { typeName, typeNumber } from "../dns/types.ts";
import { type HttpReply, type HttpRequest, type Resource, plainText } from "../http/listener.ts";
import type { ExplainedEnd, ExplainedGroup, ExplainedSet } from "../routing/explain.ts";
import { type Prefix, scanPrefix } from "../routing/prefix.ts";
import { maxWorkers } from "../zone/layout.ts";
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

/** Where a name is asked with strict delegation sets; null where all is answered everywhere, and for names of nobody's. */
export type UsualServer = (name: Name, family: 4 | 6) => string | null;

/** The id of a check in the board, or null. */
type CheckId = (number: number) => string | null;

/** A slot of its own among the readers of the image, behind that of TestDNSAnswer. */
const ownReader = maxWorkers - 2;

export function explainRoute(
  memory: Memory,
  routing: RoutingData,
  checkId: CheckId,
  usualServer: UsualServer,
): [path: string, resource: Resource] {
  const explainer = new AnswerExplainer(memory, openRouting(routing, randomInt(2 ** 32)), ownReader);
  return ["/_signpost/explain", { GET: (request) => explain(explainer, checkId, usualServer, request) }];
}

function explain(
  explainer: AnswerExplainer,
  checkId: CheckId,
  usualServer: UsualServer,
  { query }: HttpRequest,
): HttpReply {
  const words = { type: "A", client: "127.0.0.1", ...Object.fromEntries(query) };
  const name = nameFromText(query.get("name") ?? "");
  if (typeof name === "string") return text("Which name? /_signpost/explain?name=www.example.com&type=A");
  const type = typeNumber(words.type.toUpperCase());
  if (type === undefined) return text(`"${words.type}" is no record type.`);
  const from = words.client.includes("/") ? null : scanPrefix(words.client);
  if (from === null) return text(`"${words.client}" is no address.`);
  const subnet = new ClientSubnet();
  const asked = query.get("subnet");
  const prefix = asked === null ? null : scanPrefix(asked);
  if (asked !== null && prefix === null) return text(`"${asked}" is no address and no prefix.`);
  if (prefix !== null) subnet.set(prefix.family, prefix.octets, prefix.length);
  const server = query.get("server") ?? usualServer(name, from.family);
  const at = server === null || server.includes("/") ? null : scanPrefix(server);
  if (server !== null && at?.family !== from.family)
    return text(`"${server}" is no address that ${words.client} could ask.`);
  const client = clientAt(from, at);
  const answer = explainer.explain({ name, type, client, subnet });
  const page: ExplainedPage = {
    name: printName(name.wire),
    asked: typeName(type),
    ...answer,
    zone: answer.zone === null ? null : printName(answer.zone.wire),
    type: answer.type === null ? null : typeName(answer.type),
    choice: toldGroup(answer.choice, checkId),
  };
  return { status: 200, type: "application/json; charset=utf-8", body: `${JSON.stringify(page)}\n` };
}

/** Who asks from an address, at one of ours. */
function clientAt(from: Prefix, server: Prefix | null): Client {
  const address = new Uint8Array(16);
  address.set(from.octets);
  const local = new Uint8Array(16);
  if (server !== null) local.set(server.octets);
  return { protocol: Protocol.udp, family: from.family, address, port: 0, local };
}

function toldGroup(group: ExplainedGroup | ExplainedEnd, checkId: CheckId): ToldGroup | ExplainedEnd {
  if (typeof group === "string") return group;
  const sets = group.sets.map(({ check, target, ...set }) => ({
    ...set,
    healthCheck: checkId(check),
    target: target === null ? null : { name: target.name, group: toldGroup(target.group, checkId) },
  }));
  return { policy: group.policy, sets };
}

function text(sentence: string): HttpReply {
  return { status: 400, type: plainText, body: `${sentence}\n` };
}
