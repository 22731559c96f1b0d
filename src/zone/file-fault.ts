// What is wrong in a zone file, and where: the one shape in which the reader, the checks and the directory tell it.
// An error keeps the zone from serving; a warning does not. Lines and columns count from 1; 0 means "the file as a whole".
// Read next: ./master-file.ts and ./check.ts, which find them; ../cli/check.ts, which prints them.

import { maxFileFaults } from "../base/limits.ts";

export type Severity = "error" | "warning";

export interface FileFault {
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The offending text as it stands in the file; empty when there is none to show. */
  readonly text: string;
}

/** Where something stands. Readers hand out one object again and again: copy what you keep. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** `file:line:column: message: "text"`, warnings marked; one line, whatever octets the text holds. */
export function printFault(fault: FileFault): string {
  const place = fault.line === 0 ? fault.file : `${fault.file}:${fault.line}:${fault.column}`;
  const mark = fault.severity === "warning" ? "warning: " : "";
  const text = fault.text === "" || fault.message.includes(fault.text) ? "" : `: "${printable(fault.text)}"`;
  return `${printable(place)}: ${mark}${printable(fault.message)}${text}`;
}

/** Faults in the order found, bounded; the counts count on beyond the bound. */
export class FaultList {
  readonly faults: FileFault[] = [];
  errorCount = 0;
  warningCount = 0;

  add(fault: FileFault): void {
    const count = fault.severity === "error" ? ++this.errorCount : ++this.warningCount;
    if (count <= maxFileFaults) this.faults.push(fault);
  }

  error(place: Readonly<Place>, message: string, text = ""): void {
    this.add({ severity: "error", ...copyPlace(place), message, text });
  }

  warning(place: Readonly<Place>, message: string, text = ""): void {
    this.add({ severity: "warning", ...copyPlace(place), message, text });
  }
}

function copyPlace(place: Readonly<Place>): Place {
  return { file: place.file, line: place.line, column: place.column };
}

/** Control characters must not reach a terminal or split a log line. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/gu, (character) => {
    return `\\${String(character.codePointAt(0)).padStart(3, "0")}`;
  });
}
