// The steps of a walk from the root to an answer (RFC 1034 §5.3.3). Who notes them: src/resolver/.

import { ExtendedError } from "../../dns/codes.ts";
import { steps } from "../step.ts";

export const resolverSteps = steps({
  "question.asked": {
    rfc: "RFC 1034 §5.3.3",
    sentence: "The question is {name} {type}.",
    operands: { name: "name", type: "type" },
  },
  "question.merged": {
    rfc: "RFC 5452 §5",
    sentence: "The same question, {name} {type}, is being resolved already; its answer will do.",
    operands: { name: "name", type: "type" },
  },
  "local.answered": {
    rfc: "RFC 6761 §6, RFC 6303 §3",
    sentence: "{name} lies in {zone}, which never leaves this machine: it is answered here.",
    operands: { name: "name", zone: "name" },
  },
  "cache.hit": {
    rfc: "RFC 1034 §5.3.3 step 1",
    sentence: "{name} {type} is in the cache: {server} said it {age} ago, {left} are left.",
    operands: { name: "name", type: "type", server: "server", age: "seconds", left: "seconds" },
  },
  "cache.alias": {
    rfc: "RFC 1034 §3.6.2",
    sentence: "The cache knows an alias: {name} leads to {target} ({server} said so, {left} are left).",
    operands: { name: "name", target: "name", server: "server", left: "seconds" },
  },
  "cache.denial": {
    rfc: "RFC 2308 §5",
    sentence: "The cache knows that {name} has no {type}: {server} said so, {left} are left.",
    operands: { name: "name", type: "type", server: "server", left: "seconds" },
  },
  "cache.cut": {
    rfc: "RFC 8020 §2",
    sentence: "The cache knows that {name} does not exist, so nothing below it does ({left} are left).",
    operands: { name: "name", left: "seconds" },
  },
  "cache.failure": {
    rfc: "RFC 9520 §3.2",
    sentence: "{name} {type} could not be resolved a moment ago; it is not tried again for {left}.",
    operands: { name: "name", type: "type", left: "seconds" },
    extendedError: ExtendedError["Cached Error"],
  },
  "cache.stale": {
    rfc: "RFC 8767 §5",
    sentence: "No server answers in time, so what expired {age} ago is given: {name} {type}.",
    operands: { name: "name", type: "type", age: "seconds" },
    extendedError: ExtendedError["Stale Answer"],
  },
  "cache.miss": {
    rfc: "RFC 1034 §5.3.3 step 1",
    sentence: "The cache does not know {name} {type}.",
    operands: { name: "name", type: "type" },
  },
  "cache.stored": {
    rfc: "RFC 2181 §5.4.1",
    sentence: "{name} {type} goes into the cache for {ttl}, trusted as {rank}.",
    operands: { name: "name", type: "type", ttl: "seconds", rank: "text" },
  },
  "cache.prefetch": {
    rfc: "RFC 8767 §5",
    sentence: "{name} {type} is about to expire: it is fetched again, nobody waits for it.",
    operands: { name: "name", type: "type" },
  },
  "root.prime": {
    rfc: "RFC 9609 §3",
    sentence: "Nothing is known of the root but {count} hints: one of them is asked who the root's servers are.",
    operands: { count: "count" },
  },
  "root.primed": {
    rfc: "RFC 9609 §3.2",
    sentence: "The root is served by {count} name servers, as {server} says.",
    operands: { count: "count", server: "server" },
  },
  "root.unprimed": {
    rfc: "RFC 9609 §3.2",
    sentence: "The root could not be primed; the hints serve for now.",
    operands: {},
  },
  "delegation.known": {
    rfc: "RFC 1034 §5.3.3 step 2",
    sentence: "The closest zone whose servers are known is {zone}, with {count} name servers.",
    operands: { zone: "name", count: "count" },
  },
  "delegation.configured": {
    rfc: "RFC 1034 §5.3.3 step 2",
    sentence: "{zone} is a {kind} zone: its servers are set by configuration.",
    operands: { zone: "name", kind: "text" },
  },
  "server.chosen": {
    rfc: "RFC 1034 §5.3.3 step 3",
    sentence: "{ns} at {server} is asked next: its address is from {source}, {rtt}.",
    operands: { ns: "name", server: "server", source: "text", rtt: "text" },
  },
  "server.lame-known": {
    rfc: "RFC 9520 §3.2",
    sentence: "{server} is passed over: it is known as lame for {zone} ({reason}).",
    operands: { server: "server", zone: "name", reason: "text" },
  },
  "server.dead-known": {
    rfc: "RFC 9520 §3.2",
    sentence: "{server} is passed over: it has not answered {count} times in a row.",
    operands: { server: "server", count: "count" },
  },
  "server.forbidden": {
    rfc: "RFC 6890 §2.2.2",
    sentence: "{ns} at {server} is not asked: addresses in {block} are no name servers.",
    operands: { ns: "name", server: "server", block: "text" },
  },
  "server.lookup": {
    rfc: "RFC 1034 §5.3.3 step 2",
    sentence: "The address of {ns} must be found first ({type}).",
    operands: { ns: "name", type: "type" },
  },
  "server.no-address": {
    rfc: "RFC 1034 §5.3.3 step 2",
    sentence: "{ns} has no address of type {type}.",
    operands: { ns: "name", type: "type" },
  },
  "server.is-alias": {
    rfc: "RFC 2181 §10.3",
    sentence: "{ns} is an alias, and a name server's name must not be one: it is passed over.",
    operands: { ns: "name" },
  },
  "server.cycle": {
    rfc: "RFC 9520 §3.2",
    sentence: "To find {ns} one would have to find {ns} first: the delegations form a circle.",
    operands: { ns: "name" },
  },
  "limit.lookups": {
    rfc: "RFC 9520 §3.2",
    sentence: "{count} addresses of name servers were looked up, more are not (NXNSAttack).",
    operands: { count: "count" },
  },
  "limit.depth": {
    rfc: "RFC 9520 §3.2",
    sentence: "Finding {ns} would need a lookup within a lookup, {count} deep: that is too deep.",
    operands: { ns: "name", count: "count" },
  },
  "limit.budget": {
    rfc: "RFC 9520 §3.2",
    sentence: "The question's budget is used up: {why}.",
    operands: { why: "text" },
  },
  "limit.aliases": {
    rfc: "RFC 1034 §3.6.2",
    sentence: "{count} aliases were followed, more are not.",
    operands: { count: "count" },
  },
  "alias.loop": {
    rfc: "RFC 1034 §3.6.2",
    sentence: "{name} was met before: the aliases form a circle.",
    operands: { name: "name" },
  },
  "minimise.hide": {
    rfc: "RFC 9156 §2.3",
    sentence: "{server} need not know more than {name}; {count} labels stay hidden.",
    operands: { server: "server", name: "name", count: "count" },
  },
  "minimise.exists": {
    rfc: "RFC 9156 §2.3",
    sentence: "{name} is no zone of its own: the servers of {zone} are asked for more labels.",
    operands: { name: "name", zone: "name" },
  },
  "minimise.full": {
    rfc: "RFC 9156 §2.3",
    sentence: "{server} says {rcode} to the shortened question, as some do for empty names: the whole name is sent.",
    operands: { server: "server", rcode: "rcode" },
  },
  "query.sent": {
    rfc: "RFC 1035 §4.1.1",
    sentence: "{server} is asked over {transport}: {name} {type}, waiting up to {timeout}.",
    operands: { server: "server", transport: "text", name: "name", type: "type", timeout: "milliseconds" },
  },
  "query.timeout": {
    rfc: "RFC 1035 §7.2",
    sentence: "{server} did not answer within {waited}.",
    operands: { server: "server", waited: "milliseconds" },
  },
  "query.undelivered": {
    rfc: "RFC 1035 §7.2",
    sentence: "The query cannot be delivered to {server}: {why}.",
    operands: { server: "server", why: "text" },
  },
  "packet.ignored": {
    rfc: "RFC 5452 §9.1",
    sentence: "A packet from {server} is ignored, the wait goes on: it does not belong to the query ({why}).",
    operands: { server: "server", why: "text" },
  },
  "packet.near-miss": {
    rfc: "RFC 5452 §9.1",
    sentence: "A packet with a wrong {why} looks like a forger's guess: {server} is asked again over TCP.",
    operands: { server: "server", why: "text" },
  },
  "query.no-edns": {
    rfc: "RFC 6891 §7",
    sentence: "{server} does not like EDNS ({why}): it is asked without, just this time.",
    operands: { server: "server", why: "text" },
  },
  "query.tcp": {
    rfc: "RFC 7766 §5",
    sentence: "The answer of {server} does not fit a datagram: it is asked again over TCP.",
    operands: { server: "server" },
  },
  "response.answer": {
    rfc: "RFC 1034 §4.3.2 step 3a",
    sentence: "{server} answers {name} {type} with {count} records, {authority}, after {rtt}.",
    operands: {
      server: "server",
      name: "name",
      type: "type",
      count: "count",
      authority: "text",
      rtt: "milliseconds",
    },
  },
  "response.referral": {
    rfc: "RFC 1034 §4.3.2 step 3b",
    sentence: "{server} refers to {zone}: {count} name servers, {glue} addresses beside them, after {rtt}.",
    operands: { server: "server", zone: "name", count: "count", glue: "count", rtt: "milliseconds" },
  },
  "response.alias": {
    rfc: "RFC 1034 §3.6.2",
    sentence: "{server} says that {name} is an alias of {target}, after {rtt}.",
    operands: { server: "server", name: "name", target: "name", rtt: "milliseconds" },
  },
  "response.nodata": {
    rfc: "RFC 2308 §2.2",
    sentence: "{server} says that {name} has no {type}, after {rtt}.",
    operands: { server: "server", name: "name", type: "type", rtt: "milliseconds" },
  },
  "response.nxdomain": {
    rfc: "RFC 2308 §2.1",
    sentence: "{server} says that {name} does not exist, after {rtt}.",
    operands: { server: "server", name: "name", rtt: "milliseconds" },
  },
  "response.lame": {
    rfc: "RFC 1912 §2.8",
    sentence: "{server} is lame for {zone}: {reason}.",
    operands: { server: "server", zone: "name", reason: "text" },
  },
  "response.error": {
    rfc: "RFC 1035 §4.1.1",
    sentence: "{server} answers {rcode}, after {rtt}; another server may do better.",
    operands: { server: "server", rcode: "rcode", rtt: "milliseconds" },
  },
  "response.no-soa": {
    rfc: "RFC 2308 §2.2",
    sentence: "{server} denies without an SOA, so nobody knows for how long: the denial is not kept.",
    operands: { server: "server" },
  },
  "response.too-long": {
    rfc: "RFC 6672 §2.2",
    sentence: "A DNAME makes {name} longer than a name may be.",
    operands: { name: "name" },
  },
  "alias.synthesised": {
    rfc: "RFC 6672 §3.1",
    sentence: "The DNAME at {owner} leads {name} to {target}.",
    operands: { owner: "name", name: "name", target: "name" },
  },
  "record.outside": {
    rfc: "RFC 2181 §5.4.1",
    sentence: "Rejected {name} {type}: {server} was asked for {zone} and has no say over names outside it.",
    operands: { name: "name", type: "type", server: "server", zone: "name" },
  },
  "record.unasked": {
    rfc: "RFC 2181 §5.4.1",
    sentence: "Rejected {name} {type} from {server}: nobody asked for it.",
    operands: { name: "name", type: "type", server: "server" },
  },
  "record.broken-alias": {
    rfc: "RFC 6672 §3.2",
    sentence: "Rejected {name} {type} from {server}: it does not lead where it should.",
    operands: { name: "name", type: "type", server: "server" },
  },
  "record.unneeded": {
    rfc: "RFC 2181 §5.4.1",
    sentence: "Left aside {name} {type} from {server}: who serves a zone is its parent's to say.",
    operands: { name: "name", type: "type", server: "server" },
  },
  "record.unreadable": {
    rfc: "RFC 3597 §3",
    sentence: "{count} records of {server} are left out: they cannot be read, or are more than an honest set has.",
    operands: { count: "count", server: "server" },
  },
  "glue.rejected": {
    rfc: "RFC 9471 §2.3",
    sentence: "The address of {ns} that {server} sent along is not used: {ns} is not below {zone}.",
    operands: { ns: "name", server: "server", zone: "name" },
  },
  "servers.cut": {
    rfc: "RFC 9520 §3.2",
    sentence: "{zone} names {count} servers; {kept} of them are kept.",
    operands: { zone: "name", count: "count", kept: "count" },
  },
  "servers.exhausted": {
    rfc: "RFC 9520 §3.1",
    sentence: "No server of {zone} gave a usable answer: {why}.",
    operands: { zone: "name", why: "text" },
    extendedError: ExtendedError["No Reachable Authority"],
  },
  "dns64.synthesised": {
    rfc: "RFC 6147 §5.1.7",
    sentence: "{name} has no AAAA of its own: {count} are made from its A records.",
    operands: { name: "name", count: "count" },
  },
  "answer.done": {
    rfc: "RFC 1034 §5.3.3 step 4",
    sentence: "{name} {type}: {rcode}, {count} records, {queries} queries sent, {elapsed}.",
    operands: {
      name: "name",
      type: "type",
      rcode: "rcode",
      count: "count",
      queries: "count",
      elapsed: "milliseconds",
    },
  },
});
