// The octets that HTTP/1.1 is written in, one class each: of a token (RFC 9110 §5.6.2), of a header's value (§5.5) and of a
// request's target (RFC 9112 §3.2); and the lines of headers made of them. A message is text of one octet a character here.
// Invariants: a line ends with CR LF and nothing else does; there is no blank before a colon and no folding (RFC 9112 §5.1,
// §5.2); whatever was read once is read in the same way when it comes again with more behind it.

const ofToken = 1;
const ofValue = 2;
const ofTarget = 4;

const classes = new Uint8Array(256);
for (let octet = 0x21; octet <= 0x7e; octet++) classes[octet] = ofValue | ofTarget;
for (let octet = 0x80; octet <= 0xff; octet++) classes[octet] = ofValue;
for (const octet of [0x09, 0x20]) classes[octet] = ofValue;
for (const character of "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
  classes[character.charCodeAt(0)] |= ofToken;

/** The same class for characters that may be no octets at all. */
const notOfValue = /[^\t\x20-\x7e\x80-\xff]/;

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const colon = 0x3a;

/** In place of where something ends: it has not come whole yet, or it never will. */
export const isIncomplete = -1;
export const isMalformed = -2;

export function tokenEnd(text: string, at: number): number {
  while (at < text.length && (classes[text.charCodeAt(at)] & ofToken) !== 0) at += 1;
  return at;
}

export function targetEnd(text: string, at: number): number {
  while (at < text.length && (classes[text.charCodeAt(at)] & ofTarget) !== 0) at += 1;
  return at;
}

function valueEnd(text: string, at: number): number {
  while (at < text.length && (classes[text.charCodeAt(at)] & ofValue) !== 0) at += 1;
  return at;
}

/** Whether what is to be sent is a header's name, and whether it is a value: no line of it can become two. */
export function isToken(text: string): boolean {
  return text.length > 0 && tokenEnd(text, 0) === text.length;
}

export function isValue(text: string): boolean {
  return !notOfValue.test(text);
}

/** Reads headers up to the empty line into `flat`, name, value, name, value; where what follows them begins. */
export function readFields(text: string, at: number, flat: string[]): number {
  for (;;) {
    if (at >= text.length) return isIncomplete;
    if (text.charCodeAt(at) === carriageReturn) return lineEnd(text, at);
    const nameEnd = tokenEnd(text, at);
    if (nameEnd >= text.length) return isIncomplete;
    if (nameEnd === at || text.charCodeAt(nameEnd) !== colon) return isMalformed;
    let from = nameEnd + 1;
    while (isBlank(text.charCodeAt(from))) from += 1;
    let to = valueEnd(text, from);
    const next = lineEnd(text, to);
    if (next < 0) return next;
    while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
    flat.push(text.slice(at, nameEnd), text.slice(from, to));
    at = next;
  }
}

function isBlank(code: number): boolean {
  return code === space || code === tab;
}

/** Where the next line begins, if one ends here. */
function lineEnd(text: string, at: number): number {
  if (at >= text.length) return isIncomplete;
  if (text.charCodeAt(at) !== carriageReturn) return isMalformed;
  if (at + 1 >= text.length) return isIncomplete;
  return text.charCodeAt(at + 1) === lineFeed ? at + 2 : isMalformed;
}

/** RFC 9110 §8.6: answers of these statuses have no body, nor do they say how long it would be. */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 304 || status < 200;
}
