// The recorded answers of the real service, replayed: each scenario makes the calls that a recorded test made, and what comes
// back is held to what came back then. ../recorded/cases.ts says what is replayed here, what elsewhere, and what not.

import { describe, expect, test } from "vitest";
import { missing, readRecords } from "../recorded/records.ts";
import { Replay } from "./recorded/replay.ts";
import { controlScenarios } from "./recorded/scenarios.ts";

describe.skipIf(missing !== "")(`recorded answers${missing}`, () => {
  const recorded = new Map([...readRecords().values()].flatMap((tests) => [...tests]));

  test.each(controlScenarios.map((scenario) => [scenario.name, scenario] as const))("%s", (name, scenario) => {
    const content = recorded.get(name);
    expect(content, "recorded").toBeDefined();
    const replay = new Replay(content ?? {});
    scenario.play(replay);
    expect(replay.complaints).toEqual([]);
    expect(Object.keys(content ?? {}).filter((step) => !replay.played.has(step))).toEqual([]);
  });
});
