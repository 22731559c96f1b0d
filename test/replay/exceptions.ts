// Deckard's scenarios that cannot hold for us, by name, each with its reason. A name leaves the list when its scenario
// holds; the test sees to that. The second list holds, but for questions of ours that their scripts have no answer for.

function all(reason: string, names: string): Record<string, string> {
  const listed = names.trim().split(/\s+/);
  return Object.fromEntries(listed.map((name) => [name, reason]));
}

export const exceptions: Readonly<Record<string, string>> = {
  // What an RFC says otherwise.
  ...all(
    "RFC 9156 §2.1: questions that hide labels are of type A; the script answers those of type NS alone",
    "iter_minim_a iter_minim_a_nxdomain iter_minim_nonempty iter_minim_ns",
  ),
  ...all(
    "RFC 2308 §2.1: a denial has the zone's SOA, and needs no NS records beside it; the script expects the server's",
    "iter_domain_sale iter_domain_sale_nschange",
  ),
  ...all("RFC 2308 §5: a denial without an SOA is not kept; the script expects it to be", "iter_nottl"),
  ...all(
    "RFC 1034 §5.3.3 (4d): bizarre contents, an A record for an AAAA question and no AA, leave out the server",
    "iter_unexpectedrrtype",
  ),
  ...all(
    "RFC 1034 §3.6.2: a circle of aliases is signalled as an error; the script expects the circle in the answer, too",
    "iter_dname_insec",
  ),

  // Options that we do not have.
  ...all(
    "an option: Knot Resolver's policies, written in Lua",
    `module_policy_deny_all module_policy_deny_suff_comm module_policy_deny_suff_patt module_policy_drop
    module_policy_forward module_policy_pass_deny module_policy_tc`,
  ),
  ...all("an option: addresses in answers are renumbered", "module_renumber"),
  ...all("an option: names from a hosts file", "module_hint_static"),
  ...all("an option: a list of domains that do not get randomised letters", "module_workarounds_disable_0x20"),

  // Validation.
  ...all("RFC 4648 §4: the base64 of its unknown algorithm's data is none", "val_unknown_algorithm_insecure"),
  ...all(
    "RFC 6672 §3.2: the CNAME is made from the DNAME, which is signed, so the forged one beside it does no harm; the script expects SERVFAIL",
    "val_dname_bogus",
  ),
  ...all(
    "RFC 2308 §2.2: the script answers TXT with the proof that it wrote for CNAME, by which there is TXT",
    "val_dname",
  ),
  ...all(
    "RFC 4034 §5.1.4: a digest of 32 octets is none of SHA-1: such an anchor is refused before anything is asked",
    "val_minimal_baddsdigesttype",
  ),
  ...all(
    "RFC 9276 §3.2: a zone that hashes its names 123 times counts as insecure; the script expects them to be computed",
    "val_nsec3_nods_soa",
  ),
  ...all(
    "RFC 4035 §4.3: a denial of what lies below an anchor must be signed from there; the script expects one of the zone above, which nothing vouches for, to be given",
    "val_anchor_nx_nosig",
  ),
  ...all(
    "RFC 4035 §3.1.4.1: nothing in the script's answer about the DS proves that there is none",
    "val_ta_sentinel_insecure",
  ),
  ...all(
    "RFC 4035 §3.1.6: name servers are no part of an answer; the script expects some beside it, of which the resolver heard nothing more",
    "val_nsec3_cnametocnamewctoposwc",
  ),
};

/** Which questions they are, and why we ask them. */
export const furtherQuestions: Readonly<Record<string, string>> = {
  iter_minmaxttl: "the root's NS: RFC 9609 §3 has a resolver ask for them before it asks anything else",
  iter_ns_badglue: "foo.com. A: RFC 9156 §2.1, a question that hides a label",
  val_deleg_nons: "www.example.com. A: RFC 9156 §2.1, a question that hides a label",
  val_nsec3_nods_badsig: "sub.example.com. A: RFC 9156 §2.1, a question that hides a label",
  world_cz_turris_api: "turris.cz. A: RFC 9156 §2.1, a question that hides a label",
  nsec3_wildcard_no_data_response: "the root's NS: RFC 9609 §3",
  val_root_ds: "the root's NS: RFC 9609 §3",
  world_cz_vutbr_www: "the root's NS: RFC 9609 §3",
  world_mx_nic_www: "the root's NS: RFC 9609 §3",
  nsec_wildcard_answer_response: "incorrect.name.example. DS: RFC 4035 §5.2, it could be an unsigned zone's",
  val_minimal_anotherdomainsignature: "x.root-servers.net. DS: RFC 4035 §5.2, it could be an unsigned zone's",
  val_minimal_anotherrrtypesignature: "k.root-servers.net. DS: RFC 4035 §5.2, it could be an unsigned zone's",
};
