// The recorded answers of the real service, replayed: each scenario makes the calls that a recorded test made, and what comes
// back is held to what came back then. What is not replayed stands on a list with its reason (./recorded-skips.ts).

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { skips } from "./recorded-skips.ts";
import { apiKeyScenarios } from "./recorded/api-keys.ts";
import { documentationScenarios } from "./recorded/documentation.ts";
import { methodScenarios } from "./recorded/methods.ts";
import { gatewayResponseScenarios } from "./recorded/gateway-responses.ts";
import { integrationScenarios } from "./recorded/integrations.ts";
import { modelScenarios } from "./recorded/models.ts";
import { type Recorded, Replay, type Scenario } from "./recorded/replay.ts";
import { resourceScenarios } from "./recorded/resources.ts";
import { restApiScenarios } from "./recorded/rest-apis.ts";
import { stageScenarios } from "./recorded/stages.ts";

const folder = new URL("../../../../shared/data/aws-recorded/", import.meta.url);
const files = ["api", "basic", "common", "canary", "extended", "import", "integrations", "lambda"];
const missing = existsSync(folder) ? "" : " (no recordings here)";

const scenarios: readonly Scenario[] = [
  ...restApiScenarios,
  ...resourceScenarios,
  ...methodScenarios,
  ...integrationScenarios,
  ...modelScenarios,
  ...gatewayResponseScenarios,
  ...stageScenarios,
  ...apiKeyScenarios,
  ...documentationScenarios,
];

function readAll(): Map<string, Recorded> {
  const all = new Map<string, Recorded>();
  for (const file of files) {
    const text = readFileSync(new URL(`test_apigateway_${file}.snapshot.json`, folder), "utf8");
    const recordings = JSON.parse(text) as { readonly [test: string]: { readonly "recorded-content": Recorded } };
    for (const [name, { "recorded-content": content }] of Object.entries(recordings))
      all.set(name.slice(name.indexOf("::") + 2), content);
  }
  return all;
}

describe.skipIf(missing !== "")(`recorded answers${missing}`, () => {
  const recorded = missing === "" ? readAll() : new Map<string, Recorded>();

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", (name, scenario) => {
    const content = recorded.get(name);
    expect(content, "recorded").toBeDefined();
    const replay = new Replay(content ?? {});
    scenario.play(replay);
    expect(replay.complaints).toEqual([]);
    const left = Object.keys(content ?? {}).filter((step) => !replay.played.has(step));
    expect(left.filter((step) => !skips.some(({ what }) => what.test(`${name} ${step}`)))).toEqual([]);
  });

  test("every record is replayed, or left out for a reason", () => {
    const replayed = new Set(scenarios.map(({ name }) => name));
    const left = [...recorded.keys()].filter((name) => !replayed.has(name));
    expect(left.filter((name) => !skips.some(({ what }) => what.test(name)))).toEqual([]);
  });

  test("every reason is still needed", () => {
    const replayed = new Set(scenarios.map(({ name }) => name));
    const names = [...recorded].flatMap(([name, content]) =>
      replayed.has(name) ? Object.keys(content).map((step) => `${name} ${step}`) : [name],
    );
    expect(skips.filter(({ what }) => !names.some((name) => what.test(name)))).toEqual([]);
  });
});
