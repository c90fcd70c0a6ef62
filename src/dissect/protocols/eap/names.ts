// Codes and methods of EAP: RFC 3748 sections 4 and 5, and the registry of the IANA that it opened (section 6.2).
import { operationTable } from "../../operation.ts";

/** Name of the carrier in `Carriage`: one whole packet. */
export const CARRIER = "eap";

export const REQUEST_CODE = 1;
export const RESPONSE_CODE = 2;
export const SUCCESS_CODE = 3;
export const FAILURE_CODE = 4;
/** Names of the codes; the last two are of re-authentication (RFC 6696 section 5.3). */
export const CODES = ["", "request", "response", "success", "failure", "initiate", "finish"];

export const IDENTITY = 1;
export const NAK = 3;
export const MD5_CHALLENGE = 4;
export const ONE_TIME_PASSWORD = 5;
export const GENERIC_TOKEN_CARD = 6;
export const TLS = 13;
export const LEAP = 17;
export const TTLS = 21;
export const PEAP = 25;
export const MS_CHAP_V2 = 26;
export const FAST = 43;
export const TEAP = 55;
export const EXPANDED = 254;

/** Where codes without a method stand in the table, behind the methods. */
export const PLAIN = 256;

/** Each method by its type, and what has no method by its code. */
export const OPERATIONS = operationTable("eap", [
  [IDENTITY, "identity", "authenticate"],
  [2, "notification", "authenticate"],
  [NAK, "nak", "authenticate"],
  [MD5_CHALLENGE, "md5_challenge", "authenticate"],
  [ONE_TIME_PASSWORD, "one_time_password", "authenticate"],
  [GENERIC_TOKEN_CARD, "generic_token_card", "authenticate"],
  [TLS, "tls", "authenticate"],
  [LEAP, "leap", "authenticate"],
  [18, "sim", "authenticate"],
  [19, "srp_sha1", "authenticate"],
  [TTLS, "ttls", "authenticate"],
  [23, "aka", "authenticate"],
  [PEAP, "peap", "authenticate"],
  [MS_CHAP_V2, "ms_chap_v2", "authenticate"],
  [29, "ms_chap_v2_of_cisco", "authenticate"],
  [33, "extensions", "authenticate"],
  [38, "tnc", "authenticate"],
  [FAST, "fast", "authenticate"],
  [46, "pax", "authenticate"],
  [47, "psk", "authenticate"],
  [48, "sake", "authenticate"],
  [49, "ikev2", "authenticate"],
  [50, "aka_prime", "authenticate"],
  [51, "gpsk", "authenticate"],
  [52, "pwd", "authenticate"],
  [53, "eke", "authenticate"],
  [54, "pt_eap", "authenticate"],
  [TEAP, "teap", "authenticate"],
  [56, "noob", "authenticate"],
  [EXPANDED, "expanded", "authenticate"],
  [PLAIN + SUCCESS_CODE, "success", "authenticate"],
  [PLAIN + FAILURE_CODE, "failure", "authenticate"],
  [PLAIN + 5, "initiate", "authenticate"],
  [PLAIN + 6, "finish", "authenticate"],
]);

/** Methods that send records of TLS in fragments (RFC 5216 section 3, RFC 5281, RFC 4851, RFC 7170). */
export const CARRIES_TLS: ReadonlySet<number> = new Set([TLS, TTLS, PEAP, FAST, TEAP]);

/** Makers whose expanded types are seen, by their private enterprise number. */
export const VENDORS: Readonly<Record<number, string>> = {
  0: "IETF",
  9: "Cisco",
  311: "Microsoft",
  14122: "Wi-Fi Alliance",
};
