// MOCK: nobody is asked; a template says which status there is, and the integration response of that status is the answer
// (AWS guide: how-to-mock-integration). The template must yield an object with a whole number as statusCode, and is read as
// leniently as AWS reads it ({statusCode: 200} is what CDK writes). Behind it stands an empty body.
// Invariant: where no request can change the answer, it is made once and handed out.

import { parseJson } from "../../json/parse.ts";
import type { Integration } from "../../model/shapes.ts";
import { type Template, compileTemplate } from "../../vtl/template.ts";
import { TemplateFault } from "../../vtl/fault.ts";
import type { Exchange } from "../exchange.ts";
import { GatewayFault } from "../fault.ts";
import { compileIntegrationResponses } from "../integration-response.ts";
import type { Eventual } from "../messages.ts";
import type { Integrate, IntegrationReply } from "../seams.ts";
import { TemplateRun } from "../template-run.ts";
import { misconfigured } from "./mapping-faults.ts";
import { compileTemplateChoice } from "./request-template.ts";
import type { Site } from "./site.ts";

type Status = number | GatewayFault;

export function compileMock({ integration, snapshot }: Site): Integrate {
  const choose = compileTemplateChoice(integration);
  const respond = compileIntegrationResponses(integration, snapshot);
  const isFixed = snapshot.binaryMediaTypes.length === 0 && hasFixedResponses(integration);
  const ready = new Map<number, IntegrationReply>();
  const statuses = new Map<Template, Status>();

  const answer = (exchange: Exchange, status: Status, templates: TemplateRun): IntegrationReply | GatewayFault => {
    if (status instanceof GatewayFault) return status;
    if (!isFixed || templates.hasOverrides) return respond(exchange, answerOf(status), templates);
    exchange.integrationStatus = status;
    let reply = ready.get(status);
    if (reply === undefined) {
      const made = respond(exchange, answerOf(status), templates);
      if (made instanceof GatewayFault) return made;
      ready.set(status, (reply = made));
    }
    return reply;
  };

  const run = (exchange: Exchange, template: Template | null): IntegrationReply | GatewayFault => {
    const templates = new TemplateRun(exchange);
    const body = template === null ? exchange.bodyText() : templates.run(template, () => exchange.bodyText());
    return body instanceof GatewayFault ? body : answer(exchange, statusOf(body), templates);
  };

  return (exchange): Eventual<IntegrationReply | GatewayFault> => {
    const template = choose(exchange);
    if (template instanceof GatewayFault) return template;
    if (template !== null && template.constant !== null) {
      let status = statuses.get(template);
      if (status === undefined) statuses.set(template, (status = statusOf(template.constant)));
      if (isFixed && typeof status === "number") {
        const reply = ready.get(status);
        if (reply !== undefined) {
          exchange.integrationStatus = status;
          return reply;
        }
      }
      return answer(exchange, status, new TemplateRun(exchange));
    }
    if (exchange.request.body === null) return run(exchange, template);
    return exchange.readBody().then((octets) => (octets instanceof GatewayFault ? octets : run(exchange, template)));
  };
}

function answerOf(status: number): Parameters<ReturnType<typeof compileIntegrationResponses>>[1] {
  return { selector: String(status), status, headers: [], body: "" };
}

/** What a template's output says. */
function statusOf(output: string): Status {
  const value = parseJson(output, "permissive");
  const status = value instanceof Map ? value.get("statusCode") : null;
  if (typeof status === "number" && status >= 100 && status <= 599) return status;
  return misconfigured("Unable to parse statusCode. It should be an integer.");
}

/** Whether no integration response looks at a request: fixed headers, and at most one template, of fixed text. */
function hasFixedResponses({ integrationResponses = {} }: Integration): boolean {
  return Object.values(integrationResponses).every(
    ({ responseParameters = {}, responseTemplates = {}, contentHandling }) => {
      const texts = Object.values(responseTemplates);
      const fixedHeaders = Object.values(responseParameters).every((source) => /^'.*'$/s.test(source));
      return contentHandling === undefined && fixedHeaders && texts.length < 2 && texts.every(isFixedText);
    },
  );
}

function isFixedText(text: string | null): boolean {
  if (text === null || text === "") return true;
  const template = compileTemplate(text);
  return !(template instanceof TemplateFault) && template.constant !== null;
}
