// Deckard's scenarios, third-party data that lies beside the checkout and not in it. Each one holds, or stands in
// ./exceptions.ts with the reason why it cannot; one that stands there and holds is a failure until it is taken out.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { playScenario } from "../../src/lab/scenario/play.ts";
import type { Scenario } from "../../src/lab/scenario/model.ts";
import { scanScenario } from "../../src/lab/scenario/scan.ts";
import { printFault } from "../../src/zone/file-fault.ts";
import { decodeMessage } from "./decode.ts";
import { exceptions, furtherQuestions } from "./exceptions.ts";

const folder = new URL("../../../shared/data/scenarios/deckard/", import.meta.url);
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith(".rpl"))
      .map((file) => file.slice(0, -4))
  : [];

/** What went wrong, or null. Where a scenario leaves it open whether labels are hidden, it must hold either way. */
function play(name: string): string | null {
  const { scenario, faults } = scanScenario(`${name}.rpl`, readFileSync(new URL(`${name}.rpl`, folder)));
  if (scenario === null) return faults.map(printFault).join("\n");
  const isOpen = !scenario.config.some(({ lines }) => lines.some(({ key }) => key === minimisation));
  return playOne(name, scenario) ?? (isOpen ? playOne(name, withoutMinimisation(scenario)) : null);
}

const minimisation = "query-minimization";

function withoutMinimisation(scenario: Scenario): Scenario {
  const lines = [{ key: minimisation, value: "off", line: 0 }];
  return { ...scenario, config: [...scenario.config, { name: "server", lines }] };
}

function playOne(name: string, scenario: Scenario): string | null {
  const strictness = name in furtherQuestions ? "lenient" : "strict";
  const { failure, log } = playScenario(scenario, { strictness, read: decodeMessage });
  return failure === null ? null : `${name}.rpl:${failure.line}: ${failure.message}\n${log.join("\n")}`;
}

test.skipIf(names.length === 0)("Deckard's scenarios lie beside the checkout, in ../shared/data/scenarios", () => {
  expect(names.length).toBeGreaterThan(100);
  const listed = [...Object.keys(exceptions), ...Object.keys(furtherQuestions)];
  expect(listed.filter((name) => !names.includes(name))).toEqual([]);
});

test.each(names)("%s", (name) => {
  const failure = play(name);
  const reason = exceptions[name];
  if (reason === undefined) expect(failure).toBeNull();
  else expect(failure, `${name} holds now: take it out of exceptions.ts (${reason})`).not.toBeNull();
});
