// What keeps a file from being read at all: the wrong encoding, as editors and copying programs leave it. Master files are octets with
// ASCII meaning (RFC 1035 §5.1), lines end in LF or CR LF. Without this the first entry is said to be wrong in some way, and nobody
// sees why: a byte order mark is invisible.

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A sentence about a file that is no master file whatever stands in it; null where it may be one. */
export function encodingFault(text: Uint8Array): string | null {
  const [first, second, third] = text;
  if (first === 0xef && second === 0xbb && third === 0xbf)
    return "the file begins with a byte order mark: save it as UTF-8 without one";
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return "the file is UTF-16: save it as UTF-8";
  const lineEnd = text.includes(lineFeed) ? -1 : text.indexOf(carriageReturn);
  return lineEnd >= 0 && lineEnd < text.length - 1 ? "lines end in CR alone: save the file with LF or CR LF" : null;
}
