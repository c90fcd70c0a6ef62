// The security types from the choice to the result: RFC 6143 sections 7.1.2, 7.1.3 and 7.2; Tight, VeNCrypt, Apple and
// MS-Logon by the community's protocol document.
import type { Answer } from "../../dissector.ts";
import { DONE, MORE } from "../../dissector.ts";
import type { Reader } from "../../reader.ts";
import { textOf } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import type { Memory } from "./memory.ts";
import { hideAll } from "./memory.ts";
import {
  ANSWER,
  APPLE,
  CHALLENGE,
  MS_LOGON,
  NEGOTIATION,
  NONE,
  RESULT,
  SECURITY_CHOICE,
  SECURITY_TYPES,
  securityName,
  subtypeName,
  TIGHT,
  VENCRYPT,
  VNC_AUTHENTICATION,
} from "./names.ts";

const UNIX_LOGIN = 129;
const PLAIN = 256;
const MOST_ITEMS = 64;
const LONGEST_REASON = 4096;
const LONGEST_KEY = 1024;
const LONGEST_LOGIN = 1024;

/** Undefined: the step was passed without reading; the caller reads on in the next one. */
export type Progress = Answer | undefined;

/** The server's list of security types, or its one type in version 3.3. */
export function readTypes(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  const start = reader.position;
  if (memory.minor === 3) {
    const type = reader.u32();
    if (!reader.ok) return MORE;
    if (type === 0) return readReason(reader, talk, 4);
    reader.fence(4);
    memory.security = type > 255 ? -1 : type;
    memory.serverStep = "authentication";
    tellTypes(talk, [type], start, reader.position);
    talk.emit(SECURITY_TYPES, RESPONSE, talk.detailed ? { security_types: [securityName(type)] } : undefined);
    return DONE;
  }
  const count = reader.u8();
  if (!reader.ok) return MORE;
  if (count === 0) return readReason(reader, talk, 1);
  if (!reader.fence(1 + count)) return MORE;
  const types: number[] = [];
  while (reader.left() > 0) types.push(reader.u8());
  memory.serverStep = "authentication";
  tellTypes(talk, types, start, reader.position);
  talk.emit(SECURITY_TYPES, RESPONSE, talk.detailed ? { security_types: types.map(securityName) } : undefined);
  return DONE;
}

/** Some programs are known by what they offer. */
function tellTypes(talk: Talk<Memory>, types: readonly number[], start: number, end: number): void {
  const method = "RFB security types";
  if (types.includes(17) || types.includes(MS_LOGON)) {
    talk.claim("sender", "software", "UltraVNC", 0.6, method, start, end);
    talk.claim("sender", "operatingSystem", "Windows", 0.6, method, start, end);
  } else if (types.includes(APPLE) || types.includes(33) || types.includes(36)) {
    talk.claim("sender", "vendor", "Apple", 0.6, method, start, end);
    talk.claim("sender", "operatingSystem", "macOS", 0.6, method, start, end);
  }
}

/** Why the server refuses: a text behind `head` octets. */
function readReason(reader: Reader, talk: Talk<Memory>, head: number): Answer {
  const length = reader.u32();
  if (!reader.ok) return MORE;
  if (length > LONGEST_REASON) talk.fault("bad reason length", head);
  if (!reader.fence(head + 4 + Math.min(length, LONGEST_REASON))) return MORE;
  const reason = textOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 256));
  reader.skipRest();
  hideAll(talk.memory);
  talk.refused("connection_refused");
  talk.emit(SECURITY_TYPES, RESPONSE, talk.detailed ? { security_types: [], reason } : undefined);
  return DONE;
}

/** The client's choice (not in version 3.3). */
export function readChoice(reader: Reader, talk: Talk<Memory>): Answer {
  const { memory } = talk;
  const type = reader.u8();
  reader.fence(1);
  memory.security = type;
  memory.clientStep = "authentication";
  memory.answerFrame = talk.frame;
  talk.emit(SECURITY_CHOICE, REQUEST, talk.detailed ? { security_type: securityName(type) } : undefined);
  return DONE;
}

/** What the server says within the security type. */
export function serverSecurity(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  switch (memory.security) {
    case NONE:
      return afterNone(memory);
    case VNC_AUTHENTICATION:
      return challenge(reader, talk, 16);
    case TIGHT:
      return tightServer(reader, talk);
    case VENCRYPT:
      return vencryptServer(reader, talk);
    case APPLE: {
      reader.skip(2);
      const length = reader.u16();
      if (!reader.ok) return MORE;
      if (length > LONGEST_KEY) break;
      memory.offered = length;
      return challenge(reader, talk, 4 + 2 * length);
    }
    case MS_LOGON:
      return challenge(reader, talk, 24);
    default:
  }
  hideAll(memory);
  return undefined;
}

