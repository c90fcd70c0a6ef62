// S7comm-plus: data types, identifiers of the controllers' object model, and error codes, by the names that engineering
// tools show. Of some thousand identifiers only those are here that tell what a message does or what it is about.

type Names = Readonly<Record<number, string>>;

/** The types that values are written in. */
export const NULL = 0;
export const BOOL = 1;
export const USINT = 2;
export const UINT = 3;
export const UDINT = 4;
export const ULINT = 5;
export const SINT = 6;
export const INT = 7;
export const DINT = 8;
export const LINT = 9;
export const BYTE = 10;
export const WORD = 11;
export const DWORD = 12;
export const LWORD = 13;
export const REAL = 14;
export const LREAL = 15;
export const TIMESTAMP = 16;
export const TIMESPAN = 17;
export const RID = 18;
export const AID = 19;
export const BLOB = 20;
export const WSTRING = 21;
export const VARIANT = 22;
export const STRUCT = 23;
export const S7STRING = 25;

/** Names of data types by number. */
export const TYPES: readonly (string | undefined)[] = [
  "Null",
  "Bool",
  "USInt",
  "UInt",
  "UDInt",
  "ULInt",
  "SInt",
  "Int",
  "DInt",
  "LInt",
  "Byte",
  "Word",
  "DWord",
  "LWord",
  "Real",
  "LReal",
  "Timestamp",
  "Timespan",
  "RID",
  "AID",
  "Blob",
  "WString",
  "Variant",
  "Struct",
  undefined,
  "S7String",
];

/** Objects, classes and attributes that are asked for in this folder by name. */
export const ID = {
  plcProgram: 3,
  execUnit: 52,
  newOnServer: 211,
  name: 233,
  sessionContainer: 285,
  sessionClass: 287,
  sessionUser: 296,
  sessionApplication: 297,
  sessionHost: 298,
  sessionChallenge: 303,
  sessionResponse: 304,
  sessionVersion: 306,
  systemVersion: 319,
  memoryReset: 387,
  reset: 388,
  subscriptionClass: 1001,
  referenceList: 1048,
  creditLimit: 1053,
  encryptedKey: 1805,
  sessionKey: 1830,
  effectiveProtection: 1842,
  legitimate: 1846,
  cardCommand: 2118,
  operatingState: 2167,
  powerOnAction: 2168,
  localTime: 2415,
  systemTime: 2421,
  timeRule: 2422,
  blockNumber: 2521,
  blockClass: 2538,
  dbClass: 2574,
  dbValueInitial: 2548,
  dbValueActual: 2550,
  alarmSubscription: 2662,
  modifyingJob: 2691,
  continuingJob: 2708,
  sessionJob: 2709,
  passwordOfBlock: 3449,
  protectionLevel: 3451,
  password: 3452,
  failsafePassword: 3453,
  areaValueInitial: 3735,
  areaValueActual: 3736,
  backupCommand: 8292,
} as const;

