// The keys of `dns.signing`: zone files that are signed here (../signing/file-signer.ts). The defaults are those of BIND's default
// policy: one key that signs everything, signatures for two weeks, a parent that is told by CDS.

import { signingAlgorithmWords } from "../../crypto/signing-keys.ts";
import { digestWords } from "../../dnssec/sign-zone.ts";
import { domainName, path } from "./forms.ts";
import { choice, flag, integer, key, optional, section, text } from "./shape.ts";

export const signing = section({
  zone: key(
    optional(text(domainName)),
    null,
    "The zone; null means every zone of a file that is not signed there already.",
  ),
  keys: key(
    optional(text(path)),
    null,
    "The directory of its keys, as `signpost zone keygen` and BIND make them; null: the folder keys below `data`, where a zone without a key gets one.",
  ),
  algorithm: key(choice(...signingAlgorithmWords), signingAlgorithmWords[0], "Of a key that is made."),
  denial: key(
    choice("nsec", "nsec3"),
    "nsec",
    "How it is proved what is not there: by names, or by hashes (RFC 5155).",
  ),
  cds: key(flag, true, "Tell the parent of the keys by CDS and CDNSKEY (RFC 7344)."),
  zonemd: key(optional(choice(...digestWords)), null, "Digest the whole zone (ZONEMD, RFC 8976)."),
  signatureDays: key(
    integer(1, 365),
    14,
    "How long a signature holds, or up to a quarter less; it is made anew when a quarter is left.",
  ),
});
