// Keys and values of the ring table's tests: a value tells which key it belongs to in every octet, so a value that is
// half another one is seen.

export function keyOf(number: number): Uint8Array {
  return new TextEncoder().encode(`key-${number}`);
}

/** A value of one to three hundred octets; `version` makes it another one. */
export function valueOf(number: number, version: number): Uint8Array {
  const octets = 4 + ((number * 31 + version * 17) % 300);
  const value = new Uint8Array(octets).fill((number * 7 + version) & 0xff);
  new DataView(value.buffer).setUint16(0, number);
  value[2] = version & 0xff;
  return value;
}

export function isValueOf(number: number, value: Uint8Array): boolean {
  if (value.length < 4 || ((value[0] << 8) | value[1]) !== number) return false;
  return value.subarray(3).every((octet) => octet === ((number * 7 + value[2]) & 0xff));
}
