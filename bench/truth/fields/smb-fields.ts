import { type Field, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** NTLM inside of session setups: MS-NLMP. */
export function ntlmFields(): Field[] {
  const info = "ntlmssp.challenge.target_info";
  return [
    field("ntlmssp.message_type", "ntlmssp.messagetype", number, { covers: ["ntlmssp.message_type_name"] }),
    field("ntlmssp.negotiate_flags", "ntlmssp.negotiateflags", number),
    field("ntlmssp.target_name", "ntlmssp.challenge.target_name", text),
    field("ntlmssp.netbios_domain_name", `${info}.nb_domain_name`, text),
    field("ntlmssp.netbios_computer_name", `${info}.nb_computer_name`, text),
    field("ntlmssp.dns_domain_name", `${info}.dns_domain_name`, text),
    field("ntlmssp.dns_computer_name", `${info}.dns_computer_name`, text),
    field("ntlmssp.dns_tree_name", `${info}.dns_tree_name`, text),
    field("ntlmssp.user_name", "ntlmssp.auth.username", text),
    field("ntlmssp.domain_name", ["ntlmssp.auth.domain", "ntlmssp.negotiate.domain"], text),
    field("ntlmssp.workstation", ["ntlmssp.auth.hostname", "ntlmssp.negotiate.callingworkstation"], text),
    field("ntlmssp.version", "ntlmssp.version.build_number", number, {
      name: "ntlmssp.version (build)",
      turn: (value) => (value as string).split(".")[2],
    }),
    field("ntlmssp.version", "ntlmssp.version.major", number, {
      name: "ntlmssp.version (major)",
      turn: (value) => (value as string).split(".")[0],
    }),
  ];
}

/** Paths of NTLM that are not compared. */
export const NTLM_INCOMPARABLE: Record<string, string> = {
  "ntlmssp.nt_response_length": "length of a secret, which is not told",
  "ntlmssp.ntlm_version": "our words for the length of the response",
};
