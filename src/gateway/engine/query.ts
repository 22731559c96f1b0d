// A query string's names and values, decoded (AWS guide: api-gateway-known-issues, events of proxy integrations): + is a
// blank, percent signs are UTF-8, & and ; both part the pairs, a name alone has an empty value. What is no UTF-8 stays as it came.

export function parseQuery(text: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  if (text === "") return query;
  for (const pair of text.split(/[&;]/)) {
    const sign = pair.indexOf("=");
    const name = decoded(sign === -1 ? pair : pair.slice(0, sign));
    if (name === "") continue;
    const value = sign === -1 ? "" : decoded(pair.slice(sign + 1));
    const values = query.get(name);
    if (values === undefined) query.set(name, [value]);
    else values.push(value);
  }
  return query;
}

function decoded(text: string): string {
  const blanks = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!blanks.includes("%")) return blanks;
  try {
    return decodeURIComponent(blanks);
  } catch {
    return blanks;
  }
}
