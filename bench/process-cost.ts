// What a server costs, read from /proc: CPU of a process and all its descendants, split in user and system time,
// and memory. The sum comes from schedstat (nanoseconds), the split from stat (clock ticks).

import { readdirSync, readFileSync } from "node:fs";

export interface CpuNanoseconds {
  user: number;
  system: number;
}

/** A process and its descendants that live now. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = statFields(`/proc/${entry}/stat`);
    if (stat === null) continue;
    const parent = Number(stat[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** CPU spent so far by every thread of every given process. */
export function cpuOf(pids: readonly number[]): CpuNanoseconds {
  const total = { user: 0, system: 0 };
  for (const pid of pids) {
    for (const thread of listOrNone(`/proc/${pid}/task`)) {
      const stat = statFields(`/proc/${pid}/task/${thread}/stat`);
      const ran = Number(readOrNone(`/proc/${pid}/task/${thread}/schedstat`)?.split(" ")[0] ?? 0);
      if (stat === null) continue;
      const ticks = { user: Number(stat[11]), system: Number(stat[12]) };
      const share = ticks.user + ticks.system === 0 ? 1 : ticks.user / (ticks.user + ticks.system);
      total.user += ran * share;
      total.system += ran * (1 - share);
    }
  }
  return total;
}

/** Resident and proportional set sizes in bytes: the latter counts shared pages once. */
export function memoryOf(pids: readonly number[]): { rss: number; pss: number } {
  const total = { rss: 0, pss: 0 };
  for (const pid of pids) {
    const rollup = readOrNone(`/proc/${pid}/smaps_rollup`) ?? "";
    total.rss += 1024 * Number(/^Rss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    total.pss += 1024 * Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  }
  return total;
}

/** The fields after the command's name, which may hold spaces: [state, ppid, …, utime at 11, stime at 12]. */
function statFields(path: string): string[] | null {
  const text = readOrNone(path);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function readOrNone(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

function listOrNone(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
