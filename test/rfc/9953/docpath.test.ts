import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 9953: docpath is a list of path segments, none for the root", () => {
  expectRdata("SVCB", '1 . alpn="co" docpath', "0001 00 0001 0003 02636f 000a 0000");
  expectRdata("SVCB", '1 . alpn="co" docpath="n,q"', null);
  expectRefused("SVCB", "1 . docpath=n,,q", /path segments/);
});
