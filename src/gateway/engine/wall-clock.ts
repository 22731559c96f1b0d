// Dates to the millisecond from a clock that tells its date in whole seconds (base/clock.ts): the running milliseconds plus
// a distance that is corrected whenever the seconds show that it is off, so that it is right to a millisecond soon.

import type { Clock } from "../../base/clock.ts";

export class WallClock {
  readonly #clock: Clock;
  #distance: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#distance = clock.wallSeconds() * 1000 - clock.nowMs();
  }

  /** Milliseconds since 1970-01-01 UTC of a moment of the clock, now or shortly before. */
  at(nowMs: number): number {
    const least = this.#clock.wallSeconds() * 1000;
    const present = this.#clock.nowMs() + this.#distance;
    if (present < least) this.#distance += least - present;
    else if (present >= least + 1000) this.#distance -= present - least - 999;
    return Math.round(nowMs + this.#distance);
  }
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const two = (value: number): string => String(value).padStart(2, "0");

let logSecond = NaN;
let logTime = "";

/** 30/Nov/2026:09:05:01 +0000, as in the common log format. Most are asked for within the second of the one before. */
export function commonLogTime(wallMs: number): string {
  const second = Math.floor(wallMs / 1000);
  if (second === logSecond) return logTime;
  const at = new Date(wallMs);
  logSecond = second;
  logTime = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${timeOf(at)} +0000`;
  return logTime;
}

/** Mon Nov 30 09:05:01 UTC 2026, as lines of the execution log begin. */
export function executionLogTime(wallMs: number): string {
  const at = new Date(wallMs);
  const day = `${days[at.getUTCDay()]} ${months[at.getUTCMonth()]} ${two(at.getUTCDate())}`;
  return `${day} ${timeOf(at)} UTC ${at.getUTCFullYear()}`;
}

function timeOf(at: Date): string {
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
}
