// Figures as a table for people: the fastest first.

import type { ChangeFigures } from "./changing-server.ts";
import type { Figures } from "./run.ts";

type Column = readonly [head: string, cell: (figures: Figures) => string];

const columns: readonly Column[] = [
  ["server", (f) => f.server],
  ["queries/s", (f) => String(Math.round(f.queriesPerSecond))],
  ["user µs", (f) => f.userMicroseconds.toFixed(2)],
  ["system µs", (f) => f.systemMicroseconds.toFixed(2)],
  ["p50 µs", (f) => latency(f.p50Microseconds)],
  ["p99 µs", (f) => latency(f.p99Microseconds)],
  ["lost", (f) => String(f.lost)],
  ["RSS MB", (f) => (f.rssBytes / 1e6).toFixed(0)],
  ["PSS MB", (f) => (f.pssBytes / 1e6).toFixed(0)],
  ["start s", (f) => f.loadSeconds.toFixed(2)],
  ["load busy", (f) => `${(100 * f.generatorBusy).toFixed(0)} %`],
];

function latency(microseconds: number): string {
  return Number.isNaN(microseconds) ? "-" : microseconds.toFixed(0);
}

/** From a flip to the new choice from every worker; and the same questions without a flip. */
const flipColumns: readonly Column[] = [
  ["flips", (f) => String(f.flips?.flips ?? 0)],
  ["flip p50 ms", (f) => (f.flips?.p50 ?? Number.NaN).toFixed(2)],
  ["flip p99 ms", (f) => (f.flips?.p99 ?? Number.NaN).toFixed(2)],
  ["still p50 ms", (f) => (f.flips?.stillP50 ?? Number.NaN).toFixed(2)],
  ["still p99 ms", (f) => (f.flips?.stillP99 ?? Number.NaN).toFixed(2)],
  ["flip max ms", (f) => (f.flips?.max ?? Number.NaN).toFixed(2)],
  ["old choices", (f) => String(f.flips?.stale ?? 0)],
];

export function changesText(figures: ChangeFigures): string {
  const ms = (value: number): string => `${value.toFixed(2)} ms`;
  const { changes, perSecond, seenP50, seenP99, seenMax, asked, askedP50, askedP99, stale } = figures;
  return `${changes} changes under load, ${Math.round(perSecond)} a second: answered from by every worker after ${ms(seenP50)} (p50), ${ms(seenP99)} (p99), ${ms(seenMax)} (max);
told to a client that asks at once after ${ms(askedP50)} (p50), ${ms(askedP99)} (p99) of ${asked}; old answers: ${stale}
`;
}

export function table(title: string, figures: readonly Figures[]): string {
  const shown = figures.some(({ flips }) => flips !== null) ? [...columns, ...flipColumns] : columns;
  const rows = figures
    .toSorted((a, b) => b.queriesPerSecond - a.queriesPerSecond)
    .map((f) => shown.map(([, cell]) => cell(f)));
  const heads = shown.map(([head]) => head);
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ");
  return [title, line(heads), ...rows.map(line), ""].join("\n");
}
