// Rows of the type table: types of questions and of messages, never of a zone (RFC 6895 §3.1); and types without a defined RDATA.
// How a row is read: ./row.ts. What the options and error fields mean is the message's matter: ../edns.ts.

import { options, sizedBase64 } from "../fields/message-fields.ts";
import { u16, u48 } from "../fields/integers.ts";
import { loweredName, verbatimName } from "../fields/names.ts";
import { time } from "../fields/times.ts";
import { row } from "./row.ts";

export const metaTypes = {
  OPT: row("RFC 6891 §6.1", "EDNS", { options }, "meta"),
  TKEY: row(
    "RFC 2930 §2",
    "key agreement",
    {
      algorithm: verbatimName,
      inception: time,
      expiration: time,
      mode: u16,
      error: u16,
      key: sizedBase64,
      other: sizedBase64,
    },
    "meta",
  ),
  TSIG: row(
    "RFC 8945 §4.2",
    "a transaction's signature",
    {
      algorithm: loweredName,
      timeSigned: u48,
      fudge: u16,
      mac: sizedBase64,
      originalId: u16,
      error: u16,
      other: sizedBase64,
    },
    "meta",
  ),
  NXNAME: row("RFC 9824 §2", "a name that does not exist, in NSEC bitmaps", {}, "meta"),
  IXFR: row("RFC 1995 §2", "an incremental zone transfer", {}, "meta"),
  AXFR: row("RFC 5936 §1", "a zone transfer", {}, "meta"),
  MAILB: row("RFC 1035 §3.2.3", "MB, MG or MR", {}, "meta"),
  MAILA: row("RFC 1035 §3.2.3", "MD or MF, now MX", {}, "meta"),
  ANY: row("RFC 8482 §1", "whatever there is", {}, "meta"),
  UINFO: row("the registry only", "no RDATA was ever defined", {}),
  UID: row("the registry only", "no RDATA was ever defined", {}),
  GID: row("the registry only", "no RDATA was ever defined", {}),
  UNSPEC: row("the registry only", "no RDATA was ever defined", {}),
};