/** What the client says within the security type. */
export function clientSecurity(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  switch (memory.security) {
    case NONE:
      memory.clientStep = "init";
      return undefined;
    case VNC_AUTHENTICATION:
      return respond(reader, talk, 16, "VNC password");
    case TIGHT:
      return tightClient(reader, talk);
    case VENCRYPT:
      return vencryptClient(reader, talk);
    case APPLE:
      if (memory.offered === 0) break;
      return respond(reader, talk, 128 + memory.offered, "Apple Remote Desktop login");
    case MS_LOGON:
      return respond(reader, talk, 328, "VNC MS-Logon");
    default:
  }
  memory.clientStep = "hidden";
  return undefined;
}

/** Only version 3.8 tells the result of no authentication. */
function afterNone(memory: Memory): undefined {
  memory.serverStep = memory.minor === 8 ? "result" : "init";
  return undefined;
}

function challenge(reader: Reader, talk: Talk<Memory>, length: number): Answer {
  if (!reader.fence(length)) return MORE;
  reader.skipRest();
  talk.memory.serverStep = "result";
  talk.emit(CHALLENGE, RESPONSE, talk.detailed ? { length } : undefined);
  return DONE;
}

function respond(reader: Reader, talk: Talk<Memory>, length: number, method: string): Answer {
  if (!reader.fence(length)) return MORE;
  reader.skipRest();
  talk.memory.clientStep = "init";
  talk.memory.answerFrame = talk.frame;
  talk.note("sender", { kind: "credential", method, exposure: "challenge" });
  if (method === "VNC password") {
    // Eight characters at most, by which DES enciphers a challenge: who listens can try them all.
    talk.note("sender", { kind: "cipher", protocol: "VNC", cipher: "DES challenge and response", weak: true });
  }
  talk.emit(ANSWER, REQUEST, talk.detailed ? { length } : undefined);
  return DONE;
}

/** Account and password in clear. */
function login(reader: Reader, talk: Talk<Memory>, method: string): Answer {
  const userLength = reader.u32();
  const passwordLength = reader.u32();
  if (!reader.ok) return MORE;
  if (userLength > LONGEST_LOGIN || passwordLength > LONGEST_LOGIN) {
    talk.fault("bad login length", 0);
    hideAll(talk.memory);
    reader.fence(8);
    talk.emit(ANSWER, REQUEST, talk.detailed ? { length: 8 } : undefined);
    return DONE;
  }
  if (!reader.fence(8 + userLength + passwordLength)) return MORE;
  const user = reader.text(userLength).slice(0, 128);
  reader.skipRest();
  talk.memory.clientStep = "init";
  talk.memory.answerFrame = talk.frame;
  talk.note("sender", { kind: "credential", method, ...(user === "" ? {} : { user }), exposure: "clear" });
  talk.emit(ANSWER, REQUEST, talk.detailed ? { user } : undefined);
  return DONE;
}

function tightServer(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  memory.isTight = true;
  if (memory.serverTurn < 2) {
    const count = reader.u32();
    if (!reader.ok) return MORE;
    if (count > MOST_ITEMS) {
      hideAll(memory);
      reader.position = reader.start;
      return undefined;
    }
    if (!reader.fence(4 + count * 16)) return MORE;
    const names: string[] = [];
    while (talk.detailed && reader.left() >= 16) {
      reader.skip(4);
      names.push(reader.text(12));
    }
    reader.skipRest();
    memory.offered = count;
    memory.serverTurn++;
    if (memory.serverTurn === 2 && count === 0) memory.chosen = NONE;
    const isTunnels = memory.serverTurn === 1;
    talk.emit(
      NEGOTIATION,
      RESPONSE,
      talk.detailed ? { [isTunnels ? "tunnels" : "authentications"]: names } : undefined,
    );
    return DONE;
  }
  if (memory.chosen === NONE) return afterNone(memory);
  if (memory.chosen === VNC_AUTHENTICATION) return challenge(reader, talk, 16);
  if (memory.chosen === UNIX_LOGIN) memory.serverStep = "result";
  else hideAll(memory);
  return undefined;
}

