// The steps of validation (RFC 4035 §5): the chain of trust from its anchor down, what signatures and proofs show, what is wrong
// with them. All ids begin with `validate.`. Who notes them: src/resolver/validation/.

import { ExtendedError } from "../../dns/codes.ts";
import { steps } from "../step.ts";

export const validationSteps = steps({
  "validate.exempt": {
    rfc: "RFC 7646 §2",
    sentence: "{name} and all below it is not validated: the configuration says so.",
    operands: { name: "name" },
  },
  "validate.anchor": {
    rfc: "RFC 4033 §2",
    sentence: "The chain of trust begins at {zone}, for which {count|key is|keys are} configured as trusted.",
    operands: { zone: "name", count: "count" },
  },
  "validate.ask": {
    rfc: "RFC 4035 §4.2",
    sentence: "To go on, the chain of trust needs {name} {type}.",
    operands: { name: "name", type: "type" },
  },
  "validate.ds": {
    rfc: "RFC 4035 §5.2",
    sentence: "{parent} vouches for {zone} with {count|DS record|DS records}, signed by its key {tag} ({algorithm}).",
    operands: { parent: "name", zone: "name", count: "count", tag: "text", algorithm: "text" },
  },
  "validate.keys": {
    rfc: "RFC 4035 §5.3",
    sentence:
      "{zone} signed its keys with key {tag} ({algorithm}), which is vouched for: {count|key is|keys are} trusted.",
    operands: { zone: "name", tag: "text", algorithm: "text", count: "count" },
  },
  "validate.no-cut": {
    rfc: "RFC 4035 §4.2",
    sentence: "{name} is no zone of its own, it belongs to {zone}.",
    operands: { name: "name", zone: "name" },
  },
  "validate.new-keys": {
    rfc: "RFC 4035 §4.7",
    sentence: "{zone} may have changed its keys since they were heard: they are asked for anew.",
    operands: { zone: "name" },
  },
  "validate.end": {
    rfc: "RFC 4035 §5.2",
    sentence: "{parent} proves that {zone} has no DS: the chain of trust ends here, what is below is insecure.",
    operands: { parent: "name", zone: "name" },
  },
  "validate.unsupported": {
    rfc: "RFC 4035 §5.2, RFC 6840 §5.2",
    sentence: "{zone} is signed only in ways that are not known here ({kinds}): it counts as unsigned.",
    operands: { zone: "name", kinds: "text" },
  },
  "validate.signature": {
    rfc: "RFC 4035 §5.3.3",
    sentence: "{name} {type} is what {zone} signed with its key {tag} ({algorithm}).",
    operands: { name: "name", type: "type", zone: "name", tag: "text", algorithm: "text" },
  },
  "validate.wildcard": {
    rfc: "RFC 4035 §5.3.4",
    sentence: "The signature is that of {source}: the wildcard stood in for {name}, and was right to.",
    operands: { source: "name", name: "name" },
  },
  "validate.shortened": {
    rfc: "RFC 4035 §5.3.3",
    sentence: "{name} {type} holds for {ttl} and not for {said}: no longer than what proves it.",
    operands: { name: "name", type: "type", ttl: "seconds", said: "seconds" },
  },
  "validate.shows": {
    rfc: "RFC 4035 §5.4, RFC 5155 §8",
    sentence: "The signed record at {by} shows of {about}: {says}.",
    operands: { by: "name", about: "name", says: "text" },
  },
  "validate.denied": {
    rfc: "RFC 4035 §5.4, RFC 5155 §8",
    sentence: "{zone} proves that there is no {name} {type}.",
    operands: { zone: "name", name: "name", type: "type" },
  },
  "validate.opt-out": {
    rfc: "RFC 5155 §9.2",
    sentence: "{zone} leaves unsigned delegations out of its chain, so the proof may hide one: the answer is insecure.",
    operands: { zone: "name" },
  },
  "validate.iterations": {
    rfc: "RFC 9276 §3.2",
    sentence: "{zone} hashes its names more often than is computed here: what it denies is insecure.",
    operands: { zone: "name" },
    extendedError: ExtendedError["Unsupported NSEC3 Iterations Value"],
  },
  "validate.unsigned": {
    rfc: "RFC 4035 §5",
    sentence: "{name} {type} carries no signature, though {zone} is signed.",
    operands: { name: "name", type: "type", zone: "name" },
    extendedError: ExtendedError["RRSIGs Missing"],
    act: "reject",
  },
  "validate.stranger": {
    rfc: "RFC 4035 §5.3.1",
    sentence: "{name} {type} is signed by {signer}, but it belongs to {zone}.",
    operands: { name: "name", type: "type", signer: "name", zone: "name" },
    extendedError: ExtendedError["DNSSEC Bogus"],
    act: "reject",
  },
  "validate.labels": {
    rfc: "RFC 4035 §5.3.1",
    sentence:
      "{name} {type}: the signature by key {tag} of {zone} covers {count|label|labels}, which cannot be of this name.",
    operands: { name: "name", type: "type", tag: "text", zone: "name", count: "count" },
    extendedError: ExtendedError["DNSSEC Bogus"],
    act: "reject",
  },
  "validate.unknown-algorithm": {
    rfc: "RFC 4035 §5.3.1",
    sentence: "{name} {type} is signed with {algorithm} alone, which is not known here, though {zone} has other keys.",
    operands: { name: "name", type: "type", algorithm: "text", zone: "name" },
    extendedError: ExtendedError["Unsupported DNSKEY Algorithm"],
    act: "reject",
  },
  "validate.no-key": {
    rfc: "RFC 4035 §5.3.1",
    sentence: "{name} {type} is signed by key {tag}, and {zone} has no such key.",
    operands: { name: "name", type: "type", tag: "text", zone: "name" },
    extendedError: ExtendedError["DNSKEY Missing"],
    act: "reject",
  },
  "validate.no-zone-key": {
    rfc: "RFC 4034 §2.1.1",
    sentence: "{name} {type} is signed by key {tag} of {zone}, which is not for signing zones.",
    operands: { name: "name", type: "type", tag: "text", zone: "name" },
    extendedError: ExtendedError["No Zone Key Bit Set"],
    act: "reject",
  },
  "validate.expired": {
    rfc: "RFC 4034 §3.1.5",
    sentence: "{name} {type}: the signature by key {tag} of {zone} expired at {date}.",
    operands: { name: "name", type: "type", tag: "text", zone: "name", date: "text" },
    extendedError: ExtendedError["Signature Expired"],
    act: "reject",
  },
  "validate.early": {
    rfc: "RFC 4034 §3.1.5",
    sentence: "{name} {type}: the signature by key {tag} of {zone} holds from {date} only.",
    operands: { name: "name", type: "type", tag: "text", zone: "name", date: "text" },
    extendedError: ExtendedError["Signature Not Yet Valid"],
    act: "reject",
  },
  "validate.backwards": {
    rfc: "RFC 4034 §3.1.5",
    sentence: "{name} {type}: the signature by key {tag} of {zone} expires before it begins.",
    operands: { name: "name", type: "type", tag: "text", zone: "name" },
    extendedError: ExtendedError["Signature Expired before Valid"],
    act: "reject",
  },
  "validate.wrong": {
    rfc: "RFC 4035 §5.3.3",
    sentence: "{name} {type} is not what key {tag} of {zone} signed.",
    operands: { name: "name", type: "type", tag: "text", zone: "name" },
    extendedError: ExtendedError["DNSSEC Bogus"],
    act: "reject",
  },
  "validate.costly": {
    rfc: "",
    sentence: "{name} {type} of {zone} carries more signatures than are checked for one question (KeyTrap).",
    operands: { name: "name", type: "type", zone: "name" },
    extendedError: ExtendedError["DNSSEC Bogus"],
    act: "reject",
  },
  "validate.unproven": {
    rfc: "RFC 4035 §5.4, RFC 5155 §8",
    sentence: "What {zone} sent does not prove what it says of {name} {type}.",
    operands: { zone: "name", name: "name", type: "type" },
    extendedError: ExtendedError["NSEC Missing"],
    act: "reject",
  },
  "validate.again": {
    rfc: "RFC 4035 §4.7",
    sentence: "{server} gave a bogus answer to {name} {type}: another server may have what was signed.",
    operands: { server: "server", name: "name", type: "type" },
    act: "reject",
  },
  "validate.no-match": {
    rfc: "RFC 4035 §5.2",
    sentence: "{zone} has {count|key|keys}, none of which is vouched for.",
    operands: { zone: "name", count: "count" },
    extendedError: ExtendedError["DNSKEY Missing"],
    act: "reject",
  },
  "validate.no-entry": {
    rfc: "RFC 4034 §2.1.1",
    sentence: "{zone} is vouched for by its key {tag}, which is not for signing zones, or was revoked.",
    operands: { zone: "name", tag: "text" },
    extendedError: ExtendedError["No Zone Key Bit Set"],
    act: "reject",
  },
  "validate.unreachable": {
    rfc: "RFC 4035 §4.3",
    sentence: "The chain of trust needs {name} {type}, which cannot be got.",
    operands: { name: "name", type: "type" },
    extendedError: ExtendedError["DNSSEC Indeterminate"],
    act: "fail",
  },
  "validate.secure": {
    rfc: "RFC 4035 §4.3",
    sentence: "All of the answer to {name} {type} is secure.",
    operands: { name: "name", type: "type" },
  },
  "validate.sentinel": {
    rfc: "RFC 8509 §3",
    sentence: "{name} says of a key of the root what is not so here, and asks to fail then.",
    operands: { name: "name" },
    act: "fail",
  },
  "validate.insecure": {
    rfc: "RFC 4035 §4.3",
    sentence: "The answer to {name} {type} is insecure: not all of it is proven, and nothing says that it must be.",
    operands: { name: "name", type: "type" },
  },
  "validate.bogus": {
    rfc: "RFC 4035 §5.5",
    sentence: "The answer to {name} {type} is bogus, and is not given.",
    operands: { name: "name", type: "type" },
    act: "fail",
  },
});
