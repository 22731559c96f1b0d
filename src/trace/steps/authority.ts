// The steps of an answer from our own zones: RFC 1034 §4.3.2, and what the RFCs after it made of it.
// All ids begin with `zone.`. Who notes them: src/authority/authority.ts and additional.ts.

import { ExtendedError } from "../../dns/codes.ts";
import { steps } from "../step.ts";

export const authoritySteps = steps({
  "zone.none": {
    rfc: "RFC 1035 §4.1.1",
    sentence: "No zone of ours is at or above {name}.",
    operands: { name: "name" },
  },
  "zone.found": {
    rfc: "RFC 1034 §4.3.2",
    sentence: "{zone} is the nearest of our zones at or above {name}.",
    operands: { zone: "name", name: "name" },
  },
  "zone.private": {
    rfc: "Route 53 hosted-zone-private-considerations",
    sentence: "{zone} is a private zone of the VPC that the question comes from: no public zone is looked at.",
    operands: { zone: "name" },
  },
  "zone.parent-side": {
    rfc: "RFC 4035 §3.1.4.1",
    sentence: "DS is kept above the cut: {zone} is asked about {name}, not the zone below it.",
    operands: { zone: "name", name: "name" },
  },
  "zone.cut": {
    rfc: "RFC 1034 §4.3.2",
    sentence: "At {cut} our authority ends: the answer is a referral to {servers|name server|name servers}.",
    operands: { cut: "name", servers: "count" },
    act: "answer",
  },
  "zone.cut-ds": {
    rfc: "RFC 4035 §3.1.4.1",
    sentence: "{cut} is delegated, but its DS is the parent's data: ours.",
    operands: { cut: "name" },
  },
  "zone.glue": {
    rfc: "RFC 9471 §3.1",
    sentence: "{server} lies within the delegated zone: its addresses must go along, or nobody could ever ask it.",
    operands: { server: "name" },
  },
  "zone.sibling-glue": {
    rfc: "RFC 9471 §3.2",
    sentence: "{server} lies below another cut of this zone: its addresses go along while they fit.",
    operands: { server: "name" },
  },
  "zone.dname": {
    rfc: "RFC 6672 §3.2",
    sentence: "{owner} redirects all names below it: {name} becomes {target}, and a CNAME is made that says so.",
    operands: { owner: "name", name: "name", target: "name" },
  },
  "zone.dname-too-long": {
    rfc: "RFC 6672 §2.2",
    sentence: "{owner} redirects {name} to a name of over 255 octets, which cannot be: YXDOMAIN.",
    operands: { owner: "name", name: "name" },
    act: "fail",
  },
  "zone.wildcard": {
    rfc: "RFC 4592 §3.3.1",
    sentence: "{name} does not exist; its closest encloser has the wildcard {source}, whose records stand in.",
    operands: { name: "name", source: "name" },
  },
  "zone.nxdomain": {
    rfc: "RFC 2308 §2.1, RFC 4592 §3.3.1",
    sentence: "{name} does not exist, nor a wildcard right below {encloser}, the closest name that does: NXDOMAIN.",
    operands: { name: "name", encloser: "name" },
    act: "answer",
  },
  "zone.empty-name": {
    rfc: "RFC 4592 §2.2.2",
    sentence: "{name} holds no record, but names below it do: it exists, an empty non-terminal.",
    operands: { name: "name" },
  },
  "zone.rrset": {
    rfc: "RFC 1034 §4.3.2",
    sentence: "{name} has what is asked for: {records|record|records} of type {type}.",
    operands: { name: "name", type: "type", records: "count" },
    act: "answer",
  },
  "zone.any": {
    rfc: "RFC 8482 §4.1",
    sentence: "ANY is answered with one RRset of {name} that stands for all: {type}.",
    operands: { name: "name", type: "type" },
    act: "answer",
  },
  "zone.nodata": {
    rfc: "RFC 2308 §2.2",
    sentence: "{name} exists and has no {type}: NODATA.",
    operands: { name: "name", type: "type" },
    act: "answer",
  },
  "zone.negative-ttl": {
    rfc: "RFC 2308 §3",
    sentence: "The SOA of {zone} goes along: for {seconds} the denial may be kept, the lesser of its TTL and MINIMUM.",
    operands: { zone: "name", seconds: "seconds" },
  },
  "zone.absent": {
    rfc: "RFC 1034 §4.3.5",
    sentence: "{zone} is a secondary zone of which there is no copy yet, or one that has expired: SERVFAIL.",
    operands: { zone: "name" },
    act: "fail",
    extendedError: ExtendedError["Invalid Data"],
  },
  "zone.cname": {
    rfc: "RFC 1034 §3.6.2",
    sentence: "{name} is an alias: on with its canonical name, {target}.",
    operands: { name: "name", target: "name" },
  },
  "zone.alias-loop": {
    rfc: "RFC 1034 §3.6.2",
    sentence: "The aliases come back to {name}: the chain ends here, once round.",
    operands: { name: "name" },
    act: "fail",
  },
  "zone.alias-limit": {
    rfc: "RFC 1034 §3.6.2",
    sentence: "The chain of aliases has {links|link|links}: it is followed no further.",
    operands: { links: "count" },
    act: "fail",
  },
  "zone.alias-leaves": {
    rfc: "RFC 6604 §3",
    sentence: "{name} lies in none of our zones: the rest of the chain is for others to answer.",
    operands: { name: "name" },
  },
  "zone.signed": {
    rfc: "RFC 4035 §3.1.1",
    sentence: "The client wants signatures: {signatures|signature|signatures} of the {type}.",
    operands: { type: "type", signatures: "count" },
  },
  "zone.signed-online": {
    rfc: "RFC 4035 §3.1.1, RFC 9824 §3.3",
    sentence:
      "{zone} is signed as it is answered: {signatures|signature|signatures} of the {type}, by its owner's own name.",
    operands: { zone: "name", type: "type", signatures: "count" },
  },
  "zone.signatures-withheld": {
    rfc: "",
    sentence: "So many answers were signed in this second that this one waits: {rcode}, over UDP with TC.",
    operands: { rcode: "rcode" },
    act: "fail",
  },
  "zone.signatures-keyless": {
    rfc: "RFC 1035 §4.1.1",
    sentence: "The keys of the zone are not there: SERVFAIL.",
    operands: {},
    act: "fail",
  },
  "zone.compact-missing": {
    rfc: "RFC 9824 §3.1",
    sentence:
      "{name} does not exist, nor a wildcard right below {encloser}; the denial is compact: a signed NODATA that says so.",
    operands: { name: "name", encloser: "name" },
    act: "answer",
  },
  "zone.compact-code": {
    rfc: "RFC 9824 §5.1",
    sentence: "The client knows compact denials and sets CO: the code is NXDOMAIN all the same.",
    operands: {},
  },
  "zone.compact-nxname": {
    rfc: "RFC 9824 §3.1",
    sentence: "An NSEC of {name} itself goes along, whose only type of its own is NXNAME: there is no such name.",
    operands: { name: "name" },
  },
  "zone.compact-nsec": {
    rfc: "RFC 9824 §3.2",
    sentence: "An NSEC of {name} goes along, made for this answer: it tells what types are there.",
    operands: { name: "name" },
  },
  "zone.cut-secure": {
    rfc: "RFC 4035 §3.1.4",
    sentence: "{cut} is delegated securely: {records|DS record|DS records} of ours.",
    operands: { cut: "name", records: "count" },
  },
  "zone.cut-insecure": {
    rfc: "RFC 4035 §3.1.4, RFC 5155 §7.2.7",
    sentence: "{cut} has no DS: it is proven that the delegation is insecure.",
    operands: { cut: "name" },
  },
  "zone.nsec-match": {
    rfc: "RFC 4035 §3.1.3.1",
    sentence: "The NSEC of {owner} goes along: it tells what types {name} has.",
    operands: { owner: "name", name: "name" },
  },
  "zone.nsec-cover": {
    rfc: "RFC 4035 §3.1.3.2",
    sentence: "The NSEC of {owner} goes along: {name} would lie between it and the next name, so it has no records.",
    operands: { owner: "name", name: "name" },
  },
  "zone.nsec3-match": {
    rfc: "RFC 5155 §7.2.1",
    sentence: "The NSEC3 {owner} goes along, named by the hash of {name}: it proves that name, and tells its types.",
    operands: { owner: "name", name: "name" },
  },
  "zone.nsec3-cover": {
    rfc: "RFC 5155 §7.2.1",
    sentence:
      "The NSEC3 {owner} goes along: the hash of {name} lies between it and the next, so no record is signed there.",
    operands: { owner: "name", name: "name" },
  },
  "zone.additional": {
    rfc: "RFC 1034 §4.3.2",
    sentence: "The answer points at {name}: its {type} goes along while it fits.",
    operands: { name: "name", type: "type" },
  },
});
