// Session descriptions: RFC 8866 section 5 (SDP), as RTSP and SIP carry them.
import { textOf } from "./reader.ts";

const MOST_LINES = 512;
const MOST_MEDIA = 32;
const MOST_CODECS = 32;

/** One kind of media of a session. */
export interface SessionMedia {
  /** "video", "audio", "application" ... */
  media: string;
  port: number;
  protocol: string;
  /** Names of encodings ("H264"), or the numbers of payload types without one. */
  codecs: string[];
  /** Whether keys for encryption stand in the description. */
  has_keys: boolean;
}

/** What a description says, its keys left out. */
export interface Session {
  session_name: string;
  /** User name and address of who made the description. */
  origin_user: string;
  origin_address: string;
  /** Address that media are sent to. */
  connection_address: string;
  information: string;
  /** The program that made the description. */
  tool: string;
  media: SessionMedia[];
}

/** Reads the description at `bytes[start..end)`; undefined when it is none. */
export function readSession(bytes: Uint8Array, start: number, end: number): Session | undefined {
  if (end - start < 5 || bytes[start] !== 118 || bytes[start + 1] !== 61) return undefined;
  const session: Session = {
    session_name: "",
    origin_user: "",
    origin_address: "",
    connection_address: "",
    information: "",
    tool: "",
    media: [],
  };
  let at = start;
  for (let count = 0; at < end && count < MOST_LINES; count++) {
    let stop = at;
    while (stop < end && bytes[stop] !== 10) stop++;
    if (stop - at > 2 && bytes[at + 1] === 61) {
      readLine(session, bytes[at] as number, textOf(bytes, at + 2, Math.min(stop, at + 2 + 512)));
    }
    at = stop + 1;
  }
  return session;
}

function readLine(session: Session, type: number, value: string): void {
  const current = session.media.at(-1);
  switch (String.fromCharCode(type)) {
    case "o": {
      const parts = value.split(" ");
      session.origin_user = parts[0] === "-" ? "" : (parts[0] ?? "");
      session.origin_address = parts[5] ?? "";
      return;
    }
    case "s":
      if (value !== "-") session.session_name = value;
      return;
    case "i":
      if (current === undefined) session.information = value;
      return;
    case "c":
      if (session.connection_address === "") session.connection_address = value.split(" ")[2] ?? "";
      return;
    case "m": {
      const parts = value.split(" ");
      if (session.media.length >= MOST_MEDIA) return;
      session.media.push({
        media: parts[0] ?? "",
        port: Number.parseInt(parts[1] ?? "", 10) || 0,
        protocol: parts[2] ?? "",
        codecs: parts.slice(3, 3 + MOST_CODECS),
        has_keys: false,
      });
      return;
    }
    case "k":
      if (current !== undefined) current.has_keys = true;
      return;
    case "a":
      readAttribute(session, current, value);
      return;
    default:
  }
}

function readAttribute(session: Session, current: SessionMedia | undefined, value: string): void {
  if (value.startsWith("tool:")) session.tool = value.slice(5).trim();
  if (current === undefined) return;
  if (value.startsWith("crypto:")) current.has_keys = true;
  const mapped = /^rtpmap:(\d{1,3}) ([\w.+-]{1,32})/.exec(value);
  if (mapped === null) return;
  const index = current.codecs.indexOf(mapped[1] as string);
  if (index >= 0) current.codecs[index] = mapped[2] as string;
}
