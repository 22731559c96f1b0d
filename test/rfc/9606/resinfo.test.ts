import { test } from "vitest";
import { expectMalformed, expectRdata } from "../support.ts";

test("RFC 9606 §5: RESINFO has the form of TXT", () => {
  expectRdata("RESINFO", '"qnamemin" "exterr=15-17" "infourl=https://resolver.example.com/guide"', null);
  expectMalformed("RESINFO", "");
});
