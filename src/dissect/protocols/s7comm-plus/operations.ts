// S7comm-plus: functions, and what they do, which for many depends on the object and attribute they are sent to.
import { type Operation, operation, operationTable } from "../../operation.ts";
import { ID, isEventBlock } from "./names.ts";
import type { Walk } from "./walk.ts";

export const ERROR = 0x04b1;
export const EXPLORE = 0x04bb;
export const CREATE_OBJECT = 0x04ca;
export const DELETE_OBJECT = 0x04d4;
export const SET_VARIABLE = 0x04f2;
export const GET_VARIABLE = 0x04fc;
export const GET_LINK = 0x0524;
export const SET_MULTI_VARIABLES = 0x0542;
export const GET_MULTI_VARIABLES = 0x054c;
export const BEGIN_SEQUENCE = 0x0556;
export const END_SEQUENCE = 0x0560;
export const INVOKE = 0x056b;
export const SET_VARIABLE_SUB_STREAMED = 0x057c;
export const GET_VARIABLE_SUB_STREAMED = 0x0586;
export const ERROR_TOO = 0x05a9;
export const INIT_SSL = 0x05b3;

const PROTOCOL = "s7comm-plus";

/** By function code. */
export const OPERATIONS = operationTable(PROTOCOL, [
  [ERROR, "error", "other"],
  [EXPLORE, "explore", "identify"],
  [CREATE_OBJECT, "create_object", "configure"],
  [DELETE_OBJECT, "delete_object", "configure"],
  [SET_VARIABLE, "set_variable", "write"],
  [GET_VARIABLE, "get_variable", "read"],
  [0x0506, "add_link", "configure"],
  [0x051a, "remove_link", "configure"],
  [GET_LINK, "get_link", "read"],
  [SET_MULTI_VARIABLES, "set_multi_variables", "write"],
  [GET_MULTI_VARIABLES, "get_multi_variables", "read"],
  [BEGIN_SEQUENCE, "begin_sequence", "other"],
  [END_SEQUENCE, "end_sequence", "other"],
  [INVOKE, "invoke", "control"],
  [SET_VARIABLE_SUB_STREAMED, "set_variable_sub_streamed", "write"],
  [GET_VARIABLE_SUB_STREAMED, "get_variable_sub_streamed", "read"],
  [0x0590, "get_variables_address", "read"],
  [0x059a, "abort", "other"],
  [ERROR_TOO, "error_2", "other"],
  [INIT_SSL, "init_ssl", "other"],
]);

export const CREATE_SESSION = operation(PROTOCOL, "create_session", "identify");
export const NOTIFICATION = operation(PROTOCOL, "notification", "read");
export const KEEP_ALIVE = operation(PROTOCOL, "keep_alive", "other");
export const SYSTEM_EVENT = operation(PROTOCOL, "system_event", "other");
export const FRAGMENT = operation(PROTOCOL, "fragment", "other");
export const TLS_RECORD = operation(PROTOCOL, "tls_record", "other");

const DELETE_SESSION = operation(PROTOCOL, "delete_session", "other");
const CREATE_SUBSCRIPTION = operation(PROTOCOL, "create_subscription", "read");
const CREATE_ALARM_SUBSCRIPTION = operation(PROTOCOL, "create_alarm_subscription", "alarm");
const DELETE_SUBSCRIPTION = operation(PROTOCOL, "delete_subscription", "other");
const SET_SUBSCRIPTION = operation(PROTOCOL, "set_subscription", "read");
const CREATE_TEST_JOB = operation(PROTOCOL, "create_test_job", "read");
const CREATE_MODIFY_JOB = operation(PROTOCOL, "create_modify_job", "control");
const DELETE_TEST_JOB = operation(PROTOCOL, "delete_test_job", "other");
export const CREATE_PROGRAM_OBJECT = operation(PROTOCOL, "create_program_object", "program");
export const DELETE_PROGRAM_OBJECT = operation(PROTOCOL, "delete_program_object", "program");
const SET_PROGRAM_ATTRIBUTE = operation(PROTOCOL, "set_program_attribute", "program");
const SET_OPERATING_STATE = operation(PROTOCOL, "set_operating_state", "control");
const STOP_CPU = operation(PROTOCOL, "stop_cpu", "control");
const START_CPU = operation(PROTOCOL, "start_cpu", "control");
const RESET_MEMORY = operation(PROTOCOL, "reset_memory", "control");
const CARD_COMMAND = operation(PROTOCOL, "memory_card_command", "control");
const BACKUP_COMMAND = operation(PROTOCOL, "backup_command", "program");
const SET_CLOCK = operation(PROTOCOL, "set_clock", "time");
const SET_PROTECTION = operation(PROTOCOL, "set_protection", "configure");
const SET_CONFIGURATION = operation(PROTOCOL, "set_configuration", "configure");
const SET_SESSION = operation(PROTOCOL, "set_session", "authenticate");
const GET_CHALLENGE = operation(PROTOCOL, "get_challenge", "authenticate");

