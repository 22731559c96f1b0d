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
  ...all(
    "validation: the base64 of its unknown algorithm's data is none (RFC 4648 §4); signatures are not looked at yet",
    "val_unknown_algorithm_insecure",
  ),
  ...all(
    "validation: the expected answer follows from signatures, which are not checked yet (RFC 4035 §5)",
    `
    black_data black_dnskey black_ds black_ent black_prime fwd_val_cname_sibling iter_dnsseclame_ds_ok
    iter_dnsseclame_ta_ok iter_multiple_A iter_validate iter_validate_child_zone_noaddr iter_validate_extradata
    iter_validate_nsec_nxdomain nsec3_aggr_cache nsec3_wildcard_no_data_response nsec_aggr_cache
    nsec_name_error_response-part2 nsec_name_error_response nsec_no_data_response nsec_ref_to_unsigned3
    nsec_wildcard_answer_response nsec_wildcard_no_data_response-part2 nsec_wildcard_no_data_response
    val_ad_qtype_ds val_adbit val_ans_dsent val_ans_nx val_bogus_nodata val_cname_new_signer
    val_cname_to_unsigned val_cname_to_unsigned_fake_rrsig val_cname_trust_domains val_cnamenx_dblnsec
    val_cnameqtype val_deleg_nons val_dname val_dname_bogus val_ds_afterprime val_ds_cname val_ds_cnamesub
    val_faildnskey val_iter_high val_mal_wc val_minimal_anotherdomainsignature
    val_minimal_anotherrrtypesignature val_minimal_baddnskeyalgorithm val_minimal_baddnskeyflags
    val_minimal_baddnskeyprotocol val_minimal_baddsalgorithm val_minimal_baddsdigest
    val_minimal_baddsdigesttype val_minimal_baddskeytag val_minimal_badpublickey val_minimal_badrrsigalgorithm
    val_minimal_badrrsigexpiration val_minimal_badrrsiginception val_minimal_badrrsiglabels
    val_minimal_badrrsigsignature val_minimal_badrrsigtag val_minimal_badrrsigttl val_minimal_beforeinception
    val_minimal_expiredsignature val_minimal_noerror val_negcache_ds val_nokeyprime val_nsec3_b1_nameerror_noce
    val_nsec3_b1_nameerror_nonc val_nsec3_b1_nameerror_nowc val_nsec3_b21_nodataent val_nsec3_b21_nodataent_wr
    val_nsec3_b2_nodata val_nsec3_b2_nodata_nons val_nsec3_b3_optout_noce val_nsec3_b3_optout_nonc
    val_nsec3_b5_wcnodata_noce val_nsec3_b5_wcnodata_nonc val_nsec3_cnametocnamewctoposwc val_nsec3_nods_badsig
    val_nsec3_nods_soa val_nsec3_optout_ad val_nx val_nx_nodeny val_nx_nowc val_pos_truncns val_positive_nosigs
    val_qds_oneanc val_qds_twoanc val_referral_nods val_root_ds val_secds val_secds_nosig val_ta_sentinel
    val_unsecds_qtypeds val_wild_pos val_wild_pos_multi world_cz_rhybar world_cz_turris_api world_cz_vutbr_www
    world_mx_nic_www`,
  ),
};

/** Which questions they are, and why we ask them. */
export const furtherQuestions: Readonly<Record<string, string>> = {
  iter_minmaxttl: "the root's NS: RFC 9609 §3 has a resolver ask for them before it asks anything else",
  iter_ns_badglue: "foo.com. A: RFC 9156 §2.1, a question that hides a label",
  val_ta_sentinel_insecure: "unsigned. A: RFC 9156 §2.1, a question that hides a label",
};
