// Pages of lists: how many items one may have, and where the next begins. Sizes are texts on the wire; what is no
// positive number is InvalidInput, what is too large is the most that the list gives.

import { ApiFault, invalidInput } from "./faults.ts";

/** What the service's lists give at most. */
export const pageSizes = {
  recordSets: 300,
  hostedZones: 100,
  delegationSets: 100,
  authorizations: 50,
  queryLogging: 100,
};

/** What ListResourceRecordSets gives when nobody says, as recorded against AWS in 2026 (LocalStack's validated tests). */
export const usualRecordSets = 100;

export function pageSize(text: string | undefined, most: number, usual = most): number {
  if (text === undefined || text === "") return usual;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
    throw invalidInput(`Invalid page size: '${text}' is not a number from 1 to ${most}.`);
  return Math.min(Number(text), most);
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The first item of the next page, or null at the end. */
  readonly next: Item | null;
}

export function takePage<Item>(items: Iterable<Item>, size: number): Page<Item> {
  const taken: Item[] = [];
  for (const item of items) {
    if (taken.length === size) return { items: taken, next: item };
    taken.push(item);
  }
  return { items: taken, next: null };
}

/** A token that continues a list: what must be known to go on, told to nobody in particular. */
export function tokenOf(key: string): string {
  return encodeURIComponent(key);
}

export function keyOfToken(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch (error) {
    throw new ApiFault(
      "InvalidPaginationToken",
      "The value that you specified to get the second or subsequent page of results is invalid.",
      {
        cause: error,
      },
    );
  }
}
