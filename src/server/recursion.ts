// Recursion as a part of the service: the answer table that all workers read, the keeper of the resolver's thread, and what
// is wrong with the files that the configuration names, found before anything starts.

import { randomInt } from "node:crypto";
import { join } from "node:path";
import { createAnswerMemory } from "../resolver/answer-table.ts";
import { printFault } from "../zone/file-fault.ts";
import type { AnchorNews } from "./anchor-rollover.ts";
import type { Config } from "./config.ts";
import type { DataPlane, RecursionPlan } from "./data-plane.ts";
import { openConfiguredLab } from "./lab-folder.ts";
import type { Log } from "./log.ts";
import { ResolverKeeper } from "./resolver-keeper.ts";
import type { ThreadFact } from "./thread-life.ts";
import { resolverSettings } from "./resolver-settings.ts";
import type { ResolverLine } from "./worker-responder.ts";

export interface RecursionParts {
  readonly keeper: ResolverKeeper;
  /** What the next thread is told of: ./lab-api.ts keeps it. */
  readonly brokenServers: Map<string, string>;
  readonly plan: RecursionPlan;
}

/** Sentences about what keeps the resolver from starting; warnings about the lab, and about an open door, are logged. */
export function recursionFaults({ dns, resolver, lab }: Config, log: Log): readonly string[] {
  if (dns.allowRecursion.some((prefix) => prefix.endsWith("/0")))
    log.warn({ key: "dns.allowRecursion" }, "everybody may ask for recursion: open resolvers are used to flood others");
  const { settings, faults: found } = resolverSettings(resolver);
  const faults = [...found];
  if (!lab.enabled && settings.validation && settings.trustAnchors.length === 0)
    log.warn({ key: "resolver.trustAnchors" }, "no trust anchor: answers are not validated, as the root is not IANA's");
  if (!lab.enabled) return faults;
  const opened = openConfiguredLab(lab);
  for (const fault of opened.faults) {
    if (fault.severity === "error" && opened.lab === null) faults.push(printFault(fault));
    else if (fault.severity === "error")
      log.error({ file: fault.file, line: fault.line }, `left out of the lab: ${printFault(fault)}`);
    else log.warn({ file: fault.file, line: fault.line, column: fault.column }, printFault(fault));
  }
  return faults;
}

/** A keeper that is ready to start. `plane` is asked once workers are there. */
export function createRecursion(config: Config, plane: () => DataPlane | null, log: Log, module?: URL): RecursionParts {
  const { dns, resolver, lab } = config;
  const key = [randomInt(2 ** 32), randomInt(2 ** 32)] as const; // who knew it could aim at one cell of the table
  const answers = createAnswerMemory(resolver.answerMegabytes * 2 ** 20, key);
  const brokenServers = new Map<string, string>();
  const anchorFile = config.data === null ? null : join(config.data, "trust-anchors.json");
  const keeper = new ResolverKeeper({
    data: { resolver, lab, answers, brokenServers, anchorFile },
    ...(module === undefined ? {} : { module }),
    rows: () => Array.from({ length: plane()?.workers ?? 0 }, (_, row) => row),
    giveLine: (row, port) =>
      plane()?.pool.tellResponder(row, { kind: "resolverLine", port } satisfies ResolverLine, [port]),
    onFact: (fact) => tell(fact, log),
  });
  const { allowRecursion: allow, allowTrace } = dns;
  const data = { answers, allow, allowTrace, prefetch: resolver.prefetch };
  return { keeper, brokenServers, plan: { data, connect: (row) => keeper.connect(row) } };
}

function tell(fact: ThreadFact | AnchorNews, log: Log): void {
  switch (fact.kind) {
    case "key":
      return log.info(fact, `trust anchors: key ${fact.tag} of ${fact.zone} ${whatBecame(fact)}`);
    case "no key left":
      return log.error(
        fact,
        `all keys that were trusted of ${fact.zone} are taken back: nothing is validated by it any more`,
      );
    case "fault":
      return log.error({}, fact.text);
    case "died":
      return log.error({ reason: fact.reason }, `the resolver died and is replaced in ${fact.restartInMs} ms`);
    case "restarted":
      return log.info({}, "the resolver was replaced; its cache is empty");
  }
}

/** RFC 5011 §4. */
function whatBecame({ from, to, validFrom }: Extract<AnchorNews, { kind: "key" }>): string {
  switch (to) {
    case null:
      return "went away before it was trusted";
    case "pending":
      return `is new: it will be trusted if it is there until ${validFrom}`;
    case "valid":
      if (from === null) return "is vouched for, and followed from now on";
      return from === "pending" ? "was there for long enough: it is trusted from now on" : "is there again";
    case "missing":
      return "is not there, and trusted still";
    case "revoked":
      return "was taken back by its owner: it is not trusted any more";
  }
}
