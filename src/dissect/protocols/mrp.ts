// Media redundancy protocol of rings: IEC 62439-2 section 8 (MRP) and 9 (interconnection).
// Not decoded: manufacturer data of options, and options of organizations other than PROFINET and Siemens.
import { macText } from "../addresses.ts";
import { CERTAIN, DONE, dissector, NO, POSSIBLE } from "../dissector.ts";
import { operationTable } from "../operation.ts";
import type { Reader } from "../reader.ts";
import type { Talk } from "../talk.ts";
import { NOTICE } from "../talk.ts";

const END = 0;
const COMMON = 1;
const TEST = 2;
const LINK_DOWN = 4;
const LINK_UP = 5;
const IN_TEST = 6;
const OPTION = 0x7f;
/** By the TLV type that a frame begins with; sub-TLVs of options follow from 256 on. */
const MESSAGES = operationTable("mrp", [
  [TEST, "test", "other"],
  [3, "topology_change", "alarm"],
  [LINK_DOWN, "link_down", "alarm"],
  [LINK_UP, "link_up", "alarm"],
  [IN_TEST, "interconnection_test", "other"],
  [7, "interconnection_topology_change", "alarm"],
  [8, "interconnection_link_down", "alarm"],
  [9, "interconnection_link_up", "alarm"],
  [10, "interconnection_link_status_poll", "other"],
  [OPTION, "option", "other"],
  [257, "test_manager_nack", "other"],
  [258, "test_propagate", "other"],
  [259, "auto_manager", "other"],
]);
const PORT_ROLES = ["primary_ring_port", "secondary_ring_port", "interconnection_port"];
const RING_STATES = ["open", "closed"];
const PROFINET = 0x000ecf;
const SIEMENS = 0x080006;
const MOST_TLVS = 32;
/** Type and length of the common TLV. */
const NEXT_COMMON = 0x0112;

interface Memory {
  /** Ring state last told, -1 before. */
  ringState: number;
  roleTold: boolean;
}

interface Found {
  tlvs: object[];
  first: number;
  ringState: number;
  domain: string;
}

/** Keeps rings of switches and devices whole when a line breaks. */
export const mrp = dissector<Memory>({
  name: "mrp",
  title: "MRP",
  standard: "IEC 62439-2",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "ethernet", types: [0x88e3] }],
  remember: () => ({ ringState: -1, roleTold: false }),
  probe: (reader) => (reader.peek16() === 1 && reader.left() >= 4 ? CERTAIN : reader.left() >= 4 ? POSSIBLE : NO),
  read(reader, talk) {
    const version = reader.u16();
    if (version !== 1) talk.fault("unknown version", 0);
    const found: Found = { tlvs: [], first: -1, ringState: -1, domain: "" };
    let ended = false;
    while (reader.left() >= 2 && found.tlvs.length < MOST_TLVS) {
      const type = reader.u8();
      const length = reader.u8();
      if (type === END) {
        // Two zero bytes may also pad to a multiple of four; then the common TLV follows.
        if (length === 0 && reader.peek16() === NEXT_COMMON) continue;
        ended = true;
        break;
      }
      if (length > reader.left()) {
        if (!reader.cutByCapture) talk.fault("bad length");
        break;
      }
      const outer = reader.narrow(length);
      if (found.first < 0) found.first = type;
      found.tlvs.push({ type, length, ...readTlv(reader, type, found) });
      reader.widen(outer);
    }
    if (!ended && reader.ok && !reader.cutByCapture) talk.fault("missing end");
    tell(talk, found);
    if (found.first >= 0 && !MESSAGES.has(found.first)) talk.fault("unknown TLV type", 2);
    talk.emit(MESSAGES.of(Math.max(0, found.first)), NOTICE, talk.detailed ? { version, tlvs: found.tlvs } : undefined);
    reader.skipRest();
    return DONE;
  },
});

