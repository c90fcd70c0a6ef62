// Security types and operations: RFC 6143 section 7, the IANA registry for RFB, and the community's protocol document.
import { operation, operationTable } from "../../operation.ts";

export const NONE = 1;
export const VNC_AUTHENTICATION = 2;
export const TIGHT = 16;
export const VENCRYPT = 19;
export const APPLE = 30;
export const MS_LOGON = 113;

const SECURITY: Readonly<Record<number, string>> = {
  0: "invalid",
  1: "none",
  2: "vnc_authentication",
  5: "ra2",
  6: "ra2ne",
  7: "sspi",
  8: "sspine",
  16: "tight",
  17: "ultra",
  18: "tls",
  19: "vencrypt",
  20: "sasl",
  21: "md5_hash",
  22: "xvp",
  23: "secure_tunnel",
  24: "integrated_ssh",
  30: "apple_remote_desktop",
  33: "apple_remote_desktop_srp",
  35: "apple_kerberos",
  36: "apple_srp",
  113: "ms_logon_2",
  129: "ra2_256",
  130: "ra2ne_256",
  133: "ra2_unencrypted",
  192: "dh",
};

/** Name of a security type; "security_N" for one that nobody registered. */
export function securityName(type: number): string {
  return SECURITY[type] ?? `security_${type}`;
}

/** Subtypes of VeNCrypt. */
const SUBTYPES: Readonly<Record<number, string>> = {
  256: "plain",
  257: "tls_none",
  258: "tls_vnc",
  259: "tls_plain",
  260: "x509_none",
  261: "x509_vnc",
  262: "x509_plain",
  263: "tls_sasl",
  264: "x509_sasl",
};

/** Name of a subtype of VeNCrypt. */
export function subtypeName(subtype: number): string {
  return SUBTYPES[subtype] ?? `subtype_${subtype}`;
}

export const PROTOCOL_VERSION = operation("vnc", "protocol_version", "other");
export const REPEATER = operation("vnc", "repeater_request", "other");
export const SECURITY_TYPES = operation("vnc", "security_types", "authenticate");
export const SECURITY_CHOICE = operation("vnc", "security_choice", "authenticate");
export const NEGOTIATION = operation("vnc", "security_negotiation", "authenticate");
export const CHALLENGE = operation("vnc", "authentication_challenge", "authenticate");
export const ANSWER = operation("vnc", "authentication_response", "authenticate");
export const RESULT = operation("vnc", "security_result", "authenticate");
export const CLIENT_INIT = operation("vnc", "client_init", "other");
export const SERVER_INIT = operation("vnc", "server_init", "identify");
/** What the server sends from then on: mostly the screen's content, whose framing only its decoding shows. */
export const SCREEN = operation("vnc", "framebuffer_data", "read");
export const HIDDEN = operation("vnc", "encrypted_data", "other");

/** Messages of the client once the session runs. */
export const CLIENT_MESSAGES = operationTable("vnc", [
  [0, "set_pixel_format", "other"],
  [2, "set_encodings", "other"],
  [3, "framebuffer_update_request", "read"],
  [4, "key_event", "control"],
  [5, "pointer_event", "control"],
  [6, "client_cut_text", "write"],
  [7, "file_transfer", "file"],
  [8, "set_scale", "other"],
  [9, "set_server_input", "control"],
  [10, "set_single_window", "other"],
  [11, "text_chat", "other"],
  [13, "keep_alive", "other"],
  [15, "palm_set_scale", "other"],
  [20, "set_desktop_size_ultra", "configure"],
  [127, "vmware_client", "other"],
  [150, "enable_continuous_updates", "read"],
  [248, "client_fence", "other"],
  [250, "xvp_client", "control"],
  [251, "set_desktop_size", "configure"],
  [253, "general_input", "control"],
  [255, "qemu_client", "control"],
]);
