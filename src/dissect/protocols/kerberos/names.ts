// Numbers of Kerberos by name: RFC 4120 section 7.5, RFC 3961 section 8, RFC 4757, RFC 8009, MS-KILE section 2.2.

const ENCRYPTION: Readonly<Record<number, string>> = {
  1: "des-cbc-crc",
  2: "des-cbc-md4",
  3: "des-cbc-md5",
  5: "des3-cbc-md5",
  7: "des3-cbc-sha1",
  9: "dsaWithSHA1-CmsOID",
  10: "md5WithRSAEncryption-CmsOID",
  11: "sha1WithRSAEncryption-CmsOID",
  12: "rc2CBC-EnvOID",
  13: "rsaEncryption-EnvOID",
  14: "rsaES-OAEP-ENV-OID",
  15: "des-ede3-cbc-Env-OID",
  16: "des3-cbc-sha1-kd",
  17: "aes128-cts-hmac-sha1-96",
  18: "aes256-cts-hmac-sha1-96",
  19: "aes128-cts-hmac-sha256-128",
  20: "aes256-cts-hmac-sha384-192",
  23: "rc4-hmac",
  24: "rc4-hmac-exp",
  25: "camellia128-cts-cmac",
  26: "camellia256-cts-cmac",
  65: "subkey-keymaterial",
  [-128]: "rc4-md4",
  [-133]: "rc4-hmac-old",
  [-135]: "rc4-hmac-old-exp",
};

/** Withdrawn by RFC 6649 (DES and export RC4) and RFC 8429 (3DES and RC4). */
const WEAK: ReadonlySet<number> = new Set([1, 2, 3, 5, 7, 15, 16, 23, 24, -128, -133, -135]);
const BROKEN: ReadonlySet<number> = new Set([1, 2, 3, 24, -135]);

/** The name of an encryption type; "etype 99" where it has none. */
export function encryptionName(type: number): string {
  return ENCRYPTION[type] ?? `etype ${type}`;
}

/** Whether an encryption type is withdrawn. */
export function isWeakEncryption(type: number): boolean {
  return WEAK.has(type);
}

/** Whether an encryption type has 56 bits of key or fewer: offering it is told, even beside better ones. */
export function isBrokenEncryption(type: number): boolean {
  return BROKEN.has(type);
}

/** Types of pre-authentication data (RFC 4120 section 7.5.2 and the registry it began). */
export const PREAUTHENTICATION: Readonly<Record<number, string>> = {
  1: "pa-tgs-req",
  2: "pa-enc-timestamp",
  3: "pa-pw-salt",
  5: "pa-enc-unix-time",
  6: "pa-sandia-secureid",
  7: "pa-sesame",
  8: "pa-osf-dce",
  9: "pa-cybersafe-secureid",
  10: "pa-afs3-salt",
  11: "pa-etype-info",
  12: "pa-sam-challenge",
  13: "pa-sam-response",
  14: "pa-pk-as-req-old",
  15: "pa-pk-as-rep-old",
  16: "pa-pk-as-req",
  17: "pa-pk-as-rep",
  19: "pa-etype-info2",
  20: "pa-use-specified-kvno",
  21: "pa-sam-redirect",
  22: "pa-get-from-typed-data",
  25: "pa-referral",
  30: "pa-sam-challenge-2",
  31: "pa-sam-response-2",
  41: "pa-extra-tgt",
  101: "td-pkinit-cms-certificates",
  104: "td-trusted-certifiers",
  111: "td-cms-digest-algorithms",
  128: "pa-pac-request",
  129: "pa-for-user",
  130: "pa-for-x509-user",
  131: "pa-for-check-dups",
  132: "pa-as-checksum",
  133: "pa-fx-cookie",
  134: "pa-authentication-set",
  135: "pa-auth-set-selected",
  136: "pa-fx-fast",
  137: "pa-fx-error",
  138: "pa-encrypted-challenge",
  141: "pa-otp-challenge",
  142: "pa-otp-request",
  144: "pa-otp-pin-change",
  145: "pa-epak-as-req",
  147: "pa-pkinit-kx",
  148: "pa-pku2u-name",
  149: "pa-req-enc-pa-rep",
  150: "pa-as-freshness",
  151: "pa-spake",
  161: "pa-key-list-req",
  165: "pa-supported-enctypes",
  166: "pa-extended-error",
  167: "pa-pac-options",
};

