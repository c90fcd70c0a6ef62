// RFB, the protocol of VNC: RFC 6143 section 7, with versions 3.3 to 3.8 and what vendors send in place of these.
// Not decoded: the content of the screen (its rectangles are counted as octets), what TLS or a vendor's cipher hides, and
// sessions whose beginning was not captured. Keys, texts and passwords are never told.
import type { Answer } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { latinOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { isClientMessage, pixelFormat, readClientMessage } from "./client.ts";
import type { Memory } from "./memory.ts";
import { newMemory } from "./memory.ts";
import { CLIENT_INIT, CLIENT_MESSAGES, HIDDEN, PROTOCOL_VERSION, REPEATER, SCREEN, SERVER_INIT } from "./names.ts";
import type { Progress } from "./security.ts";
import { clientSecurity, readChoice, readResult, readTypes, serverSecurity, tellSession } from "./security.ts";

const VERSION_LENGTH = 12;
const REPEATER_LENGTH = 250;
const LONGEST_NAME = 4096;
const MOST_CAPABILITIES = 512;

/** Screens, keyboards and mice from afar: operator panels, servers, desktops. */
export const vnc = dissector<Memory>({
  name: "vnc",
  aliases: ["rfb"],
  title: "VNC",
  standard: "RFC 6143",
  world: "it",
  unframed: true,
  longest: 32_768,
  carriage: [{ over: "tcp", ports: [5900, 5901, 5902, 5903, 5904, 5905, 5906, 5800] }],
  remember: newMemory,
  probe(reader, talk) {
    const { memory } = talk;
    if (memory.server >= 0) {
      // Bytes were lost: the screen's content goes on anywhere, a client's messages where one may begin.
      const isServer = memory.server === talk.side;
      if (isServer) memory.serverStep = memory.serverStep === "running" ? "running" : "hidden";
      else if (memory.clientStep !== "running" || !isClientMessage(reader.peek())) memory.clientStep = "hidden";
      memory.rest = isServer ? memory.rest : 0;
      return POSSIBLE;
    }
    if (!mayBeVersion(reader)) return NO;
    const length = Math.min(reader.left(), VERSION_LENGTH);
    const text = latinOf(reader.bytes, reader.position, reader.position + length);
    if (length < VERSION_LENGTH) return "RFB 00".startsWith(text.slice(0, 6)) ? POSSIBLE : NO;
    return isVersion(text) ? CERTAIN : NO;
  },
  read(reader, talk) {
    const { memory } = talk;
    if (memory.server < 0) {
      if (!mayBeVersion(reader)) return REFUSE;
      memory.server = serverSide(talk);
    }
    // A step may be passed without reading a byte; there are fewer steps than this.
    for (let turn = 0; turn < 8; turn++) {
      const answer = memory.server === talk.side ? readServer(reader, talk) : readClient(reader, talk);
      if (answer !== undefined) return answer;
    }
    return REFUSE;
  },
});

function isVersion(text: string): boolean {
  return /^RFB \d{3}\.\d{3}\n$/.test(text);
}

function mayBeVersion(reader: Reader): boolean {
  const wanted = [82, 70, 66, 32];
  for (let at = 0; at < 4; at++) if (reader.peek(at) >= 0 && reader.peek(at) !== wanted[at]) return false;
  return true;
}

/** The server speaks first; where only the client was captured, ports tell. */
function serverSide(talk: Talk<Memory>): 0 | 1 {
  const toServer = isOwnPort(talk.destinationPort) && !isOwnPort(talk.sourcePort);
  return toServer ? (talk.side === 0 ? 1 : 0) : talk.side;
}

function isOwnPort(port: number): boolean {
  return port === 5800 || (port >= 5900 && port <= 5999);
}

function readServer(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  switch (memory.serverStep) {
    case "version":
      return readVersion(reader, talk, true);
    case "security":
      return readTypes(reader, talk);
    case "authentication":
      return serverSecurity(reader, talk);
    case "result":
      return readResult(reader, talk);
    case "init":
      return readServerInit(reader, talk);
    case "running":
      return pass(reader, talk, true);
    default:
      return pass(reader, talk, false);
  }
}

function readClient(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  switch (memory.clientStep) {
    case "version":
      return readVersion(reader, talk, false);
    case "repeater":
      if (!reader.fence(REPEATER_LENGTH)) return MORE;
      reader.skipRest();
      memory.clientStep = "version";
      memory.serverStep = "version";
      talk.emit(REPEATER, REQUEST, talk.detailed ? { length: REPEATER_LENGTH } : undefined);
      return DONE;
    case "security":
      if (memory.minor !== 3) return readChoice(reader, talk);
      memory.clientStep = "authentication";
      return undefined;
    case "authentication":
      return clientSecurity(reader, talk);
    case "init": {
      const shared = reader.u8() !== 0;
      reader.fence(1);
      memory.clientStep = "running";
      talk.emit(CLIENT_INIT, REQUEST, talk.detailed ? { shared } : undefined);
      return DONE;
    }
    case "running":
      return readRunning(reader, talk);
    default:
      return pass(reader, talk, false);
  }
}

function readVersion(reader: Reader, talk: Talk<Memory>, isServer: boolean): Answer {
  const { memory } = talk;
  if (!mayBeVersion(reader)) return REFUSE;
  if (!reader.fence(VERSION_LENGTH)) return MORE;
  const text = latinOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + VERSION_LENGTH));
  const start = reader.position;
  reader.skipRest();
  if (!isVersion(text)) {
    if (!reader.cut) talk.fault("bad version", 4);
    memory.serverStep = "hidden";
    memory.clientStep = "hidden";
  }
  const version = text.slice(4, 11);
  const isRepeater = version === "000.000";
  if (isServer) {
    memory.serverVersion = version;
    memory.serverStep = isRepeater ? "hidden" : isVersion(text) ? "security" : "hidden";
    // A client that was not captured is taken to speak what the server offers.
    if (memory.minor === 0) memory.minor = minorOf(version);
    if (isRepeater) memory.clientStep = "repeater";
    if (version === "003.889") {
      talk.claim("sender", "vendor", "Apple", 0.6, "RFB version 3.889", start, reader.position);
      talk.claim("sender", "operatingSystem", "macOS", 0.6, "RFB version 3.889", start, reader.position);
    } else if (/^00[456]\./.test(version)) {
      talk.claim("sender", "software", "RealVNC", 0.5, "RFB version", start, reader.position);
    }
  } else {
    memory.clientVersion = version;
    memory.minor = minorOf(version);
    if (isVersion(text)) memory.clientStep = "security";
  }
  talk.emit(PROTOCOL_VERSION, isServer ? NOTICE : REQUEST, talk.detailed ? { version } : undefined);
  return DONE;
}

