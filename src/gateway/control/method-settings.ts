// Method settings of a stage: logging, metrics, throttling and caching of one method, or of all (AWS API reference: MethodSetting;
// patch paths `/{resourcePath}/{httpMethod}/throttling/burstLimit` and so on). The key is the path as it was written, its slashes
// as `~1` or not, so that whoever wrote it finds it again. A method's settings begin as those of `*/*` are (recorded).

import type { MethodSetting, StringMap } from "../model/shapes.ts";
import { badRequest } from "./faults.ts";
import type { Draft } from "./patch.ts";
import { isTrue, readNumber, readWhole } from "./patch-rows.ts";

const usual: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

const largest = 2 ** 31 - 1;
const strategies = ["FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER"];
const logLevels = ["OFF", "ERROR", "INFO"];

type Setting = (draft: Draft<MethodSetting>, value: string | null) => void;

const settings: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ["metrics/enabled", (draft, value) => void (draft.metricsEnabled = isTrue(value))],
  ["logging/dataTrace", (draft, value) => void (draft.dataTraceEnabled = isTrue(value))],
  ["logging/loglevel", (draft, value) => void (draft.loggingLevel = oneOf("logging/loglevel", value, logLevels))],
  [
    "throttling/burstLimit",
    (draft, value) =>
      void (draft.throttlingBurstLimit = readWhole(value, limit("Invalid throttling burst limit specified"))),
  ],
  [
    "throttling/rateLimit",
    (draft, value) =>
      void (draft.throttlingRateLimit = readNumber(value, limit("Invalid throttling rate limit specified"))),
  ],
  ["caching/enabled", (draft, value) => void (draft.cachingEnabled = isTrue(value))],
  [
    "caching/ttlInSeconds",
    (draft, value) =>
      void (draft.cacheTtlInSeconds = readWhole(value, {
        least: 0,
        most: 3600,
        fault: "Cache TTL must be between 0 and 3600 seconds",
      })),
  ],
  ["caching/dataEncrypted", (draft, value) => void (draft.cacheDataEncrypted = isTrue(value))],
  [
    "caching/requireAuthorizationForCacheControl",
    (draft, value) => void (draft.requireAuthorizationForCacheControl = isTrue(value)),
  ],
  [
    "caching/unauthorizedCacheControlHeaderStrategy",
    (draft, value) =>
      void (draft.unauthorizedCacheControlHeaderStrategy = oneOf(
        "caching/unauthorizedCacheControlHeaderStrategy",
        value,
        strategies,
      ) as MethodSetting["unauthorizedCacheControlHeaderStrategy"]),
  ],
]);

/** -1 stands for no limit of the method's own. */
function limit(fault: string): { least: number; most: number; fault: string } {
  return { least: -1, most: largest, fault };
}

function oneOf(path: string, value: string | null, allowed: readonly string[]): string {
  if (value === null || !allowed.includes(value))
    throw badRequest(`Invalid value for ${path} specified. Valid options are ${allowed.join(",")}`);
  return value;
}

export interface SettingPath {
  /** Of the map of settings: a resource's path and a verb. */
  readonly key: string;
  /** Say `throttling/burstLimit`. */
  readonly setting: string;
}

/** What a patch's path names, or null when that is no setting of a method. */
export function settingPath(path: string): SettingPath | null {
  const parts = path.split("/").slice(1);
  const setting = parts.slice(-2).join("/");
  const key = parts.slice(0, -2).join("/");
  return settings.has(setting) && /^.+\/([A-Z]+|\*)$/.test(key) ? { key, setting } : null;
}

export function withSetting(
  all: StringMap<MethodSetting>,
  { key, setting }: SettingPath,
  value: string | null,
): StringMap<MethodSetting> {
  const draft: Draft<MethodSetting> = { ...usual, ...all["*/*"], ...all[key] };
  settings.get(setting)?.(draft, value);
  return { ...all, [key]: draft };
}
