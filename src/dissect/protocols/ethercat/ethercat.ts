// EtherCAT: IEC 61158-4-12 section 5 (frames, datagrams, registers), ETG.1000.
// Not decoded: process data behind logical addresses (only the configuration says what they are); network variables; contents of AoE,
// EoE and SoE; segments of long objects. Stations of a segment have no address of their own and are told as objects of the master.
import { type Answer, CERTAIN, DONE, dissector, NO, POSSIBLE } from "../../dissector.ts";
import { type Operation, operation, operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";
import { isMail, readMail } from "./mailbox.ts";

const DATAGRAMS = 1;
const NETWORK_VARIABLES = 4;
const MAILBOX = 5;
const MOST_DATAGRAMS = 64;
const LARGEST = 1486;

/** Datagram commands. */
const COMMANDS = operationTable("ethercat", [
  [0, "nop", "other"],
  [1, "auto_increment_read", "read"],
  [2, "auto_increment_write", "configure"],
  [3, "auto_increment_read_write", "configure"],
  [4, "configured_address_read", "read"],
  [5, "configured_address_write", "configure"],
  [6, "configured_address_read_write", "configure"],
  [7, "broadcast_read", "read"],
  [8, "broadcast_write", "configure"],
  [9, "broadcast_read_write", "configure"],
  [10, "logical_read", "read"],
  [11, "logical_write", "write"],
  [12, "logical_read_write", "write"],
  [13, "auto_increment_read_multiple_write", "time"],
  [14, "configured_read_multiple_write", "time"],
]);
const SET_STATE = operation("ethercat", "set_state", "control");
const READ_STATE = operation("ethercat", "read_state", "read");
const READ_EEPROM = operation("ethercat", "read_eeprom", "identify");
const WRITE_EEPROM = operation("ethercat", "write_eeprom", "program");
const SET_ADDRESS = operation("ethercat", "set_station_address", "configure");
const VARIABLES = operation("ethercat", "network_variables", "write");
const UNNAMED = operation("ethercat", "unnamed_frame", "other");

const AL_CONTROL = 0x120;
const AL_STATUS = 0x130;
const STATION_ADDRESS = 0x10;
const EEPROM_CONTROL = 0x502;
const EEPROM_DATA = 0x508;
/** Mailboxes lie in the memory behind the registers. */
const MEMORY = 0x1000;
const STATES: Readonly<Record<number, string>> = {
  1: "init",
  2: "pre_operational",
  3: "bootstrap",
  4: "safe_operational",
  8: "operational",
};
/** Words of the EEPROM that identify a station: ETG.1000.6 section 5.4. */
const EEPROM_WORDS: Readonly<Record<number, string>> = {
  8: "vendor_id",
  10: "product_code",
  12: "revision",
  14: "serial_number",
};

interface Memory {
  /** The EEPROM word that was asked for last. */
  word: number;
  told: boolean;
}

const FIRST_LOGICAL = 10;
const LAST_LOGICAL = 12;
const WRITES = new Set([2, 3, 5, 6, 8, 9]);

/** The fastest field bus on Ethernet: a master's frames pass through all stations. */
export const ethercat = dissector<Memory>({
  name: "ethercat",
  aliases: ["ecat"],
  title: "EtherCAT",
  standard: "IEC 61158-4-12",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "ethernet", types: [0x88a4] },
    { over: "udp", ports: [34_980] },
  ],
  remember: () => ({ word: -1, told: false }),
  probe(reader) {
    const header = reader.peek() | (reader.peek(1) << 8);
    const length = header & 0x7ff;
    const type = header >> 12;
    if (reader.left() < 4 || length === 0 || length > LARGEST) return NO;
    if (type !== DATAGRAMS) return type === NETWORK_VARIABLES || type === MAILBOX ? POSSIBLE : NO;
    return length >= 12 && length <= reader.left() - 2 && COMMANDS.has(reader.peek(2)) ? CERTAIN : NO;
  },
  read(reader, talk): Answer {
    const header = reader.u16le();
    const length = header & 0x7ff;
    const type = header >> 12;
    const { memory } = talk;
    if (!memory.told) {
      memory.told = true;
      talk.claim("sender", "kind", "EtherCAT master", 0.6, "EtherCAT");
    }
    const outer = reader.narrow(Math.min(length, reader.left()));
    if (length > reader.left() && !reader.cutByCapture) talk.fault("bad length", 0);
    if (type === DATAGRAMS) readDatagrams(reader, talk);
    else if (type === MAILBOX && isMail(reader)) {
      const mail = readMail(reader, talk, talk.detailed);
      talk.emit(mail.operation, mail.direction, mail.fields);
    } else
      talk.emit(
        type === NETWORK_VARIABLES ? VARIABLES : UNNAMED,
        UNDIRECTED,
        talk.detailed ? { type, length } : undefined,
      );
    // Behind it lies padding to the least length of a frame.
    reader.widen(outer);
    reader.skipRest();
    return DONE;
  },
});

