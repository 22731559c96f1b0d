// Rows as the objects that they hold, of the types that ./row-types.ts names. What is read is fresh: whoever has a row may
// change it without touching what is stored.

import type { Tables } from "../../base/tables.ts";
import type { RowOf } from "./row-types.ts";
import type { TableName } from "./table-names.ts";

export function getRow<Name extends TableName>(tables: Tables, table: Name, key: string): RowOf<Name> | null {
  const text = tables.get(table, key);
  return text === null ? null : (JSON.parse(text) as RowOf<Name>);
}

export function putRow<Name extends TableName>(tables: Tables, table: Name, key: string, row: RowOf<Name>): void {
  tables.put(table, key, JSON.stringify(row));
}

/** The rows whose keys begin with `prefix`, in key order. */
export function* rowsBelow<Name extends TableName>(tables: Tables, table: Name, prefix: string): Iterable<RowOf<Name>> {
  for (const [, text] of tables.scan(table, { prefix })) yield JSON.parse(text) as RowOf<Name>;
}

/** What of the keys stands behind `prefix`. */
export function keysBelow(tables: Tables, table: TableName, prefix: string): string[] {
  return Array.from(tables.scan(table, { prefix }), ([key]) => key.slice(prefix.length));
}
