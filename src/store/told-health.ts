// What somebody said of health, kept: what checks were told (overrides, alarms, routing controls; a text of ../server/health.ts),
// and how the hosts outside our zones are that aliases lead to. Not AWS's: there CloudWatch and the load balancers know it.
// Each saying is durable when it returns. What a check was told goes with the check (./health-checks.ts).

import type { HealthStatus } from "../routing/health-board.ts";
import type { Tables } from "../base/tables.ts";
import { table } from "./table-names.ts";

export class ToldHealth {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** What the check was told; null for nothing. */
  ofCheck(healthCheckId: string): string | null {
    return this.#tables.get(table.toldHealth, healthCheckId);
  }

  /** Throws StorageFault, and then nothing was told. */
  tellCheck(healthCheckId: string, told: string | null): void {
    this.#keep(table.toldHealth, healthCheckId, told);
  }

  /** Hosts outside our zones, with how they were said to be. Names are lower-case, without a last dot. */
  hosts(): Map<string, HealthStatus> {
    return new Map(this.#tables.scan(table.hostHealth, {}) as Iterable<readonly [string, HealthStatus]>);
  }

  /** Null: what was said counts no longer. Throws StorageFault. */
  tellHost(name: string, status: HealthStatus | null): void {
    this.#keep(table.hostHealth, name, status);
  }

  #keep(name: string, key: string, value: string | null): void {
    this.#tables.transaction(() => {
      if (value === null) this.#tables.delete(name, key);
      else this.#tables.put(name, key, value);
    });
  }
}
