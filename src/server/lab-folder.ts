// The lab that the configuration asks for: a folder of the user's, or the one that comes with Signpost.
// Each thread that needs it opens it for itself.

import { fileURLToPath } from "node:url";
import { type BoundLab, bindLab } from "../lab/bind.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { inOrder, type Lesson, readLessons } from "../lab/lesson.ts";
import { listenersOf } from "../lab/site.ts";
import { Workbench } from "../lab/workbench.ts";
import { cryptoRandom } from "../net/upstream/crypto-random.ts";
import { systemClock } from "../net/upstream/system-clock.ts";
import { FaultList, printFault } from "../zone/file-fault.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";

export function openConfiguredLab({ zones }: Pick<Config["lab"], "zones">): ReturnType<typeof openLab> {
  return openLab(zones ?? fileURLToPath(new URL("../../zones/lab", import.meta.url)));
}

/** The lab with its lessons, in the order in which they are meant to be read; or its errors, as they are told. */
export function openLessons(config: Pick<Config["lab"], "zones">): { lab: Lab; lessons: Lesson[] } | string[] {
  const { lab, faults } = openConfiguredLab(config);
  const lessonFaults = new FaultList();
  const lessons = lab === null ? [] : readLessons(lab.directory, lessonFaults);
  const errors = [...faults, ...lessonFaults.faults].filter(({ severity }) => severity === "error");
  return lab === null || errors.length > 0 ? errors.map(printFault) : { lab, lessons: inOrder(lessons, lab) };
}

export interface ServedLab extends BoundLab {
  /** Where these servers are broken; those that the resolver asks have another, in its thread. */
  readonly workbench: Workbench;
}

/** The lab's servers on loopback addresses of their own, where that is wanted. Throws a ListenFault. */
export async function bindConfiguredLab(config: Config["lab"], log: Log): Promise<ServedLab | null> {
  const { lab } = config.enabled && config.bind ? openConfiguredLab(config) : { lab: null };
  if (lab === null) return null;
  const sites = lab.sites(systemClock, cryptoRandom);
  const bound = await bindLab(listenersOf(sites), config.port, systemClock, cryptoRandom);
  const { leftOut } = bound;
  if (leftOut.length > 0)
    log.warn(
      { addresses: leftOut },
      "this machine does not have some of the lab's addresses; docs/lab.md says how to add them",
    );
  const trust = lab.anchorTexts;
  log.info(
    { addresses: bound.bound.length, port: config.port, trust },
    "the lab's servers answer on loopback addresses",
  );
  return { ...bound, workbench: new Workbench(lab, sites) };
}
