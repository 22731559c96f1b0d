// The remainder for multipleOf, in decimal as Java's BigDecimal has it: 0.3 is a multiple of 0.1, which in doubles it is
// not. Numbers of very different size are divided as doubles, as their digits would fill memory.

import { doubleOf, JavaDouble } from "../json/double.ts";

type JsonNumber = number | bigint | JavaDouble;

/** Digits and how many of them stand behind the point. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const maxScale = 400;

/** Zero where `value` is a multiple of `divisor`. */
export function remainder(value: JsonNumber, divisor: JsonNumber): number {
  if (typeof value === "number" && typeof divisor === "number") return Math.abs(value % divisor);
  const [a, b] = [decimal(value), decimal(divisor)];
  const scale = Math.max(a.scale, b.scale);
  if (scale - Math.min(a.scale, b.scale) > maxScale) return doubleOf(value) % doubleOf(divisor);
  const rest = (a.digits * 10n ** BigInt(scale - a.scale)) % (b.digits * 10n ** BigInt(scale - b.scale));
  return rest === 0n ? 0 : 1;
}

function decimal(value: JsonNumber): Decimal {
  if (!(value instanceof JavaDouble)) return { digits: BigInt(value), scale: 0 };
  const [mantissa, exponent] = value.value.toExponential().split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length - Number(exponent) };
}
