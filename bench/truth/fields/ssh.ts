import { type FieldMap, field } from "../field.ts";
import { number, octets, text } from "../normalize.ts";

const lists = [
  ["kex_algorithms", "ssh.kex_algorithms"],
  ["server_host_key_algorithms", "ssh.server_host_key_algorithms"],
  ["encryption_algorithms_client_to_server", "ssh.encryption_algorithms_client_to_server"],
  ["encryption_algorithms_server_to_client", "ssh.encryption_algorithms_server_to_client"],
  ["mac_algorithms_client_to_server", "ssh.mac_algorithms_client_to_server"],
  ["mac_algorithms_server_to_client", "ssh.mac_algorithms_server_to_client"],
  ["compression_algorithms_client_to_server", "ssh.compression_algorithms_client_to_server"],
  ["compression_algorithms_server_to_client", "ssh.compression_algorithms_server_to_client"],
] as const;

/** SSH: RFC 4253. */
export const ssh: FieldMap = {
  protocol: "ssh",
  filter: "ssh",
  fields: [
    field("software_version", "ssh.protocol", text, {
      turn: (value, message) => {
        const comments = message["comments"] === undefined ? "" : ` ${message["comments"] as string}`;
        return `SSH-${message["protocol_version"] as string}-${value as string}${comments}`;
      },
      covers: ["protocol_version", "comments"],
    }),
    field("packet_length", "ssh.packet_length", number, { within: true }),
    field("padding_length", "ssh.padding_length", number, { within: true }),
    field("message_code", "ssh.message_code", number),
    field("cookie", "ssh.cookie", octets),
    ...lists.map(([path, column]) => field(path, column, text, { ordered: true })),
    field("first_kex_packet_follows", "ssh.first_kex_packet_follows", number),
    field("hassh", "ssh.kex.hassh", text),
    field("hassh_server", "ssh.kex.hasshserver", text),
    field("host_key_type", "ssh.host_key.type", text),
  ],
  incomparable: {
    host_key_bits: "reckoned from the key",
    host_key_sha256: "reckoned from the key",
    encrypted_length: "ours",
  },
};
