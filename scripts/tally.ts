// Adds up what .ci/run saw: vitest's JSON report and the closing line of `npm run check`. Prints three numbers,
// passed, failed and skipped. A file that failed outside its tests (it did not load, or its set-up failed) counts as
// one more that failed; so does a report that is missing.

import { readFileSync } from "node:fs";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const [reportFile, checkFile] = process.argv.slice(2);
const tests = tallyTests(reportFile);
const check = tallyCheck(checkFile);
process.stdout.write(`${tests.passed + check.passed} ${tests.failed + check.failed} ${tests.skipped}\n`);

function tallyTests(file: string): { passed: number; failed: number; skipped: number } {
  try {
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const broken = report.testResults.filter(
      (row) => row.status === "failed" && !row.assertionResults.some((test) => test.status === "failed"),
    );
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function tallyCheck(file: string): { passed: number; failed: number } {
  const closing = [...readFileSync(file, "utf8").matchAll(/^(\d+) of (\d+) steps passed$/gm)].at(-1);
  if (closing === undefined) return { passed: 0, failed: 1 };
  return { passed: Number(closing[1]), failed: Number(closing[2]) - Number(closing[1]) };
}