/** RFC 6143 section 7.1.1: what is unknown below 3.7 is 3.3; vendors' higher numbers keep to 3.8. */
function minorOf(version: string): 3 | 7 | 8 {
  const number = Number(version.slice(0, 3)) * 1000 + Number(version.slice(4));
  return number >= 3008 ? 8 : number === 3007 ? 7 : 3;
}

function readServerInit(reader: Reader, talk: Talk<Memory>): Answer {
  const { memory } = talk;
  const start = reader.position;
  const width = reader.u16();
  const height = reader.u16();
  const format = pixelFormat(reader);
  const length = reader.u32();
  if (!reader.ok) return MORE;
  if (length > LONGEST_NAME) {
    talk.fault("bad name length", 20);
    memory.serverStep = "hidden";
    reader.fence(24);
    talk.emit(SERVER_INIT, RESPONSE, talk.detailed ? { width, height, pixel_format: format } : undefined);
    return DONE;
  }
  let whole = 24 + length;
  let capabilities = 0;
  if (memory.isTight) {
    const behind = length;
    const counts = [reader.peek16(behind), reader.peek16(behind + 2), reader.peek16(behind + 4)];
    if (reader.left() < behind + 8 && !reader.complete) return MORE;
    capabilities = counts.reduce((sum, count) => sum + Math.max(0, count), 0);
    if (capabilities > MOST_CAPABILITIES) talk.fault("too many capabilities", 24 + length);
    whole += 8 + Math.min(capabilities, MOST_CAPABILITIES) * 16;
  }
  if (!reader.fence(whole)) return MORE;
  const name = reader.utf8(Math.min(length, reader.left()));
  const end = reader.position;
  reader.skipRest();
  memory.serverStep = "running";
  tellSession(talk);
  tellName(talk, name, start + 24, end);
  const more = memory.isTight ? { capabilities } : {};
  talk.emit(
    SERVER_INIT,
    RESPONSE,
    talk.detailed ? { width, height, pixel_format: format, name: name.slice(0, 256), ...more } : undefined,
  );
  return DONE;
}