/** What changed since the last frame: frames of a healthy ring repeat every 20 ms. */
function tell(talk: Talk<Memory>, found: Found): void {
  const memory = talk.memory;
  if (!memory.roleTold && found.first >= TEST) {
    memory.roleTold = true;
    if (found.first === TEST) talk.claim("sender", "kind", "media redundancy manager", 0.7, "MRP test frames");
    else if (found.first === LINK_DOWN || found.first === LINK_UP)
      talk.claim("sender", "kind", "media redundancy client", 0.6, "MRP link frames");
    if (found.domain !== "") talk.object(`ring ${found.domain}`);
  }
  if (found.ringState < 0 || found.ringState === memory.ringState) return;
  memory.ringState = found.ringState;
  talk.object(`ring ${RING_STATES[found.ringState] ?? found.ringState}`);
}

function readTlv(reader: Reader, type: number, found: Found): object {
  switch (type) {
    case COMMON: {
      const sequence = reader.u16();
      const domain = reader.hex(16);
      found.domain = domain;
      return { sequence_id: sequence, domain_uuid: domain };
    }
    case TEST: {
      const head = { prio: reader.u16(), sa: macText(reader.hex(6)), port_role: portRole(reader) };
      found.ringState = reader.u16();
      return {
        ...head,
        ring_state: RING_STATES[found.ringState] ?? found.ringState,
        transition: reader.u16(),
        time_stamp: reader.u32(),
      };
    }
    case 3:
      return { prio: reader.u16(), sa: macText(reader.hex(6)), interval: reader.u16() };
    case LINK_DOWN:
    case LINK_UP:
      return {
        sa: macText(reader.hex(6)),
        port_role: portRole(reader),
        interval: reader.u16(),
        blocked: reader.u16(),
      };
    case IN_TEST: {
      const id = reader.u16();
      const head = { in_id: id, sa: macText(reader.hex(6)), port_role: portRole(reader) };
      const state = reader.u16();
      return {
        ...head,
        in_state: RING_STATES[state] ?? state,
        transition: reader.u16(),
        time_stamp: reader.u32(),
      };
    }
    case 7:
      return { sa: macText(reader.hex(6)), in_id: reader.u16(), interval: reader.u16() };
    case 8:
    case 9:
      return {
        sa: macText(reader.hex(6)),
        port_role: portRole(reader),
        in_id: reader.u16(),
        interval: reader.u16(),
        link_info: reader.left() >= 2 ? reader.u16() : undefined,
      };
    case 10:
      return { sa: macText(reader.hex(6)), port_role: portRole(reader), in_id: reader.u16() };
    case OPTION:
      return readOption(reader, found);
    default:
      return { value: reader.hex(reader.left()) };
  }
}

function portRole(reader: Reader): string | number {
  const role = reader.u16();
  return PORT_ROLES[role] ?? role;
}

function readOption(reader: Reader, found: Found): object {
  const organization = reader.u24();
  const head = { oui: organization.toString(16).padStart(6, "0") };
  if (organization !== PROFINET && organization !== SIEMENS) return { ...head, value: reader.hex(reader.left()) };
  const edition = reader.u8();
  const data = (edition === 0 || edition === 4) && reader.left() >= 2 ? reader.hex(2) : undefined;
  const option = { ...head, ed1_type: edition, ed1_manufacturer_data: data };
  if (reader.left() < 2) return option;
  const type = reader.u8();
  const length = reader.u8();
  if (found.first === OPTION && type >= 1 && type <= 3) found.first = 256 + type;
  if (type !== 1 && type !== 2)
    return { ...option, sub_tlv: { type, value: reader.hex(Math.min(length, reader.left())) } };
  return {
    ...option,
    sub_tlv: {
      type,
      prio: reader.u16(),
      sa: macText(reader.hex(6)),
      other_mrm_prio: reader.u16(),
      other_mrm_sa: macText(reader.hex(6)),
    },
  };
}
