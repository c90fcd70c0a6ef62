// Characteristics of health devices, as to what is written to them and whose values they hold: Bluetooth Glucose Service 1.0, Continuous
// Glucose Monitoring Service 1.0, Insulin Delivery Service 1.0, User Data Service 1.1, Automation IO Service 1.0.
import { type Operation, operation } from "../../operation.ts";

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

/** Whether values of a characteristic are a person's. */
export function isPersonal(uuid: number): boolean {
  return PERSONAL.has(uuid);
}
