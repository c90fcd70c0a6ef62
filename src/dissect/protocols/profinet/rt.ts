// PROFINET real time: IEC 61158-6-10 section 4.2 (frame ids, APDU status), 4.5 (RTC), 4.7 (RTA), 4.13 (fragments).
// Not decoded: cyclic values (their layout is agreed when the relation is set up), subframes of packed frames, contents of
// fragments, remote service (RSI) and secured frames, what an alarm says behind its header.
import { DONE, dissector, NO, POSSIBLE } from "../../dissector.ts";
import { operation } from "../../operation.ts";
import { UNDIRECTED } from "../../talk.ts";
import { readAlarm } from "./alarms.ts";

const CYCLIC = operation("profinet_rt", "cyclic_data", "other");
const DISCOVERY = operation("profinet_rt", "discovery_frame", "other");
const CLOCK = operation("profinet_rt", "clock_frame", "other");
const REMOTE_SERVICE = operation("profinet_rt", "remote_service", "other");
const FRAGMENT = operation("profinet_rt", "fragment", "other");
const RESERVED = operation("profinet_rt", "reserved_frame", "other");

/** Cycle counter, data status and transfer status end each cyclic frame. */
const STATUS = 4;

/** Cyclic input and output of PROFINET, its alarms, and the carrier of what else runs on its EtherType. */
export const profinetRt = dissector({
  name: "profinet_rt",
  aliases: ["pn_rt"],
  title: "PROFINET RT",
  standard: "IEC 61158-6-10",
  world: "ot",
  authentication: "none",
  carriage: [
    { over: "ethernet", types: [0x8892] },
    { over: "udp", ports: [34962] },
  ],
  probe: (reader) => (reader.left() >= 6 && classOf(reader.peek16()) !== "reserved" ? POSSIBLE : NO),
  read(reader, talk) {
    const { start, bytes, end } = reader;
    const frame = reader.u16();
    if (frame >= 0x0100 && frame < 0xfc00) {
      const fields: Record<string, unknown> | undefined = talk.detailed
        ? { frame_id: frame, class: classOf(frame) }
        : undefined;
      const length = reader.left() - STATUS;
      if (length < 0) reader.skip(STATUS);
      else {
        reader.skip(length);
        const counter = reader.u16();
        const status = reader.u8();
        const transfer = reader.u8();
        if (transfer !== 0 && !reader.cutByCapture) talk.fault("transfer error", end - 1 - start);
        if (fields !== undefined) Object.assign(fields, statusFields(length, counter, status, transfer));
      }
      talk.emit(CYCLIC, UNDIRECTED, fields);
      return DONE;
    }
    const kind = classOf(frame);
    const fields = talk.detailed ? { frame_id: frame, class: kind } : undefined;
    if (kind === "alarm_high" || kind === "alarm_low") readAlarm(reader, talk, fields);
    else if (kind === "dcp" || kind === "ptcp") {
      talk.emit(kind === "dcp" ? DISCOVERY : CLOCK, UNDIRECTED, fields);
      talk.hand("profinet_rt", bytes, start, end, frame);
    } else if (kind === "fragment") {
      const length = reader.u8() * 8;
      const status = reader.u8();
      const more = { length, more_follows: (status & 0x80) !== 0, error: (status & 0x40) !== 0, number: status & 0x3f };
      talk.emit(FRAGMENT, UNDIRECTED, fields === undefined ? undefined : { ...fields, ...more });
    } else {
      if (kind === "reserved") talk.fault("reserved frame id", 0);
      talk.emit(kind === "remote_service" ? REMOTE_SERVICE : RESERVED, UNDIRECTED, fields);
    }
    // Frames are padded to their least length.
    reader.skipRest();
    return DONE;
  },
});

/** What a frame id stands for (IEC 61158-6-10 table of FrameID ranges). */
function classOf(frame: number): string {
  if (frame < 0x0100) return frame === 0x20 || frame === 0x21 || frame === 0x80 || frame === 0x81 ? "ptcp" : "reserved";
  if (frame < 0x8000) return "rt_class_3";
  if (frame < 0xc000) return "rt_class_2";
  if (frame < 0xfc00) return "rt_class_1";
  if (frame === 0xfc01) return "alarm_high";
  if (frame === 0xfe01) return "alarm_low";
  if (frame === 0xfe02) return "remote_service";
  if (frame >= 0xfefc && frame < 0xff00) return "dcp";
  if (frame >= 0xff00 && frame < 0xff60) return "ptcp";
  return frame >= 0xff80 && frame < 0xff90 ? "fragment" : "reserved";
}

function statusFields(length: number, counter: number, status: number, transfer: number): object {
  return {
    length,
    cycle_counter: counter,
    data_status: status,
    primary: (status & 0x01) !== 0,
    redundancy: (status & 0x02) !== 0,
    data_valid: (status & 0x04) !== 0,
    provider_runs: (status & 0x10) !== 0,
    station_problem: (status & 0x20) === 0,
    ignore: (status & 0x80) !== 0,
    transfer_status: transfer,
  };
}
