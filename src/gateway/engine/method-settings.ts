// Which of a stage's settings are those of one method (AWS guide: set-up-stages, API reference: MethodSetting). Keys are
// `{path}/{VERB}`, the slashes of the path written ~1, with or without the first one; * stands for every path or verb.
// Invariants: the more a key names, the more it counts; a stage without settings has AWS's defaults.

import type { MethodSetting, StringMap } from "../model/shapes.ts";

export const defaultSetting: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: -1,
  throttlingRateLimit: -1,
  cachingEnabled: true,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

export interface SettingOfMethod {
  readonly setting: MethodSetting;
  /** Whether a key names this method, and not only every method. */
  readonly isOwn: boolean;
}

/** `verb` is the request's, `declared` the method's: its own, or ANY. */
export function settingOf(
  settings: StringMap<MethodSetting>,
  path: string,
  verb: string,
  declared: string,
): SettingOfMethod {
  const wanted = bare(path);
  let best = { rank: 0, setting: defaultSetting };
  for (const [key, setting] of Object.entries(settings)) {
    const slash = key.lastIndexOf("/");
    const byPath = pathRank(bare(key.slice(0, slash).replaceAll("~1", "/")), wanted);
    const byVerb = verbRank(key.slice(slash + 1), verb, declared);
    const rank = byPath === -1 || byVerb === -1 ? 0 : byPath + byVerb + 1;
    if (rank > best.rank) best = { rank, setting };
  }
  return { setting: best.setting, isOwn: best.rank > 1 };
}

/** A path counts more than a verb, a name more than a star; -1 for another method's. */
function pathRank(key: string, path: string): number {
  if (key === path) return 3;
  return key === "*" ? 0 : -1;
}

function verbRank(key: string, verb: string, declared: string): number {
  if (key === verb) return 2;
  if (key === declared) return 1;
  return key === "*" ? 0 : -1;
}

function bare(path: string): string {
  return path.replace(/^\/+/, "");
}
