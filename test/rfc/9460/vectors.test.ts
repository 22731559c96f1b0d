import { test } from "vitest";
import { expectRdata, expectRefused } from "../support.ts";

test("RFC 9460 Appendix D.1: AliasMode", () => {
  expectRdata("HTTPS", "0 foo.example.com.", "0000 03666f6f 076578616d706c65 03636f6d 00");
});

test("RFC 9460 Appendix D.2: ServiceMode", () => {
  expectRdata("SVCB", "1 .", "000100");
  expectRdata("SVCB", "16 foo.example.com. port=53", "0010 03666f6f076578616d706c6503636f6d00 0003 0002 0035");
  expectRdata(
    "SVCB",
    "1 foo.example.com. key667=hello",
    "0001 03666f6f076578616d706c6503636f6d00 029b 0005 68656c6c6f",
    '1 foo.example.com. key667="hello"',
  );
  expectRdata(
    "SVCB",
    '1 foo.example.com. key667="hello\\210qoo"',
    "0001 03666f6f076578616d706c6503636f6d00 029b 0009 68656c6c6fd2716f6f",
  );
  expectRdata(
    "SVCB",
    '1 foo.example.com. ipv6hint="2001:db8:122:344::192.0.2.33"',
    "0001 03666f6f076578616d706c6503636f6d00 0006 0010 20010db8012203440000 0000c0000221",
    "1 foo.example.com. ipv6hint=2001:db8:122:344::c000:221",
  );
  expectRdata(
    "SVCB",
    "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
    "0010 03666f6f076578616d706c65036f726700 0000 0004 0001 0004 0001 0009 0268320568332d3139 0004 0004 c0000201",
    '16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1',
  );
  expectRdata(
    "SVCB",
    '16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"',
    "0010 03666f6f076578616d706c65036f726700 0001 000c 08665c6f6f2c626172026832",
  );
});

test("RFC 9460 Appendix D.3: what must be refused", () => {
  expectRefused("SVCB", "1 foo.example.com. key123=abc key123=def", /stands twice/);
  expectRefused("SVCB", "1 foo.example.com. mandatory", /value of/);
  expectRefused("SVCB", "1 foo.example.com. alpn", /value of/);
  expectRefused("SVCB", "1 foo.example.com. port", /value of/);
  expectRefused("SVCB", "1 foo.example.com. ipv4hint", /value of/);
  expectRefused("SVCB", "1 foo.example.com. ipv6hint", /value of/);
  expectRefused("SVCB", "1 foo.example.com. no-default-alpn=abc", /without a value/);
  expectRefused("SVCB", "1 foo.example.com. mandatory=key123", /is mandatory, but not there/);
  expectRefused("SVCB", "1 foo.example.com. mandatory=mandatory", /mandatory not among them/);
  expectRefused("SVCB", "1 foo.example.com. mandatory=key123,key123 key123=abc", /none twice/);
});