function readDatagrams(reader: Reader, talk: Talk<Memory>): void {
  for (let count = 0; count < MOST_DATAGRAMS; count++) {
    const command = reader.u8();
    const index = reader.u8();
    const position = reader.u16le();
    const offset = reader.u16le();
    const word = reader.u16le();
    reader.u16le();
    const size = word & 0x7ff;
    if (!reader.ok || size + 2 > reader.left()) {
      talk.fault("datagram does not fit", reader.position - reader.start);
      talk.emit(COMMANDS.of(command), UNDIRECTED);
      return;
    }
    const dataEnd = reader.position + size;
    const { bytes } = reader;
    const workingCounter = (bytes[dataEnd] as number) | ((bytes[dataEnd + 1] as number) << 8);
    readDatagram(reader, talk, command, index, position, offset, dataEnd, workingCounter);
    reader.position = dataEnd + 2;
    if ((word & 0x8000) === 0) return;
  }
}

function readDatagram(
  reader: Reader,
  talk: Talk<Memory>,
  command: number,
  index: number,
  position: number,
  offset: number,
  dataEnd: number,
  workingCounter: number,
): void {
  const isLogical = command >= FIRST_LOGICAL && command <= LAST_LOGICAL;
  const size = dataEnd - reader.position;
  if (!COMMANDS.has(command)) talk.fault("unknown command", reader.position - reader.start - 10);
  const fields: Record<string, unknown> | undefined = talk.detailed
    ? {
        command,
        index,
        ...(isLogical ? { logical_address: offset * 65_536 + position } : { adp: position, ado: offset }),
        data_length: size,
        working_counter: workingCounter,
      }
    : undefined;
  // The working counter is 0 on the way out and counts the stations that took part.
  let direction: Direction = workingCounter === 0 ? REQUEST : RESPONSE;
  let named: Operation = COMMANDS.of(command);
  if (!isLogical && command > 0 && size > 0) {
    const outer = reader.narrow(size);
    if (offset >= MEMORY && isMail(reader)) {
      const mail = readMail(reader, talk, talk.detailed);
      named = mail.operation;
      if (mail.direction !== UNDIRECTED) ({ direction } = mail);
      if (fields !== undefined) Object.assign(fields, mail.fields);
    } else named = registerOperation(reader, talk, command, position, offset, size, workingCounter, fields) ?? named;
    reader.widen(outer);
  }
  talk.emit(named, direction, fields);
}

/** What reading or writing a register is; undefined where it has no name of its own. */
function registerOperation(
  reader: Reader,
  talk: Talk<Memory>,
  command: number,
  position: number,
  offset: number,
  size: number,
  workingCounter: number,
  fields: Record<string, unknown> | undefined,
): Operation | undefined {
  const isWrite = WRITES.has(command);
  if ((offset === AL_CONTROL || offset === AL_STATUS) && size >= 1) {
    const value = reader.u8();
    const state = STATES[value & 15] ?? `state_${value & 15}`;
    if (fields !== undefined) fields["state"] = state;
    if (offset === AL_STATUS || !isWrite) {
      // Bit 4 says that the station refused a change.
      if ((value & 0x10) !== 0 && offset === AL_STATUS && workingCounter > 0) talk.refused("state change refused");
      return READ_STATE;
    }
    talk.object(`state ${state}`);
    return SET_STATE;
  }
  if (offset === STATION_ADDRESS && isWrite && size >= 2) {
    const address = reader.u16le();
    if (fields !== undefined) fields["station_address"] = address;
    talk.object(`station ${address}`);
    return SET_ADDRESS;
  }
  if (offset === EEPROM_CONTROL && isWrite && size >= 6) {
    const control = reader.u16le();
    talk.memory.word = reader.u32le();
    if (fields !== undefined) fields["eeprom_word"] = talk.memory.word;
    return (control & 0x0200) === 0 ? READ_EEPROM : WRITE_EEPROM;
  }
  // A read of the control register may bring the data along.
  if ((offset === EEPROM_DATA || (offset === EEPROM_CONTROL && size >= 10)) && !isWrite && workingCounter > 0) {
    if (offset === EEPROM_CONTROL) reader.skip(6);
    const name = EEPROM_WORDS[talk.memory.word];
    const value = reader.u32le();
    if (name !== undefined && reader.ok) {
      if (fields !== undefined) Object.assign(fields, { [name]: value });
      talk.object(`station ${position} ${name} 0x${value.toString(16)}`);
    }
    return READ_EEPROM;
  }
  return undefined;
}
