// Every RR type with a text form: what its text means in octets, how it is printed, and what must be refused, side by side.
// The same table is read by rdata.test.ts, peer-text.test.ts and dns-packet.test.ts. The origin is "example.".

import type { Mnemonic } from "../../src/dns/types.ts";

export interface TypeCases {
  readonly type: Mnemonic;
  /** Text, its octets in hex (null: only the round trip counts), and the printed form where it is another text. */
  readonly good: readonly (readonly [text: string, wire: string | null, printed?: string])[];
  readonly refused: readonly (readonly [text: string, sentence: RegExp])[];
  readonly malformed: readonly string[];
}

const key = "AwEAAcbvC2QNqWUB9zhVwO6XUUWIqSXi";

export const rdataCases: readonly TypeCases[] = [
  {
    type: "A",
    good: [
      ["192.0.2.1", "c0000201"],
      ["0.0.0.0", "00000000"],
      ["255.255.255.255", "ffffffff"],
      ["\\# 4 C0 000201", "c0000201", "192.0.2.1"],
    ],
    refused: [
      ["", /the address of type A is missing/],
      ["192.0.2.300", /^"300" is not an octet of an IPv4 address$/],
      ["192.0.2.01", /^"01" is not an octet/],
      ["192.0.2", /is not an IPv4 address/],
      ["192.0.2.1.5", /is not an IPv4 address/],
      ["192.0.2.", /is not an IPv4 address/],
      ["192..2.1", /is not an IPv4 address/],
      ["192.0.2.1 x", /^"x" is too much/],
      ["\\# 3 c00002", /no valid data of type A/],
      ["\\# 4 c00002", /3 octets of data where \\# announces 4/],
      ["\\# 4 c00002zz", /is not hexadecimal/],
      ["\\# x", /must stand a length/],
    ],
    malformed: ["", "c00002", "c000020101"],
  },
  {
    type: "AAAA",
    good: [
      ["2001:db8::1", "20010db8000000000000000000000001"],
      ["::", "00".repeat(16)],
      ["::1", "00".repeat(15) + "01"],
      ["1::", "0001" + "00".repeat(14)],
      ["1:2:3:4:5:6:7:8", "00010002000300040005000600070008"],
      ["2001:DB8:0:0:1:0:0:1", "20010db8000000000001000000000001", "2001:db8::1:0:0:1"],
      ["2001:db8:0:1:1:1:1:1", "20010db8000000010001000100010001"],
      ["::ffff:192.0.2.1", "00000000000000000000ffffc0000201"],
      ["64:ff9b::192.0.2.1", "0064ff9b0000000000000000c0000201", "64:ff9b::c000:201"],
      ["1:2:3:4:5:6:7::", "00010002000300040005000600070000", "1:2:3:4:5:6:7:0"],
    ],
    refused: [
      ["2001:db8", /is not an IPv6 address/],
      [":", /is not an IPv6 address/],
      [":::", /is not an IPv6 address/],
      ["1::2::3", /is not an IPv6 address/],
      ["1:2:3:4:5:6:7:8:9", /is not an IPv6 address/],
      ["1:2:3:4:5:6:7:8::", /is not an IPv6 address/],
      ["12345::", /is not an IPv6 address/],
      ["g::", /is not an IPv6 address/],
      ["1:2:3:4:5:6:7:", /is not an IPv6 address/],
      ["1:2:3:4:5:6:7:1.2.3.4", /is not an IPv6 address/],
      ["::1.2.3", /is not an IPv6 address/],
      ["192.0.2.1", /is not an IPv6 address/],
    ],
    malformed: ["20010db8", "00".repeat(17)],
  },
  {
    type: "NS",
    good: [
      ["ns1", "036e7331 076578616d706c65 00", "ns1.example."],
      [".", "00"],
      ["@", "076578616d706c6500", "example."],
      ["NS.Example.", "024e53 074578616d706c65 00"],
    ],
    refused: [
      ["a..b", /empty label/],
      ["", /nsdname of type NS is missing/],
      ["a b", /"b" is too much/],
      [`${"a".repeat(64)}.`, /label of 64 octets/],
    ],
    malformed: ["", "036e73", "036e733100ff", "c000", "4000"],
  },
  {
    type: "CNAME",
    good: [["a\\.b\\032c\\\\d.example.", null]],
    refused: [
      ["\\256.", /above 255/],
      ["a\\", /escape too early/],
      ["\\12.", /escape too early/],
    ],
    malformed: ["01"],
  },
  { type: "PTR", good: [["host.example.", null]], refused: [], malformed: ["0161"] },
  { type: "DNAME", good: [["other.example.", null]], refused: [], malformed: [""] },
  {
    type: "SOA",
    good: [
      [
        "ns1 host\\.master 2024010101 7200 3600 1209600 300",
        null,
        "ns1.example. host\\.master.example. 2024010101 7200 3600 1209600 300",
      ],
      [
        ". . 4294967295 2h 1h30m 2W 5M",
        "00 00 ffffffff 00001c20 00001518 00127500 0000012c",
        ". . 4294967295 7200 5400 1209600 300",
      ],
    ],
    refused: [
      [". . 4294967296 1 1 1 1", /not a number from 0 to 4294967295/],
      [". . 1 2x 1 1 1", /not a number of seconds/],
      [". . 1 1 1 1", /minimum of type SOA is missing/],
      [". . 1 4294967296 1 1 1", /not a number of seconds/],
    ],
    malformed: ["00 00 00000001 00000002 00000003 00000004 000000", "0000000000010000000200000003000000040000000500"],
  },
  {
    type: "MX",
    good: [
      ["10 mail", "000a 046d61696c 076578616d706c65 00", "10 mail.example."],
      ["0 .", "0000 00"],
    ],
    refused: [
      ["70000 a", /not a number from 0 to 65535/],
      ["ten a", /not a number/],
      ["-1 a", /not a number/],
      ["10", /exchange of type MX is missing/],
    ],
    malformed: ["000a", "00"],
  },
  {
    type: "TXT",
    good: [
      [`abc "d e" ""`, "03616263 03642065 00", `"abc" "d e" ""`],
      [`"a\\"b\\\\c\\010\\255;("`, "09 612262 5c63 0a ff 3b28", `"a\\"b\\\\c\\010\\255;("`],
      [`"${"x".repeat(255)}"`, `ff${"78".repeat(255)}`],
      [`\\# 4 03616263`, "03616263", `"abc"`],
    ],
    refused: [
      ["", /text of type TXT is missing|a character-string is missing/],
      [`"${"x".repeat(256)}"`, /256 octets; RFC 1035 §3.3 allows 255/],
      [`"\\300"`, /above 255/],
      [`"open`, /does not close/],
    ],
    malformed: ["", "0361", "00 05"],
  },
  { type: "SPF", good: [[`"v=spf1 -all"`, "0b763d73706631202d616c6c"]], refused: [], malformed: [""] },
  { type: "AVC", good: [[`"app-name:WOLFGANG|app-class:OAM"`, null]], refused: [], malformed: [""] },
  { type: "NINFO", good: [[`"zone" "ok"`, null]], refused: [], malformed: ["02aa"] },
  {
    type: "RESINFO",
    good: [[`"qnamemin" "exterr=15-17" "infourl=https://resolver.example.com/guide"`, null]],
    refused: [],
    malformed: [""],
  },
  { type: "WALLET", good: [[`"BTC" "bc1q0"`, "03425443 056263317130"]], refused: [], malformed: [""] },
  { type: "CLA", good: [[`"TCP-V4-V6"`, "095443502d56342d5636"]], refused: [], malformed: [""] },
  {
    type: "IPN",
    good: [
      ["974848", "00000000000ee000"],
      ["18446744073709551615", "ff".repeat(8)],
      ["0", "00".repeat(8)],
    ],
    refused: [
      ["18446744073709551616", /is not a number/],
      ["-1", /is not a number/],
      ["x", /is not a number/],
    ],
    malformed: ["00", "00".repeat(9)],
  },
  {
    type: "SRV",
    good: [["0 5 5060 sip", null, "0 5 5060 sip.example."]],
    refused: [["0 5 65536 a", /not a number from 0 to 65535/]],
    malformed: ["0000000000"],
  },
  {
    type: "CAA",
    good: [
      [`0 issue "ca.example.net"`, "00 05 6973737565 63612e6578616d706c652e6e6574"],
      [`128 tbs "Unknown"`, "80 03 746273 556e6b6e6f776e"],
      [`0 issue ";"`, "00 05 6973737565 3b"],
      [`0 issue ""`, "00 05 6973737565"],
    ],
    refused: [
      [`256 issue "x"`, /not a number from 0 to 255/],
      [`0 is-sue "x"`, /is not a CAA property tag/],
      [`0 "" "x"`, /is not a CAA property tag/],
      [`0 issue`, /value of type CAA is missing/],
    ],
    malformed: ["00", "0000", "0005697373", "00 02 2d2d 61"],
  },
  { type: "MD", good: [["m.example.", null]], refused: [], malformed: [""] },
  { type: "MF", good: [["m.example.", null]], refused: [], malformed: [""] },
  { type: "MB", good: [["m.example.", null]], refused: [], malformed: [""] },
  { type: "MG", good: [["m.example.", null]], refused: [], malformed: [""] },
  { type: "MR", good: [["m.example.", null]], refused: [], malformed: [""] },
  {
    type: "NULL",
    good: [
      ["\\# 3 abcdef", "abcdef"],
      ["\\# 0", ""],
    ],
    refused: [["abc", /must be written as \\# length hex/]],
    malformed: [],
  },
  {
    type: "WKS",
    good: [
      ["192.0.2.1 6 21 25 53", "c0000201 06 00000440 000004"],
      ["192.0.2.1 TCP ftp smtp domain", "c0000201 06 00000440 000004", "192.0.2.1 6 21 25 53"],
      ["192.0.2.1 17", "c0000201 11"],
    ],
    refused: [
      ["192.0.2.1 xyz", /is not a number/],
      ["192.0.2.1 6 70000", /is not a port/],
    ],
    malformed: ["c0000201", "c00002010600"],
  },
  {
    type: "HINFO",
    good: [
      [`"PC" "Linux"`, "025043 054c696e7578"],
      [`PC Linux`, null, `"PC" "Linux"`],
    ],
    refused: [["PC", /os of type HINFO is missing/]],
    malformed: ["025043"],
  },
  {
    type: "MINFO",
    good: [["a.example. b.example.", null]],
    refused: [["a", /emailbx of type MINFO is missing/]],
    malformed: ["00"],
  },
  { type: "RP", good: [["mbox.example. txt.example.", null]], refused: [], malformed: ["00"] },
  { type: "AFSDB", good: [["1 afs.example.", null]], refused: [], malformed: ["0001"] },
  {
    type: "X25",
    good: [[`"311061700956"`, "0c333131303631373030393536"]],
    refused: [
      ["31a0", /PSDN address/],
      ["311", /PSDN address/],
    ],
    malformed: ["", "0161"],
  },
  {
    type: "ISDN",
    good: [
      [`"150862028003217" "004"`, null],
      [`"150862028003217"`, null],
    ],
    refused: [[`"1" "2" "3"`, /too much/]],
    malformed: ["", "013100ff"],
  },
  { type: "RT", good: [["2 relay.example.", null]], refused: [], malformed: ["0002"] },
  {
    type: "NSAP",
    good: [["0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00", null, "0x47000580005a0000000001e133ffffff00016100"]],
    refused: [
      ["47", /NSAP address/],
      ["0x4", /NSAP address/],
    ],
    malformed: [""],
  },
  { type: "NSAP-PTR", good: [["host.example.", null]], refused: [], malformed: [""] },
  {
    type: "KEY",
    good: [
      [`256 3 8 ${key}`, null],
      ["49152 3 0", "c000 03 00"],
    ],
    refused: [["256 3 8 A", /amid an octet/]],
    malformed: ["010003"],
  },
  {
    type: "SIG",
    good: [[`A 5 3 86400 20030322173103 20030220173103 2642 example.com. ${key}`, null]],
    refused: [],
    malformed: ["0001"],
  },
  { type: "PX", good: [["10 net2.it. PRMD-net2.ADMD-p400.C-it.", null]], refused: [], malformed: ["000a00"] },
  {
    type: "GPOS",
    good: [[`"-32.6882" "116.8652" "10.0"`, null]],
    refused: [["x 1 1", /decimal number/]],
    malformed: ["0131 0131"],
  },
  {
    type: "LOC",
    good: [
      [
        "42 21 54 N 71 06 18 W -24m 30m",
        "00 33 16 13 89172dd0 70be15f0 00988d20",
        "42 21 54.000 N 71 6 18.000 W -24.00m 30.00m 10000.00m 10.00m",
      ],
      [
        "52 14 05 N 00 08 50 E 10m 0 10000m 10",
        "00 00 16 13 8b3556c8 80081650 00989a68",
        "52 14 5.000 N 0 8 50.000 E 10.00m 0.00m 10000.00m 10.00m",
      ],
      ["32 7 19 S 116 2 25 E 10m", null, "32 7 19.000 S 116 2 25.000 E 10.00m 1.00m 10000.00m 10.00m"],
      ["60 9 N 24 39 E 10 20m 2000m 20m", null, "60 9 0.000 N 24 39 0.000 E 10.00m 20.00m 2000.00m 20.00m"],
      ["90 S 180 W -100000 0.01 90000000 5", null, "90 0 0.000 S 180 0 0.000 W -100000.00m 0.01m 90000000.00m 5.00m"],
      ["\\# 3 010203", "010203", "\\# 3 010203"],
    ],
    refused: [
      ["91 N 0 E 0", /part of an angle/],
      ["42 60 N 0 E 0", /part of an angle/],
      ["42 N 181 E 0", /part of an angle/],
      ["42 N 0 E", /altitude/],
      ["42 N 0 E 1x", /altitude/],
      ["42 N 0 E 0 -1", /a size in metres/],
      ["42 N 0 E 0 1 1 1 1", /too much/],
      ["42 1 1 1 N 0 E 0", /part of an angle/],
      ["42", /part of an angle/],
    ],
    malformed: [
      "",
      "0033161389172dd070be15f000988d",
      "00a3161389172dd070be15f000988d20",
      "00331613ffffffff70be15f000988d20",
    ],
  },
  {
    type: "NXT",
    good: [["medium.example. A MX SIG NXT", null]],
    refused: [
      ["a.example. CAA", /from 1 to 127/],
      ["a.example.", /RR types from 1 to 127 is missing/],
    ],
    malformed: ["00", "0080", "004000"],
  },
  { type: "EID", good: [["e32c6f78163a9348", null]], refused: [["xyz", /hexadecimal/]], malformed: [""] },
  { type: "NIMLOC", good: [["75234159eac457800920", null]], refused: [], malformed: [""] },
  {
    type: "ATMA",
    good: [
      ["+358400123456", "01 333538343030313233343536"],
      ["39246f000e7c9c0312000001000001", null],
    ],
    refused: [
      ["+x", /ATM address/],
      ["3", /ATM address/],
    ],
    malformed: ["01", "0161"],
  },
  {
    type: "NAPTR",
    good: [
      [`100 10 "S" "SIP+D2U" "!^.*$!sip:info@example.com!i" _sip._udp.example.`, null],
      [`1 2 "" "" "" .`, "0001 0002 00 00 00 00"],
    ],
    refused: [[`1 2 "" ""`, /regexp of type NAPTR is missing/]],
    malformed: ["00010002000000"],
  },
  { type: "KX", good: [["10 kx.example.", null]], refused: [], malformed: ["000a"] },
  {
    type: "CERT",
    good: [
      [`PGP 0 0 ${key}`, null],
      [`1 2 RSASHA256 ${key}`, null, `PKIX 2 8 ${key}`],
      [`65279 0 0 ${key}`, null],
    ],
    refused: [["XYZ 0 0 AAAA", /is not a certificate type/]],
    malformed: ["0001000008"],
  },
  {
    type: "A6",
    good: [
      ["0 2001:db8::1", "00 20010db8000000000000000000000001"],
      ["64 ::1:2:3:4 pre.example.", "40 0001000200030004 03707265 076578616d706c65 00"],
      ["128 pre.example.", null],
      ["60 ::f:1:2:3:4 pre.example.", null],
    ],
    refused: [
      ["129 a.", /prefix length/],
      ["64 x a.", /IPv6 address/],
      ["64 ::1", /prefix name/],
    ],
    malformed: ["", "81", "40 0001", "3c ffff000000000000000000"],
  },
  {
    type: "SINK",
    good: [
      ["1 0 0 aGVsbG8=", "01 00 00 68656c6c6f"],
      ["64 1 2", "400102"],
    ],
    refused: [],
    malformed: ["0100"],
  },
  {
    type: "OPT",
    good: [
      ["\\# 0", ""],
      ["\\# 6 000a 0002 abcd", "000a0002abcd", "\\# 6 000a0002abcd"],
    ],
    refused: [["x", /no text form/]],
    malformed: ["00", "000a0003abcd"],
  },
  {
    type: "APL",
    good: [
      ["1:192.168.32.0/21 !1:192.168.38.0/28", "0001 15 03 c0a820 0001 1c 83 c0a826"],
      ["1:224.0.0.0/4 2:FF00:0:0:0:0:0:0:0/8", "0001 04 01 e0 0002 08 01 ff", "1:224.0.0.0/4 2:ff00::/8"],
      ["1:0.0.0.0/0", "0001 00 00"],
      ["", "", ""],
      ["\\# 5 0003 01 01 01", "0003010101", "\\# 5 0003010101"],
    ],
    refused: [
      ["1:192.0.2.0/33", /address prefix/],
      ["3:00/1", /address prefix/],
      ["192.0.2.0/24", /address prefix/],
      ["1:192.0.2.0", /address prefix/],
    ],
    malformed: ["0001", "000121 03c0a820", "00011505c0a8200101", "00011504c0a82000"],
  },
  {
    type: "DS",
    good: [
      ["60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118", null],
      [
        "60485 RSASHA256 SHA-256 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A",
        null,
        "60485 8 2 d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a",
      ],
      ["1 8 200 abcd", "0001 08 c8 abcd"],
    ],
    refused: [
      ["60485 5 1 2BB1", /a digest of 2 octets; its algorithm makes 20/],
      ["60485 NOALG 1 2BB1", /is not a DNSSEC algorithm/],
      ["60485 5 1", /2 octets|0 octets|missing/],
      ["60485 5 1 2BB18", /amid an octet/],
    ],
    malformed: ["ec450501", "ec45"],
  },
  { type: "CDS", good: [["0 0 0 00", "0000 00 00 00"]], refused: [], malformed: ["00000000"] },
  {
    type: "DLV",
    good: [["60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118", null]],
    refused: [],
    malformed: ["ec450501"],
  },
  {
    type: "TA",
    good: [["60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118", null]],
    refused: [],
    malformed: ["ec450501"],
  },
  {
    type: "SSHFP",
    good: [
      ["2 1 123456789abcdef67890123456789abcdef67890", null],
      ["4 200 ab", "04c8ab"],
    ],
    refused: [["2 1 12", /makes 20/]],
    malformed: ["0201"],
  },
  {
    type: "IPSECKEY",
    good: [
      [`10 1 2 192.0.2.38 ${key}`, null],
      [`10 0 2 . ${key}`, null],
      [`10 3 2 gw.example. ${key}`, null],
      [`10 2 2 2001:db8::1 ${key}`, null],
      ["10 1 0 192.0.2.38", "0a 01 00 c0000226"],
      ["\\# 4 0a090001", "0a090001", "\\# 4 0a090001"],
    ],
    refused: [
      ["10 1 2 a.example.", /IPv4 address/],
      ["10 0 2 x", /has no gateway/],
      ["10 9 2 x", /above 3/],
    ],
    malformed: ["0a", "0a0102c00002", "0a030201"],
  },
  {
    type: "RRSIG",
    good: [
      [`A 8 3 86400 20300322173103 20300220173103 2642 example.com. ${key}`, null],
      [
        `TYPE1234 RSASHA256 3 86400 1048354263 1045762263 2642 example.com. ${key}`,
        null,
        `TYPE1234 8 3 86400 20030322173103 20030220173103 2642 example.com. ${key}`,
      ],
    ],
    refused: [
      [`A 8 3 1 20301322173103 1 1 . ${key}`, /is not a time/],
      [`A 8 3 1 99990101000000 1 1 . ${key}`, /is not a time/],
      [`XYZ 8 3 1 1 1 1 . ${key}`, /is not an RR type/],
      ["A 8 3 1 1 1 1 .", /missing/],
    ],
    malformed: ["0001", "0001 08 03 00015180 00000001 00000001 0001 00"],
  },
  {
    type: "NSEC",
    good: [
      [
        "host.example. A MX RRSIG NSEC TYPE1234",
        "04686f7374 076578616d706c65 00 0006 400100000003 041b 0000000000000000000000000000000000000000000000000000 20",
      ],
      ["a. NSEC A A", null, "a. A NSEC"],
      ["a.", "016100"],
      ["a. TYPE65535", `016100 ff20 ${"00".repeat(31)}01`],
    ],
    refused: [
      ["a. XYZ", /is not an RR type/],
      ["a. TYPE65536", /is not an RR type/],
    ],
    malformed: [
      "00 0000",
      "00 000100",
      "00 0021" + "01".repeat(33),
      "00 010101 000101",
      "00 000101 000101",
      "00 0002 01",
    ],
  },
  {
    type: "DNSKEY",
    good: [
      [`256 3 8 ${key}`, null],
      [`257 3 ECDSAP256SHA256 AwEA Acbv C2QN`, null, "257 3 13 AwEAAcbvC2QN"],
    ],
    refused: [
      ["256 3 8", /missing/],
      ["256 3 8 A*", /is not base64/],
      ["256 3 8 AQ=", /amid an octet/],
      ["256 3 8 AR==", /amid an octet/],
      ["256 3 8 AQ==AQ==", /is not base64/],
    ],
    malformed: ["01000308", "0100"],
  },
  { type: "CDNSKEY", good: [["0 3 0 AA==", "0000 03 00 00"]], refused: [], malformed: ["00000300"] },
  { type: "RKEY", good: [[`0 3 8 ${key}`, null]], refused: [], malformed: ["0100"] },
  {
    type: "DHCID",
    good: [["AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=", null]],
    refused: [["*", /base64/]],
    malformed: [""],
  },
  {
    type: "NSEC3",
    good: [
      [
        "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA NSEC3PARAM RRSIG",
        null,
        "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA MX RRSIG DNSKEY NSEC3PARAM",
      ],
      ["1 0 0 - 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR", null, "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr"],
    ],
    refused: [
      ["1 0 0 xyz 2t7b", /whole octets in hexadecimal/],
      ["1 0 0 - -", /0 octets, where 1 to 255/],
      ["1 0 0 - w", /whole octets in base32hex/],
    ],
    malformed: ["01000000", "010000000000", "0100000001aa"],
  },
  {
    type: "NSEC3PARAM",
    good: [
      ["1 0 12 aabbccdd", "01 00 000c 04 aabbccdd"],
      ["1 0 0 -", "01 00 0000 00"],
    ],
    refused: [["1 0 0 a", /whole octets/]],
    malformed: ["0100000001", "0100000000ff"],
  },
  {
    type: "TLSA",
    good: [
      ["3 1 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971", null],
      ["DANE-EE SPKI FULL 3082", "030100 3082", "3 1 0 3082"],
    ],
    refused: [
      ["3 1 1 d2", /makes 32/],
      ["3 1 1", /missing|0 octets/],
      ["300 1 1 aa", /not a number/],
    ],
    malformed: ["030101", "0301"],
  },
  { type: "SMIMEA", good: [["3 0 0 aabbcc", "030000aabbcc"]], refused: [], malformed: ["030000"] },
  {
    type: "HIP",
    good: [
      [`2 200100107b1a74df365639cc39f1d578 ${key} rvs1.example. rvs2.example.`, null],
      [`2 2001 ${key}`, null],
    ],
    refused: [
      ["2 zz AAAA", /hexadecimal/],
      ["2 2001", /public key/],
    ],
    malformed: ["", "00020003", "02020003 2001 0102", "0202 0001 2001 01 0161"],
  },
  { type: "TALINK", good: [["a.example. b.example.", null]], refused: [], malformed: ["00"] },
  { type: "OPENPGPKEY", good: [[key, null]], refused: [["", /missing/]], malformed: [""] },
  {
    type: "CSYNC",
    good: [["66 3 A NS AAAA", "00000042 0003 0004 60000008"]],
    refused: [["66 3 XYZ", /RR type/]],
    malformed: ["0000004200"],
  },
  {
    type: "ZONEMD",
    good: [
      [`2018031500 1 1 ${"ab".repeat(48)}`, null],
      [`1 1 240 ${"ab".repeat(12)}`, null],
    ],
    refused: [
      ["2018031500 1 1 abcd", /makes 48/],
      ["1 1 240 abcd", /at least 12/],
    ],
    malformed: ["78459c4c0101", "00000001 01 f0 abcd"],
  },
  {
    type: "SVCB",
    good: [
      ["0 foo.example.com.", "0000 03666f6f 076578616d706c65 03636f6d 00"],
      ["1 .", "0001 00"],
      ["16 foo.example.com. port=53", "0010 03666f6f 076578616d706c65 03636f6d 00 0003 0002 0035"],
      [
        "1 foo.example.com. key667=hello",
        "0001 03666f6f 076578616d706c65 03636f6d 00 029b 0005 68656c6c6f",
        `1 foo.example.com. key667="hello"`,
      ],
      [
        `1 foo.example.com. key667="hello\\210qoo"`,
        "0001 03666f6f 076578616d706c65 03636f6d 00 029b 0009 68656c6c6fd2716f6f",
      ],
      [
        `1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1"`,
        null,
        "1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1",
      ],
      [
        "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
        "0010 03666f6f 076578616d706c65 036f7267 00 0000 0004 0001 0004 0001 0009 026832 0568332d3139 0004 0004 c0000201",
        `16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1`,
      ],
      [
        `16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"`,
        "0010 03666f6f 076578616d706c65 036f7267 00 0001 000c 08665c6f6f2c626172 026832",
      ],
      [`16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2`, null, `16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"`],
      [
        `1 . alpn=h2 no-default-alpn ech=AEj+DQ== dohpath=/dns-query{?dns} ohttp tls-supported-groups=29,23 docpath=dns,q pvd`,
        null,
        `1 . alpn="h2" no-default-alpn ech=AEj+DQ== dohpath="/dns-query{?dns}" ohttp tls-supported-groups=29,23 docpath="dns,q" pvd`,
      ],
      [`1 . alpn=coap docpath`, "0001 00 0001 0005 04636f6170 000a 0000", `1 . alpn="coap" docpath`],
      ["1 . key65535", "0001 00 ffff 0000"],
      ["1 . key3=\\001\\187", "0001 00 0003 0002 01bb", "1 . port=443"],
    ],
    refused: [
      ["1 foo.example.com. key123=abc key123=def", /key123 stands twice/],
      ["1 . mandatory", /value of mandatory must be keys/],
      ["1 . alpn", /value of alpn must be/],
      ["1 . port", /value of port must be one port/],
      ["1 . port=1,2", /value of port must be one port/],
      ["1 . ipv4hint", /value of ipv4hint/],
      ["1 . ipv6hint=1.2.3.4", /value of ipv6hint/],
      ["1 . no-default-alpn=abc alpn=h2", /a key without a value/],
      ["1 . mandatory=key123", /key123 is mandatory, but not there/],
      ["1 . mandatory=mandatory", /value of mandatory must be keys/],
      ["1 . mandatory=alpn,alpn alpn=h2", /value of mandatory must be keys/],
      ["1 . no-default-alpn", /without alpn/],
      ["1 . alpn=,h2", /value of alpn/],
      ["1 . ALPN=h2", /is not a service parameter/],
      ["1 . key65536=a", /is not a service parameter/],
      ["1 . key007=a", /is not a service parameter/],
      ["1 . port= 53", /must follow its = at once/],
      ["1 . dohpath=/dns", /variable dns/],
      ["1 . tls-supported-groups=29,29", /none twice/],
      ["1 . ech=*", /base64/],
      [`1 . "alpn=h2"`, /is not a service parameter/],
    ],
    malformed: [
      "0001",
      "0001 00 0003",
      "0001 00 0003 0002 00",
      "0001 00 0003 0002 0035 0003 0002 0036",
      "0001 00 0004 0004 c0000201 0003 0002 0035",
      "0001 00 0000 0002 0000",
      "0001 00 0001 0000",
      "0001 00 0001 0003 036832",
      "0001 00 0002 0001 00",
      "0001 c000",
    ],
  },
  {
    type: "HTTPS",
    good: [
      ["0 svc.example.net.", null],
      [`1 . alpn="h3,h2"`, "0001 00 0001 0006 026833 026832"],
    ],
    refused: [["x .", /not a number/]],
    malformed: ["00"],
  },
  {
    type: "DSYNC",
    good: [
      ["CDS NOTIFY 5300 notify.example.", "003b 01 14b4 066e6f74696679 076578616d706c65 00"],
      ["59 1 53 a.", null, "CDS NOTIFY 53 a."],
      ["CSYNC 128 1 a.", null],
    ],
    refused: [
      ["XYZ 1 1 a.", /RR type/],
      ["CDS NEVER 1 a.", /NOTIFY/],
    ],
    malformed: ["003b0114b4"],
  },
  { type: "HHIT", good: [["AQID", "010203"]], refused: [], malformed: [""] },
  { type: "BRID", good: [["AQID", "010203"]], refused: [], malformed: [""] },
  {
    type: "NID",
    good: [
      ["10 0014:4fff:ff20:ee64", "000a 00144fffff20ee64"],
      ["10 14:0:0:1", null, "10 0014:0000:0000:0001"],
    ],
    refused: [
      ["10 14:0:1", /64 bits/],
      ["10 g:0:0:1", /64 bits/],
      ["10 00014:0:0:1", /64 bits/],
    ],
    malformed: ["000a00"],
  },
  { type: "L32", good: [["10 10.1.2.0", "000a 0a010200"]], refused: [], malformed: ["000a0a0102"] },
  { type: "L64", good: [["10 2001:0db8:1140:1000", "000a 20010db811401000"]], refused: [], malformed: ["000a"] },
  { type: "LP", good: [["10 l64-subnet1.example.", null]], refused: [], malformed: ["000a"] },
  {
    type: "EUI48",
    good: [["00-00-5e-00-53-2a", "00005e00532a"]],
    refused: [
      ["00-00-5e-00-53", /EUI-48/],
      ["0-0-5e-0-53-2a", /EUI-48/],
    ],
    malformed: ["0000"],
  },
  {
    type: "EUI64",
    good: [["00-00-5e-ef-10-00-00-2a", "00005eef1000002a"]],
    refused: [["00-00-5e-00-53-2a", /EUI-64/]],
    malformed: ["00005e00532a"],
  },
  {
    type: "TKEY",
    good: [["gss-tsig. 20250101000000 20250102000000 3 0 4 AQIDBA== 0", null]],
    refused: [["a. 1 1 3 0 5 AQIDBA== 0", /4 octets where 5/]],
    malformed: ["00"],
  },
  {
    type: "TSIG",
    good: [
      [
        "hmac-sha256. 1735689600 300 4 AQIDBA== 1234 0 0",
        "0b686d61632d736861323536 00 000067748580 012c 0004 01020304 04d2 0000 0000",
      ],
    ],
    refused: [],
    malformed: ["00"],
  },
  {
    type: "URI",
    good: [
      [`10 1 "ftp://ftp1.example.com/public"`, "000a 0001 6674703a2f2f667470312e6578616d706c652e636f6d2f7075626c6963"],
    ],
    refused: [[`10 1 ""`, /is empty/]],
    malformed: ["000a0001"],
  },
  {
    type: "DOA",
    good: [
      [`1234567890 1234567890 1 "image/gif" R0lGODlhKAAZAOMC`, null],
      [`0 1 2 "" aHR0cHM6Ly93d3cuaXNjLm9yZy8=`, null],
      [`0 1 2 "" -`, "00000000 00000001 02 00"],
    ],
    refused: [[`0 1 2 ""`, /missing/]],
    malformed: ["0000000000000001"],
  },
  {
    type: "AMTRELAY",
    good: [
      ["10 0 1 203.0.113.15", "0a 01 cb00710f"],
      ["10 1 2 2001:db8::15", null],
      ["128 1 3 amtrelays.example.", null],
      ["0 0 0 .", "0000"],
      ["\\# 3 0a7f00", "0a7f00", "\\# 3 0a7f00"],
    ],
    refused: [
      ["10 2 1 203.0.113.15", /discovery bit/],
      ["10 0 128 .", /discovery bit/],
      ["10 0", /discovery bit/],
    ],
    malformed: ["0a", "0a01cb0071", "0a00ff"],
  },
];