/** What servers call the screen: the host in most, "user's X desktop (host:1)" and "host ( address )" among the forms. */
function tellName(talk: Talk<Memory>, text: string, start: number, end: number): void {
  let name = "";
  for (const letter of text) name += letter < " " || letter === "\u007f" ? " " : letter;
  name = name.trim().slice(0, 256);
  if (name === "") return;
  const method = "RFB desktop name";
  const unix =
    /^(?:(\S{1,64})'s (?:\S{1,32} )?desktop )?\(?([\w.-]{1,64}):\d{1,4}(?:\.\d)?\)?(?: \(([\w.-]{1,64})\))?$/.exec(
      name,
    );
  const windows = /^([\w.-]{1,64}) +\( *(?:\d{1,3}(?:\.\d{1,3}){3}|[^)]*service mode)/i.exec(name);
  const machine = /^QEMU(?: \(([\w.-]{1,64})\))?$/.exec(name);
  talk.claim("sender", "description", name, 0.6, method, start, end);
  if (unix !== null) {
    talk.claim("sender", "name", unix[2] as string, 0.8, method, start, end);
    talk.claim("sender", "user", unix[1] ?? unix[3] ?? "", 0.7, method, start, end);
  } else if (windows !== null) talk.claim("sender", "name", windows[1] as string, 0.8, method, start, end);
  else if (machine !== null) {
    talk.claim("sender", "software", "QEMU", 0.7, method, start, end);
    talk.claim("sender", "name", machine[1] ?? "", 0.6, method, start, end);
  } else if (/^(LibVNCServer|TightVNC|WinVNC|x11vnc)\b/i.test(name)) {
    talk.claim("sender", "software", name, 0.5, method, start, end);
  } else if (/^[A-Za-z0-9][\w.-]{0,62}$/.test(name)) talk.claim("sender", "name", name, 0.7, method, start, end);
}

function readRunning(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  if (memory.rest > 0) {
    const count = Math.min(memory.rest, reader.left());
    memory.rest -= count;
    reader.skip(count);
    return DONE;
  }
  const answer = readClientMessage(reader, talk);
  if (answer !== undefined) return answer;
  memory.clientStep = "hidden";
  talk.fault("unknown client message", 0);
  const type = reader.peek();
  reader.skipRest();
  talk.emit(CLIENT_MESSAGES.unnamed, REQUEST, talk.detailed ? { message_type: type } : undefined);
  return DONE;
}

/** Octets without messages that could be told apart. */
function pass(reader: Reader, talk: Talk<Memory>, isScreen: boolean): Answer {
  const length = reader.left();
  reader.skipRest();
  const isServer = talk.memory.server === talk.side;
  talk.emit(isScreen ? SCREEN : HIDDEN, isServer ? NOTICE : REQUEST, talk.detailed ? { length } : undefined);
  return DONE;
}
