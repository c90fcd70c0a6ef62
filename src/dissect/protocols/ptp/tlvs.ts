// TLVs of precision time: IEEE 1588-2019 section 14 and 16, IEEE 802.1AS-2020 sections 10.6.4 and 11.4.4 (00-80-c2),
// IEEE C37.238-2011 and 2017 section 6.3 (1c-12-9d).
// Not decoded: contents of authentication, of slave monitoring, and of other organizations; they are told as bytes.
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { readManagement, readManagementError } from "./management.ts";
import { tlvName } from "./names.ts";
import { clockIdentity, ptpText } from "./values.ts";

const MOST_TLVS = 32;
const MOST_CLOCKS = 180;
const IEEE_802_1 = 0x0080c2;
const IEEE_C37_238 = 0x1c129d;

/** What TLVs say that matters beyond their fields. */
export interface TlvsFound {
  tlvs: object[];
  /** Management id of the first management TLV, -1 without. */
  managementId: number;
}

/** Reads TLVs until the fence. */
export function readTlvs(reader: Reader, talk: Talk): TlvsFound {
  const found: TlvsFound = { tlvs: [], managementId: -1 };
  while (reader.left() >= 4 && found.tlvs.length < MOST_TLVS) {
    const type = reader.u16();
    const length = reader.u16();
    if (length > reader.left()) {
      if (!reader.cutByCapture) talk.fault("bad length");
      reader.skipRest();
      return found;
    }
    const outer = reader.narrow(length);
    found.tlvs.push({ type, name: tlvName(type), length, ...readTlv(reader, talk, type, length, found) });
    reader.widen(outer);
  }
  if (reader.left() > 0 && found.tlvs.length < MOST_TLVS) talk.fault("leftover");
  return found;
}

function readTlv(reader: Reader, talk: Talk, type: number, length: number, found: TlvsFound): object {
  switch (type) {
    case 1: {
      const id = reader.u16();
      if (found.managementId < 0) found.managementId = id;
      return readManagement(reader, talk, id);
    }
    case 2: {
      const { id, fields } = readManagementError(reader, talk);
      if (found.managementId < 0) found.managementId = id;
      return fields;
    }
    case 3:
    case 0x4000:
    case 0x8000:
      return organizationExtension(reader);
    case 4:
      return { message_type: reader.u8() >> 4, log_inter_message_period: reader.i8(), duration: reader.u32() };
    case 5:
      return {
        message_type: reader.u8() >> 4,
        log_inter_message_period: reader.i8(),
        duration: reader.u32(),
        renewal_invited: (reader.u16() & 1) !== 0,
      };
    case 6:
    case 7:
      return { message_type: reader.u8() >> 4 };
    case 8: {
      const path: string[] = [];
      while (reader.left() >= 8 && path.length < MOST_CLOCKS) path.push(clockIdentity(reader));
      return { path_sequence: path };
    }
    case 9:
      return {
        key_field: reader.u8(),
        current_offset: reader.i32(),
        jump_seconds: reader.i32(),
        time_of_next_jump: reader.u16() * 4_294_967_296 + reader.u32(),
        display_name: ptpText(reader),
      };
    default:
      return length === 0 ? {} : { value: reader.hex(length) };
  }
}

function organizationExtension(reader: Reader): object {
  const organization = reader.u24();
  const subtype = reader.u24();
  const head = { organization_id: organization.toString(16).padStart(6, "0"), organization_sub_type: subtype };
  const left = reader.left();
  if (organization === IEEE_802_1) {
    if (subtype === 1 && left >= 22) {
      return {
        ...head,
        cumulative_scaled_rate_offset: reader.i32(),
        gm_time_base_indicator: reader.u16(),
        last_gm_phase_change: reader.hex(12),
        scaled_last_gm_freq_change: reader.i32(),
      };
    }
    if (subtype === 2 && left >= 4) {
      return {
        ...head,
        link_delay_interval: reader.i8(),
        time_sync_interval: reader.i8(),
        announce_interval: reader.i8(),
        flags: reader.u8(),
      };
    }
    if (subtype === 4 && left >= 2)
      return { ...head, log_gptp_capable_message_interval: reader.i8(), flags: reader.u8() };
    if (subtype === 5 && left >= 1) return { ...head, log_gptp_capable_message_interval: reader.i8() };
  }
  if (organization === IEEE_C37_238) {
    if (subtype === 1 && left >= 10) {
      return {
        ...head,
        grandmaster_id: reader.u16(),
        grandmaster_time_inaccuracy: reader.u32(),
        network_time_inaccuracy: reader.u32(),
      };
    }
    if (subtype === 2 && left >= 10) {
      const grandmaster = reader.u16();
      reader.skip(4);
      return { ...head, grandmaster_id: grandmaster, total_time_inaccuracy: reader.u32() };
    }
  }
  return { ...head, value: reader.hex(left) };
}
