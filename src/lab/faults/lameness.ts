// Servers that are asked for a zone and do not have it, or not rightly (such delegations are called lame): they say
// what they know without authority, send the asker back to the root, ask others for him, or know an old state.

import { Rcode } from "../../dns/codes.ts";
import { scanRecords } from "../zone-file.ts";
import { changing, changingOctets, fault, headerAA, headerRA, replyWith } from "./kind.ts";

const upward = scanRecords(`
. 518400 NS a.root-servers.net.
. 518400 NS b.root-servers.net.
. 518400 NS c.root-servers.net.`);

/** Clears AA in the third octet of the header. */
function clearAuthority(octets: Uint8Array): void {
  octets[2] &= ~0x04;
}

export const lameness = {
  "not-authoritative": fault("answers rightly, but without saying that it may: AA is cleared", {}, (inner) =>
    changingOctets(inner, clearAuthority),
  ),
  "lame-upward": fault(
    "refers the asker to the root, where he comes from",
    {},
    () => (asked) => replyWith(asked, { rcode: Rcode.NOERROR, authority: upward }),
  ),
  "recursive-lame": fault(
    "has no zone but asks around like a resolver: what it heard elsewhere comes with RA and without AA",
    { zones: "zones" },
    (_inner, { zones }, world) =>
      changing(world.serverOf(zones), (message) => ({
        ...message,
        flags: (message.flags & ~headerAA) | headerRA,
      })),
  ),
  "stale-copy": fault(
    "answers from an old copy of its zones: a secondary that nobody tells of changes",
    { zones: "zones" },
    (_inner, { zones }, world) => world.serverOf(zones),
  ),
};
