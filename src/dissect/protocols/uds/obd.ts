// On-board diagnostics of vehicles: ISO 15031-5 (SAE J1979), the services below those of UDS.
import type { Act } from "../../../model/act.ts";
import type { Attribute } from "../../../model/attribute.ts";
import { pointSpace } from "../../points.ts";
import type { Reader } from "../../reader.ts";
import type { Talk } from "../../talk.ts";
import { hexWord } from "./services.ts";

/** Services by their request identifier. */
export const OBD_SERVICES: readonly (readonly [number, string, Act])[] = [
  [0x01, "obd_request_current_powertrain_data", "read"],
  [0x02, "obd_request_freeze_frame_data", "read"],
  [0x03, "obd_request_emission_related_trouble_codes", "read"],
  [0x04, "obd_clear_diagnostic_information", "write"],
  [0x05, "obd_request_oxygen_sensor_results", "read"],
  [0x06, "obd_request_monitoring_test_results", "read"],
  [0x07, "obd_request_pending_trouble_codes", "read"],
  [0x08, "obd_request_control_of_on_board_system", "control"],
  [0x09, "obd_request_vehicle_information", "identify"],
  [0x0a, "obd_request_permanent_trouble_codes", "read"],
];

const CURRENT = 0x01;
const VEHICLE = 0x09;
const MOST_CODES = 64;
const CURRENT_DATA = pointSpace("isotp", "", "OBD parameter", "control unit");

/** Parameters of service 1: name with its unit, octets, factor, offset. */
const PARAMETERS: ReadonlyMap<number, readonly [name: string, octets: number, factor: number, offset: number]> =
  new Map([
    [0x04, ["calculated engine load (%)", 1, 100 / 255, 0]],
    [0x05, ["engine coolant temperature (C)", 1, 1, -40]],
    [0x0b, ["intake manifold pressure (kPa)", 1, 1, 0]],
    [0x0c, ["engine speed (rpm)", 2, 0.25, 0]],
    [0x0d, ["vehicle speed (km/h)", 1, 1, 0]],
    [0x0f, ["intake air temperature (C)", 1, 1, -40]],
    [0x11, ["throttle position (%)", 1, 100 / 255, 0]],
    [0x1f, ["run time since engine start (s)", 2, 1, 0]],
    [0x2f, ["fuel level (%)", 1, 100 / 255, 0]],
    [0x31, ["distance since codes cleared (km)", 2, 1, 0]],
    [0x33, ["barometric pressure (kPa)", 1, 1, 0]],
    [0x42, ["control module voltage (V)", 2, 0.001, 0]],
    [0x46, ["ambient air temperature (C)", 1, 1, -40]],
    [0x5c, ["engine oil temperature (C)", 1, 1, -40]],
  ]);

/** Vehicle information that says who a control unit is; the number of the vehicle is the bus's own. */
const INFORMATION: Readonly<Record<number, readonly [about: "bus" | "unit", attribute: Attribute]>> = {
  2: ["bus", "serial"],
  4: ["unit", "software"],
  10: ["unit", "name"],
};
const CODE_LETTERS = "PCBU";

/** Reads what a service asks for or answers. */
export function readObd(
  reader: Reader,
  talk: Talk,
  service: number,
  isResponse: boolean,
  unit: number,
  fields: Record<string, unknown>,
): void {
  if (service === CURRENT && isResponse) {
    // Several parameters may be answered in one message; behind one of unknown length nothing can be read.
    while (reader.left() > 0) {
      const number = reader.u8();
      fields["parameter_identifier"] = number;
      const known = PARAMETERS.get(number);
      if (known === undefined || reader.left() < known[1]) return;
      const raw = known[1] === 1 ? reader.u8() : reader.u16();
      talk.sample(CURRENT_DATA, unit, known[0], -1, raw * known[2] + known[3]);
    }
  } else if (service === VEHICLE && isResponse) readInformation(reader, talk, unit, fields);
  else if (service === 0x03 || service === 0x07 || service === 0x0a) {
    if (isResponse) readCodes(reader, talk, fields);
  } else if (service !== 0x04 && reader.left() > 0) fields["parameter_identifier"] = reader.u8();
}

function readInformation(reader: Reader, talk: Talk, unit: number, fields: Record<string, unknown>): void {
  const type = reader.u8();
  fields["info_type"] = type;
  const known = INFORMATION[type];
  if (known === undefined) return;
  const { position } = reader;
  // How many items follow; only buses of this century tell it.
  reader.skip(1);
  const value = reader.text(Math.min(reader.left(), 64));
  if (!/^[\x20-\x7e]+$/.test(value)) return;
  const about = known[0] === "bus" ? "sender" : { part: `control unit ${hexWord(unit)}`, of: "sender" as const };
  talk.claim(about, known[1], value, 0.85, "OBD vehicle information", position, reader.position);
}

function readCodes(reader: Reader, talk: Talk, fields: Record<string, unknown>): void {
  fields["trouble_codes"] = reader.u8();
  for (let index = 0; index < MOST_CODES && reader.left() >= 2; index++) {
    const code = reader.u16();
    if (code === 0) continue;
    talk.object(`${CODE_LETTERS[code >> 14]}${(code & 0x3fff).toString(16).padStart(4, "0").toUpperCase()}`);
  }
}
