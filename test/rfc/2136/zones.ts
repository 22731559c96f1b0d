// The zone that updates of these tests are carried out on.

export const zone: readonly string[] = [
  "@ 3600 SOA ns1.example. hostmaster.example. 10 3600 600 86400 300",
  "@ 3600 NS ns1.example.",
  "@ 3600 NS ns2.example.",
  "@ 300 MX 10 mail.example.",
  "www 300 A 192.0.2.1",
  "www 300 A 192.0.2.2",
  'www 300 TXT "a" "b"',
  "alias 300 CNAME www.example.",
  "mail.deep 60 A 192.0.2.3",
  "sub 300 NS ns.sub.example.",
  "lb 60 A *",
];

/** The SOA record with another serial. */
export function soa(serial: number): string {
  return `@ 3600 SOA ns1.example. hostmaster.example. ${serial} 3600 600 86400 300`;
}

/** What every update that changes something and brings no serial does beside it. */
export const raised: readonly string[] = [`+${soa(11)}`, `-${soa(10)}`];
