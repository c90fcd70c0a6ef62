// PROFINET discovery and configuration (DCP): IEC 61158-6-10 section 4.3, IEC 61158-5-10 section 6.3.1.
// Not decoded: values of the TSN domain but its name, and of options that makers keep to themselves; they are told as bytes.
import { v4Text } from "../../addresses.ts";
import { CERTAIN, DONE, dissector, NO, POSSIBLE } from "../../dissector.ts";
import type { Operation } from "../../operation.ts";
import { operationTable } from "../../operation.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { vendorName } from "../pnio/vendors.ts";
import { type Found, type Layout, readBlocks } from "./dcp-blocks.ts";
import { roleNames } from "./dcp-names.ts";

const GET = 3;
const SET = 4;
const IDENTIFY = 5;
const HELLO = 6;
const SERVICES = operationTable("profinet_dcp", [
  [GET, "get", "read"],
  [SET, "set", "configure"],
  [IDENTIFY, "identify", "identify"],
  [HELLO, "hello", "identify"],
]);
/** What a set does, by option * 256 + suboption of its first block. */
const SETS = operationTable("profinet_dcp", [
  [0x0102, "set_ip_parameter", "configure"],
  [0x0103, "set_full_ip_suite", "configure"],
  [0x0202, "set_name_of_station", "configure"],
  [0x0501, "start_transaction", "configure"],
  [0x0502, "end_transaction", "configure"],
  [0x0503, "signal", "control"],
  [0x0505, "reset_factory_settings", "configure"],
  [0x0506, "reset_to_factory", "configure"],
  [0x0601, "set_device_initiative", "configure"],
]);
const SUCCESS = 1;
const NOT_SUPPORTED = 5;
const SLOTS = 4;
const METHOD = "PROFINET DCP";

/** A request that waits for its answer; the record is reused. */
interface Asked {
  xid: number;
  /** Sending side; -1 when it was answered. */
  side: -1 | 0 | 1;
  frame: number;
  operation: Operation;
  /** What a set gives the station when it succeeds. */
  name: string;
  ip: number;
}

interface Memory {
  /** At most 4 outstanding requests; the oldest gives way. */
  asked: Asked[];
  next: number;
}

/** Finds PROFINET stations, names them and gives them addresses. */
export const profinetDcp = dissector<Memory>({
  name: "profinet_dcp",
  aliases: ["pn_dcp", "dcp"],
  title: "PROFINET DCP",
  standard: "IEC 61158-6-10",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "inside", carrier: "profinet_rt", keys: [0xfefc, 0xfefd, 0xfefe, 0xfeff] }],
  remember: () => ({ asked: [], next: 0 }),
  probe(reader) {
    const frame = reader.peek16();
    if (frame < 0xfefc || frame > 0xfeff) return NO;
    const service = reader.peek(2);
    return service >= GET && service <= HELLO ? CERTAIN : POSSIBLE;
  },
  read(reader, talk) {
    const { start, end } = reader;
    const frame = reader.u16();
    const service = reader.u8();
    const type = reader.u8();
    const xid = reader.u32();
    const delay = reader.u16();
    const length = reader.u16();
    const isResponse = type === SUCCESS || type === NOT_SUPPORTED;
    if (!SERVICES.has(service)) talk.fault("unknown service", 2);
    else if (type !== 0 && !isResponse) talk.fault("unknown service type", 3);
    else if (frameOf(service, isResponse) !== frame) talk.fault("frame id does not fit the service", 0);
    reader.narrow(length);
    const found = readBlocks(reader, layoutOf(service, isResponse));
    const fields = talk.detailed
      ? {
          frame_id: frame,
          service_id: service,
          service_type: type,
          xid,
          [service === IDENTIFY && !isResponse ? "response_delay" : "reserved"]: delay,
          dcp_data_length: length,
          blocks: found.blocks,
        }
      : undefined;
    if (found.error !== "") talk.refused(found.error);
    else if (type === NOT_SUPPORTED) talk.refused("request_not_supported");
    if (found.conflict) talk.fault("address conflict", 12);
    let spoken = SERVICES.of(service);
    if (service === SET) {
      const touched = isResponse ? found.answered : found.touched;
      if (SETS.has(touched)) spoken = SETS.of(touched);
    }
    if (isResponse) {
      const asked = answered(talk, xid);
      if (asked !== undefined) {
        talk.answersFrame(asked.frame);
        if (service === SET) {
          spoken = asked.operation;
          if (found.error === "" && type === SUCCESS) tellSet(talk, asked);
        }
      }
    } else if (service !== HELLO) ask(talk, xid, spoken, found, service === SET);
    if (isResponse ? service !== SET : service === HELLO) tellStation(talk, found);
    else if (service === IDENTIFY && found.name !== "") talk.object(`station ${found.name}`);
    else if (service === IDENTIFY && found.alias !== "") talk.object(`alias ${found.alias}`);
    else if (service === SET && found.name !== "") talk.object(`name of station ${found.name}`);
    else if (service === SET && found.ip !== 0) talk.object(`IP address ${v4Text(found.ip)}`);
    talk.emit(spoken, isResponse ? RESPONSE : service === HELLO ? NOTICE : REQUEST, fields);
    // Frames are padded to their least length; nothing else follows.
    reader.end = end;
    if (reader.position > start) reader.skipRest();
    return DONE;
  },
});

