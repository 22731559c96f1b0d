// Zones to be signed, with everything that an answer's proofs depend on: wildcards above and below other names, empty
// non-terminals, delegations with and without DS, servers of theirs with glue and without, aliases that end inside, in
// another zone and nowhere, and a DNAME.

import type { SignedDenial } from "../peers/peer.ts";
import type { Signer } from "../peers/signers.ts";

/** The zone, of an origin without its last dot. */
export function signedText(origin: string): string {
  return `$ORIGIN ${origin}.
$TTL 3600
@ SOA ns1 host 1 7200 3600 1209600 300
@ NS ns1
@ NS ns.out.test.
@ MX 10 mail
@ MX 20 host.wild
ns1 A 192.0.2.1
ns1 AAAA 2001:db8::1
mail A 192.0.2.2
www A 192.0.2.3
www TXT "a" "b"
Upper.Case A 192.0.2.4
*.wild A 192.0.2.5
*.wild MX 10 mail
host.wild A 192.0.2.6
x.*.starent A 192.0.2.7
*.alias CNAME www
*.far CNAME no.such
deep.under.ent A 192.0.2.8
alias CNAME www
chain CNAME alias
toalias CNAME some.alias
towild CNAME some.wild
dangling CNAME missing
dangdeep CNAME under.missing.wild2
ext CNAME www.elsewhere.test.
incut CNAME www.insecure
old DNAME new
x.new A 192.0.2.9
w.new CNAME some.wild
secure NS ns.secure
secure DS 12345 13 2 ${"AB".repeat(32)}
ns.secure A 192.0.2.10
insecure NS ns.insecure
insecure NS ns1
ns.insecure A 192.0.2.11
only.nested.insecure2 NS ns1
*.wild2 TXT "wild2"
a.wild2 NS ns1
b.wild2 NS ns1
b.wild2 DS 12345 13 2 ${"CD".repeat(32)}
srv SRV 0 0 53 mail
odd\\000label A 192.0.2.12
z TYPE65280 \\# 1 00
`;
}

/** Every way of denying, by both signers. */
export const signedWays: readonly { readonly signer: Signer; readonly denial: SignedDenial }[] = [
  { signer: "dnssec-signzone", denial: "NSEC" },
  { signer: "dnssec-signzone", denial: "1 0 0 -" },
  { signer: "dnssec-signzone", denial: "1 0 5 aabbccdd" },
  { signer: "dnssec-signzone", denial: "1 1 0 -" },
  { signer: "ldns-signzone", denial: "NSEC" },
  { signer: "ldns-signzone", denial: "1 0 3 ab" },
  { signer: "ldns-signzone", denial: "1 1 1 aabb" },
];

/** Owners and types of the signed sample, zones/signed.test.zone. */
export const sampleText = `$ORIGIN signed.test.
$TTL 1h
@ SOA
@ NS
@ TXT
ns1 A
ns1 AAAA
www A
www AAAA
alias CNAME
*.wild TXT
a.deep A
secure NS
secure DS
insecure NS
`;
