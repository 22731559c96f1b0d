// What a check is told from outside: an override, the state of its alarm, the position of its routing control. Nobody can find
// it out by probing, so whoever runs the checks keeps it beyond their life and gives it back (HealthChecks.define).

import type { AlarmState, ControlState, HealthStatus } from "./definition.ts";

export interface Told {
  /** What the check is, whatever it says itself. */
  readonly override: HealthStatus | null;
  readonly alarm: AlarmState;
  /** What the alarm said when there last was enough data. */
  readonly lastAlarm: HealthStatus;
  readonly control: ControlState;
}

/** Before anybody has told anything: no data, and the control is on. */
export const nothingTold: Told = {
  override: null,
  alarm: "INSUFFICIENT_DATA",
  lastAlarm: "healthy",
  control: "On",
};

/** The alarm of a CLOUDWATCH_METRIC check goes to a state. */
export function withAlarm(told: Told, alarm: AlarmState): Told {
  if (alarm === "INSUFFICIENT_DATA") return { ...told, alarm };
  return { ...told, alarm, lastAlarm: alarm === "OK" ? "healthy" : "unhealthy" };
}

export function saysNothing({ override, alarm, lastAlarm, control }: Told): boolean {
  const { override: none, alarm: noData, lastAlarm: well, control: on } = nothingTold;
  return override === none && alarm === noData && lastAlarm === well && control === on;
}
