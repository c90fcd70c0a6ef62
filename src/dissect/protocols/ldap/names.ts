// Names of LDAP: RFC 4511 section 4.1.9 and appendix A (results), registered object identifiers of operations and controls.

/** Result codes (RFC 4511 appendix A, RFC 3909, RFC 4370, RFC 4528). */
const RESULTS: Readonly<Record<number, string>> = {
  0: "success",
  1: "operations_error",
  2: "protocol_error",
  3: "time_limit_exceeded",
  4: "size_limit_exceeded",
  5: "compare_false",
  6: "compare_true",
  7: "auth_method_not_supported",
  8: "stronger_auth_required",
  10: "referral",
  11: "admin_limit_exceeded",
  12: "unavailable_critical_extension",
  13: "confidentiality_required",
  14: "sasl_bind_in_progress",
  16: "no_such_attribute",
  17: "undefined_attribute_type",
  18: "inappropriate_matching",
  19: "constraint_violation",
  20: "attribute_or_value_exists",
  21: "invalid_attribute_syntax",
  32: "no_such_object",
  33: "alias_problem",
  34: "invalid_dn_syntax",
  36: "alias_dereferencing_problem",
  48: "inappropriate_authentication",
  49: "invalid_credentials",
  50: "insufficient_access_rights",
  51: "busy",
  52: "unavailable",
  53: "unwilling_to_perform",
  54: "loop_detect",
  64: "naming_violation",
  65: "object_class_violation",
  66: "not_allowed_on_non_leaf",
  67: "not_allowed_on_rdn",
  68: "entry_already_exists",
  69: "object_class_mods_prohibited",
  71: "affects_multiple_dsas",
  80: "other",
  118: "canceled",
  119: "no_such_operation",
  120: "too_late",
  121: "cannot_cancel",
  122: "assertion_failed",
  123: "authorization_denied",
};

/** The standard's name of a result code in snake_case. */
export function resultName(code: number): string {
  return RESULTS[code] ?? `result_code_${code}`;
}

/** Results that refuse nothing: success, answers to comparisons, referrals, and the next step of a login. */
export const RESULTS_OF_SUCCESS: ReadonlySet<number> = new Set([0, 5, 6, 10, 14]);

/** StartTLS (RFC 4511 section 4.14). */
export const START_TLS = "1.3.6.1.4.1.1466.20037";
/** What a server sends unasked before it closes (section 4.4.1). */
export const NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036";

/** Extended operations and controls by object identifier. */
export const IDENTIFIERS: Readonly<Record<string, string>> = {
  [START_TLS]: "start_tls",
  [NOTICE_OF_DISCONNECTION]: "notice_of_disconnection",
  "1.3.6.1.4.1.4203.1.11.1": "modify_password",
  "1.3.6.1.4.1.4203.1.11.3": "who_am_i",
  "1.3.6.1.1.8": "cancel",
  "1.2.840.113556.1.4.1781": "fast_concurrent_bind",
  "1.3.6.1.4.1.1466.101.119.1": "dynamic_refresh",
  "1.2.840.113556.1.4.319": "paged_results",
  "1.2.840.113556.1.4.417": "show_deleted",
  "1.2.840.113556.1.4.473": "sort_request",
  "1.2.840.113556.1.4.474": "sort_response",
  "1.2.840.113556.1.4.528": "notification",
  "1.2.840.113556.1.4.529": "extended_dn",
  "1.2.840.113556.1.4.619": "lazy_commit",
  "1.2.840.113556.1.4.801": "sd_flags",
  "1.2.840.113556.1.4.802": "range_retrieval",
  "1.2.840.113556.1.4.805": "tree_delete",
  "1.2.840.113556.1.4.841": "directory_sync",
  "1.2.840.113556.1.4.1338": "verify_name",
  "1.2.840.113556.1.4.1339": "domain_scope",
  "1.2.840.113556.1.4.1340": "search_options",
  "1.2.840.113556.1.4.1413": "permissive_modify",
  "1.2.840.113556.1.4.1504": "attribute_scoped_query",
  "1.2.840.113556.1.4.1852": "quota_control",
  "1.2.840.113556.1.4.2064": "show_recycled",
  "1.3.6.1.4.1.42.2.27.8.5.1": "password_policy",
  "2.16.840.1.113730.3.4.2": "manage_dsa_it",
  "2.16.840.1.113730.3.4.9": "virtual_list_view",
};

export const SCOPES: readonly string[] = ["base_object", "single_level", "whole_subtree", "subordinate_subtree"];
export const ALIASES: readonly string[] = [
  "never_deref_aliases",
  "deref_in_searching",
  "deref_finding_base_obj",
  "deref_always",
];
export const CHANGES: readonly string[] = ["add", "delete", "replace", "increment"];

/** The DNS domain of a distinguished name's domain components: "DC=plant,DC=example" is "plant.example"; "" without any. */
export function domainOfName(name: string): string {
  const components: string[] = [];
  for (const part of name.split(",")) {
    const match = /^\s*DC=([A-Za-z0-9_-]+)\s*$/i.exec(part);
    if (match !== null) components.push(match[1] as string);
  }
  return components.join(".").toLowerCase();
}

/** The value of the first component of a kind in a distinguished name, "" without one. */
export function firstOfName(name: string, kind: string): string {
  for (const part of name.split(",")) {
    const equal = part.indexOf("=");
    if (equal > 0 && part.slice(0, equal).trim().toLowerCase() === kind) return part.slice(equal + 1).trim();
  }
  return "";
}
