// Plain objects as JSON, by the model: members by the names of the wire, octets in Base64, times in seconds since 1970, whatever
// an operation counts them in. Absent members are left out; empty lists and maps, and nulls within a map, are printed, for
// the services print them where they have them. Members that the model does not know are never printed.

import { type Shape, type Structure, bodyMembers } from "../model.ts";
import type { Fields } from "../service-api.ts";

export interface Times {
  /** What operations count times in: a second, or a millisecond. Text is a date. */
  readonly given: "seconds" | "milliseconds";
  /** Milliseconds: times are told in whole steps of it. */
  readonly stepMs: number;
}

/** The body's members as a value for JSON. */
export function jsonMembers(shape: Structure, value: Fields, times: Times): Record<string, unknown> {
  const printed: Record<string, unknown> = {};
  for (const { name, wireName, shape: inner } of bodyMembers(shape)) {
    const member = value[name] ?? null;
    if (member !== null) printed[wireName] = jsonValue(inner, member, times);
  }
  return printed;
}

function jsonValue(shape: Shape, value: unknown, times: Times): unknown {
  switch (shape.kind) {
    case "structure":
      return jsonMembers(shape, value as Fields, times);
    case "list":
      return (value as readonly unknown[]).map((item) => jsonValue(shape.item, item, times));
    case "map":
      return Object.fromEntries(
        Object.entries(value as Fields)
          .filter(([, one]) => one !== undefined)
          // A template that was emptied is null in AWS's answers, and clients that go by them want to see its name.
          .map(([name, one]) => [name, one === null ? null : jsonValue(shape.value, one, times)]),
      );
    case "blob":
      return Buffer.from(value as Uint8Array).toString("base64");
    case "timestamp":
      return seconds(value, times);
    case "string":
      return String(value);
    case "integer":
    case "long":
    case "double":
      return Number(value);
    case "boolean":
      return value === true;
  }
}

function seconds(value: unknown, { given, stepMs }: Times): number {
  const unitMs = given === "seconds" ? 1000 : 1;
  const ms = typeof value === "number" ? value * unitMs : Date.parse(String(value));
  return (Math.floor(ms / stepMs) * stepMs) / 1000;
}
