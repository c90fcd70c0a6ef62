// The packet inside of an error message or a redirect: RFC 4443 section 2.4, RFC 4861 section 4.6.3.
import { readV6 } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";

/** The packet that an error is about (RFC 4443 section 2.4 c): as much of it as fits. */
export function quoted(reader: Reader): object {
  if (reader.left() < 40 || reader.peek() >> 4 !== 6) return {};
  const nextHeader = reader.peek(6);
  reader.skip(8);
  const source = readV6(reader);
  const head = { quoted_source: source, quoted_destination: readV6(reader), quoted_next_header: nextHeader };
  if ((nextHeader !== 6 && nextHeader !== 17) || reader.left() < 4) return head;
  return { ...head, quoted_source_port: reader.u16(), quoted_destination_port: reader.u16() };
}
