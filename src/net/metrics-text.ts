// The counters as Prometheus text (exposition format 0.0.4): what /metrics answers for the data plane.
// Reads counters.ts' table and nothing else; histograms are made cumulative here. Runs on the main thread.

import { type Metric, metrics, type Series, sumRows } from "./counters.ts";

/** Every metric of the data plane, all workers added up, each line ended. */
export function printMetrics(counters: SharedArrayBuffer): string {
  const sums = sumRows(counters);
  const lines: string[] = [];
  for (const metric of metrics) {
    lines.push(`# HELP ${metric.name} ${metric.help}`, `# TYPE ${metric.name} ${metric.kind}`);
    for (const series of metric.series) {
      if (metric.kind === "histogram") lines.push(...histogramLines(metric, series, sums));
      else if (!metric.sparse || sums[series.cell] > 0)
        lines.push(`${metric.name}${braces(series.labels)} ${sums[series.cell]}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function histogramLines(metric: Metric, series: Series, sums: Float64Array): string[] {
  const lines: string[] = [];
  const head = series.labels === "" ? "" : `${series.labels},`;
  let total = 0;
  for (const [i, bound] of [...metric.buckets, Number.POSITIVE_INFINITY].entries()) {
    total += sums[series.cell + i];
    lines.push(
      `${metric.name}_bucket${braces(`${head}le="${bound === Number.POSITIVE_INFINITY ? "+Inf" : bound}"`)} ${total}`,
    );
  }
  lines.push(`${metric.name}_sum${braces(series.labels)} ${sums[series.cell + metric.buckets.length + 1]}`);
  lines.push(`${metric.name}_count${braces(series.labels)} ${total}`);
  return lines;
}

function braces(labels: string): string {
  return labels === "" ? "" : `{${labels}}`;
}
