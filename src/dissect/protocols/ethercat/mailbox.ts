// Mailbox of EtherCAT: IEC 61158-6-12 section 5 (CoE: object dictionary as in CANopen, CiA 301; FoE: files).
import type { Operation } from "../../operation.ts";
import { operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import { type Direction, REQUEST, RESPONSE, type Talk, UNDIRECTED } from "../../talk.ts";

const COE = 3;
const FOE = 4;
const TYPES = ["error", "AoE", "EoE", "CoE", "FoE", "SoE"];

const MAILBOX = operation("ethercat", "mailbox", "other");
const EMERGENCY = operation("ethercat", "coe_emergency", "alarm");
const SDO_READ = operation("ethercat", "coe_sdo_upload", "read");
const SDO_WRITE = operation("ethercat", "coe_sdo_download", "write");
const SDO_ABORT = operation("ethercat", "coe_sdo_abort", "other");
const SDO_INFORMATION = operation("ethercat", "coe_sdo_information", "read");
const FOE_READ = operation("ethercat", "foe_read", "file");
const FOE_WRITE = operation("ethercat", "foe_write", "program");
const FOE_DATA = operation("ethercat", "foe_data", "file");

/** What a mailbox message is. */
export interface Mail {
  operation: Operation;
  direction: Direction;
  fields: Record<string, unknown> | undefined;
}

/** Objects whose values identify a station: CiA 301 section 7.5.2. */
const IDENTITY: Readonly<Record<number, string>> = {
  4104: "device_name",
  4105: "hardware_version",
  4106: "software_version",
};

/** Whether a mailbox message seems to stand at the reader: a length that fits, a type and a counter. */
export function isMail(reader: Reader): boolean {
  const length = reader.peek() | (reader.peek(1) << 8);
  const type = reader.peek(5) & 15;
  return reader.left() >= 8 && length >= 2 && length + 6 <= reader.left() && type >= 1 && type <= 5;
}

/** Reads a mailbox message. */
export function readMail(reader: Reader, talk: Talk<never> | Talk, detailed: boolean): Mail {
  const length = reader.u16le();
  const station = reader.u16le();
  reader.u8();
  const type = reader.u8() & 15;
  const mail: Mail = {
    operation: MAILBOX,
    direction: UNDIRECTED,
    fields: detailed ? { mailbox: TYPES[type] ?? type, mailbox_length: length, mailbox_address: station } : undefined,
  };
  const outer = reader.narrow(length);
  if (type === COE) readCoe(reader, talk, mail);
  else if (type === FOE) readFoe(reader, talk, mail);
  reader.widen(outer);
  return mail;
}

function readCoe(reader: Reader, talk: Talk, mail: Mail): void {
  const service = reader.u16le() >> 12;
  if (service === 1) {
    mail.operation = EMERGENCY;
    if (mail.fields !== undefined) mail.fields["error_code"] = reader.u16le();
    return;
  }
  if (service === 8) mail.operation = SDO_INFORMATION;
  if (service !== 2 && service !== 3) return;
  mail.direction = service === 2 ? REQUEST : RESPONSE;
  const command = reader.u8();
  const index = reader.u16le();
  const subindex = reader.u8();
  if (!reader.ok) return;
  const name = `0x${index.toString(16).padStart(4, "0")}:${subindex}`;
  talk.object(name);
  if (mail.fields !== undefined) Object.assign(mail.fields, { index, subindex });
  const specifier = command >> 5;
  // A request to download is 1 and answered by 3; one to upload is 2 both ways; 4 aborts.
  if (specifier === 4) {
    const code = reader.u32le();
    mail.operation = SDO_ABORT;
    talk.refused(`abort 0x${code.toString(16).padStart(8, "0")}`);
    return;
  }
  mail.operation = specifier === (service === 2 ? 1 : 3) ? SDO_WRITE : SDO_READ;
  if (service !== 3 || specifier !== 2 || mail.fields === undefined) return;
  const isExpedited = (command & 2) !== 0;
  if (index === 0x1018 && isExpedited) mail.fields["value"] = reader.u32le();
  const part = IDENTITY[index];
  if (part === undefined) return;
  const size = isExpedited ? 4 - ((command >> 2) & 3) : reader.u32le();
  mail.fields[part] = reader.text(Math.min(size, reader.left(), 64));
}

function readFoe(reader: Reader, talk: Talk, mail: Mail): void {
  const code = reader.u8();
  reader.u8();
  const word = reader.u32le();
  if (code === 1 || code === 2) {
    mail.operation = code === 1 ? FOE_READ : FOE_WRITE;
    mail.direction = REQUEST;
    const file = reader.text(Math.min(reader.left(), 255));
    talk.object(file);
    if (mail.fields !== undefined) mail.fields["file"] = file;
    return;
  }
  mail.operation = FOE_DATA;
  if (code === 5) talk.refused(`FoE error 0x${word.toString(16)}`);
  if (mail.fields !== undefined) Object.assign(mail.fields, { foe: code, packet: word });
}
