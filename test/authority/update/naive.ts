// RFC 2136 §3.2.5, §3.4.1.3, §3.4.2.7 and §3.6 as they stand, over a list of plain records: what our way of doing it is compared with.
// RDATA is text here, of which the case does not count.

export interface PlainRecord {
  readonly name: string;
  readonly type: string;
  ttl: number;
  readonly data: string;
}

export interface PlainUpdate {
  readonly name: string;
  readonly type: string;
  readonly class: "IN" | "ANY" | "NONE" | "CH";
  readonly ttl: number;
  /** null: no RDATA. */
  readonly data: string | null;
}

const apex = "@";
const isInZone = (name: string): boolean => !name.endsWith(".");

/** The RCODE, or the zone's records afterwards. */
export function updateNaively(
  zone: readonly PlainRecord[],
  prerequisites: readonly PlainUpdate[],
  updates: readonly PlainUpdate[],
): string | PlainRecord[] {
  const unmet = unmetPrerequisite(zone, prerequisites);
  if (unmet !== null) return unmet;
  for (const { name, class: recordClass, type, ttl, data } of updates) {
    if (!isInZone(name)) return "NOTZONE";
    if (recordClass === "IN" && type === "ANY") return "FORMERR";
    if (recordClass === "ANY" && (ttl !== 0 || data !== null)) return "FORMERR";
    if (recordClass === "NONE" && (ttl !== 0 || type === "ANY")) return "FORMERR";
    if (recordClass === "CH") return "FORMERR";
  }
  let records = zone.map((record) => ({ ...record }));
  for (const update of updates) records = carryOut(records, update);
  return raise(zone, records);
}

function unmetPrerequisite(zone: readonly PlainRecord[], prerequisites: readonly PlainUpdate[]): string | null {
  const wanted = new Map<string, Set<string>>();
  for (const { name, type, class: recordClass, ttl, data } of prerequisites) {
    if (ttl !== 0) return "FORMERR";
    if (!isInZone(name)) return "NOTZONE";
    const names = zone.filter((record) => record.name === name);
    const set = names.filter((record) => record.type === type);
    if (recordClass === "ANY") {
      if (data !== null) return "FORMERR";
      if (type === "ANY" && names.length === 0) return "NXDOMAIN";
      if (type !== "ANY" && set.length === 0) return "NXRRSET";
    } else if (recordClass === "NONE") {
      if (data !== null) return "FORMERR";
      if (type === "ANY" && names.length > 0) return "YXDOMAIN";
      if (type !== "ANY" && set.length > 0) return "YXRRSET";
    } else if (recordClass === "IN") {
      if (type === "ANY") return "FORMERR";
      const place = `${name} ${type}`;
      wanted.set(place, (wanted.get(place) ?? new Set()).add((data ?? "").toLowerCase()));
    } else return "FORMERR";
  }
  for (const [place, datas] of wanted) {
    const held = zone.filter(({ name, type }) => `${name} ${type}` === place).map(({ data }) => data.toLowerCase());
    if ([...datas].toSorted().join() !== held.toSorted().join()) return "NXRRSET";
  }
  return null;
}

function serialIn(data: string): number {
  return Number(data.split(" ")[2]);
}

function carryOut(records: PlainRecord[], update: PlainUpdate): PlainRecord[] {
  const { name, type, class: recordClass, ttl } = update;
  const data = update.data ?? "";
  const here = records.filter((record) => record.name === name);
  const isEqual = (record: PlainRecord): boolean =>
    record.name === name && record.type === type && record.data.toLowerCase() === data.toLowerCase();
  if (recordClass === "IN") {
    if (
      type === "CNAME" ? here.some((record) => record.type !== "CNAME") : here.some((record) => record.type === "CNAME")
    )
      return records;
    if (type === "SOA") {
      const soa = here.find((record) => record.type === "SOA");
      if (soa === undefined) return records;
      const ahead = (serialIn(data) - serialIn(soa.data) + 2 ** 32) % 2 ** 32;
      if (ahead === 0 || ahead >= 2 ** 31) return records;
    }
    const isReplaced = (record: PlainRecord): boolean =>
      record.name === name && record.type === type && (type === "CNAME" || type === "SOA");
    const kept = records.some(isEqual)
      ? records.filter((record) => !isReplaced(record) || isEqual(record))
      : [...records.filter((record) => !isReplaced(record)), { name, type, ttl, data }];
    return kept.map((record) => (record.name === name && record.type === type ? { ...record, ttl } : record));
  }
  const isApexType = name === apex && (type === "SOA" || type === "NS");
  if (recordClass === "ANY") {
    if (type === "ANY")
      return records.filter((record) => record.name !== name || (name === apex && ["SOA", "NS"].includes(record.type)));
    return isApexType ? records : records.filter((record) => record.name !== name || record.type !== type);
  }
  if (type === "SOA") return records;
  if (isApexType && here.filter((record) => record.type === "NS").length === 1) return records;
  return records.filter((record) => !isEqual(record));
}

/** RFC 2136 §3.6 */
function raise(before: readonly PlainRecord[], after: PlainRecord[]): PlainRecord[] {
  const soaOf = (records: readonly PlainRecord[]): string => records.find(({ type }) => type === "SOA")?.data ?? "";
  if (linesOf(before).join("\n") === linesOf(after).join("\n") || soaOf(before) !== soaOf(after)) return after;
  return after.map((record) => {
    if (record.type !== "SOA") return record;
    const [host, mail, serial, ...rest] = record.data.split(" ");
    const next = (Number(serial) + 1) % 2 ** 32;
    return { ...record, data: [host, mail, next === 0 ? 1 : next, ...rest].join(" ") };
  });
}

export function linesOf(records: readonly PlainRecord[]): string[] {
  return records.map(({ name, ttl, type, data }) => `${name} ${ttl} ${type} ${data.toLowerCase()}`).toSorted();
}
