import { groupName, schemeName } from "../../../src/dissect/protocols/tls/names.ts";
import { suiteName } from "../../../src/dissect/protocols/tls/suites.ts";
import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { named, number, octets, text } from "../normalize.ts";

/** Numbers by the names that we print; of a draft and its standard with one name the latter, which is higher. */
function numbersOf(nameOf: (value: number) => string): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (let value = 0; value < 65_536; value++) numbers[nameOf(value)] = value;
  return numbers;
}

const VERSIONS = { "SSL 3.0": 768, "TLS 1.0": 769, "TLS 1.1": 770, "TLS 1.2": 771, "TLS 1.3": 772 };
const isHello = (message: DissectedMessage) => [1, 2].includes(message["handshake_type"] as number);

/** TLS: RFC 8446 and 5246. Our lines are handshake messages and records, Wireshark's columns records that hold several. */
export const tls: FieldMap = {
  protocol: "tls",
  filter: "tls",
  fields: [
    field("content_type", ["tls.record.content_type", "tls.record.opaque_type"], number, {
      within: true,
      covers: ["content_type_name"],
    }),
    field("record_version", "tls.record.version", number, { within: true, covers: ["record_version_name"] }),
    field("length", "tls.record.length", number, {
      when: (message) => message["handshake_type"] === undefined,
      within: true,
    }),
    field("handshake_type", "tls.handshake.type", number),
    field("handshake_length", "tls.handshake.length", number, { within: true }),
    field("version", "tls.handshake.version", number, { within: true, when: isHello, covers: ["version_name"] }),
    field("random", "tls.handshake.random", octets),
    field("session_id", "tls.handshake.session_id", octets),
    field("cipher_suites", "tls.handshake.ciphersuite", named(numbersOf(suiteName)), { ordered: true }),
    field("cipher_suite", "tls.handshake.ciphersuite", number, { covers: ["cipher_suite_name"] }),
    field("compression_methods", "tls.handshake.comp_method", number),
    field("compression_method", "tls.handshake.comp_method", number),
    field("extensions.type", "tls.handshake.extension.type", number, { ordered: true, covers: ["extensions.name"] }),
    field("extensions.length", "tls.handshake.extension.len", number, { ordered: true }),
    field("application_layer_protocols", "tls.handshake.extensions_alpn_str", text),
    field("ec_point_formats", "tls.handshake.extensions_ec_point_format", number),
    field("server_name", "tls.handshake.extensions_server_name", text),
    field("supported_versions", "tls.handshake.extensions.supported_version", named(VERSIONS), {
      turn: (value) => (/draft|GREASE/i.test(value as string) ? undefined : value),
      within: true,
    }),
    field("selected_version", "tls.handshake.extensions.supported_version", named(VERSIONS), { within: true }),
    field("supported_groups", "tls.handshake.extensions_supported_group", named(numbersOf(groupName)), {
      ordered: true,
      turn: (value) => (/GREASE/i.test(value as string) ? undefined : value),
      within: true,
    }),
    field("signature_algorithms", "tls.handshake.sig_hash_alg", named(numbersOf(schemeName)), { within: true }),
    field("psk_key_exchange_modes", "tls.extension.psk_ke_mode", number),
    field("ja3", "tls.handshake.ja3", text),
    field("ja3s", "tls.handshake.ja3s", text),
    field("ja4", "tls.handshake.ja4", text),
    field("certificates.length", "tls.handshake.certificate_length", number),
    field("certificates.serial_number", "x509af.serialNumber", octets),
    field("certificates.version", "x509af.version", number, { turn: (value) => (value as number) - 1 }),
    field("curve_type", "tls.handshake.server_curve_type", number),
    field("public_key_length", ["tls.handshake.server_point_len", "tls.handshake.client_point_len"], number),
    field("ticket_lifetime", "tls.handshake.session_ticket_lifetime_hint", number),
    field("ticket_length", "tls.handshake.session_ticket_length", number),
    field("**.level", "tls.alert_message.level", number),
    field("**.description", "tls.alert_message.desc", number),
  ],
  incomparable: {
    key_share_groups: "our words for numbers",
    named_curve: "our words for a number",
    answers_frame: "Wireshark does not pair hellos",
    certificates: "names, times and keys: parts of the certificate that Wireshark spreads over columns of X.509",
    level_name: "our words for the number",
    description_name: "our words for the number",
  },
};
