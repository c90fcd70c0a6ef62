// Messages, directives and acknowledgments of CLSI POCT1-A2, device messaging layer (appendix B, messages and codes).
import type { Act } from "../../../model/act.ts";
import { type Operation, operation } from "../../operation.ts";

const TYPES: readonly (readonly [string, string, Act])[] = [
  ["HEL", "hello", "identify"],
  ["ACK", "acknowledgment", "other"],
  ["DST", "device_status", "read"],
  ["REQ", "request", "read"],
  ["OBS", "observations", "write"],
  ["EVS", "device_events", "alarm"],
  ["DTV", "directive", "control"],
  ["OPL", "operator_list", "configure"],
  ["PTL", "patient_list", "write"],
  ["EOT", "end_of_topic", "other"],
  ["END", "terminate", "other"],
  ["ESC", "escape", "other"],
  ["CNC", "continue", "other"],
  ["KPA", "keep_alive", "other"],
];

/** By the first three letters of the outermost element. */
export const MESSAGES: ReadonlyMap<string, Operation> = new Map(
  TYPES.map(([code, name, act]) => [code, operation("poct1a", name, act)]),
);
export const UNNAMED = operation("poct1a", "unnamed_message", "other");

/** Directives by DTV.command_cd; makers add their own, which change something too. */
export const DIRECTIVES: ReadonlyMap<string, Operation> = new Map([
  ["SET_TIME", operation("poct1a", "set_time", "time")],
  ["LOCK", operation("poct1a", "lock", "control")],
  ["UNLOCK", operation("poct1a", "unlock", "control")],
  ["START_CONTINUOUS", operation("poct1a", "start_continuous", "other")],
]);

/** ACK.type_cd; what is not here accepts. */
export const REFUSALS: Readonly<Record<string, string>> = { AE: "application_error", AR: "application_reject" };

/** Messages that only a device sends, and those that only its manager sends. */
export const OF_DEVICE: readonly string[] = ["HEL", "DST", "OBS", "EVS"];
export const OF_MANAGER: readonly string[] = ["REQ", "DTV", "OPL", "PTL"];
