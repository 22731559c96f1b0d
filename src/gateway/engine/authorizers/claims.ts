// The claims of a user pool's token as events and `$context.authorizer.claims` show them: all are texts, exp and iat as Java
// prints a date, lists joined by commas.

export function claimTexts(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(claims)) texts[name] = claimText(name, value);
  return texts;
}

function claimText(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && (name === "exp" || name === "iat")) return javaDate(value);
  if (Array.isArray(value)) return value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join();
  return JSON.stringify(value);
}

/** Mon Nov 30 00:00:00 UTC 2026 */
function javaDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const [weekday, day, month, year, time] = date.toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