const STATE_STOP = 1;
const STATE_RUN = 3;

/** Classes of the program: blocks, data types, tags, the program and the hardware configuration themselves. */
const PROGRAM_CLASSES: ReadonlySet<number> = new Set([
  2496, 2520, 2538, 2541, 2547, 2554, 2574, 2578, 2579, 2592, 2595, 2602, 2610, 2621, 2630, 3002,
]);
/** Objects with fixed ids from here on are blocks, data types and tags; below come ids that the controller gave. */
const FIRST_BLOCK = 0x80000000;
/** Attributes of blocks that hold code, interface and initial values. */
const PROGRAM_ATTRIBUTES: ReadonlySet<number> = new Set([
  2449, 2521, 2523, 2532, 2533, 2537, 2543, 2544, 2545, 2546, 2548, 2580, 2581, 2582, 2583, 2584, 2585, 2586, 2587,
  2589, 2591, 3735,
]);
const FIRST_SUBSCRIPTION_ATTRIBUTE = 1002;
const LAST_SUBSCRIPTION_ATTRIBUTE = 1082;

function isProgramClass(classId: number): boolean {
  return PROGRAM_CLASSES.has(classId) || isEventBlock(classId);
}

/** What creating an object of the walk's first class in `container` is. */
export function creation(walk: Walk, container: number): Operation {
  const { objectClass } = walk;
  if (container === ID.sessionContainer || objectClass === ID.sessionClass) return CREATE_SESSION;
  if (objectClass === ID.alarmSubscription) return CREATE_ALARM_SUBSCRIPTION;
  if (objectClass === ID.subscriptionClass) return CREATE_SUBSCRIPTION;
  if (objectClass === ID.continuingJob || objectClass === ID.sessionJob) {
    return walk.isModifying ? CREATE_MODIFY_JOB : CREATE_TEST_JOB;
  }
  if (isProgramClass(objectClass) || container === ID.plcProgram) return CREATE_PROGRAM_OBJECT;
  return OPERATIONS.of(CREATE_OBJECT);
}

/** What deleting an object is; `created` says how it came to be, where that was seen. */
export function deletion(object: number, session: number, created: Operation | undefined): Operation {
  if (object === session || created === CREATE_SESSION) return DELETE_SESSION;
  if (created === CREATE_SUBSCRIPTION || created === CREATE_ALARM_SUBSCRIPTION) return DELETE_SUBSCRIPTION;
  if (created === CREATE_TEST_JOB || created === CREATE_MODIFY_JOB) return DELETE_TEST_JOB;
  if (created === CREATE_PROGRAM_OBJECT || object >= FIRST_BLOCK) return DELETE_PROGRAM_OBJECT;
  return OPERATIONS.of(DELETE_OBJECT);
}

/** What setting an attribute is; `value` is NaN where it is no number. */
export function setting(code: number, attribute: number, value: number): Operation {
  switch (attribute) {
    case ID.operatingState:
      return value === STATE_STOP ? STOP_CPU : value === STATE_RUN ? START_CPU : SET_OPERATING_STATE;
    case ID.memoryReset:
    case ID.reset:
      return RESET_MEMORY;
    case ID.cardCommand:
      return CARD_COMMAND;
    case ID.backupCommand:
      return BACKUP_COMMAND;
    case ID.localTime:
    case ID.systemTime:
    case ID.timeRule:
      return SET_CLOCK;
    case ID.protectionLevel:
    case ID.password:
    case ID.passwordOfBlock:
    case ID.failsafePassword:
      return SET_PROTECTION;
    case ID.powerOnAction:
      return SET_CONFIGURATION;
    case ID.sessionResponse:
    case ID.sessionVersion:
    case ID.sessionKey:
    case ID.legitimate:
      return SET_SESSION;
  }
  if (attribute >= FIRST_SUBSCRIPTION_ATTRIBUTE && attribute <= LAST_SUBSCRIPTION_ATTRIBUTE) return SET_SUBSCRIPTION;
  return PROGRAM_ATTRIBUTES.has(attribute) ? SET_PROGRAM_ATTRIBUTE : OPERATIONS.of(code);
}

/** What reading an attribute is. */
export function getting(code: number, attribute: number): Operation {
  return attribute === ID.sessionChallenge ? GET_CHALLENGE : OPERATIONS.of(code);
}

const RANK: readonly string[] = ["other", "read", "authenticate", "write", "time", "configure", "control", "program"];

/** Which of two operations says more about a message that does both. */
export function graver(one: Operation | undefined, other: Operation): Operation {
  if (one === undefined) return other;
  return RANK.indexOf(other.act) > RANK.indexOf(one.act) ? other : one;
}
