import { type Field, field } from "../field.ts";
import { number, text } from "../normalize.ts";

/** Where a line says nothing ours is empty, and a hyphen stands for a name that is not given (RFC 8866 section 5.2). */
const given = (value: unknown) => (value === "" ? undefined : value);

/** Fields of session descriptions. */
export function sessionFields(): Field[] {
  const one = (name: string, column: string, as: Field["as"]) =>
    field(`session_description.${name}`, column, as, { turn: given });
  return [
    one("session_name", "sdp.session_name", text),
    one("origin_user", "sdp.owner.username", text),
    one("origin_address", "sdp.owner.address", text),
    one("connection_address", "sdp.connection_info.address", text),
    one("information", "sdp.session_info", text),
    one("media.media", "sdp.media.media", text),
    one("media.port", "sdp.media.port", number),
    one("media.protocol", "sdp.media.proto", text),
  ];
}

/** Paths of session descriptions that are not compared. */
export const SESSION_INCOMPARABLE: Record<string, string> = {
  "session_description.tool": "an attribute among others there",
  "session_description.media.codecs": "names of the mapped formats, which Wireshark has as parts of attributes",
  "session_description.media.has_keys": "ours; the keys themselves are columns there",
};
