// RFC 1035 §5: master files.

import { expect, test } from "vitest";
import { check } from "../../zone/checking.ts";
import { printed, read } from "../../zone/reading.ts";

/** The example of RFC 1035 §5.3, with the quotes and dots that it forgot, and the file that it includes. */
const isi = `@   IN  SOA     VENERA      Action\\.domains (
                                 20     ; SERIAL
                                 7200   ; REFRESH
                                 600    ; RETRY
                                 3600000; EXPIRE
                                 60)    ; MINIMUM

        NS      A.ISI.EDU.
        NS      VENERA
        NS      VAXA
        MX      10      VENERA
        MX      20      VAXA

A       A       26.3.0.103

VENERA  A       10.1.0.52
        A       128.9.0.32

VAXA    A       10.2.0.27
        A       128.9.0.33


$INCLUDE <SUBSYS>ISI-MAILBOXES.TXT
`;
const mailboxes = `MOE     MB      A.ISI.EDU.
LARRY   MB      A.ISI.EDU.
CURLEY  MB      A.ISI.EDU.
STOOGES MG      MOE
        MG      LARRY
        MG      CURLEY
`;

test("RFC 1035 §5.3: the example", () => {
  const { records, faults } = read(isi, { origin: "ISI.EDU", files: { "<SUBSYS>ISI-MAILBOXES.TXT": mailboxes } });
  expect(printed(faults)).toEqual([]);
  expect(records).toEqual([
    "ISI.EDU. 60 SOA VENERA.ISI.EDU. Action\\.domains.ISI.EDU. 20 7200 600 3600000 60",
    "ISI.EDU. 60 NS A.ISI.EDU.",
    "ISI.EDU. 60 NS VENERA.ISI.EDU.",
    "ISI.EDU. 60 NS VAXA.ISI.EDU.",
    "ISI.EDU. 60 MX 10 VENERA.ISI.EDU.",
    "ISI.EDU. 60 MX 20 VAXA.ISI.EDU.",
    "A.ISI.EDU. 60 A 26.3.0.103",
    "VENERA.ISI.EDU. 60 A 10.1.0.52",
    "VENERA.ISI.EDU. 60 A 128.9.0.32",
    "VAXA.ISI.EDU. 60 A 10.2.0.27",
    "VAXA.ISI.EDU. 60 A 128.9.0.33",
    "MOE.ISI.EDU. 60 MB A.ISI.EDU.",
    "LARRY.ISI.EDU. 60 MB A.ISI.EDU.",
    "CURLEY.ISI.EDU. 60 MB A.ISI.EDU.",
    "STOOGES.ISI.EDU. 60 MG MOE.ISI.EDU.",
    "STOOGES.ISI.EDU. 60 MG LARRY.ISI.EDU.",
    "STOOGES.ISI.EDU. 60 MG CURLEY.ISI.EDU.",
  ]);
});

test("RFC 1035 §5.1: class and TTL stand in either order, and default to the last ones given", () => {
  expect(
    read("a 5 IN A 192.0.2.1\nb IN 6 A 192.0.2.1\nc A 192.0.2.1\n").records.map((record) => record.split(" ")[1]),
  ).toEqual(["5", "6", "6"]);
});

test("RFC 1035 §5.1: included files do not change the origin of the file that includes them", () => {
  expect(read("$TTL 5\n$INCLUDE i\na A 192.0.2.1\n", { files: { i: "$ORIGIN b.test.\n" } }).records).toEqual([
    "a.example.test. 5 A 192.0.2.1",
  ]);
});

test("RFC 1035 §5.2: exactly one SOA, at the top of the zone", () => {
  expect(check("", { head: "@ NS a.test.\n" }).isServed).toBe(false);
  expect(check("@ SOA ns h 9 2 3 4 5\n").isServed).toBe(false);
  expect(check("").isServed).toBe(true);
});
