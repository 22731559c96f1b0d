// String.format of Java (java.util.Formatter), with the conversions that fit a template's values:
// %s %S %d %x %X %o %c %b %f %e %n %%, their flags (- 0 + space , #), width and precision, and positions (%2$s).

import { doubleOf } from "../json/double.ts";
import { JavaDouble } from "../json/double.ts";
import { isNumber } from "../json/value.ts";
import { RunFault } from "./fault.ts";
import { printFixed } from "./number-methods.ts";
import { boundedSize, javaText } from "./text.ts";
import type { Value } from "./values.ts";

const specifier = /%(?:(\d{1,4})\$)?([-#+ 0,(]*)(\d{1,7})?(?:\.(\d{1,4}))?([a-zA-Z%])/g;

export function formatJava(pattern: string, args: readonly Value[]): string {
  let next = 0;
  let size = pattern.length;
  return pattern.replaceAll(
    specifier,
    (
      all,
      position: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      kind: string,
    ) => {
      if (kind === "n") return "\n";
      let text = "%";
      if (kind !== "%") {
        const at = position === undefined ? next++ : Number(position) - 1;
        if (at < 0 || at >= args.length)
          throw new RunFault(`MissingFormatArgumentException: Format specifier '${all}'`);
        text = converted(args[at], {
          all,
          kind,
          flags,
          precision: precision === undefined ? undefined : Number(precision),
        });
      }
      const room = Number(width ?? 0);
      size = boundedSize(size + Math.max(room, text.length));
      if (flags.includes("-")) return text.padEnd(room);
      if (!flags.includes("0") || kind.toLowerCase() === "s") return text.padStart(room);
      const sign = /^[+\- ]?/.exec(text)?.[0] ?? "";
      return sign + text.slice(sign.length).padStart(room - sign.length, "0");
    },
  );
}

interface Conversion {
  readonly all: string;
  readonly kind: string;
  readonly flags: string;
  readonly precision: number | undefined;
}

function converted(value: Value, conversion: Conversion): string {
  const { kind } = conversion;
  const text = value === null ? "null" : printed(value, conversion);
  return kind === kind.toUpperCase() ? text.toUpperCase() : text;
}

function printed(value: Value, { all, kind, flags, precision }: Conversion): string {
  switch (kind.toLowerCase()) {
    case "s":
      return javaText(value).slice(0, precision);
    case "b":
      return typeof value === "boolean" ? String(value) : "true";
    case "c":
      if (typeof value === "number") return String.fromCodePoint(value & 0x1fffff);
      return typeof value === "string" && value.length === 1 ? value : wrongKind(all, value);
    case "d":
    case "x":
    case "o":
      if (!isNumber(value) || value instanceof JavaDouble) return wrongKind(all, value);
      if (kind !== "d") return value.toString(kind === "o" ? 8 : 16);
      return signed(flags, value.toString());
    case "f":
    case "e":
      if (!(value instanceof JavaDouble)) return wrongKind(all, value);
      if (kind === "f") return signed(flags, printFixed(doubleOf(value), precision ?? 6));
      return signed(flags, value.value.toExponential(precision ?? 6).replace(/e([+-])(\d)$/, "e$10$2"));
    default:
      throw new RunFault(`UnknownFormatConversionException: Conversion = '${kind}'`);
  }
}

function wrongKind(all: string, value: Value): never {
  throw new RunFault(`IllegalFormatConversionException: ${all} cannot print ${javaText(value).slice(0, 40)}`);
}

function signed(flags: string, digits: string): string {
  const grouped = flags.includes(",")
    ? digits.replace(/^-?\d+/, (whole) => whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ","))
    : digits;
  if (grouped.startsWith("-")) return grouped;
  if (flags.includes("+")) return `+${grouped}`;
  return flags.includes(" ") ? ` ${grouped}` : grouped;
}
