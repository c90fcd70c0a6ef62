// Actions of OCPP 1.6 (Open Charge Alliance, edition 2 and security whitepaper) and 2.0.1 (part 2), with what they do to the
// station.
import type { Act } from "../../../model/act.ts";
import { type Operation, operation } from "../../operation.ts";
import { snakeOf } from "../http/envelope.ts";

/** An action, and which side asks for it: the station, its management system, or either. */
export interface Action {
  readonly operation: Operation;
  readonly from: "station" | "system" | "either";
}

const STATION: readonly (readonly [string, Act])[] = [
  ["Authorize", "authenticate"],
  ["BootNotification", "identify"],
  ["ClearedChargingLimit", "other"],
  ["DiagnosticsStatusNotification", "other"],
  ["FirmwareStatusNotification", "other"],
  ["Get15118EVCertificate", "authenticate"],
  ["GetCertificateStatus", "authenticate"],
  ["Heartbeat", "time"],
  ["LogStatusNotification", "other"],
  ["MeterValues", "read"],
  ["NotifyChargingLimit", "other"],
  ["NotifyCustomerInformation", "other"],
  ["NotifyDisplayMessages", "other"],
  ["NotifyEVChargingNeeds", "other"],
  ["NotifyEVChargingSchedule", "other"],
  ["NotifyEvent", "alarm"],
  ["NotifyMonitoringReport", "read"],
  ["NotifyReport", "read"],
  ["PublishFirmwareStatusNotification", "other"],
  ["ReportChargingProfiles", "read"],
  ["ReservationStatusUpdate", "other"],
  ["SecurityEventNotification", "alarm"],
  ["SignCertificate", "authenticate"],
  ["SignedFirmwareStatusNotification", "other"],
  ["StartTransaction", "other"],
  ["StatusNotification", "alarm"],
  ["StopTransaction", "other"],
  ["TransactionEvent", "other"],
];
const SYSTEM: readonly (readonly [string, Act])[] = [
  ["CancelReservation", "control"],
  ["CertificateSigned", "configure"],
  ["ChangeAvailability", "control"],
  ["ChangeConfiguration", "configure"],
  ["ClearCache", "configure"],
  ["ClearChargingProfile", "configure"],
  ["ClearDisplayMessage", "configure"],
  ["ClearVariableMonitoring", "configure"],
  ["CostUpdated", "other"],
  ["CustomerInformation", "read"],
  ["DeleteCertificate", "configure"],
  ["ExtendedTriggerMessage", "read"],
  ["GetBaseReport", "read"],
  ["GetChargingProfiles", "read"],
  ["GetCompositeSchedule", "read"],
  ["GetConfiguration", "read"],
  ["GetDiagnostics", "file"],
  ["GetDisplayMessages", "read"],
  ["GetInstalledCertificateIds", "read"],
  ["GetLocalListVersion", "read"],
  ["GetLog", "file"],
  ["GetMonitoringReport", "read"],
  ["GetReport", "read"],
  ["GetTransactionStatus", "read"],
  ["GetVariables", "read"],
  ["InstallCertificate", "configure"],
  ["PublishFirmware", "program"],
  ["RemoteStartTransaction", "control"],
  ["RemoteStopTransaction", "control"],
  ["RequestStartTransaction", "control"],
  ["RequestStopTransaction", "control"],
  ["ReserveNow", "control"],
  ["Reset", "control"],
  ["SendLocalList", "configure"],
  ["SetChargingProfile", "configure"],
  ["SetDisplayMessage", "configure"],
  ["SetMonitoringBase", "configure"],
  ["SetMonitoringLevel", "configure"],
  ["SetNetworkProfile", "configure"],
  ["SetVariableMonitoring", "configure"],
  ["SetVariables", "configure"],
  ["SignedUpdateFirmware", "program"],
  ["TriggerMessage", "read"],
  ["UnlockConnector", "control"],
  ["UnpublishFirmware", "configure"],
  ["UpdateFirmware", "program"],
];

const actions = new Map<string, Action>();
for (const [rows, from] of [
  [STATION, "station"],
  [SYSTEM, "system"],
  [[["DataTransfer", "other"]], "either"],
] as const) {
  for (const [name, act] of rows) actions.set(name, { operation: operation("ocpp", snakeOf(name), act), from });
}

/** Every action by its name on the wire. */
export const ACTIONS: ReadonlyMap<string, Action> = actions;
/** Actions of the maker's own, and answers to what was not seen. */
export const UNNAMED = operation("ocpp", "unnamed_action", "other");
export const ANSWER = operation("ocpp", "answer", "other");
/** The station opened the connection and thereby said who it is. */
export const CONNECTED = operation("ocpp", "connect", "identify");
