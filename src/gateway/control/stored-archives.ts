// ZIP archives whose files are stored as they are: what a generated client is handed out in (PKWARE APPNOTE 4.3: local headers,
// central directory, end record). Names and contents are UTF-8. Small files only: no ZIP64, no streaming.

export interface ArchiveFile {
  readonly name: string;
  readonly text: string;
}

/** A fixed time of change, 1980-01-01, so that one API always gives one archive. */
const dosDate = 0x0021;
/** Names are UTF-8. */
const flags = 0x0800;

export function storedArchive(files: readonly ArchiveFile[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, text } of files) {
    const encoder = new TextEncoder();
    const nameOctets = encoder.encode(name);
    const data = encoder.encode(text);
    const common = [20, flags, 0, 0, dosDate];
    const sums = [crc32(data), data.length, data.length];
    const local = [
      words(0x04034b50),
      halves(...common),
      words(...sums),
      halves(nameOctets.length, 0),
      nameOctets,
      data,
    ];
    directory.push(
      words(0x02014b50),
      halves(20, ...common),
      words(...sums),
      halves(nameOctets.length, 0, 0, 0, 0),
      words(0, offset),
      nameOctets,
    );
    parts.push(...local);
    offset += sizeOf(local);
  }
  const size = sizeOf(directory);
  const end = [words(0x06054b50), halves(0, 0, files.length, files.length), words(size, offset), halves(0)];
  return joined([...parts, ...directory, ...end]);
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((size, part) => size + part.length, 0);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(sizeOf(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Numbers of two octets, the lowest first. */
function halves(...numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(numbers.flatMap((number) => [number & 0xff, (number >>> 8) & 0xff]));
}

/** Numbers of four octets. */
function words(...numbers: readonly number[]): Uint8Array {
  return joined(numbers.map((number) => halves(number & 0xffff, number >>> 16)));
}

function crc32(octets: Uint8Array): number {
  let sum = 0xffffffff;
  for (const octet of octets) {
    sum ^= octet;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
