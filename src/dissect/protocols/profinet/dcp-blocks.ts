// Blocks of PROFINET DCP: IEC 61158-6-10 section 4.3.1.4.
import { macText, v4Text } from "../../addresses.ts";
import type { Reader } from "../../reader.ts";
import { blockName, errorName, ipStateName, resetName, roleNames } from "./dcp-names.ts";

const IP = 1;
const DEVICE = 2;
const DHCP = 3;
const CONTROL = 5;
const INITIATIVE = 6;
const TSN = 7;
const MOST_BLOCKS = 64;
const MOST_OPTIONS = 128;

/** How the blocks of a service are laid out. */
export type Layout = "plain" | "info" | "qualifier" | "list";

/** What the blocks of one message say that matters beyond their fields; positions are those of the reader. */
export interface Found {
  blocks: Record<string, unknown>[];
  name: string;
  typeOfStation: string;
  alias: string;
  vendorId: number;
  deviceId: number;
  roles: number;
  ip: number;
  conflict: boolean;
  /** Suboption (option * 256 + suboption) of the first block that sets or controls, 0 without. */
  touched: number;
  /** First error that is not "ok", or "". */
  error: string;
  /** What the first response block answers, 0 without. */
  answered: number;
  nameStart: number;
  nameEnd: number;
  typeStart: number;
  typeEnd: number;
  idStart: number;
  roleStart: number;
}

/** Reads blocks until the fence. */
export function readBlocks(reader: Reader, layout: Layout): Found {
  const found: Found = {
    blocks: [],
    name: "",
    typeOfStation: "",
    alias: "",
    vendorId: -1,
    deviceId: -1,
    roles: -1,
    ip: 0,
    conflict: false,
    touched: 0,
    error: "",
    answered: 0,
    nameStart: 0,
    nameEnd: 0,
    typeStart: 0,
    typeEnd: 0,
    idStart: 0,
    roleStart: 0,
  };
  while (reader.left() >= 2 && found.blocks.length < MOST_BLOCKS) {
    const option = reader.u8();
    const suboption = reader.u8();
    const block: Record<string, unknown> = { option, suboption, name: blockName(option, suboption) };
    found.blocks.push(block);
    if (layout === "list") continue;
    const length = reader.u16();
    block["length"] = length;
    const outer = reader.narrow(length);
    readBlock(reader, layout, option, suboption, block, found);
    reader.widen(outer);
    // Blocks begin at even places.
    if ((length & 1) === 1 && reader.left() > 0) reader.skip(1);
  }
  return found;
}

function readBlock(
  reader: Reader,
  layout: Layout,
  option: number,
  suboption: number,
  block: Record<string, unknown>,
  found: Found,
): void {
  // A block without contents asks for what has no filter, or names an option that cannot be set.
  if (reader.left() === 0) return;
  if (option === CONTROL && suboption === 4) {
    const answered = (reader.u8() << 8) | reader.u8();
    const error = reader.u8();
    block["response_to"] = blockName(answered >> 8, answered & 0xff);
    block["block_error"] = errorName(error);
    if (found.answered === 0) found.answered = answered;
    if (error !== 0 && found.error === "") found.error = errorName(error);
    return;
  }
  if (layout === "qualifier") {
    const qualifier = reader.u16();
    block["block_qualifier"] = qualifier;
    if (option === CONTROL && suboption >= 5) block["reset"] = resetName(qualifier);
    else block["permanent"] = (qualifier & 1) !== 0;
    if (found.touched === 0 || (found.touched >> 8 === CONTROL && (found.touched & 0xff) < 3))
      found.touched = (option << 8) | suboption;
  } else if (layout === "info") {
    const info = reader.u16();
    block["block_info"] = info;
    if (option === IP) {
      block["ip_state"] = ipStateName(info);
      block["address_conflict"] = (info & 0x80) !== 0;
      found.conflict ||= (info & 0x80) !== 0;
    }
  }
  if (option === IP) readAddress(reader, suboption, block, found);
  else if (option === DEVICE) readDevice(reader, suboption, block, found);
  else if (option === DHCP) {
    const code = reader.u8();
    const length = reader.u8();
    block["option_code"] = code;
    block[suboption === 0xff ? "control" : "value"] = suboption === 0xff ? reader.u8() : reader.hex(length);
  } else if (option === CONTROL) {
    if (suboption === 3) block["signal_value"] = reader.u16();
  } else if (option === INITIATIVE) block["device_initiative"] = reader.u16();
  else if (option === TSN && suboption === 1) block["value"] = reader.text(reader.left());
  else if (reader.left() > 0) block["value"] = reader.hex(reader.left());
}

function readAddress(reader: Reader, suboption: number, block: Record<string, unknown>, found: Found): void {
  if (suboption === 1) {
    block["mac_address"] = macText(reader.hex(6));
    return;
  }
  if (suboption !== 2 && suboption !== 3) {
    block["value"] = reader.hex(reader.left());
    return;
  }
  const address = reader.i32();
  block["ip_address"] = v4Text(address);
  block["subnet_mask"] = v4Text(reader.i32());
  block["standard_gateway"] = v4Text(reader.i32());
  if (reader.ok) found.ip = address;
  if (suboption !== 3) return;
  const servers: string[] = [];
  while (reader.left() >= 4 && servers.length < 4) servers.push(v4Text(reader.i32()));
  block["dns_servers"] = servers;
}

function readDevice(reader: Reader, suboption: number, block: Record<string, unknown>, found: Found): void {
  const start = reader.position;
  switch (suboption) {
    case 1:
      found.typeOfStation = reader.text(reader.left());
      block["type_of_station"] = found.typeOfStation;
      found.typeStart = start;
      found.typeEnd = reader.end;
      return;
    case 2:
      found.name = reader.text(reader.left());
      block["name_of_station"] = found.name;
      found.nameStart = start;
      found.nameEnd = reader.end;
      return;
    case 3:
      found.vendorId = reader.u16();
      found.deviceId = reader.u16();
      found.idStart = start;
      block["vendor_id"] = found.vendorId;
      block["device_id"] = found.deviceId;
      return;
    case 4:
      found.roles = reader.u8();
      found.roleStart = start;
      block["device_role"] = found.roles;
      block["roles"] = roleNames(found.roles);
      return;
    case 5: {
      const options: string[] = [];
      while (reader.left() >= 2 && options.length < MOST_OPTIONS) {
        const option = reader.u8();
        options.push(blockName(option, reader.u8()));
      }
      block["options"] = options;
      return;
    }
    case 6:
      found.alias = reader.text(reader.left());
      block["alias_name"] = found.alias;
      return;
    case 7:
      block["instance_high"] = reader.u8();
      block["instance_low"] = reader.u8();
      return;
    case 8:
      block["oem_vendor_id"] = reader.u16();
      block["oem_device_id"] = reader.u16();
      return;
    case 9:
      block["standard_gateway"] = v4Text(reader.i32());
      return;
    case 10:
      block["rsi_properties"] = reader.u16();
      return;
    default:
      block["value"] = reader.hex(reader.left());
  }
}
