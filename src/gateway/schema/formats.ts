// The formats of draft 4 (§7.3): date-time, email, hostname, ipv4, ipv6, uri, and regex. A format that is not known checks
// nothing, as the draft allows and json-schema-validator does. Messages: json-schema-validator's.

import type { JsonValue } from "../json/value.ts";
import { SchemaStop } from "./fault.ts";
import type { Place } from "./resolve.ts";
import type { Check } from "./validation.ts";

interface Format {
  readonly matches: (text: string) => boolean;
  readonly message: (text: string) => string;
}

/** The two forms that its date-time has, as it tells them. */
const dateTimes = `["yyyy-MM-dd'T'HH:mm:ssZ","yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z"]`;
const dateTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,12})?(?:Z|[+-]\d\d:?\d\d)$/i;

function isDateTime(text: string): boolean {
  const found = dateTime.exec(text);
  if (found === null) return false;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
}

const octet = /^(?:0|[1-9]\d{0,2})$/;

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => octet.test(part) && Number(part) < 256);
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (text.length > 45 || halves.length > 2) return false;
  const last = text.slice(text.lastIndexOf(":") + 1);
  const hasIpv4 = last.includes(".");
  if (hasIpv4 && !isIpv4(last)) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const hex = hasIpv4 ? groups.slice(0, -1) : groups;
  const size = groups.length + (hasIpv4 ? 1 : 0);
  return hex.every((group) => /^[\da-fA-F]{1,4}$/.test(group)) && (halves.length === 2 ? size < 8 : size === 8);
}

/** Labels of letters, digits and hyphens; one label alone is a name too. */
function isHostname(text: string): boolean {
  const labels = text.split(".");
  return text.length <= 253 && labels.every((label) => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label));
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  return (
    at > 0 &&
    at < text.length - 1 &&
    text.length <= 320 &&
    !/[\s<>()[\],;:\\"]|\.\.|^\.|\.@/.test(text) &&
    text.indexOf("@") === at
  );
}

/** As java.net.URI: also relative ones, without blanks and other characters that must be escaped. */
function isUri(text: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:\S|[^:]*$|[/?#])/i.test(text) && !/[\s<>"{}|\\^`]|%(?![\da-f]{2})/i.test(text);
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const formats: Readonly<Record<string, Format>> = {
  "date-time": {
    matches: isDateTime,
    message: (text) => `string "${text}" is invalid against requested date format(s) ${dateTimes}`,
  },
  email: { matches: isEmail, message: (text) => `string "${text}" is not a valid email address` },
  hostname: { matches: isHostname, message: (text) => `string "${text}" is not a valid hostname` },
  ipv4: { matches: isIpv4, message: (text) => `string "${text}" is not a valid IPv4 address` },
  ipv6: { matches: isIpv6, message: (text) => `string "${text}" is not a valid IPv6 address` },
  regex: { matches: isRegex, message: (text) => `string "${text}" is not a valid ECMA 262 regular expression` },
  uri: { matches: isUri, message: (text) => `string "${text}" is not a valid URI` },
};

export function formatCheck(value: JsonValue, _schema: unknown, place: Place): Check | null {
  if (typeof value !== "string") throw new SchemaStop(`${place.pointer}/format`, "must be a text");
  if (!Object.hasOwn(formats, value)) return null;
  const { matches, message } = formats[value];
  return (instance, validation) => {
    if (typeof instance === "string" && !matches(instance)) validation.fail(message(instance));
  };
}
