// `signpost api`: the REST APIs of a running server. Lists them with where they are reached, shows their routes, deploys, promotes
// a canary, leads a stage back, and asks an API something. All of it goes through the control API that AWS clients use
// (./api/control.ts), so there is nothing that this command may and others may not.

import { Command } from "commander";
import type { Stage } from "../gateway/model/shapes.ts";
import { type ControlOptions, type Desk, deskOf, gatewayPage, stageOf } from "./api/control.ts";
import { type CallWords, callOf, invokeStage, invokeWorkingCopy, pairOf } from "./api/invoke.ts";
import { answerText, apiLines, routeLines } from "./api/print.ts";
import { type Release, deploy, promote, rollBack } from "./api/releases.ts";
import { type RouteRow, type ServedDocument, type WorkingCopy, servedRoutes, workingRoutes } from "./api/routes.ts";
import { Failure } from "./program.ts";

interface Options extends ControlOptions {
  readonly json?: true;
}

interface DeployOptions extends Options {
  readonly stage: string;
  readonly description?: string;
  readonly canary?: string;
}

interface InvokeOptions extends Options, CallWords {
  readonly stage?: string;
  readonly variable: readonly string[];
}

export function apiCommand(): Command {
  const command = new Command("api").description("look at the gateway's REST APIs, deploy them, and ask them");
  const part = (words: string, description: string): Command =>
    command
      .command(words)
      .description(description)
      .option("--api <host:port>", "the server's API listener", "127.0.0.1:5380")
      .option("--region <region>", "only APIs of this region")
      .option("--json", "print JSON, one object a line");
  const several = (word: string, before: readonly string[]): string[] => [...before, word];
  part("list", "list APIs with their stages, and where each is reached").action(list);
  part("routes <api>", "list an API's routes: who answers, who is let in, what is cached and throttled")
    .option("--stage <stage>", "as this stage serves them, not as the working copy is")
    .action(routes);
  part("deploy <api>", "deploy the working copy to a stage, which is made when there is none")
    .requiredOption("--stage <stage>", "the stage")
    .option("--description <text>", "what the list of deployments says of it")
    .option("--canary <percent>", "as a canary that gets this share of the stage's traffic")
    .action(deployApi);
  part("promote <api> <stage>", "make a stage's canary the stage").action(promoteCanary);
  part("rollback <api> <stage> [deployment]", "lead a stage back, by default to the deployment before").action(back);
  part("invoke <api> <verb> <path>", "send a request to the working copy, as a test, or to a stage")
    .option("--stage <stage>", "the stage; the working copy when none is named")
    .option("--header <line>", "a header, 'Name: value'; may be said again", several, [])
    .option("--query <pair>", "a query parameter, name=value; may be said again", several, [])
    .option("--data <body>", "the body, or @file")
    .option("--variable <pair>", "a stage variable for the working copy, name=value; may be said again", several, [])
    .action(invoke);
  return command;
}

async function list(options: Options): Promise<void> {
  const { apis } = await gatewayPage(options);
  print(apis.flatMap((api) => (options.json === true ? [JSON.stringify(api)] : apiLines(api))));
}

async function routes(name: string, options: Options & { readonly stage?: string }): Promise<void> {
  const desk = await deskOf(options, name);
  const rows = options.stage === undefined ? await workingCopy(desk) : await served(desk, options.stage);
  print(options.json === true ? rows.map((row) => JSON.stringify(row)) : routeLines(rows));
}

async function workingCopy({ all }: Desk): Promise<RouteRow[]> {
  const [resources, authorizers, validators] = await Promise.all([
    all<WorkingCopy["resources"][number]>("/resources", { embed: "methods" }),
    all<WorkingCopy["authorizers"][number]>("/authorizers"),
    all<WorkingCopy["validators"][number]>("/requestvalidators"),
  ]);
  return workingRoutes({ resources, authorizers, validators });
}

async function served(desk: Desk, stageName: string): Promise<RouteRow[]> {
  stageOf(desk, stageName);
  const path = `/stages/${encodeURIComponent(stageName)}`;
  const [document, stage] = await Promise.all([
    desk.ask<ServedDocument>("GET", `${path}/exports/oas30`, undefined, { extensions: "apigateway" }),
    desk.ask<Stage>("GET", path),
  ]);
  return servedRoutes(document, stage);
}

async function deployApi(name: string, options: DeployOptions): Promise<void> {
  const canary = options.canary === undefined ? null : percentOf(options.canary);
  const { stage, description } = options;
  const release = await deploy(await deskOf(options, name), { stage, description, canary });
  const share = canary === null ? "" : ` as a canary with ${canary} % of its traffic`;
  tell(options, release, `${release.api} ${stage} serves deployment ${release.deployment}${share}`);
}

async function promoteCanary(name: string, stage: string, options: Options): Promise<void> {
  const release = await promote(await deskOf(options, name), stage);
  tell(options, release, `${release.api} ${stage} serves deployment ${release.deployment}, which was its canary`);
}

async function back(name: string, stage: string, deployment: string | undefined, options: Options): Promise<void> {
  const release = await rollBack(await deskOf(options, name), stage, deployment);
  const said = release.description === null ? "" : ` (${release.description})`;
  tell(options, release, `${release.api} ${stage} is back at deployment ${release.deployment}${said}`);
}

async function invoke(name: string, verb: string, path: string, options: InvokeOptions): Promise<void> {
  const call = callOf(verb, path, options);
  const variables = Object.fromEntries(options.variable.map((pair) => pairOf(pair, "=", "--variable", "name=value")));
  if (options.stage !== undefined && options.variable.length > 0)
    throw new Failure(2, "--variable is for the working copy: a stage has variables of its own.");
  const desk = await deskOf(options, name);
  const answer =
    options.stage === undefined
      ? await invokeWorkingCopy(desk, call, variables)
      : await invokeStage(desk, options.stage, options.api, call);
  process.stdout.write(options.json === true ? `${JSON.stringify(answer)}\n` : answerText(answer));
}

function percentOf(word: string): number {
  const percent = Number(word.replace(/%$/, ""));
  if (word === "" || !(percent >= 0 && percent <= 100))
    throw new Failure(2, `"${word}" is no share: expected a percentage from 0 to 100.`);
  return percent;
}

function tell({ json }: Options, release: Release, sentence: string): void {
  print([json === true ? JSON.stringify(release) : sentence]);
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
