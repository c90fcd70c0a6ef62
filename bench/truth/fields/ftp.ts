import { type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** FTP: RFC 959. Arguments of PASS are not told and not compared. */
export const ftp: FieldMap = {
  protocol: "ftp",
  filter: "ftp",
  fields: [
    field("reply_code", "ftp.response.code", number),
    field("reply_text", "ftp.response.arg", text, {
      // Lines within a reply have no code, and no column there.
      when: (message) => message["continued"] !== true,
      within: true,
    }),
    field("command", "ftp.request.command", text),
    field("argument", "ftp.request.arg", text, { when: (message) => message["command"] !== "PASS" }),
  ],
  incomparable: { continued: "ours", argument_length: "ours" },
};
