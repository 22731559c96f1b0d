// When the signatures of the lab are valid. Fixed dates, not today's: the same zones give the same answers in a year, and both
// the clock of this machine and the virtual one, which begins in 2020, lie within the usual ones.

import type { SignatureTimes } from "../../dnssec/sign.ts";

export type Times = SignatureTimes;

export const times: Readonly<Record<"usual" | "past" | "future" | "backwards", Times>> = {
  usual: { inception: dateOf(2020), expiration: dateOf(2037) },
  past: { inception: dateOf(2019), expiration: dateOf(2020) },
  future: { inception: dateOf(2036), expiration: dateOf(2037) },
  backwards: { inception: dateOf(2037), expiration: dateOf(2020) },
};

/** The first second of a year. */
function dateOf(year: number): number {
  return Date.UTC(year, 0, 1) / 1000;
}
