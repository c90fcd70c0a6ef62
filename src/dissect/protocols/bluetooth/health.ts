// Characteristics of health devices, as to what is written to them and whose values they hold: Bluetooth Glucose Service 1.0, Continuous
// Glucose Monitoring Service 1.0, Insulin Delivery Service 1.0, User Data Service 1.1, Automation IO Service 1.0.
import { type Operation, operation } from "../../operation.ts";
import type { Reader } from "../../reader.ts";

/** Writing these does more than to set a value: clocks, control points of health devices, alarms and outputs. */
const WRITES: ReadonlyMap<number, Operation> = new Map([
  [0x2a06, operation("btatt", "write_alert_level", "control")],
  [0x2a08, operation("btatt", "write_date_time", "time")],
  [0x2a2b, operation("btatt", "write_current_time", "time")],
  [0x2a39, operation("btatt", "write_heart_rate_control_point", "control")],
  [0x2a56, operation("btatt", "write_digital_output", "control")],
  [0x2a62, operation("btatt", "write_pulse_oximetry_control_point", "control")],
  [0x2a9f, operation("btatt", "write_user_control_point", "configure")],
  [0x2aac, operation("btatt", "write_cgm_specific_operations", "configure")],
  [0x2ad9, operation("btatt", "write_fitness_machine_control_point", "control")],
  [0x2b24, operation("btatt", "write_insulin_status_reader", "read")],
  [0x2b25, operation("btatt", "write_insulin_delivery_command", "control")],
]);
/** Record access control points: of health services in general, and of insulin delivery, which has codes of its own. */
const RECORDS = 0x2a52;
const INSULIN_RECORDS = 0x2b27;
const DELETE_RECORDS = 2;
const INSULIN_DELETE_RECORDS = 0x3c;
const REPORT_RECORDS = operation("btatt", "write_record_access_control_point", "read");
const ERASE_RECORDS = operation("btatt", "delete_stored_records", "write");

/** What writing a characteristic does, by its type and the first octet of its value; undefined where it only sets it. */
export function writeOf(type: number, first: number): Operation | undefined {
  if (type === RECORDS) return first === DELETE_RECORDS ? ERASE_RECORDS : REPORT_RECORDS;
  if (type === INSULIN_RECORDS) return first === INSULIN_DELETE_RECORDS ? ERASE_RECORDS : REPORT_RECORDS;
  return WRITES.get(type);
}

/** Characteristics whose values are those of a person: what is measured on him, and who he is. */
const PERSONAL: ReadonlySet<number> = new Set([
  0x2a18, 0x2a1c, 0x2a1e, 0x2a34, 0x2a35, 0x2a36, 0x2a37, 0x2a5e, 0x2a5f, 0x2a80, 0x2a85, 0x2a87, 0x2a8a, 0x2a8c,
  0x2a8e, 0x2a90, 0x2a98, 0x2a9c, 0x2a9d, 0x2aa7, 0x2b21, 0x2b28,
]);

/** Names, address and date of birth. */
const NAMING: ReadonlySet<number> = new Set([0x2a85, 0x2a87, 0x2a8a, 0x2a90]);
const BLOOD_PRESSURE = 0x2a35;
const CUFF_PRESSURE = 0x2a36;
const BODY_COMPOSITION = 0x2a9c;
const WEIGHT = 0x2a9d;
const HAS_TIME = 2;
const TIME = 7;
const UNKNOWN_USER = 0xff;

/** Whether values of a characteristic are a person's. */
export function isPersonal(uuid: number): boolean {
  return PERSONAL.has(uuid);
}

/** Whether the value at the reader says whose it is, if only by the number of a user of the device. */
export function tellsPerson(uuid: number, reader: Reader): boolean {
  if (NAMING.has(uuid)) return true;
  const flags = reader.peek();
  if (flags < 0) return false;
  const time = (flags & HAS_TIME) !== 0 ? TIME : 0;
  let user = UNKNOWN_USER;
  if (uuid === WEIGHT || uuid === BODY_COMPOSITION) {
    // Flags of one or two octets, and one value of two.
    if ((flags & 4) !== 0) user = reader.peek((uuid === WEIGHT ? 3 : 4) + time);
  } else if (uuid === BLOOD_PRESSURE || uuid === CUFF_PRESSURE) {
    // Three pressures, and the rate of pulse where a flag says so.
    if ((flags & 8) !== 0) user = reader.peek(7 + time + ((flags & 4) !== 0 ? 2 : 0));
  }
  return user >= 0 && user !== UNKNOWN_USER;
}
