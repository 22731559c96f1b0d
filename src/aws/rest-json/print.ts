// Plain objects as JSON, by the model: members by the names of the wire, octets in Base64, times in seconds since 1970. Absent
// members are left out; empty lists and maps are printed, for the services print them where they have them. Members that the
// model does not know are never printed.

import { type Shape, type Structure, bodyMembers } from "../model.ts";
import type { Fields } from "../service-api.ts";

/** The body's members as a value for JSON. */
export function jsonMembers(shape: Structure, value: Fields, timeStepMs: number): Record<string, unknown> {
  const printed: Record<string, unknown> = {};
  for (const { name, wireName, shape: inner } of bodyMembers(shape)) {
    const member = value[name] ?? null;
    if (member !== null) printed[wireName] = jsonValue(inner, member, timeStepMs);
  }
  return printed;
}

function jsonValue(shape: Shape, value: unknown, timeStepMs: number): unknown {
  switch (shape.kind) {
    case "structure":
      return jsonMembers(shape, value as Fields, timeStepMs);
    case "list":
      return (value as readonly unknown[]).map((item) => jsonValue(shape.item, item, timeStepMs));
    case "map":
      return Object.fromEntries(
        Object.entries(value as Fields)
          .filter(([, one]) => one !== undefined && one !== null)
          .map(([name, one]) => [name, jsonValue(shape.value, one, timeStepMs)]),
      );
    case "blob":
      return Buffer.from(value as Uint8Array).toString("base64");
    case "timestamp":
      return seconds(typeof value === "number" ? value : Date.parse(String(value)), timeStepMs);
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

function seconds(ms: number, timeStepMs: number): number {
  return (Math.floor(ms / timeStepMs) * timeStepMs) / 1000;
}
