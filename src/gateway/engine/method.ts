// Compiles one method of a stage for a verb: which steps it has, in API Gateway's order, and what answers behind them.
// Read next: ./pipeline.ts for how they are taken.

import type { Method, Resource } from "../model/shapes.ts";
import { compileAdmission } from "./admission.ts";
import { compileCaching } from "./caching.ts";
import { noteRequest, noteRequestBody } from "./execution-log.ts";
import { GatewayFault } from "./fault.ts";
import { settingOf, type SettingOfMethod } from "./method-settings.ts";
import { compileModelChecks } from "./model-checks.ts";
import { type Answer, compileAnswer, compileCached, compileWay, type Step } from "./pipeline.ts";
import type { StageProgram } from "./program.ts";
import { refusedAhead, refusedBehind } from "./resource-policy.ts";
import type { Authorize, Integrate } from "./seams.ts";
import { methodKey } from "./usage.ts";
import { compileBodyValidation, compileParameterValidation, validatorOf } from "./validation.ts";

export interface MethodSite {
  readonly program: StageProgram;
  readonly resource: Resource;
  readonly method: Method;
  readonly verb: string;
}

export function compileMethod(site: MethodSite): Answer {
  const { program, resource, method, verb } = site;
  const settings = settingOf(program.stage.methodSettings, resource.path, verb, method.httpMethod);
  const isService = program.site.purpose === "service";
  const steps = [
    ...noteSteps(site, settings),
    ...(isService ? accessSteps(site) : []),
    ...(isService ? admissionSteps(site, settings) : []),
    ...validationSteps(program, method),
  ];
  return compileWay(steps, compileEnd(site, settings));
}

function compileEnd(site: MethodSite, settings: SettingOfMethod): Answer {
  const { program, resource, method, verb } = site;
  const { ports, seams, cache } = program.site;
  const { methodIntegration: integration } = method;
  if (integration === undefined) {
    const why = `${verb} ${resource.path} has no integration: nothing can answer it.`;
    return () => new GatewayFault("API_CONFIGURATION_ERROR", { why });
  }
  const integrate: Integrate = seams.compileIntegration(method, resource, program.snapshot, program.stage, ports);
  // Recorded: a mock's answer and one that is passed on whole show no trace.
  const traced = integration.type === "MOCK" || integration.type === "HTTP_PROXY" ? "untraced" : "traced";
  const nowMs = (): number => ports.clock.nowMs();
  if (cache === null) return compileAnswer(integrate, traced, nowMs);
  const caching = compileCaching(program.stage, resource, method, verb, settings, (exchange) => {
    const identity = exchange.authorized?.identity ?? null;
    if (identity !== null && identity.accountId === exchange.snapshot.account) return true;
    return program.policy?.decide(exchange, "execute-api:InvalidateCache") === "allowed";
  });
  if (caching === null) return compileAnswer(integrate, traced, nowMs);
  if (caching.undeclared.length > 0) {
    program.complain(
      `The cache keeps one answer of ${verb} ${resource.path} for every value of ${caching.undeclared.join(", ")}: declare cacheKeyParameters to tell them apart.`,
    );
  }
  const cached = compileCached(caching, cache, integrate, traced, nowMs);
  if (integration.type !== "HTTP_PROXY") return cached;
  // A connection that changes its protocol is nobody else's answer.
  const uncached = compileAnswer(integrate, traced, nowMs);
  return (exchange) => (exchange.request.upgrade === null ? cached(exchange) : uncached(exchange));
}

/** Sentences for the execution log, where somebody reads them. */
function noteSteps({ program }: MethodSite, { setting }: SettingOfMethod): Step[] {
  const { ports, purpose } = program.site;
  const { apiId } = program.snapshot;
  const { stageName } = program.stage;
  if (purpose === "service" && setting.loggingLevel !== "INFO" && !setting.dataTraceEnabled) return [];
  const isWhole = purpose === "test" || setting.dataTraceEnabled;
  return [
    (exchange) => {
      exchange.note ??= (sentence) => ports.executionLog(apiId, stageName, exchange.requestId, sentence, "note");
      noteRequest(exchange);
      if (!isWhole) return null;
      return exchange.readBody().then((octets) => {
        if (octets instanceof GatewayFault) return octets;
        noteRequestBody(exchange);
        return null;
      });
    },
  ];
}

/** The API's policy, the method's authorizer, and the two together. */
function accessSteps(site: MethodSite): Step[] {
  const { program, method } = site;
  const { policy } = program;
  const type = method.authorizationType;
  const steps: Step[] = [];
  if (policy !== null && (type === "NONE" || type === "CUSTOM")) {
    steps.push((exchange) => refusedAhead(policy, exchange, type));
  }
  if (type === "NONE") return steps;
  const authorize = compileAuthorizer(site);
  steps.push((exchange) => {
    const outcome = authorize(exchange);
    const settle = (found: Awaited<typeof outcome>): GatewayFault | null => {
      if (found instanceof GatewayFault) return found;
      exchange.authorized = found;
      return refusedBehind(policy, exchange, type);
    };
    return outcome instanceof Promise ? outcome.then(settle) : settle(outcome);
  });
  return steps;
}

function compileAuthorizer({ program, method }: MethodSite): Authorize {
  if (method.authorizationType === "AWS_IAM") return program.authorizer("AWS_IAM", method);
  const found = program.snapshot.authorizers.find(({ id }) => id === method.authorizerId);
  if (found !== undefined) return program.authorizer(found, method);
  const why = `The method's authorizer ${method.authorizerId ?? "(none)"} is not in the deployment.`;
  return () => new GatewayFault("AUTHORIZER_CONFIGURATION_ERROR", { why });
}

function admissionSteps({ program, resource, method, verb }: MethodSite, { setting }: SettingOfMethod): Step[] {
  const { ports, throttle, keys, account } = program.site;
  const { apiId, apiKeySource } = program.snapshot;
  const check = compileAdmission(
    {
      ports,
      throttle,
      keys,
      apiKeySource,
      account,
      name: `${apiId}/${program.stage.stageName}/${verb} ${resource.path}`,
      setting,
      methodKeys: [methodKey(`${resource.path}/${verb}`), methodKey(`${resource.path}/${method.httpMethod}`)],
    },
    method.apiKeyRequired ? "key required" : "no key",
  );
  return check === null ? [] : [check];
}

function validationSteps(program: StageProgram, method: Method): Step[] {
  const validator = validatorOf(method, program.snapshot.requestValidators);
  if (validator === null) return [];
  const parameters = validator.validateRequestParameters ? compileParameterValidation(method) : null;
  const body = validator.validateRequestBody
    ? compileBodyValidation(
        method,
        compileModelChecks(program.snapshot.models, (why) => program.complain(why)),
      )
    : null;
  return [parameters, body].filter((step) => step !== null);
}