const IDS: Names = {
  1: "NativeObjects.theASRoot_Rid",
  2: "NativeObjects.theHWConfiguration_Rid",
  3: "NativeObjects.thePLCProgram_Rid",
  4: "NativeObjects.theFolders_Rid",
  5: "NativeObjects.theLogs_Rid",
  6: "TypeInfoModificationTime",
  7: "NativeObjects.theTisJobCont_Rid",
  8: "NativeObjects.theAlarmSubsystem_Rid",
  12: "NativeObjects.theCommCont_Rid",
  48: "NativeObjects.theCPU_Rid",
  49: "NativeObjects.theCPUproxy_Rid",
  50: "NativeObjects.theCPUcommon_Rid",
  51: "NativeObjects.theCardReaderWriter_Rid",
  52: "NativeObjects.theCPUexecUnit_Rid",
  53: "NativeObjects.theWebServer_Rid",
  80: "NativeObjects.theIArea_Rid",
  81: "NativeObjects.theQArea_Rid",
  82: "NativeObjects.theMArea_Rid",
  83: "NativeObjects.theS7Counters_Rid",
  84: "NativeObjects.theS7Timers_Rid",
  201: "ObjectRoot",
  211: "GetNewRIDOnServer",
  229: "ObjectVariableTypeParentObject",
  232: "ObjectVariableTypeRID",
  233: "ObjectVariableTypeName",
  255: "ClassSubscriptions",
  284: "ClassServerSessionContainer",
  285: "ObjectServerSessionContainer",
  287: "ClassServerSession",
  288: "ObjectNullServerSession",
  289: "ServerSessionClientID",
  296: "ServerSessionUser",
  297: "ServerSessionApplication",
  298: "ServerSessionHost",
  299: "ServerSessionRole",
  300: "ServerSessionClientRID",
  301: "ServerSessionClientComment",
  302: "ServerSessionTimeout",
  303: "ServerSessionChallenge",
  304: "ServerSessionResponse",
  305: "ServerSessionRoles",
  306: "ServerSessionVersion",
  314: "SessionVersionStruct",
  315: "SessionVersionSystemOMS",
  316: "SessionVersionProjectOMS",
  317: "SessionVersionSystemPAOM",
  318: "SessionVersionProjectPAOM",
  319: "SessionVersionSystemPAOMString",
  320: "SessionVersionProjectPAOMString",
  321: "SessionVersionProjectFormat",
  387: "RootMemoryReset",
  388: "RootReset",
  511: "ClassTypeInfo",
  529: "VariableTypeStructModificationTime",
  534: "ClassOMSTypeInfoContainer",
  537: "ObjectOMSTypeInfoContainer",
  606: "TextLibraryClassRID",
  1001: "ClassSubscription",
  1002: "SubscriptionMissedSendings",
  1003: "SubscriptionSubsystemError",
  1005: "SubscriptionReferenceTriggerAndTransmitMode",
  1037: "SystemLimits",
  1040: "SubscriptionRouteMode",
  1041: "SubscriptionActive",
  1048: "SubscriptionReferenceList",
  1049: "SubscriptionCycleTime",
  1050: "SubscriptionDelayTime",
  1051: "SubscriptionDisabled",
  1052: "SubscriptionCount",
  1053: "SubscriptionCreditLimit",
  1054: "SubscriptionTicks",
  1081: "FreeItems",
  1082: "SubscriptionFunctionClassId",
  1246: "Filter",
  1256: "ObjectQualifier",
  1257: "ParentRID",
  1258: "CompositionAID",
  1259: "KeyQualifier",
  1700: "ClassTransaction",
  1702: "TransactionParameters",
  1800: "StructSecurityKey",
  1801: "SecurityKeyVersion",
  1802: "SecurityKeySecurityLevel",
  1803: "SecurityKeyPublicKeyID",
  1804: "SecurityKeySymmetricKeyID",
  1805: "SecurityKeyEncryptedKey",
  1825: "SecurityKeyID",
  1830: "SessionKey",
  1842: "EffectiveProtectionLevel",
  1843: "ActiveProtectionLevel",
  1844: "ExpectedLegitimLevel",
  1846: "Legitimate",
  2118: "CardReaderWriter.MCcommandREQ",
  2166: "CPU.Class_Rid",
  2167: "CPUexecUnit.OperatingStateREQ",
  2168: "CPUexecUnit.PowerOnAction",
  2175: "CPUexecUnit.LastCycleActual",
  2179: "CPUexecUnit.Class_Rid",
  2415: "CPUcommon.LocalTime",
  2421: "CPUcommon.SystemTime",
  2422: "CPUcommon.TimeTransformationRuleConfig",
  2449: "ASObjectES.IdentES",
  2453: "ASObjectSimple.LastModified",
  2478: "ASRoot.Class_Rid",
  2491: "Folder.Class_Rid",
  2496: "HWConfiguration.Class_Rid",
  2520: "PLCProgram.Class_Rid",
  2521: "Block.BlockNumber",
  2523: "Block.BlockLanguage",
  2529: "Block.RuntimeModified",
  2532: "Block.CRC",
  2533: "Block.BodyDescription",
  2538: "Block.Class_Rid",
  2543: "DataInterface.InterfaceModified",
  2544: "DataInterface.InterfaceDescription",
  2548: "DB.ValueInitial",
  2550: "DB.ValueActual",
  2554: "DataType.Class_Rid",
  2574: "DB.Class_Rid",
  2578: "FB.Class_Rid",
  2579: "FC.Class_Rid",
  2580: "FunctionalObject.Code",
  2610: "OB.Class_Rid",
  2630: "SWObject.Class_Rid",
  2647: "ProgramCycleOB.Class_Rid",
  2651: "StartupOB.Class_Rid",
  2662: "AlarmSubscriptionRef.Class_Rid",
  2681: "DAI.Class_Rid",
  2691: "AbstractTisJob.ModifyingJob",
  2708: "ContinuingTisJob.Class_Rid",
  2709: "SessionTisJob.Class_Rid",
  3449: "AS_KnowhowProtection.Password",
  3451: "CPUcommon.CPUProtectionLevel",
  3452: "AS_Protection.Password",
  3453: "AS_Protection.FailsafePassword",
  3486: "CPUexecUnit.OperatingState",
  3735: "ControllerArea.ValueInitial",
  3736: "ControllerArea.ValueActual",
  8292: "BackupContainer.CommandREQ",
  40300: "SystemEvent",
  40302: "SessionId",
  40303: "RequestOpcode",
  40304: "SequenceNumber",
  40305: "ReturnValue",
};

