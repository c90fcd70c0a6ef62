// Messages of DPWS 1.1 (WS-Transfer, WS-MetadataExchange, WS-Eventing, WS-Discovery in directed form), of the medical device
// services of IEEE 11073-10207 and 11073-20702 (SDC), and of the print and scan services of Windows.
import type { Act } from "../../../model/act.ts";
import { type Operation, operation } from "../../operation.ts";
import { snakeOf } from "../http/envelope.ts";

const NAMES: readonly (readonly [Act, string])[] = [
  ["identify", "Get GetMetadata Probe Resolve GetMdib GetMdDescription GetDescriptor GetContainmentTree"],
  ["read", "GetMdState GetContextStates GetLocalizedText GetSupportedLanguages GetStatesFromArchive"],
  ["read", "GetDescriptorsFromArchive Subscribe Renew GetStatus"],
  ["other", "Unsubscribe SubscriptionEnd OperationInvokedReport"],
  ["write", "SetString SetContextState"],
  ["control", "SetValue Activate SetAlertState SetMetricState SetComponentState"],
  ["read", "EpisodicMetricReport PeriodicMetricReport WaveformStream ObservedValueStream"],
  ["read", "EpisodicContextReport PeriodicContextReport EpisodicComponentReport PeriodicComponentReport"],
  ["read", "EpisodicOperationalStateReport PeriodicOperationalStateReport DescriptionModificationReport"],
  ["alarm", "EpisodicAlertReport PeriodicAlertReport SystemErrorReport"],
  ["read", "GetPrinterElements GetJobElements GetActiveJobs GetJobHistory GetScannerElements ValidateScanTicket"],
  ["write", "CreatePrintJob AddDocument CancelJob CreateScanJob"],
  ["file", "SendDocument RetrieveImage"],
];

const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  NAMES.flatMap(([act, names]) =>
    names.split(" ").map((name) => [name, operation("dpws", snakeOf(name), act)] as const),
  ),
);
export const FAULT = operation("dpws", "fault", "other");
const UNNAMED = operation("dpws", "unnamed_operation", "other");

/** The operation with a name in the description of a service. */
export function operationNamed(name: string): Operation {
  return OPERATIONS.get(name) ?? UNNAMED;
}

/** Operations that change the device, and so are worth a name for what they touch. */
export const CHANGES: readonly string[] = [
  "SetValue",
  "SetString",
  "Activate",
  "SetAlertState",
  "SetMetricState",
  "SetComponentState",
  "SetContextState",
];

/** Reports that a device sends unasked. */
export function isReport(name: string): boolean {
  return /Report$|Stream$|^SubscriptionEnd$/.test(name);
}
