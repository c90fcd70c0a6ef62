// DNP3 secure authentication: IEEE 1815-2012 section 7 and annex A.45 (group 120).
import { type Reader, textOf } from "../../reader.ts";
import { type Fragment, fault, milliseconds } from "./fragment.ts";

const MAC_ALGORITHMS: Readonly<Record<number, string>> = {
  1: "hmac_sha1_4",
  2: "hmac_sha1_10",
  3: "hmac_sha256_8",
  4: "hmac_sha256_16",
  5: "hmac_sha1_8",
  6: "aes_gmac",
};
const KEY_WRAPS: readonly string[] = ["reserved", "aes_128", "aes_256"];
const KEY_STATUSES: readonly string[] = ["reserved", "ok", "not_init", "comm_fail", "auth_fail"];
const REASONS: readonly string[] = ["reserved", "critical"];
const ERRORS: readonly string[] = [
  "reserved",
  "authentication_failed",
  "unexpected_response",
  "no_response",
  "aggressive_mode_not_supported",
  "mac_algorithm_not_supported",
  "key_wrap_algorithm_not_supported",
  "authorization_failed",
  "update_key_change_method_not_permitted",
  "invalid_signature",
  "invalid_certification_data",
  "unknown_user",
  "max_session_key_status_requests_exceeded",
];

function nameIn(names: readonly string[], code: number): string {
  return names[code] ?? "reserved";
}

/** Skips what is left and tells only how long it was: wrapped keys and authentication codes are not for reports. */
function restLength(reader: Reader): number {
  const length = reader.left();
  reader.skipRest();
  return length;
}

function textOfLength(fragment: Fragment, length: number): string {
  const { reader } = fragment;
  if (length > reader.left()) {
    fault(fragment, "short object");
    reader.skipRest();
    return "";
  }
  const text = textOf(reader.bytes, reader.position, reader.position + length);
  reader.position += length;
  return text;
}

/** Reads one authentication object, which ends at the reader's end: its kind, sequence, user and methods, no secret. */
export function readAuthentication(fragment: Fragment, variation: number): object {
  const { reader, talk } = fragment;
  switch (variation) {
    case 1: {
      const sequence = reader.u32le();
      const user = reader.u16le();
      const algorithm = reader.u8();
      const reason = reader.u8();
      return {
        kind: "challenge",
        challenge_sequence_number: sequence,
        user_number: user,
        mac_algorithm: algorithm,
        mac_algorithm_name: MAC_ALGORITHMS[algorithm] ?? "reserved",
        reason_for_challenge: reason,
        reason_name: nameIn(REASONS, reason),
        challenge_length: restLength(reader),
      };
    }
    case 2:
    case 3: {
      const sequence = reader.u32le();
      const user = reader.u16le();
      talk.note("sender", { kind: "credential", method: "DNP3 secure authentication", exposure: "challenge" });
      talk.note("sender", { kind: "session", protocol: "DNP3 secure authentication", anonymous: false });
      if (variation === 3)
        return { kind: "aggressive_mode_request", challenge_sequence_number: sequence, user_number: user };
      return { kind: "reply", challenge_sequence_number: sequence, user_number: user, mac_length: restLength(reader) };
    }
    case 4:
      return { kind: "session_key_status_request", user_number: reader.u16le() };
    case 5: {
      const sequence = reader.u32le();
      const user = reader.u16le();
      const wrap = reader.u8();
      const status = reader.u8();
      const algorithm = reader.u8();
      const length = reader.u16le();
      if (length > reader.left()) fault(fragment, "short object");
      return {
        kind: "session_key_status",
        key_change_sequence_number: sequence,
        user_number: user,
        key_wrap_algorithm: wrap,
        key_wrap_algorithm_name: nameIn(KEY_WRAPS, wrap),
        key_status: status,
        key_status_name: nameIn(KEY_STATUSES, status),
        mac_algorithm: algorithm,
        mac_algorithm_name: algorithm === 0 ? "none" : (MAC_ALGORITHMS[algorithm] ?? "reserved"),
        challenge_length: length,
        mac_length: Math.max(0, restLength(reader) - length),
      };
    }
    case 6:
      return {
        kind: "session_key_change",
        key_change_sequence_number: reader.u32le(),
        user_number: reader.u16le(),
        wrapped_key_length: restLength(reader),
      };
    case 7: {
      const sequence = reader.u32le();
      const user = reader.u16le();
      const association = reader.u16le();
      const code = reader.u8();
      const time = milliseconds(reader) / 1000;
      const text = textOf(reader.bytes, reader.position, reader.end);
      reader.skipRest();
      if (fragment.refusal === "") fragment.refusal = nameIn(ERRORS, code);
      return {
        kind: "error",
        sequence_number: sequence,
        user_number: user,
        association_id: association,
        error_code: code,
        error: nameIn(ERRORS, code),
        time_of_error: time,
        error_text: text,
      };
    }
    case 8:
      return {
        kind: "user_certificate",
        key_change_method: reader.u8(),
        certificate_type: reader.u8(),
        certificate_length: restLength(reader),
      };
    case 9:
      return { kind: "message_authentication_code", mac_length: restLength(reader) };
    case 10: {
      const method = reader.u8();
      const operation = reader.u8();
      const sequence = reader.u32le();
      const role = reader.u16le();
      const expiry = reader.u16le();
      const nameLength = reader.u16le();
      const keyLength = reader.u16le();
      const certificationLength = reader.u16le();
      const name = textOfLength(fragment, nameLength);
      if (restLength(reader) < keyLength + certificationLength) fault(fragment, "short object");
      return {
        kind: "user_status_change",
        key_change_method: method,
        operation,
        status_change_sequence_number: sequence,
        user_role: role,
        user_role_expiry_interval: expiry,
        user_name: name,
        user_public_key_length: keyLength,
        certification_length: certificationLength,
      };
    }
    case 11: {
      const method = reader.u8();
      const nameLength = reader.u16le();
      const challengeLength = reader.u16le();
      const name = textOfLength(fragment, nameLength);
      if (restLength(reader) < challengeLength) fault(fragment, "short object");
      return {
        kind: "update_key_change_request",
        key_change_method: method,
        user_name: name,
        challenge_length: challengeLength,
      };
    }
    case 12:
    case 13: {
      const sequence = reader.u32le();
      const user = reader.u16le();
      const length = reader.u16le();
      if (restLength(reader) < length) fault(fragment, "short object");
      return {
        kind: variation === 12 ? "update_key_change_reply" : "update_key_change",
        key_change_sequence_number: sequence,
        user_number: user,
        [variation === 12 ? "challenge_length" : "encrypted_update_key_length"]: length,
      };
    }
    case 14:
      return { kind: "update_key_change_signature", signature_length: restLength(reader) };
    default:
      return { kind: "update_key_change_confirmation", mac_length: restLength(reader) };
  }
}
