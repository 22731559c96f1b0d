import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 9859 §2.2: type, scheme, port and target", () => {
  expectRdata(
    "DSYNC",
    "CDS NOTIFY 5359 cds-scanner.example.net.",
    "003b 01 14ef 0b6364732d7363616e6e6572 076578616d706c65 036e6574 00",
  );
  expectRdata("DSYNC", "CSYNC 1 53 a.", null, "CSYNC NOTIFY 53 a.");
  expectRefused("DSYNC", "CDS NEVER 53 a.", /NOTIFY/);
});
