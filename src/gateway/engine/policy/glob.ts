// Patterns of policy documents: * is any octets, none included and slashes too, ? is one (IAM guide:
// reference_policies_elements_resource). Policy variables, ${aws:username} and their like, are put in before; what they
// put in is never a pattern, so nobody's name matches more than itself. Linear but for the last star: no backtracking pile-up.

const star = -1;
const one = -2;

/** Code units, and the two marks. */
export type Glob = readonly number[];

export function parseGlob(pattern: string, variable: (name: string) => string | undefined): Glob | null {
  const glob: number[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const unit = pattern[i];
    if (unit === "$" && pattern[i + 1] === "{") {
      const end = pattern.indexOf("}", i);
      if (end !== -1) {
        const name = pattern.slice(i + 2, end);
        const value = escapes.has(name) ? name : variable(name);
        // A variable without a value matches nothing.
        if (value === undefined) return null;
        for (let at = 0; at < value.length; at++) glob.push(value.charCodeAt(at));
        i = end;
        continue;
      }
    }
    glob.push(markOf(unit));
  }
  return glob;
}

/** A pattern without variables. */
export function plainGlob(pattern: string): Glob {
  return pattern.split("").map(markOf);
}

function markOf(unit: string): number {
  return unit === "*" ? star : unit === "?" ? one : unit.charCodeAt(0);
}

/** ${*}, ${?} and ${$} are the marks themselves. */
const escapes: ReadonlySet<string> = new Set(["*", "?", "$"]);

/** Linear in the text for each star: it goes back to the last one only, so nothing costs more than text times pattern. */
export function matchesGlob(glob: Glob, text: string): boolean {
  let at = 0;
  let place = 0;
  let lastStar = -1;
  let mark = 0;
  while (place < text.length) {
    if (at < glob.length && glob[at] === star) {
      lastStar = at++;
      mark = place;
    } else if (at < glob.length && (glob[at] === one || glob[at] === text.charCodeAt(place))) {
      at++;
      place++;
    } else if (lastStar !== -1) {
      at = lastStar + 1;
      place = ++mark;
    } else return false;
  }
  while (at < glob.length && glob[at] === star) at++;
  return at === glob.length;
}
