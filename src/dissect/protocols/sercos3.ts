// Sercos III: IEC 61158-4-19 section 4 (telegrams) and IEC 61158-6-19 section 5 (service channel, communication phases).
// Not decoded: configured connections of phases 3 and 4 (their place is not on the wire), hot-plug fields, the values of the service
// channel, and the checksum of the header.
import { DONE, dissector, LIKELY, NO } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { REQUEST, UNDIRECTED } from "../talk.ts";

const MDT = 0;
const AT = 1;
const PHASE_SWITCH = 2;
const MESSAGES = operationTable("sercos3", [
  [MDT, "mdt", "write"],
  [AT, "at", "read"],
  [PHASE_SWITCH, "phase_switch", "control"],
  [3, "address_allocation", "identify"],
  [4, "service_channel_read", "read"],
  [5, "service_channel_write", "configure"],
]);
/** Devices per telegram while the service channel has its fixed place (phases 1 and 2), and octets of a channel. */
const PER_TELEGRAM = 128;
const CHANNEL = 6;
const MOST_ADDRESSES = 511;
const NO_DEVICE = 0xffff;

interface Memory {
  /** Phase last told, -1 before. */
  phase: number;
  /** Control word of each device's service channel. */
  controls: Uint16Array;
  /** Bit per Sercos address that was told. */
  told: Uint8Array;
}

/** Moves set points and feedback of drives around a ring, one telegram pair per cycle. */
export const sercos3 = dissector<Memory>({
  name: "sercos3",
  aliases: ["siii", "sercosiii"],
  title: "Sercos III",
  standard: "IEC 61158-6-19",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "ethernet", types: [0x88cd] }],
  remember: () => ({ phase: -1, controls: new Uint16Array(PER_TELEGRAM * 4), told: new Uint8Array(64) }),
  probe(reader) {
    const head = reader.peek();
    const phase = reader.peek(1);
    // The number of a telegram is 0 to 3, phases are 0 to 4; bit 4 of the first octet is reserved.
    return reader.left() >= 40 && (head & 0x1c) === 0 && (phase & 15) <= 4 ? LIKELY : NO;
  },
  read(reader, talk) {
    const head = reader.u8();
    const state = reader.u8();
    const checksum = reader.u32le();
    const isAt = (head & 0x40) !== 0;
    const telegram = head & 15;
    const phase = state & 15;
    const fields: Record<string, unknown> | undefined = talk.detailed
      ? {
          channel: head >> 7 === 0 ? "primary" : "secondary",
          telegram: isAt ? "at" : "mdt",
          cycle_count_valid: (head & 0x20) !== 0,
          telegram_number: telegram,
          phase,
          phase_switch: (state & 0x80) !== 0,
          cycle_count: (state >> 4) & 7,
          crc32: checksum,
        }
      : undefined;
    if (phase > 4) talk.fault("unknown phase", 1);
    if (telegram > 3) talk.fault("unknown telegram number", 0);
    let code = isAt ? AT : MDT;
    const { memory } = talk;
    if (!isAt && reader.ok && phase !== memory.phase) {
      if (memory.phase < 0)
        talk.claim("sender", "kind", "Sercos III master", 0.8, "Sercos III master data telegram", 0, 1);
      else code = PHASE_SWITCH;
      memory.phase = phase;
      memory.controls.fill(0);
      talk.object(`communication phase ${phase}`);
    }
    if (phase === 0) {
      if (!isAt && fields !== undefined && telegram === 0) fields["communication_version"] = reader.u32le();
      else if (isAt && telegram === 0 && readAddresses(reader, talk, fields)) code = 3;
    } else if (phase <= 2 && !isAt && telegram <= 3) {
      const channel = readChannels(reader, talk, telegram, fields);
      if (channel !== 0 && code !== PHASE_SWITCH) code = channel;
    }
    talk.emit(MESSAGES.of(code), isAt ? UNDIRECTED : REQUEST, fields);
    reader.skipRest();
    return DONE;
  },
});

/** Reads who is in the ring, by position; answers whether anybody new was told. */
function readAddresses(reader: Reader, talk: Talk<Memory>, fields: Record<string, unknown> | undefined): boolean {
  const count = reader.u16le();
  const addresses: number[] = [];
  let isNew = false;
  for (let position = 0; position < MOST_ADDRESSES && reader.left() >= 2; position++) {
    const word = reader.u16le();
    if (word === NO_DEVICE) continue;
    const address = word & 0x1ff;
    // Address 0 stands for a device that has none yet.
    if (address === 0) continue;
    if (talk.detailed) addresses.push(address);
    const bit = 1 << (address & 7);
    const at = address >> 3;
    if (((talk.memory.told[at] as number) & bit) !== 0) continue;
    talk.memory.told[at] = (talk.memory.told[at] as number) | bit;
    isNew = true;
    talk.claim(
      { part: `sercos ${address}`, of: "sender" },
      "kind",
      "Sercos III device",
      0.8,
      "Sercos III address allocation",
    );
  }
  if (fields !== undefined) {
    // The counter starts at 1, and each device adds one.
    fields["devices"] = Math.max(0, (count & 0x1ff) - 1);
    fields["sercos_addresses"] = addresses;
  }
  return isNew;
}

/** Reads what changed in the service channels; answers the operation of the heaviest, 0 without any. */
function readChannels(
  reader: Reader,
  talk: Talk<Memory>,
  telegram: number,
  fields: Record<string, unknown> | undefined,
): number {
  const parameters: object[] = [];
  let code = 0;
  for (let device = 0; device < PER_TELEGRAM && reader.left() >= CHANNEL; device++) {
    const control = reader.u16le();
    const at = telegram * PER_TELEGRAM + device;
    if (control === talk.memory.controls[at]) {
      reader.skip(4);
      continue;
    }
    talk.memory.controls[at] = control;
    const information = reader.u32le();
    const element = (control >> 3) & 7;
    const isWrite = (control & 2) !== 0;
    // Element 1 opens the channel with the number of a parameter; with 7 its data are read or written.
    if (element === 1) talk.object(`device ${at} ${parameterName(information)}`);
    if (element !== 0) {
      if (isWrite && element === 7) code = 5;
      else if (code === 0) code = 4;
      if (talk.detailed && parameters.length < 16)
        parameters.push({ device: at, element, write: isWrite, end: (control & 4) !== 0, information });
    }
  }
  if (fields !== undefined && parameters.length > 0) fields["service_channels"] = parameters;
  return code;
}

/** An identification number as drives show it, e.g. "S-0-0047" or "S-0-1050.1.2". */
function parameterName(value: number): string {
  const number = value & 0xfff;
  const name = `${(value & 0x8000) !== 0 ? "P" : "S"}-${(value >> 12) & 7}-${number.toString().padStart(4, "0")}`;
  return value >>> 16 === 0 ? name : `${name}.${value >>> 24}.${(value >> 16) & 255}`;
}