/** Error codes (RFC 4120 section 7.5.9, RFC 4556 section 3.1.3, RFC 6113 section 5.2). */
const ERRORS: Readonly<Record<number, string>> = {
  0: "kdc_err_none",
  1: "kdc_err_name_exp",
  2: "kdc_err_service_exp",
  3: "kdc_err_bad_pvno",
  4: "kdc_err_c_old_mast_kvno",
  5: "kdc_err_s_old_mast_kvno",
  6: "kdc_err_c_principal_unknown",
  7: "kdc_err_s_principal_unknown",
  8: "kdc_err_principal_not_unique",
  9: "kdc_err_null_key",
  10: "kdc_err_cannot_postdate",
  11: "kdc_err_never_valid",
  12: "kdc_err_policy",
  13: "kdc_err_badoption",
  14: "kdc_err_etype_nosupp",
  15: "kdc_err_sumtype_nosupp",
  16: "kdc_err_padata_type_nosupp",
  17: "kdc_err_trtype_nosupp",
  18: "kdc_err_client_revoked",
  19: "kdc_err_service_revoked",
  20: "kdc_err_tgt_revoked",
  21: "kdc_err_client_notyet",
  22: "kdc_err_service_notyet",
  23: "kdc_err_key_expired",
  24: "kdc_err_preauth_failed",
  25: "kdc_err_preauth_required",
  26: "kdc_err_server_nomatch",
  27: "kdc_err_must_use_user2user",
  28: "kdc_err_path_not_accepted",
  29: "kdc_err_svc_unavailable",
  31: "krb_ap_err_bad_integrity",
  32: "krb_ap_err_tkt_expired",
  33: "krb_ap_err_tkt_nyv",
  34: "krb_ap_err_repeat",
  35: "krb_ap_err_not_us",
  36: "krb_ap_err_badmatch",
  37: "krb_ap_err_skew",
  38: "krb_ap_err_badaddr",
  39: "krb_ap_err_badversion",
  40: "krb_ap_err_msg_type",
  41: "krb_ap_err_modified",
  42: "krb_ap_err_badorder",
  44: "krb_ap_err_badkeyver",
  45: "krb_ap_err_nokey",
  46: "krb_ap_err_mut_fail",
  47: "krb_ap_err_baddirection",
  48: "krb_ap_err_method",
  49: "krb_ap_err_badseq",
  50: "krb_ap_err_inapp_cksum",
  51: "krb_ap_path_not_accepted",
  52: "krb_err_response_too_big",
  60: "krb_err_generic",
  61: "krb_err_field_toolong",
  62: "kdc_err_client_not_trusted",
  63: "kdc_err_kdc_not_trusted",
  64: "kdc_err_invalid_sig",
  65: "kdc_err_dh_key_parameters_not_accepted",
  66: "kdc_err_certificate_mismatch",
  67: "krb_ap_err_no_tgt",
  68: "kdc_err_wrong_realm",
  69: "krb_ap_err_user_to_user_required",
  70: "kdc_err_cant_verify_certificate",
  71: "kdc_err_invalid_certificate",
  72: "kdc_err_revoked_certificate",
  73: "kdc_err_revocation_status_unknown",
  74: "kdc_err_revocation_status_unavailable",
  75: "kdc_err_client_name_mismatch",
  76: "kdc_err_kdc_name_mismatch",
  77: "kdc_err_inconsistent_key_purpose",
  78: "kdc_err_digest_in_cert_not_accepted",
  79: "kdc_err_pa_checksum_must_be_included",
  80: "kdc_err_digest_in_signed_data_not_accepted",
  81: "kdc_err_public_key_encryption_not_supported",
  90: "kdc_err_preauth_expired",
  91: "kdc_err_more_preauth_data_required",
  92: "kdc_err_preauth_bad_authentication_set",
  93: "kdc_err_unknown_critical_fast_options",
};

/** The standard's name of an error code in lower case. */
export function errorName(code: number): string {
  return ERRORS[code] ?? `error_code_${code}`;
}

/** Errors that are steps of a login and no refusal: the client is told what else to send, or to come over TCP. */
export const ERRORS_OF_PROCEEDING: ReadonlySet<number> = new Set([0, 25, 52, 91]);

/** Types of principal names (RFC 4120 section 6.2). */
export const NAME_TYPES: Readonly<Record<number, string>> = {
  0: "nt-unknown",
  1: "nt-principal",
  2: "nt-srv-inst",
  3: "nt-srv-hst",
  4: "nt-srv-xhst",
  5: "nt-uid",
  6: "nt-x500-principal",
  7: "nt-smtp-name",
  10: "nt-enterprise",
  11: "nt-wellknown",
};