function tightClient(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  if (memory.chosen === NONE) {
    memory.clientStep = "init";
    return undefined;
  }
  if (memory.chosen === VNC_AUTHENTICATION) return respond(reader, talk, 16, "VNC password");
  if (memory.chosen === UNIX_LOGIN) return login(reader, talk, "VNC Unix login");
  if (memory.chosen >= 0 || memory.serverTurn === 0) {
    memory.clientStep = "hidden";
    return undefined;
  }
  const choice = reader.u32();
  if (!reader.ok) return MORE;
  reader.fence(4);
  const isTunnel = memory.serverTurn === 1;
  if (!isTunnel) memory.chosen = choice;
  memory.answerFrame = talk.frame;
  const name = isTunnel ? "tunnel" : "authentication";
  talk.emit(NEGOTIATION, REQUEST, talk.detailed ? { [name]: choice } : undefined);
  return DONE;
}

function vencryptServer(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  switch (memory.serverTurn) {
    case 0: {
      if (!reader.fence(2)) return MORE;
      const version = `${reader.u8()}.${reader.u8()}`;
      memory.serverTurn = 1;
      talk.emit(NEGOTIATION, RESPONSE, talk.detailed ? { vencrypt_version: version } : undefined);
      return DONE;
    }
    case 1: {
      const refusal = reader.u8();
      reader.fence(1);
      memory.serverTurn = 2;
      if (refusal !== 0) {
        talk.refused("version_not_supported");
        hideAll(memory);
      }
      talk.emit(NEGOTIATION, RESPONSE, talk.detailed ? { accepted: refusal === 0 } : undefined);
      return DONE;
    }
    case 2: {
      const count = reader.u8();
      if (!reader.ok || !reader.fence(1 + count * 4)) return MORE;
      const subtypes: string[] = [];
      while (talk.detailed && reader.left() >= 4) subtypes.push(subtypeName(reader.u32()));
      reader.skipRest();
      memory.serverTurn = 3;
      talk.emit(NEGOTIATION, RESPONSE, talk.detailed ? { subtypes } : undefined);
      return DONE;
    }
    default:
      if (memory.chosen === PLAIN) memory.serverStep = "result";
      else {
        // From here on TLS speaks, after one octet that allows it.
        memory.serverStep = "hidden";
        const accepted = reader.u8();
        reader.fence(1);
        if (accepted === 0) talk.refused("tls_refused");
        talk.emit(NEGOTIATION, RESPONSE, talk.detailed ? { accepted: accepted !== 0 } : undefined);
        return DONE;
      }
      return undefined;
  }
}

function vencryptClient(reader: Reader, talk: Talk<Memory>): Progress {
  const { memory } = talk;
  if (memory.clientTurn === 0) {
    if (!reader.fence(2)) return MORE;
    const version = `${reader.u8()}.${reader.u8()}`;
    memory.clientTurn = 1;
    talk.emit(NEGOTIATION, REQUEST, talk.detailed ? { vencrypt_version: version } : undefined);
    return DONE;
  }
  if (memory.clientTurn === 1) {
    const subtype = reader.u32();
    if (!reader.ok) return MORE;
    reader.fence(4);
    memory.clientTurn = 2;
    memory.chosen = subtype;
    memory.answerFrame = talk.frame;
    if (subtype !== PLAIN) memory.clientStep = "hidden";
    talk.emit(NEGOTIATION, REQUEST, talk.detailed ? { subtype: subtypeName(subtype) } : undefined);
    return DONE;
  }
  return login(reader, talk, "VNC plain login");
}

/** The result, and in version 3.8 why it failed. */
export function readResult(reader: Reader, talk: Talk<Memory>): Answer {
  const { memory } = talk;
  const result = reader.u32();
  if (!reader.ok) return MORE;
  let reason = "";
  if (result !== 0 && memory.minor === 8) {
    const length = reader.u32();
    if (!reader.ok) return MORE;
    if (length > LONGEST_REASON) talk.fault("bad reason length", 4);
    if (!reader.fence(8 + Math.min(length, LONGEST_REASON))) return MORE;
    reason = textOf(reader.bytes, reader.position, Math.min(reader.end, reader.position + 256));
    reader.skipRest();
  } else reader.fence(4);
  if (result === 0) {
    memory.serverStep = "init";
    tellSession(talk);
  } else {
    hideAll(memory);
    talk.refused(result === 2 ? "too_many_attempts" : "failed");
  }
  if (memory.answerFrame > 0) talk.answersFrame(memory.answerFrame);
  talk.emit(RESULT, RESPONSE, talk.detailed ? { result, ...(reason === "" ? {} : { reason }) } : undefined);
  return DONE;
}

/** The server let the client in: with or without asking who it is. */
export function tellSession(talk: Talk<Memory>): void {
  const { memory } = talk;
  if (memory.isTold) return;
  memory.isTold = true;
  const anonymous = memory.security === NONE || (memory.security === TIGHT && memory.chosen === NONE);
  talk.note("receiver", { kind: "session", protocol: "VNC", anonymous });
}
