// ImportApiKeys: keys from a table of comma-separated values (AWS guide: api-key-file-format). The first line names the columns,
// Name, Key, Description, Enabled, UsagePlanIds, in any order and case; plan ids stand in one field, parted by commas. A line
// that cannot be taken is a warning, or, when the caller wants that, the end of the whole import.

import type { Work } from "./context.ts";
import { createApiKey } from "./api-keys.ts";
import { badRequest, ControlFault } from "./faults.ts";
import { createUsagePlanKey } from "./usage-plan-keys.ts";

export interface ImportApiKeysRequest {
  /** The text, or its octets. */
  readonly body: string | Uint8Array;
  readonly format: string;
  readonly failOnWarnings?: boolean | undefined;
}

export interface ImportedApiKeys {
  readonly ids: readonly string[];
  readonly warnings: readonly string[];
}

const columns = ["name", "key", "description", "enabled", "usageplanids"] as const;

const unclosed = "A field begins with a quote that is not closed";

type Column = (typeof columns)[number];

export function importApiKeys(work: Work, input: ImportApiKeysRequest): ImportedApiKeys {
  if (input.format !== "csv") throw badRequest(`Invalid format specified: ${input.format}. Must be csv`);
  const body = typeof input.body === "string" ? input.body : new TextDecoder().decode(input.body);
  const { lines: all, isOpen } = readLines(body);
  const [header = [], ...lines] = all;
  const at = new Map<Column, number>();
  for (const [index, name] of header.entries()) {
    const column = columns.find((each) => each === name.trim().toLowerCase());
    if (column !== undefined) at.set(column, index);
  }
  if (!at.has("name") || !at.has("key")) throw badRequest("The file must have columns named Name and Key.");
  const ids: string[] = [];
  const warnings: string[] = isOpen && lines.length === 0 ? [`Line 1: ${unclosed}`] : [];
  for (const [index, line] of lines.entries()) {
    const field = (column: Column): string => line[at.get(column) ?? -1]?.trim() ?? "";
    // Whatever follows a quote that nobody closes is in its field, the lines behind it as well.
    const fault = isOpen && index === lines.length - 1 ? unclosed : importLine(work, field, ids);
    if (fault !== null) warnings.push(`Line ${index + 2}: ${fault}`);
  }
  if (input.failOnWarnings === true && warnings.length > 0)
    throw badRequest(`Import failed with warnings: ${warnings.join("; ")}`);
  return { ids, warnings };
}

/** What was wrong with a line, or null. */
function importLine(work: Work, field: (column: Column) => string, ids: string[]): string | null {
  try {
    const { id } = createApiKey(work, {
      name: field("name"),
      value: field("key"),
      description: field("description"),
      enabled: field("enabled").toLowerCase() !== "false",
    });
    ids.push(id);
    for (const usagePlanId of field("usageplanids")
      .split(",")
      .map((text) => text.trim())
      .filter(Boolean))
      createUsagePlanKey(work, { usagePlanId, keyId: id, keyType: "API_KEY" });
    return null;
  } catch (error) {
    if (error instanceof ControlFault) return error.message;
    throw error;
  }
}

interface Lines {
  readonly lines: readonly (readonly string[])[];
  /** Whether the last field begins with a quote and ends with none. */
  readonly isOpen: boolean;
}

/** Fields of each line that is not empty; a field in quotes may hold commas, line ends and doubled quotes. */
function readLines(body: string): Lines {
  const lines: string[][] = [];
  let line: string[] = [];
  let field = "";
  let isQuoted = false;
  const endLine = (): void => {
    line.push(field);
    if (line.some((text) => text.trim() !== "")) lines.push(line);
    line = [];
    field = "";
  };
  for (let i = 0; i < body.length; i++) {
    const character = body[i];
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (body[i + 1] === '"') field += body[++i];
      else isQuoted = false;
    } else if (character === '"' && field.trim() === "") {
      isQuoted = true;
      field = "";
    } else if (character === ",") {
      line.push(field);
      field = "";
    } else if (character === "\n") {
      endLine();
    } else if (character !== "\r") {
      field += character;
    }
  }
  endLine();
  return { lines, isOpen: isQuoted };
}
