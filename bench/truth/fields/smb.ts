import { type FieldMap, field } from "../field.ts";
import { number, octets, text } from "../normalize.ts";
import { NTLM_INCOMPARABLE, ntlmFields } from "./smb-fields.ts";

/** SMB 1: MS-CIFS and MS-SMB. */
export const smb: FieldMap = {
  protocol: "smb",
  filter: "smb",
  fields: [
    field("command", "smb.cmd", number, { within: true }),
    field("response", "smb.flags.response", number),
    field("status", "smb.nt_status", number, { covers: ["status_name"] }),
    field("flags", "smb.flags", number),
    field("flags2", "smb.flags2", number),
    field("signed", "smb.flags2.sec_sig", number),
    field("unicode", "smb.flags2.string", number),
    field("tree_id", "smb.tid", number),
    field("process_id", "smb.pid", number, { within: true, turn: (value) => (value as number) & 0xffff }),
    field("user_id", "smb.uid", number),
    field("multiplex_id", "smb.mid", number),
    field("answers_frame", "smb.response_to", number),
    field("transaction_name", "smb.trans_name", text),
    field("total_data_count", "smb.tdc", number),
    field("setup_count", "smb.sc", number),
    field("dialects", "smb.dialect.name", text),
    field("dialect_index", "smb.dialect.index", number),
    field("capabilities", "smb.server_cap", number),
    field("server_guid", "smb.server_guid", octets),
    field("security_mode", "smb.sm", number),
    field("security_blob_length", "smb.security_blob_len", number),
    field("native_os", "smb.native_os", text),
    field("native_lan_manager", "smb.native_lanman", text),
    field("action", "smb.setup.action", number),
    field("guest", "smb.setup.action.guest", number),
    field("subcommand", "smb.trans2.cmd", number, { covers: ["subcommand_name"] }),
    field("browser.command", "browser.command", number, { covers: ["browser.command_name"] }),
    field("browser.name", "browser.server", text),
    field("browser.os_major", "browser.os_major", number),
    field("browser.os_minor", "browser.os_minor", number),
    field("browser.server_type", "browser.server_type", number, { covers: ["browser.server_types"] }),
    field("browser.comment", ["browser.comment", "browser.mb_server"], text),
    ...ntlmFields(),
  ],
  incomparable: {
    ...NTLM_INCOMPARABLE,
    ...Object.fromEntries(
      [
        ...["account_name", "create_disposition", "create_flags", "create_options", "desired_access"],
        ...["native_file_system", "password_lengths", "path", "primary_domain", "service", "tree_flags"],
      ].map((path) => [path, "one or two messages here; a column per command there"]),
    ),
    name: "a path with its own column per command there",
    dialect: "our words for the index",
    user_level_security: "bits of the security mode",
    encrypted_passwords: "as above",
    signing_enabled: "as above",
    signing_required: "as above",
  },
};
