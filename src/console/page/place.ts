// Where the visitor is: the page's name and its words, behind the # of the address, so that a question can be bookmarked and
// sent to somebody.

export interface Place {
  readonly page: string;
  readonly words: URLSearchParams;
}

/** `#/ask?name=www.example.com&type=A` */
export function placeOf(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { page: path, words: new URLSearchParams(query) };
}

/** Words that are empty are left out. */
export function linkTo(page: string, words: Readonly<Record<string, string>> = {}): string {
  const said = new URLSearchParams(Object.entries(words).filter(([, word]) => word !== ""));
  const query = said.toString();
  return query === "" ? `#/${page}` : `#/${page}?${query}`;
}

/** A name without its last dot, as people write it; the root keeps its own. */
export function plainName(name: string): string {
  return name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}
