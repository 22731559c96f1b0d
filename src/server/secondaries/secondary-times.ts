// When a secondary zone is to be looked after, by the times of its SOA (RFC 1035 §3.3.13, RFC 1034 §4.3.5): REFRESH after its primary
// was heard, RETRY after nobody was, and EXPIRE after nobody was for too long: then it is not answered from any more.
// Refreshes come up to a tenth early, so that zones that were fetched together do not stay together.

import { hurriedLookEveryMs, maxHurriedLooks } from "../../base/limits.ts";
import { soaPeriods } from "../../dns/soa.ts";

/** The times of an SOA, in seconds. */
export interface SoaTimes {
  readonly refreshSeconds: number;
  readonly retrySeconds: number;
  readonly expireSeconds: number;
}

/** What zones may ask for: nobody is asked twice a second, and no error in an SOA puts a zone to sleep for years. */
const leastSeconds = 1;
const mostSeconds = 28 * 86_400;
/** While there is no zone whose SOA could say: at first after so long, then twice, four times as long. */
const firstRetrySeconds = 5;
const mostRetrySeconds = 3_600;

export function soaTimes(rdata: Uint8Array): SoaTimes {
  const { refresh, retry, expire } = soaPeriods(rdata);
  const refreshSeconds = bounded(refresh);
  const retrySeconds = bounded(retry);
  // No zone expires before its primary was asked in vain twice: else it would come and go.
  const expireSeconds = Math.max(expire, refreshSeconds + retrySeconds);
  return { refreshSeconds, retrySeconds, expireSeconds };
}

/** When to ask the next time, now that the zone is known to be current. `chance` is from 0 to 1. */
export function refreshAtMs({ refreshSeconds }: SoaTimes, nowMs: number, chance: number): number {
  return nowMs + refreshSeconds * (1000 - 100 * chance);
}

/** When to ask again, after so many failures in a row; null: there is no zone yet. */
export function retryAtMs(times: SoaTimes | null, failures: number, nowMs: number): number {
  const seconds = times?.retrySeconds ?? Math.min(firstRetrySeconds * 2 ** Math.max(0, failures - 1), mostRetrySeconds);
  return nowMs + seconds * 1000;
}

export function expiresAtMs({ expireSeconds }: SoaTimes, currentAtMs: number): number {
  return currentAtMs + expireSeconds * 1000;
}

/** When a zone may be looked after that somebody told of a change of: at once, unless that was so several times just now. */
export function hurriedAtMs(paceMs: number, nowMs: number): number {
  return Math.max(nowMs, paceMs - (maxHurriedLooks - 1) * hurriedLookEveryMs);
}

/** The pace after one more look. */
export function pacedMs(paceMs: number, nowMs: number): number {
  return Math.max(paceMs, nowMs) + hurriedLookEveryMs;
}

function bounded(seconds: number): number {
  return Math.min(Math.max(seconds, leastSeconds), mostSeconds);
}
