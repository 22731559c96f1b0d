// Which template makes the body that a backend gets (AWS guide: integration-passthrough-behaviors): the one of the request's
// media type, else the one named $default; without either, passthroughBehavior says whether the body goes on as it came.
// Invariant: only the bare media type counts, application/json where the client names none.

import type { Integration } from "../../model/shapes.ts";
import type { Template } from "../../vtl/template.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import { bareType } from "../media-type.ts";
import { compileMapping } from "../template-run.ts";

/** null: the body is passed on. */
export type ChooseTemplate = (exchange: Exchange) => Template | GatewayFault | null;

export function compileTemplateChoice({ requestTemplates = {}, passthroughBehavior }: Integration): ChooseTemplate {
  const byType = new Map<string, Template | GatewayFault>();
  for (const [type, text] of Object.entries(requestTemplates)) {
    if (text !== null) byType.set(bareType(type), compileMapping(text));
  }
  const passes =
    passthroughBehavior === "WHEN_NO_MATCH" || (passthroughBehavior === "WHEN_NO_TEMPLATES" && byType.size === 0);
  const other = byType.get("$default") ?? (passes ? null : new GatewayFault("UNSUPPORTED_MEDIA_TYPE"));
  if (byType.size === 0) return () => other;
  return ({ request }) => byType.get(bareType(request.header("content-type") ?? "application/json")) ?? other;
}
