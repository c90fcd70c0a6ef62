// Numbers of TLS and their names: the registries of RFC 8446 section 11, RFC 8447 and RFC 5246 section 12.
import { operation, operationTable } from "../../operation.ts";

export const CHANGE_CIPHER_SPEC = 20;
export const ALERT = 21;
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;
export const HEARTBEAT = 24;

export const CLIENT_HELLO = 1;
export const SERVER_HELLO = 2;
export const NEW_SESSION_TICKET = 4;
export const CERTIFICATE = 11;
export const SERVER_KEY_EXCHANGE = 12;
export const CERTIFICATE_REQUEST = 13;
export const SERVER_HELLO_DONE = 14;
export const CLIENT_KEY_EXCHANGE = 16;
export const CERTIFICATE_STATUS = 22;

/** Handshake messages by their type. Hellos tell what both sides are; the rest of the handshake proves keys. */
export const HANDSHAKES = operationTable("tls", [
  [0, "hello_request", "other"],
  [CLIENT_HELLO, "client_hello", "identify"],
  [SERVER_HELLO, "server_hello", "identify"],
  [3, "hello_verify_request", "other"],
  [NEW_SESSION_TICKET, "new_session_ticket", "authenticate"],
  [5, "end_of_early_data", "other"],
  [6, "hello_retry_request", "other"],
  [8, "encrypted_extensions", "other"],
  [CERTIFICATE, "certificate", "authenticate"],
  [SERVER_KEY_EXCHANGE, "server_key_exchange", "authenticate"],
  [CERTIFICATE_REQUEST, "certificate_request", "authenticate"],
  [SERVER_HELLO_DONE, "server_hello_done", "other"],
  [15, "certificate_verify", "authenticate"],
  [CLIENT_KEY_EXCHANGE, "client_key_exchange", "authenticate"],
  [20, "finished", "authenticate"],
  [21, "certificate_url", "other"],
  [CERTIFICATE_STATUS, "certificate_status", "authenticate"],
  [23, "supplemental_data", "other"],
  [24, "key_update", "other"],
  [25, "compressed_certificate", "authenticate"],
  [67, "next_protocol", "other"],
  [254, "message_hash", "other"],
]);

export const CHANGE_CIPHER_SPEC_MESSAGE = operation("tls", "change_cipher_spec", "other");
export const ALERT_MESSAGE = operation("tls", "alert", "other");
export const ENCRYPTED_ALERT = operation("tls", "encrypted_alert", "other");
export const HANDSHAKE_FRAGMENT = operation("tls", "handshake_fragment", "other");
export const ENCRYPTED_HANDSHAKE = operation("tls", "encrypted_handshake_message", "authenticate");
export const APPLICATION = operation("tls", "application_data", "other");
export const HEARTBEAT_MESSAGE = operation("tls", "heartbeat", "other");
export const ENCRYPTED_HEARTBEAT = operation("tls", "encrypted_heartbeat", "other");
export const SSL2_MESSAGE = operation("tls", "ssl2_message", "other");

/** Names of record content types. */
export const CONTENT_TYPES: Readonly<Record<number, string>> = {
  [CHANGE_CIPHER_SPEC]: "change_cipher_spec",
  [ALERT]: "alert",
  [HANDSHAKE]: "handshake",
  [APPLICATION_DATA]: "application_data",
  [HEARTBEAT]: "heartbeat",
};

/** Names of alert descriptions. */
export const ALERTS: Readonly<Record<number, string>> = {
  0: "close_notify",
  1: "end_of_early_data",
  10: "unexpected_message",
  20: "bad_record_mac",
  21: "decryption_failed",
  22: "record_overflow",
  30: "decompression_failure",
  40: "handshake_failure",
  41: "no_certificate",
  42: "bad_certificate",
  43: "unsupported_certificate",
  44: "certificate_revoked",
  45: "certificate_expired",
  46: "certificate_unknown",
  47: "illegal_parameter",
  48: "unknown_ca",
  49: "access_denied",
  50: "decode_error",
  51: "decrypt_error",
  52: "too_many_cids_requested",
  60: "export_restriction",
  70: "protocol_version",
  71: "insufficient_security",
  80: "internal_error",
  86: "inappropriate_fallback",
  90: "user_canceled",
  100: "no_renegotiation",
  109: "missing_extension",
  110: "unsupported_extension",
  111: "certificate_unobtainable",
  112: "unrecognized_name",
  113: "bad_certificate_status_response",
  114: "bad_certificate_hash_value",
  115: "unknown_psk_identity",
  116: "certificate_required",
  120: "no_application_protocol",
  121: "ech_required",
};

export const SERVER_NAME = 0;
export const SUPPORTED_GROUPS = 10;
export const EC_POINT_FORMATS = 11;
export const SIGNATURE_ALGORITHMS = 13;
export const APPLICATION_PROTOCOLS = 16;
export const SUPPORTED_VERSIONS = 43;
export const PSK_MODES = 45;
export const KEY_SHARE = 51;

