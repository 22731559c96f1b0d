// java.lang.Double: a number that prints with a fraction even where it has none, and with an exponent beyond seven
// digits (Java SE API, Double.toString). Wrapped, so that 1.0 stays another thing than 1, in templates and in JSON.
// The digits are the fewest that name the double, which JavaScript and JDK 19 and later agree on.

export class JavaDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  toString(): string {
    return printDouble(this.value);
  }
}

/** The nearest double of any number of JSON or a template. */
export function doubleOf(value: number | bigint | JavaDouble): number {
  return value instanceof JavaDouble ? value.value : Number(value);
}

export function printDouble(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [digits, exponent] = value.toExponential().split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}
