// Pages of lists: `limit` items from `position` on, which is what the answer before gave (API model: position, limit; 25 items
// when nobody says, 500 at most). A position is where the next item stands in its table, so that a list goes on rightly
// though items came and went between two pages.

import type { Tables } from "../../base/tables.ts";
import type { RowOf } from "./row-types.ts";
import type { TableName } from "./table-names.ts";

export interface PageRequest {
  readonly position?: string | undefined;
  readonly limit?: number | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly position?: string;
}

const usualItems = 25;
const mostItems = 500;

export interface ListSource<Name extends TableName> {
  readonly tables: Tables;
  readonly table: Name;
  readonly prefix: string;
  /** Which rows the list holds; all when left out. */
  readonly filter?: (row: RowOf<Name>) => boolean;
}

export function listRows<Name extends TableName, Item>(
  { tables, table, prefix, filter }: ListSource<Name>,
  request: PageRequest,
  show: (row: RowOf<Name>, key: string) => Item,
): Page<Item> {
  const size = pageSize(request.limit);
  const items: Item[] = [];
  for (const [key, text] of tables.scan(table, { prefix, from: prefix + (request.position ?? "") })) {
    // Indexes have no rows, only keys.
    const row = (text === "" ? text : JSON.parse(text)) as RowOf<Name>;
    if (filter !== undefined && !filter(row)) continue;
    if (items.length === size) return { items, position: key.slice(prefix.length) };
    items.push(show(row, key.slice(prefix.length)));
  }
  return { items };
}

/** A page of what is no table: the items' names are their positions. */
export function listNamed<Item>(
  named: readonly (readonly [name: string, item: Item])[],
  request: PageRequest,
): Page<Item> {
  const size = pageSize(request.limit);
  const from = request.position ?? "";
  const rest = named.filter(([name]) => name >= from);
  const next = rest[size]?.[0];
  return { items: rest.slice(0, size).map(([, item]) => item), ...(next !== undefined && { position: next }) };
}

function pageSize(limit: number | undefined): number {
  return limit === undefined || limit < 1 ? usualItems : Math.min(limit, mostItems);
}
