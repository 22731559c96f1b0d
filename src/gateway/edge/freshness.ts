// Whether an edge location may keep an answer, for how long, and whether it may give one that it has kept (RFC 9111, as a
// shared cache; CloudFront guide: Expiration). Only what the answer itself allows is kept: nothing is guessed from its age.
// Pure: times are arguments, in milliseconds since 1970-01-01 UTC.

/** A Cache-Control header as its directives, names in lower case (RFC 9111 §5.2). */
export type Directives = ReadonlyMap<string, string | null>;

function readDirectives(text: string | undefined): Directives {
  const found = new Map<string, string | null>();
  for (const [, name, quoted, plain] of (text ?? "").matchAll(/([\w-]+)(?:=(?:"([^"]*)"|([^\s,;]*)))?/g)) {
    found.set(name.toLowerCase(), quoted ?? plain ?? null);
  }
  return found;
}

/** RFC 9110 §15.1: those that may be kept when the answer says how long; a partial answer is not put together here. */
const keepable: ReadonlySet<number> = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501]);

export interface AnswerHead {
  readonly status: number;
  header(name: string): string | undefined;
}

/** How long an answer is fresh, in seconds; 0: it is not kept (RFC 9111 §3, §4.2.1). */
export function lifetimeSeconds(
  method: string,
  isAuthorised: "authorised" | "anonymous",
  answer: AnswerHead,
  nowMs: number,
): number {
  if (method !== "GET" || !keepable.has(answer.status)) return 0;
  const said = readDirectives(answer.header("cache-control"));
  if (said.has("no-store") || said.has("private") || said.has("no-cache")) return 0;
  if (answer.header("vary")?.trim() === "*") return 0;
  // RFC 9111 §3.5: what is for one user is for all only when the answer says so.
  const isForAll = said.has("public") || said.has("s-maxage") || said.has("must-revalidate");
  if (isAuthorised === "authorised" && !isForAll) return 0;
  const given = seconds(said.get("s-maxage")) ?? seconds(said.get("max-age"));
  const left = given ?? untilExpiry(answer, nowMs);
  return Math.max(0, left - (seconds(answer.header("age")) ?? 0));
}

/** Whether the client wants no answer that was kept (RFC 9111 §5.2.1). */
export function wantsFresh(cacheControl: string | undefined, pragma: string | undefined): boolean {
  const said = readDirectives(cacheControl);
  if (said.has("no-cache") || said.has("no-store") || seconds(said.get("max-age")) === 0) return true;
  return cacheControl === undefined && readDirectives(pragma).has("no-cache");
}

/** Headers whose values tell answers of one path apart, in lower case and order (RFC 9111 §4.1). */
export function varyingNames(vary: string | undefined): readonly string[] {
  const names = (vary ?? "").split(",").map((name) => name.trim().toLowerCase());
  return [...new Set(names.filter((name) => name !== ""))].toSorted();
}

/** Whether a client's If-None-Match names this entity tag, weakly compared (RFC 9110 §13.1.2). */
export function matchesTag(ifNoneMatch: string | undefined, tag: string | undefined): boolean {
  if (ifNoneMatch === undefined || tag === undefined) return false;
  const bare = (text: string): string => text.trim().replace(/^W\//, "");
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((one) => bare(one) === bare(tag));
}

function untilExpiry(answer: AnswerHead, nowMs: number): number {
  const expires = Date.parse(answer.header("expires") ?? "");
  return Number.isNaN(expires) ? 0 : Math.max(0, Math.floor((expires - nowMs) / 1000));
}

function seconds(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