/** The name of an identifier; "DB 5" for a data block's, undefined for those not known. */
export function idName(id: number): string | undefined {
  return id >>> 16 === 0x8a0e ? `DB ${id & 0xffff}` : IDS[id];
}

const BLOCKS: Names = { 2574: "DB", 2578: "FB", 2579: "FC", 2610: "OB" };
/** Organization blocks, by the event that calls them. */
const FIRST_OB = 2637;
const LAST_OB = 2658;

/** Whether a class is that of organization blocks which one kind of event calls. */
export function isEventBlock(classId: number): boolean {
  return classId >= FIRST_OB && classId <= LAST_OB;
}

/** "FB 3" for the block of a class with its number; "" for what is no block. */
export function blockName(classId: number, number: number): string {
  const kind = isEventBlock(classId) ? "OB" : BLOCKS[classId];
  return kind === undefined || number < 0 ? "" : `${kind} ${number}`;
}

const ERRORS: Names = {
  [-513]: "concurrent_transaction_running",
  [-507]: "no_support_for_tls",
  [-505]: "start_tls_failed",
  [-501]: "system_limit_exceeded",
  [-352]: "security_disconnect",
  [-351]: "integrity_error",
  [-263]: "invalid_state",
  [-259]: "invalid_transaction_state",
  [-258]: "invalid_version",
  [-256]: "invalid_type_info_modification_time",
  [-255]: "invalid_lid",
  [-235]: "value_missing",
  [-135]: "service_aborted",
  [-133]: "service_not_changeable_in_error_state",
  [-126]: "service_wrong_argument_format",
  [-125]: "service_wrong_number_of_arguments",
  [-124]: "service_not_changeable_in_run",
  [-120]: "service_request_parsing_error",
  [-119]: "service_unknown_request",
  [-113]: "service_too_many_sessions",
  [-112]: "service_too_many_requests",
  [-111]: "service_timeout",
  [-110]: "service_not_owner",
  [-109]: "service_not_connected",
  [-108]: "service_not_available",
  [-107]: "service_not_allowed",
  [-106]: "service_invalid_session",
  [-105]: "service_invalid_object",
  [-104]: "service_invalid_address",
  [-102]: "service_disconnected",
  [-100]: "service_access_denied",
  [-95]: "not_implemented",
  [-86]: "no_delete_allowed",
  [-61]: "invalid_value_range",
  [-51]: "object_is_locked",
  [-50]: "read_only_object",
  [-41]: "read_only_property",
  [-32]: "invalid_aid",
  [-30]: "invalid_rid",
  [-29]: "object_exists_with_same_id",
  [-24]: "invalid_id",
  [-17]: "invalid_crc",
  [-14]: "class_not_found",
  [-13]: "cardinality_overflow",
  [-12]: "object_not_found",
  [-4]: "not_enough_memory_available",
  [-3]: "invalid_argument_value",
  [-2]: "invalid_value_type",
  [-1]: "unknown_error",
  0: "ok",
  17: "message_session_pre_legitimated",
  19: "warning_service_executed_with_partial_error",
  22: "service_session_delegitimated",
};

/** The name of an error code of 16 signed bits; negative ones refuse, positive ones only remark. */
export function errorName(code: number): string {
  return ERRORS[code] ?? (code < 0 ? `error_${-code}` : `message_${code}`);
}
