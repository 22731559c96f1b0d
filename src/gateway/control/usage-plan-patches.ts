// What of a usage plan can be patched (AWS API reference: patch-operations, UsagePlan; the list of paths as the service gives
// it). A limit that is set where there were none brings the others along, as zeros; a stage's own limits of a method lie
// under `{path}/{VERB}`, in whose patch the path may have its slashes as `~1` or as they are.

import type { ApiStage, QuotaSettings, ThrottleSettings, UsagePlan } from "../model/access.ts";
import type { StringMap } from "../model/shapes.ts";
import { badRequest } from "./faults.ts";
import { type Change, type Draft, patched, type PatchOperation, type PatchTable } from "./patch.ts";
import { readNumber, readWhole, text } from "./patch-rows.ts";

export function patchedPlan(plan: UsagePlan, operations: readonly PatchOperation[]): UsagePlan {
  const wanted = patched(planPatches, plan, operations);
  return { ...wanted, apiStages: wanted.apiStages ?? [] };
}

const largest = 2 ** 31 - 1;
const noThrottle: ThrottleSettings = { burstLimit: 0, rateLimit: 0 };
const noQuota: QuotaSettings = { limit: 0, offset: 0, period: "DAY" };

function readBurst(value: string | null): number {
  return readWhole(value, { least: 0, most: largest, fault: "Invalid throttle burst limit specified" });
}

function readRate(value: string | null): number {
  return readNumber(value, { least: 0, most: largest, fault: "Invalid throttle rate limit specified" });
}

function readCount(value: string | null): number {
  return readWhole(value, { least: 0, most: largest, fault: "Invalid quota specified" });
}

function setThrottle(draft: Draft<UsagePlan>, given: Partial<ThrottleSettings>): void {
  draft.throttle = { ...noThrottle, ...draft.throttle, ...given };
}

function setQuota(draft: Draft<UsagePlan>, given: Partial<QuotaSettings>): void {
  draft.quota = { ...noQuota, ...draft.quota, ...given };
}

/** `{apiId}:{stage}`. */
function readStage(value: string | null): ApiStage {
  const [apiId = "", stage = "", ...rest] = (value ?? "").split(":");
  if (apiId === "" || stage === "" || rest.length > 0) throw badRequest("Invalid API Stage specified");
  return { apiId, stage };
}

function isSame(a: ApiStage, b: ApiStage): boolean {
  return a.apiId === b.apiId && a.stage === b.stage;
}

/** Changes the limits that one stage of the plan has of its own. */
function changeStage(
  draft: Draft<UsagePlan>,
  name: string,
  change: (limits: StringMap<ThrottleSettings>) => StringMap<ThrottleSettings>,
): void {
  const wanted = readStage(name);
  if (!draft.apiStages.some((stage) => isSame(stage, wanted))) throw badRequest("Invalid API Stage specified");
  draft.apiStages = draft.apiStages.map((stage) => {
    if (!isSame(stage, wanted)) return stage;
    const { throttle = {}, ...plain } = stage;
    const limits = change(throttle);
    return Object.keys(limits).length === 0 ? plain : { ...plain, throttle: limits };
  });
}

function setMethodLimit(draft: Draft<UsagePlan>, { names: [name, key], value, path }: Change): void {
  changeStage(draft, name, (limits) => {
    const given = path.endsWith("/rateLimit") ? { rateLimit: readRate(value) } : { burstLimit: readBurst(value) };
    return { ...limits, [key]: { ...noThrottle, ...limits[key], ...given } };
  });
}

/** A JSON text of limits by method, as the console sends it. */
function readLimits(value: string | null): StringMap<ThrottleSettings> {
  try {
    const read = JSON.parse(value ?? "") as StringMap<Partial<ThrottleSettings>>;
    return Object.fromEntries(Object.entries(read).map(([key, limits]) => [key, { ...noThrottle, ...limits }]));
  } catch (error) {
    if (error instanceof SyntaxError) throw badRequest("Invalid throttle settings specified");
    throw error;
  }
}

const perStage = "/apiStages/*/throttle";
const listedStage = "/apiStages/<apidId:stageName>/throttle";

const planPatches: PatchTable<UsagePlan> = {
  wording: "listed",
  listed: {
    remove: [
      "/apiStages",
      "/quota",
      "/throttle",
      "/productCode",
      `${listedStage}/<resourcePath>/<httpMethod>`,
      listedStage,
    ],
    replace: [
      "/name",
      "/description",
      "/productCode",
      "/throttle/rateLimit",
      "/throttle/burstLimit",
      "/quota/limit",
      "/quota/offset",
      "/quota/period",
      `${listedStage}/<resourcePath>/<httpMethod>/rateLimit`,
      `${listedStage}/<resourcePath>/<httpMethod>/burstLimit`,
    ],
  },
  rows: [
    text("/name", "name", ["replace"], (name) => {
      if (name === null || name === "") throw badRequest("Usage Plan name cannot be blank");
    }),
    text("/description", "description"),
    text("/productCode", "productCode", ["replace", "add", "remove"]),
    {
      path: "/apiStages",
      ops: ["add", "remove"],
      apply(draft, { op, value }) {
        const wanted = readStage(value);
        const isThere = draft.apiStages.some((stage) => isSame(stage, wanted));
        if (op === "remove") {
          if (!isThere) throw badRequest("Invalid API Stage specified");
          draft.apiStages = draft.apiStages.filter((stage) => !isSame(stage, wanted));
        } else if (!isThere) {
          draft.apiStages = [...draft.apiStages, wanted];
        }
      },
    },
    { path: "/throttle", ops: ["remove"], apply: (draft) => void delete draft.throttle },
    {
      path: "/throttle/burstLimit",
      ops: ["add", "replace"],
      apply: (draft, { value }) => setThrottle(draft, { burstLimit: readBurst(value) }),
    },
    {
      path: "/throttle/rateLimit",
      ops: ["add", "replace"],
      apply: (draft, { value }) => setThrottle(draft, { rateLimit: readRate(value) }),
    },
    { path: "/quota", ops: ["remove"], apply: (draft) => void delete draft.quota },
    {
      path: "/quota/limit",
      ops: ["add", "replace"],
      apply: (draft, { value }) => setQuota(draft, { limit: readCount(value) }),
    },
    {
      path: "/quota/offset",
      ops: ["add", "replace"],
      apply: (draft, { value }) => setQuota(draft, { offset: readCount(value) }),
    },
    {
      path: "/quota/period",
      ops: ["add", "replace"],
      apply(draft, { value }) {
        if (value !== "DAY" && value !== "WEEK" && value !== "MONTH")
          throw badRequest("Invalid quota period specified. Valid options are DAY,WEEK,MONTH");
        setQuota(draft, { period: value });
      },
    },
    {
      path: perStage,
      ops: ["add", "replace", "remove"],
      apply: (draft, { op, names: [name], value }) =>
        changeStage(draft, name, (limits) => (op === "remove" ? {} : { ...limits, ...readLimits(value) })),
    },
    {
      path: `${perStage}/**`,
      ops: ["remove"],
      apply: (draft, { names: [name, gone] }) =>
        changeStage(draft, name, (limits) =>
          Object.fromEntries(Object.entries(limits).filter(([key]) => key !== gone)),
        ),
    },
    { path: `${perStage}/**/rateLimit`, ops: ["add", "replace"], apply: setMethodLimit },
    { path: `${perStage}/**/burstLimit`, ops: ["add", "replace"], apply: setMethodLimit },
  ],
};
