// Where a clause of an RFC can be read: the section of the RFC Editor's page, by the number that steps cite it with.
// Clauses of other documents, such as AWS's guides, lead nowhere.

/** The address of "RFC 1034 §4.3.2 step 3b"; null where it is no RFC's. */
export function linkOfClause(clause: string): string | null {
  const [, number, section] = /^RFC (\d+)(?: §(\d+(?:\.\d+)*))?/.exec(clause) ?? [];
  if (number === undefined) return null;
  return `https://www.rfc-editor.org/rfc/rfc${number}.html${section === undefined ? "" : `#section-${section}`}`;
}
