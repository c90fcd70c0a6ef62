import { field } from "../field.ts";
import { number, text, words } from "../normalize.ts";
import type { LogMap } from "../zeek-log.ts";

const COMMANDS = ["", "Data off", "Data on", "Send HDR", "Send CFG-1", "Send CFG-2", "Send CFG-3"];
const isOf = (type: number) => (message: Readonly<Record<string, unknown>>) => message["frame_type"] === type;

/** Of digital channels the log names every bit. */
const named = (value: unknown) => {
  const { channels, phnmr, annmr } = value as { channels: string[]; phnmr: number; annmr: number };
  return channels.slice(0, phnmr + annmr);
};

/** Commands to a measurement unit. */
export const synchrophasorCommands: LogMap = {
  log: "synchrophasor_cmd",
  protocol: "synchrophasor",
  fields: [
    field("frame_size", "frame_size", number, { when: isOf(4) }),
    field("command", "command", words, { turn: (value) => COMMANDS[value as number] }),
  ],
};

/** Stations of its configuration. */
export const synchrophasorConfiguration: LogMap = {
  log: "synchrophasor_cfg_detail",
  protocol: "synchrophasor",
  fields: [
    field("stations.station_name", "station_name", text),
    field("stations.id_code", "data_source_id", number),
    field("stations.phnmr", "phnmr", number),
    field("stations.annmr", "annmr", number),
    field("stations.dgnmr", "dgnmr", number),
    field("stations", ["phnam", "annam"], text, { name: "names of phasors and analog values", turn: named }),
  ],
};

/** Its measurements, a line for each frame. */
export const synchrophasorData: LogMap = {
  log: "synchrophasor_data",
  protocol: "synchrophasor",
  fields: [field("frame_size", "frame_size", number, { when: isOf(0) })],
};