function layoutOf(service: number, isResponse: boolean): Layout {
  if (service === GET) return isResponse ? "info" : "list";
  if (service === SET) return isResponse ? "plain" : "qualifier";
  return service === HELLO || isResponse ? "info" : "plain";
}

function frameOf(service: number, isResponse: boolean): number {
  if (service === HELLO) return 0xfefc;
  if (service !== IDENTIFY) return 0xfefd;
  return isResponse ? 0xfeff : 0xfefe;
}

function ask(talk: Talk<Memory>, xid: number, operation: Operation, found: Found, isSet: boolean): void {
  const memory = talk.memory;
  const name = isSet ? found.name : "";
  const ip = isSet ? found.ip : 0;
  const asked: Asked = { xid, side: talk.side, frame: talk.frame, operation, name, ip };
  memory.asked[memory.next] = asked;
  memory.next = (memory.next + 1) % SLOTS;
}

function answered(talk: Talk<Memory>, xid: number): Asked | undefined {
  const known = talk.memory.asked.find((asked) => asked.xid === xid && asked.side === 1 - talk.side);
  if (known !== undefined) known.side = -1;
  return known;
}

/** A station that took a new name or address has it from now on. */
function tellSet(talk: Talk<Memory>, asked: Asked): void {
  if (asked.name !== "") talk.claim("sender", "name", asked.name, 0.95, `${METHOD} set name of station`);
  if (asked.ip !== 0) bind(talk, asked.ip);
}

function bind(talk: Talk, ip: number): void {
  const mac = talk.senderMac();
  if (mac !== "") talk.note("sender", { kind: "binding", method: METHOD, mac, ip: v4Text(ip) });
}

/** What a station says of itself. */
function tellStation(talk: Talk, found: Found): void {
  const { name, typeOfStation, vendorId, roles, ip } = found;
  talk.claim("sender", "name", name, 0.95, `${METHOD} name of station`, found.nameStart, found.nameEnd);
  talk.claim("sender", "model", typeOfStation, 0.85, `${METHOD} type of station`, found.typeStart, found.typeEnd);
  if (vendorId >= 0) {
    const { idStart } = found;
    talk.claim("sender", "vendor", vendorName(vendorId), 0.95, `${METHOD} vendor id`, idStart, idStart + 2);
  }
  if (roles > 0) {
    const { roleStart } = found;
    const method = `${METHOD} device role`;
    const kind = roleNames(roles)
      .map((role) => `PROFINET ${role.replace("_", " ").replace("io ", "IO ")}`)
      .join(", ");
    talk.claim("sender", "kind", kind, 0.8, method, roleStart, roleStart + 1);
    if ((roles & 2) !== 0) talk.claim("sender", "role", "plc", 0.6, method, roleStart, roleStart + 1);
    else if ((roles & 8) !== 0)
      talk.claim("sender", "role", "engineering station", 0.5, method, roleStart, roleStart + 1);
  }
  if (ip === 0) return;
  bind(talk, ip);
  if (name !== "") talk.note("sender", { kind: "name", method: METHOD, name, ip: v4Text(ip) });
}
