// Metric families as Prometheus text, exposition format 0.0.4: HELP and TYPE once, then one line a sample.
// Invariant: a label's value and a help text are escaped, so no name of a zone can break the page.

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly labels: { readonly [name: string]: string };
  readonly value: number;
  /** What a histogram's lines have behind the name. */
  readonly suffix?: "_bucket" | "_sum" | "_count";
}

export const prometheusType = "text/plain; version=0.0.4; charset=utf-8";

/** The families as text; one without samples is left out. */
export function printFamilies(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, kind, samples }) => {
      const lines = samples.map(
        ({ labels, value, suffix = "" }) => `${name}${suffix}${printLabels(labels)} ${value}\n`,
      );
      return `# HELP ${name} ${escape(help)}\n# TYPE ${name} ${kind}\n${lines.join("")}`;
    })
    .join("");
}

/** A histogram's lines, in seconds, from counts by bucket in milliseconds; the last bucket has no bound. */
export function histogramSamples(
  labels: Sample["labels"],
  boundsMs: readonly number[],
  counts: readonly number[],
  sumMs: number,
): Sample[] {
  let total = 0;
  const buckets = counts.map((count, i): Sample => {
    total += count;
    const le = i < boundsMs.length ? String(boundsMs[i] / 1000) : "+Inf";
    return { labels: { ...labels, le }, value: total, suffix: "_bucket" };
  });
  return [...buckets, { labels, value: sumMs / 1000, suffix: "_sum" }, { labels, value: total, suffix: "_count" }];
}

function printLabels(labels: Sample["labels"]): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escape(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
