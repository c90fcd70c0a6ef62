// Discovery and routes of TwinCAT on UDP port 48899, as Beckhoff's router answers them: a header and tagged values.
import type { Answer } from "../../dissector.ts";
import { DONE, REFUSE } from "../../dissector.ts";
import { answer, ask } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { REQUEST, RESPONSE } from "../../talk.ts";
import type { Memory } from "./memory.ts";
import { COMMANDS, DISCOVERY, errorName } from "./names.ts";

export const MAGIC = 0x71146603;
const MOST_TAGS = 32;
const STATUS = 1;
const PASSWORD = 2;
const VERSION = 3;
const SYSTEM = 4;
const HOST = 5;
const NET_ID = 7;
const ROUTE = 12;
const USER = 13;
const FINGERPRINT = 18;

/** Reads one message behind its magic number. */
export function readDiscovery(reader: Reader, talk: Talk<Memory>): Answer {
  reader.fence(reader.end - reader.start);
  reader.skip(4);
  const invoke = reader.u32le();
  const service = reader.u32le();
  if (!reader.ok) return REFUSE;
  const isAnswer = service >= 0x80000000;
  const code = service & 0x7fffffff;
  const netId = netIdOf(reader);
  const port = reader.u16le();
  const count = reader.u32le();
  const tags: object[] = [];
  let user: string | undefined;
  let password = false;
  for (let index = 0; index < Math.min(count, MOST_TAGS) && reader.left() >= 4; index++) {
    const tag = reader.u16le();
    const length = reader.u16le();
    const at = reader.position;
    const outer = reader.narrow(length);
    let value: unknown;
    if (tag === PASSWORD) password = true;
    else if (tag === USER) value = user = reader.text(reader.left());
    else if (tag === HOST || tag === ROUTE) {
      const name = reader.text(reader.left());
      value = name;
      if (tag === HOST && isAnswer) talk.claim("sender", "name", name, 0.9, "TwinCAT discovery", at, at + length);
      if (tag === ROUTE && !isAnswer) talk.object(`route ${name}`);
    } else if (tag === NET_ID) value = netIdOf(reader);
    else if (tag === VERSION && length >= 4) {
      const version = `${reader.u8()}.${reader.u8()}.${reader.u16le()}`;
      value = version;
      if (isAnswer) talk.claim("sender", "software", `TwinCAT ${version}`, 0.9, "TwinCAT discovery", at, at + length);
    } else if (tag === SYSTEM && length >= 20) {
      reader.skip(4);
      const version = `${reader.u32le()}.${reader.u32le()}.${reader.u32le()}`;
      value = version;
      const platform = reader.u32le();
      // Windows CE has a platform number of its own; others say what the maker put in.
      const system = platform === 3 ? `Windows CE ${version}` : platform === 2 ? `Windows NT ${version}` : "";
      if (isAnswer) talk.claim("sender", "operatingSystem", system, 0.8, "TwinCAT discovery", at, at + length);
    } else if (tag === STATUS && length >= 4) {
      const status = reader.u32le();
      value = status;
      if (status !== 0 && isAnswer) talk.refused(errorName(status));
    } else if (tag === FINGERPRINT) value = reader.text(reader.left());
    reader.widen(outer);
    if (talk.detailed) tags.push({ tag, length, value });
  }
  if (isAnswer) {
    answer(talk, talk.memory.asked, code ^ invoke);
    talk.claim("sender", "vendor", "Beckhoff", 0.7, "TwinCAT discovery");
  } else ask(talk, talk.memory.asked, code ^ invoke);
  if (password)
    talk.note("sender", { kind: "credential", method: "TwinCAT route password", user: user ?? "", exposure: "clear" });
  reader.skipRest();
  talk.emit(
    COMMANDS.of(COMMANDS.has(DISCOVERY + (code & 0xff)) ? DISCOVERY + (code & 0xff) : DISCOVERY),
    isAnswer ? RESPONSE : REQUEST,
    talk.detailed ? { invoke_id: invoke, service_id: service, net_id: netId, port, tag_count: count, tags } : undefined,
  );
  return DONE;
}

/** Six octets as people write an AMS network identifier. */
export function netIdOf(reader: Reader): string {
  let text = `${reader.u8()}`;
  for (let index = 1; index < 6; index++) text += `.${reader.u8()}`;
  return text;
}