const EXTENSIONS: Readonly<Record<number, string>> = {
  [SERVER_NAME]: "server_name",
  1: "max_fragment_length",
  2: "client_certificate_url",
  3: "trusted_ca_keys",
  4: "truncated_hmac",
  5: "status_request",
  6: "user_mapping",
  7: "client_authz",
  8: "server_authz",
  9: "cert_type",
  [SUPPORTED_GROUPS]: "supported_groups",
  [EC_POINT_FORMATS]: "ec_point_formats",
  12: "srp",
  [SIGNATURE_ALGORITHMS]: "signature_algorithms",
  14: "use_srtp",
  15: "heartbeat",
  [APPLICATION_PROTOCOLS]: "application_layer_protocol_negotiation",
  17: "status_request_v2",
  18: "signed_certificate_timestamp",
  19: "client_certificate_type",
  20: "server_certificate_type",
  21: "padding",
  22: "encrypt_then_mac",
  23: "extended_master_secret",
  24: "token_binding",
  25: "cached_info",
  27: "compress_certificate",
  28: "record_size_limit",
  34: "delegated_credential",
  35: "session_ticket",
  41: "pre_shared_key",
  42: "early_data",
  [SUPPORTED_VERSIONS]: "supported_versions",
  44: "cookie",
  [PSK_MODES]: "psk_key_exchange_modes",
  47: "certificate_authorities",
  48: "oid_filters",
  49: "post_handshake_auth",
  50: "signature_algorithms_cert",
  [KEY_SHARE]: "key_share",
  52: "transparency_info",
  54: "connection_id",
  55: "external_id_hash",
  56: "external_session_id",
  57: "quic_transport_parameters",
  58: "ticket_request",
  59: "dnssec_chain",
  13172: "next_protocol_negotiation",
  17513: "application_settings",
  17613: "application_settings",
  30031: "channel_id_old",
  30032: "channel_id",
  65037: "encrypted_client_hello",
  65281: "renegotiation_info",
  65486: "encrypted_server_name",
};

const GROUPS: Readonly<Record<number, string>> = {
  1: "sect163k1",
  2: "sect163r1",
  3: "sect163r2",
  4: "sect193r1",
  5: "sect193r2",
  6: "sect233k1",
  7: "sect233r1",
  8: "sect239k1",
  9: "sect283k1",
  10: "sect283r1",
  11: "sect409k1",
  12: "sect409r1",
  13: "sect571k1",
  14: "sect571r1",
  15: "secp160k1",
  16: "secp160r1",
  17: "secp160r2",
  18: "secp192k1",
  19: "secp192r1",
  20: "secp224k1",
  21: "secp224r1",
  22: "secp256k1",
  23: "secp256r1",
  24: "secp384r1",
  25: "secp521r1",
  26: "brainpoolP256r1",
  27: "brainpoolP384r1",
  28: "brainpoolP512r1",
  29: "x25519",
  30: "x448",
  41: "curveSM2",
  256: "ffdhe2048",
  257: "ffdhe3072",
  258: "ffdhe4096",
  259: "ffdhe6144",
  260: "ffdhe8192",
  4587: "SecP256r1MLKEM768",
  4588: "X25519MLKEM768",
  25497: "X25519Kyber768Draft00",
  65281: "arbitrary_explicit_prime_curves",
  65282: "arbitrary_explicit_char2_curves",
};

const SIGNATURE_SCHEMES: Readonly<Record<number, string>> = {
  1025: "rsa_pkcs1_sha256",
  1281: "rsa_pkcs1_sha384",
  1537: "rsa_pkcs1_sha512",
  513: "rsa_pkcs1_sha1",
  515: "ecdsa_sha1",
  1027: "ecdsa_secp256r1_sha256",
  1283: "ecdsa_secp384r1_sha384",
  1539: "ecdsa_secp521r1_sha512",
  1800: "sm2sig_sm3",
  2052: "rsa_pss_rsae_sha256",
  2053: "rsa_pss_rsae_sha384",
  2054: "rsa_pss_rsae_sha512",
  2055: "ed25519",
  2056: "ed448",
  2057: "rsa_pss_pss_sha256",
  2058: "rsa_pss_pss_sha384",
  2059: "rsa_pss_pss_sha512",
};
/** Before TLS 1.3 the two octets were a hash and a signature algorithm (RFC 5246 section 7.4.1.4.1). */
const HASHES = ["none", "md5", "sha1", "sha224", "sha256", "sha384", "sha512"];
const SIGNATURES = ["anonymous", "rsa", "dsa", "ecdsa"];

/** Whether a number only serves to keep receivers tolerant (RFC 8701). */
export function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}

/** The registered name of an extension, "grease", or its number as text. */
export function extensionName(type: number): string {
  return EXTENSIONS[type] ?? (isGrease(type) ? "grease" : `${type}`);
}

/** The registered name of a group or curve, "grease", or its number as text. */
export function groupName(group: number): string {
  return GROUPS[group] ?? (isGrease(group) ? "grease" : `${group}`);
}

/** The registered name of a signature scheme, "grease", or its number as "0x1234". */
export function schemeName(scheme: number): string {
  const known = SIGNATURE_SCHEMES[scheme];
  if (known !== undefined) return known;
  if (isGrease(scheme)) return "grease";
  const hash = HASHES[scheme >> 8];
  const signature = SIGNATURES[scheme & 0xff];
  if (hash !== undefined && signature !== undefined) return `${signature}_${hash}`;
  return `0x${scheme.toString(16).padStart(4, "0")}`;
}

/** "TLS 1.2", "SSL 3.0" and the like; "0x1234" for what is no version. */
export function versionName(version: number): string {
  if (version === 0x0002) return "SSL 2.0";
  if (version === 0x0300) return "SSL 3.0";
  if (version >= 0x0301 && version <= 0x0304) return `TLS 1.${version - 0x0301}`;
  if (version >> 8 === 0x7f) return `TLS 1.3 draft ${version & 0xff}`;
  if (isGrease(version)) return "grease";
  return `0x${version.toString(16).padStart(4, "0")}`;
}
