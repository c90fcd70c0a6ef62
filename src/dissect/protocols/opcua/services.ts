// OPC 10000-4 section 5: services with what they do, and OPC 10000-6 annex A: their encoding ids.
import type { Act } from "../../../model/act.ts";
import type { Operation } from "../../operation.ts";
import { operation } from "../../operation.ts";
import type { Structure } from "./schema.ts";
import { structureNamed } from "./structures.ts";

/** One service. */
export interface Service {
  readonly operation: Operation;
  readonly request: Structure;
  readonly response: Structure;
  /** Whether its requests wait at the server until there is something to answer. */
  readonly waits: boolean;
}

/**
 * Name, act, and the encoding ids of request and response. Sessions and channels are opened by anybody where nothing
 * protects them: only what proves who somebody is counts as authentication (see the operations below).
 */
const ROWS: readonly (readonly [string, Act, number, number])[] = [
  ["FindServers", "identify", 422, 425],
  ["FindServersOnNetwork", "identify", 12208, 12209],
  ["GetEndpoints", "identify", 428, 431],
  ["RegisterServer", "identify", 437, 440],
  ["RegisterServer2", "identify", 12211, 12212],
  ["OpenSecureChannel", "other", 446, 449],
  ["CloseSecureChannel", "other", 452, 455],
  ["CreateSession", "other", 461, 464],
  ["ActivateSession", "authenticate", 467, 470],
  ["CloseSession", "other", 473, 476],
  ["Cancel", "other", 479, 482],
  ["AddNodes", "configure", 488, 491],
  ["AddReferences", "configure", 494, 497],
  ["DeleteNodes", "configure", 500, 503],
  ["DeleteReferences", "configure", 506, 509],
  ["Browse", "identify", 527, 530],
  ["BrowseNext", "identify", 533, 536],
  ["TranslateBrowsePathsToNodeIds", "identify", 554, 557],
  ["RegisterNodes", "other", 560, 563],
  ["UnregisterNodes", "other", 566, 569],
  ["QueryFirst", "identify", 615, 618],
  ["QueryNext", "identify", 621, 624],
  ["Read", "read", 631, 634],
  ["HistoryRead", "read", 664, 667],
  ["Write", "write", 673, 676],
  ["HistoryUpdate", "write", 700, 703],
  ["Call", "control", 712, 715],
  ["CreateMonitoredItems", "read", 751, 754],
  ["ModifyMonitoredItems", "read", 763, 766],
  ["SetMonitoringMode", "read", 769, 772],
  ["SetTriggering", "read", 775, 778],
  ["DeleteMonitoredItems", "read", 781, 784],
  ["CreateSubscription", "read", 787, 790],
  ["ModifySubscription", "read", 793, 796],
  ["SetPublishingMode", "read", 799, 802],
  ["Publish", "read", 826, 829],
  ["Republish", "read", 832, 835],
  ["TransferSubscriptions", "read", 841, 844],
  ["DeleteSubscriptions", "read", 847, 850],
];

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

const REQUESTS = new Map<number, Service>();
const RESPONSES = new Map<number, Service>();
for (const [name, act, request, response] of ROWS) {
  const service: Service = {
    operation: operation("opcua", snake(name), act),
    request: structureNamed(`${name}Request`),
    response: structureNamed(`${name}Response`),
    waits: name === "Publish",
  };
  REQUESTS.set(request, service);
  RESPONSES.set(response, service);
}

/** Encoding id of the answer that says that a service failed (OPC 10000-4 section 7.35). */
export const SERVICE_FAULT = 397;
/** A fault whose request was not seen. */
export const FAULT = operation("opcua", "service_fault", "other");
export const UNNAMED = operation("opcua", "unnamed_service", "other");
export const HELLO = operation("opcua", "hello", "other");
export const ACKNOWLEDGE = operation("opcua", "acknowledge", "other");
export const ERROR = operation("opcua", "error", "other");
export const REVERSE_HELLO = operation("opcua", "reverse_hello", "other");
/** A chunk that others follow; the service is told with the last one. */
export const CHUNK = operation("opcua", "intermediate_chunk", "other");
/** The sender gave up a message in the middle. */
export const ABORT = operation("opcua", "abort_chunk", "other");
/** An open secure channel message under a policy: encrypted, and signed with the certificate in its header. */
export const OPEN_SECURED = operation("opcua", "open_secure_channel", "authenticate");
/** One that is too short to tell. */
export const OPEN = (REQUESTS.get(446) as Service).operation;
/** A message of a channel that encrypts. */
export const ENCRYPTED = operation("opcua", "encrypted_message", "other");
/** A message that could not be read, and whose channel was opened before the capture. */
export const UNREADABLE = operation("opcua", "unreadable_message", "other");
/** A session that was opened without saying who. */
export const ACTIVATE_ANONYMOUS = operation("opcua", "activate_session", "other");
/** Answers of publish that bring events. */
export const EVENTS = operation("opcua", "event_notification", "alarm");
/** Answers of publish that tell that a subscription ended or moved. */
export const STATUS_CHANGE = operation("opcua", "status_change_notification", "alarm");

/** The service whose request has this encoding id. */
export function requestedService(id: number): Service | undefined {
  return REQUESTS.get(id);
}

/** The service whose response has this encoding id. */
export function answeredService(id: number): Service | undefined {
  return RESPONSES.get(id);
}

/** Whether an encoding id is that of a message. */
export function isMessageId(id: number): boolean {
  return id === SERVICE_FAULT || REQUESTS.has(id) || RESPONSES.has(id);
}

/** Methods of namespace 0 that do something else than command the process, by number: OPC 10000-5 and 10000-9. */
const METHODS = new Map<number, Operation>(
  (
    [
      ["call_get_monitored_items", "read", [11492]],
      ["call_resend_data", "read", [12873]],
      ["call_set_subscription_durable", "read", [12749]],
      ["call_condition_refresh", "alarm", [3875, 12912]],
      ["call_acknowledge", "alarm", [9111]],
      ["call_respond", "alarm", [9069]],
      ["call_shelve", "alarm", [2947, 2948, 2949]],
      ["call_confirm", "alarm", [9113]],
      ["call_add_comment", "alarm", [9029]],
      ["call_enable_condition", "configure", [9027]],
      ["call_disable_condition", "configure", [9028]],
      ["call_open_file", "file", [11580]],
      ["call_close_file", "file", [11583]],
      ["call_read_file", "file", [11585]],
      ["call_write_file", "file", [11588]],
      ["call_update_certificate", "configure", [12616, 13737]],
      ["call_apply_changes", "configure", [12734, 12740]],
      ["call_update_trust_list", "configure", [12546, 12548]],
      ["call_user_management", "configure", [24269, 24271, 24273, 24275, 24304, 24306, 24308, 24310]],
    ] as const
  ).flatMap(([name, act, ids]) => {
    const entry = operation("opcua", name, act);
    return ids.map((id) => [id, entry] as const);
  }),
);

/** The operation of a call of this standard method; undefined for all others, which command the process. */
export function methodOperation(standard: number): Operation | undefined {
  return METHODS.get(standard);
}
