// What an entry of the browser's history shows: whoever goes back to a walk finds that walk, and not what a cache makes of
// asking once more. It is kept with the entry and by the browser alone, so it goes with it; a page that is loaded anew asks anew.

interface Visited {
  /** A trace, as lines of JSON. */
  readonly trace: string;
}

const [arrival] = performance.getEntriesByType("navigation");
if (arrival instanceof PerformanceNavigationTiming && arrival.type === "reload") forgetHere();

/** Of the entry that is shown now. */
export function keepHere(trace: string): void {
  try {
    history.replaceState({ trace } satisfies Visited, "");
  } catch {
    // Too large for this browser: then going back asks again.
  }
}

export function keptHere(): string | null {
  return (history.state as Visited | null)?.trace ?? null;
}

export function forgetHere(): void {
  history.replaceState(null, "");
}
