import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { instant, number, octets, text } from "../normalize.ts";
import { NTLM_INCOMPARABLE, ntlmFields } from "./smb-fields.ts";

const isCommand = (...commands: number[]) => {
  return (message: DissectedMessage) => commands.includes(message["command"] as number);
};
const hasTime = (value: unknown) => (typeof value === "number" && value > 0 ? value : undefined);

/** SMB 2 and 3: MS-SMB2. */
export const smb2: FieldMap = {
  protocol: "smb2",
  filter: "smb2",
  fields: [
    field("command", "smb2.cmd", number),
    field("response", "smb2.flags.response", number),
    field("status", "smb2.nt_status", number, {
      when: (message) => message["response"] === true,
      covers: ["status_name"],
    }),
    field("credit_charge", "smb2.credit.charge", number),
    field("credits", ["smb2.credits.requested", "smb2.credits.granted"], number),
    field("flags", "smb2.flags", number),
    field("signed", "smb2.flags.signature", number),
    field("compounded", "smb2.flags.chained", number),
    field("message_id", "smb2.msg_id", number),
    field("tree_id", "smb2.tid", number),
    field("session_id", "smb2.sesid", octets, {
      turn: (value) => (value as string).match(/../g)?.reverse().join(""),
    }),
    field("answers_frame", "smb2.response_to", number),
    field("security_mode", "smb2.sec_mode", number),
    field("dialect", "smb2.dialect", number, { within: true }),
    field("server_guid", "smb2.server_guid", octets, { turn: guid }),
    field("client_guid", "smb2.client_guid", octets, { turn: guid }),
    field("capabilities", "smb2.capabilities", number),
    field("max_transact_size", "smb2.max_trans_size", number),
    field("max_read_size", "smb2.max_read_size", number),
    field("max_write_size", "smb2.max_write_size", number),
    field("system_time", "smb2.current_time", instant, { turn: hasTime }),
    field("server_start_time", "smb2.boot_time", instant, { turn: hasTime }),
    field("session_flags", "smb2.session_flags", number),
    field("guest", "smb2.ses_flags.guest", number),
    field("null_session", "smb2.ses_flags.null", number),
    field("path", "smb2.tree", text, { within: true }),
    field("share_type", "smb2.share_type", number, {
      within: true,
      covers: ["share_type_name"],
    }),
    field("name", "smb2.filename", text, { within: true }),
    field("desired_access", "smb.access_mask", number, { when: isCommand(5), within: true }),
    field("file_attributes", "smb2.file_attribute", number, { within: true }),
    field("share_access", "smb.share_access", number, { within: true }),
    field("create_disposition", "smb2.create.disposition", number),
    field("create_action", "smb2.create.action", number),
    field("impersonation_level", "smb2.impersonation.level", number),
    field("oplock_level", "smb2.create.oplock", number),
    field("creation_time", "smb2.create.time", instant, { turn: hasTime, within: true }),
    field("last_access_time", "smb2.last_access.time", instant, { turn: hasTime, within: true }),
    field("last_write_time", "smb2.last_write.time", instant, { turn: hasTime, within: true }),
    field("change_time", "smb2.last_change.time", instant, { turn: hasTime, within: true }),
    field("allocation_size", "smb2.allocation_size", number),
    field("end_of_file", "smb2.eof", number),
    field("length", ["smb2.read_length", "smb2.write_length"], number),
    field("offset", "smb2.file_offset", number, { within: true }),
    field("information_class", ["smb2.file_info.infolevel", "smb2.fs_info.infolevel", "smb2.find.infolevel"], number, {
      within: true,
    }),
    field("pattern", "smb2.find.pattern", text),
    ...ntlmFields(),
  ],
  incomparable: {
    ...NTLM_INCOMPARABLE,
    process_id: "reserved in SMB 2, a column with another name in each version",
    dialects: "our words for numbers",
    dialect_name: "our words for a number",
    signing_required: "a bit of the security mode",
    security_blob_length: "length of what Wireshark shows as octets",
    encrypt: "a bit of the session flags",
    share_flags: "our octets, many bits there",
    maximal_access: "many bits there",
    create_options: "many bits there",
    flags_of_answer: "ours",
    flags_of_query: "ours",
    close_flags: "many bits there",
    file_id: "a GUID there, octets here",
    count: "one column per command there",
    data_offset: "as above",
    data_length: "as above",
    data_remaining: "as above",
    information_type: "one column for class and level there",
    output_buffer_length: "one column per command there",
    input_buffer_length: "as above",
    additional_information: "many bits there",
    query_flags: "many bits there",
  },
};

/** The octets of a GUID in the order in which Wireshark writes them. */
function guid(value: unknown): string {
  const octet = (value as string).match(/../g) ?? [];
  return [
    ...octet.slice(0, 4).reverse(),
    ...octet.slice(4, 6).reverse(),
    ...octet.slice(6, 8).reverse(),
    ...octet.slice(8),
  ].join("");
}
