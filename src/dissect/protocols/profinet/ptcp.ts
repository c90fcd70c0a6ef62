// PROFINET precision transparent clock protocol: IEC 61158-6-10 section 4.4 (PTCP).
// Not decoded: organizational TLVs other than PROFINET's.
import { macText } from "../../addresses.ts";
import { CERTAIN, DONE, dissector, NO, POSSIBLE } from "../../dissector.ts";
import { operationTable } from "../../operation.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE, UNDIRECTED } from "../../talk.ts";

const FRAMES = operationTable("profinet_ptcp", [
  [0x0020, "sync_clock_with_follow_up", "time"],
  [0x0021, "sync_time_with_follow_up", "time"],
  [0x0080, "sync_clock", "time"],
  [0x0081, "sync_time", "time"],
  [0xff00, "announce_clock", "time"],
  [0xff01, "announce_time", "time"],
  [0xff20, "follow_up_clock", "time"],
  [0xff21, "follow_up_time", "time"],
  [0xff40, "delay_request", "time"],
  [0xff41, "delay_response_with_follow_up", "time"],
  [0xff42, "delay_follow_up_response", "time"],
  [0xff43, "delay_response", "time"],
]);
const MOST_TLVS = 32;
const PROFINET = 0x000ecf;
const TLVS = ["end", "subdomain", "time", "time_extension", "master", "port_parameter", "delay_parameter", "port_time"];

/** Clocks of PROFINET: synchronization of controllers and devices, and delays of the lines between them. */
export const profinetPtcp = dissector({
  name: "profinet_ptcp",
  aliases: ["pn_ptcp"],
  title: "PROFINET PTCP",
  standard: "IEC 61158-6-10",
  world: "ot",
  authentication: "none",
  carriage: [{ over: "inside", carrier: "profinet_rt" }],
  probe: (reader) => (FRAMES.has(reader.peek16()) ? CERTAIN : isOurs(reader.peek16()) ? POSSIBLE : NO),
  read(reader, talk) {
    const frame = reader.u16();
    const fields: Record<string, unknown> = {};
    const isSync = frame < 0x0100;
    if (isSync) {
      reader.skip(8);
      fields["delay_10ns"] = reader.u32();
    } else reader.skip(12);
    fields["sequence_id"] = reader.u16();
    if (isSync) {
      fields["delay_1ns_byte"] = reader.u8();
      reader.skip(1);
      fields["delay_1ns"] = reader.u32();
    } else {
      reader.skip(2);
      if (frame >= 0xff40) fields["delay_1ns"] = reader.u32();
      else if (frame >= 0xff20) fields["delay_1ns_fup"] = reader.i32();
      else reader.skip(4);
    }
    fields["tlvs"] = readTlvs(reader, talk);
    const direction = frame === 0xff40 ? REQUEST : frame >= 0xff41 ? RESPONSE : FRAMES.has(frame) ? NOTICE : UNDIRECTED;
    if (!FRAMES.has(frame)) talk.fault("reserved frame id", 0);
    talk.emit(FRAMES.of(frame), direction, talk.detailed ? fields : undefined);
    reader.skipRest();
    return DONE;
  },
});

function isOurs(frame: number): boolean {
  return frame >= 0 && (frame < 0x0100 || (frame >= 0xff00 && frame < 0xff60));
}

function readTlvs(reader: Reader, talk: Talk): object[] {
  const tlvs: object[] = [];
  while (reader.left() >= 2 && tlvs.length < MOST_TLVS) {
    const head = reader.u16();
    const type = head >> 9;
    const length = head & 0x1ff;
    if (type === 0) return tlvs;
    if (length > reader.left()) {
      talk.fault("bad length");
      reader.skipRest();
      return tlvs;
    }
    const outer = reader.narrow(length);
    tlvs.push({ type: TLVS[type] ?? type, ...tlvOf(reader, type) });
    reader.widen(outer);
  }
  if (reader.ok && !reader.cutByCapture) talk.fault("missing end");
  return tlvs;
}

function tlvOf(reader: Reader, type: number): object {
  switch (type) {
    case 1:
      return { master_source_address: macText(reader.hex(6)), subdomain_uuid: reader.hex(16) };
    case 2:
      return { epoch_number: reader.u16(), seconds: reader.u32(), nanoseconds: reader.u32() };
    case 3:
      return { flags: reader.u16(), current_utc_offset: reader.u16() };
    case 4: {
      const priority = reader.u8();
      return {
        master_priority_1: priority & 7,
        level: (priority >> 3) & 7,
        active: (priority & 0x80) !== 0,
        master_priority_2: reader.u8(),
        clock_class: reader.u8(),
        clock_accuracy: reader.u8(),
        clock_variance: reader.i16(),
      };
    }
    case 5:
      align(reader);
      return { t2_port_rx_delay: reader.u32(), t3_port_tx_delay: reader.u32() };
    case 6:
      return { port_mac_address: macText(reader.hex(6)) };
    case 7:
      align(reader);
      return { t2_time_stamp: reader.u32() };
    case 127: {
      const organization = reader.u24();
      const subtype = reader.u8();
      if (organization !== PROFINET || subtype !== 1)
        return { oui: organization.toString(16).padStart(6, "0"), subtype, value: reader.hex(reader.left()) };
      align(reader);
      return { irdata_uuid: reader.hex(16) };
    }
    default:
      return { value: reader.hex(reader.left()) };
  }
}

/** Values of 32 bits stand at multiples of four, counted from behind the frame id. */
function align(reader: Reader): void {
  while ((reader.position - reader.start - 2) % 4 !== 0 && reader.left() > 0) reader.skip(1);
}
