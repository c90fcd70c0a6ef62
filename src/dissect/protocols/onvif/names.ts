// Operations of the ONVIF network interface specifications (core, media, PTZ, imaging, recording, device IO, access
// control, door control, credential, events), with what each does to the device.
import type { Act } from "../../../model/act.ts";
import { type Operation, operation } from "../../operation.ts";
import { snakeOf } from "../http/envelope.ts";

const NAMES: readonly (readonly [Act, string])[] = [
  [
    "identify",
    "GetDeviceInformation GetServices GetServiceCapabilities GetCapabilities GetWsdlUrl GetEndpointReference",
  ],
  [
    "identify",
    "GetScopes GetHostname GetNetworkInterfaces GetNetworkProtocols GetNodes GetNode GetProfiles GetProfile",
  ],
  [
    "identify",
    "GetVideoSources GetAudioSources GetAccessPointInfoList GetDoorInfoList GetDigitalInputs GetRelayOutputs",
  ],
  ["time", "SetSystemDateAndTime SetNTP"],
  ["program", "UpgradeSystemFirmware StartFirmwareUpgrade"],
  ["control", "SystemReboot SetSystemFactoryDefault SetRelayOutputState SendAuxiliaryCommand SendReceiveSerialCommand"],
  [
    "control",
    "ContinuousMove RelativeMove AbsoluteMove GeoMove Stop GotoPreset GotoHomePosition MoveAndStartTracking Move",
  ],
  ["control", "OperatePresetTour SendMetadata StartMulticastStreaming StopMulticastStreaming SetRecordingJobMode"],
  [
    "control",
    "AccessDoor LockDoor UnlockDoor BlockDoor LockDownDoor LockDownReleaseDoor LockOpenDoor LockOpenReleaseDoor",
  ],
  ["control", "DoubleLockDoor EnableAccessPoint DisableAccessPoint ExternalAuthorization FeedbackMessage"],
  ["file", "GetSystemBackup GetSystemLog GetSystemSupportInformation GetSystemUris ExportRecordedData GetReplayUri"],
  [
    "configure",
    "RestoreSystem StartSystemRestore SetScopes AddScopes RemoveScopes SetDiscoveryMode SetRemoteDiscoveryMode",
  ],
  ["configure", "SetDPAddresses SetRemoteUser CreateUsers DeleteUsers SetUser SetHostname SetHostnameFromDHCP SetDNS"],
  ["configure", "SetDynamicDNS SetNetworkInterfaces SetNetworkProtocols SetNetworkDefaultGateway SetZeroConfiguration"],
  ["configure", "SetIPAddressFilter AddIPAddressFilter RemoveIPAddressFilter SetAccessPolicy CreateCertificate"],
  [
    "configure",
    "SetCertificatesStatus DeleteCertificates LoadCertificates LoadCertificateWithPrivateKey LoadCACertificates",
  ],
  ["configure", "SetClientCertificateMode SetRelayOutputSettings CreateDot1XConfiguration SetDot1XConfiguration"],
  [
    "configure",
    "DeleteDot1XConfiguration CreateStorageConfiguration SetStorageConfiguration DeleteStorageConfiguration",
  ],
  ["configure", "SetUserRole DeleteUserRole SetPasswordComplexityConfiguration SetAuthFailureWarningConfiguration"],
  ["configure", "CreateProfile DeleteProfile AddConfiguration RemoveConfiguration SetVideoSourceConfiguration"],
  [
    "configure",
    "SetVideoEncoderConfiguration SetAudioSourceConfiguration SetAudioEncoderConfiguration SetMetadataConfiguration",
  ],
  ["configure", "SetVideoAnalyticsConfiguration AddVideoEncoderConfiguration RemoveVideoEncoderConfiguration"],
  [
    "configure",
    "AddVideoSourceConfiguration RemoveVideoSourceConfiguration AddPTZConfiguration RemovePTZConfiguration",
  ],
  ["configure", "SetVideoSourceMode CreateOSD SetOSD DeleteOSD CreateMask SetMask DeleteMask SetImagingSettings"],
  [
    "configure",
    "SetConfiguration SetPreset RemovePreset SetHomePosition CreatePresetTour ModifyPresetTour RemovePresetTour",
  ],
  [
    "configure",
    "CreateRules ModifyRules DeleteRules CreateAnalyticsModules ModifyAnalyticsModules DeleteAnalyticsModules",
  ],
  ["configure", "CreateRecording DeleteRecording SetRecordingConfiguration CreateTrack DeleteTrack CreateRecordingJob"],
  ["configure", "DeleteRecordingJob SetRecordingJobConfiguration SetReplayConfiguration SetDigitalInputConfigurations"],
  ["configure", "SetSerialPortConfiguration SetVideoOutputConfiguration SetAudioOutputConfiguration CreateCredential"],
  [
    "configure",
    "ModifyCredential DeleteCredential EnableCredential DisableCredential SetCredentialIdentifier SetCredential",
  ],
  [
    "configure",
    "DeleteCredentialIdentifier CreateAccessPoint SetAccessPoint ModifyAccessPoint DeleteAccessPoint CreateArea",
  ],
  ["configure", "SetArea ModifyArea DeleteArea CreateDoor SetDoor ModifyDoor DeleteDoor CreateAccessProfile"],
  [
    "configure",
    "ModifyAccessProfile DeleteAccessProfile CreateSchedule ModifySchedule DeleteSchedule SetSynchronizationPoint",
  ],
  [
    "configure",
    "CreateKeyPair CreateRSAKeyPair CreateECCKeyPair DeleteKey UploadCertificate DeleteCertificate UploadPassphrase",
  ],
  ["configure", "CreateSelfSignedCertificate UploadPKCS8 AssignServerCertificates RemoveServerCertificates"],
  [
    "read",
    "GetSystemDateAndTime GetUsers GetRemoteUser GetDiscoveryMode GetRemoteDiscoveryMode GetDPAddresses GetDNS GetNTP",
  ],
  [
    "read",
    "GetDynamicDNS GetNetworkDefaultGateway GetZeroConfiguration GetIPAddressFilter GetAccessPolicy GetCertificates",
  ],
  [
    "read",
    "GetCertificatesStatus GetPkcs10Request GetClientCertificateMode GetCACertificates GetStorageConfigurations",
  ],
  [
    "read",
    "GetStreamUri GetSnapshotUri GetVideoSourceConfigurations GetVideoSourceConfiguration GetVideoEncoderConfigurations",
  ],
  ["read", "GetVideoEncoderConfiguration GetVideoEncoderConfigurationOptions GetVideoSourceConfigurationOptions"],
  [
    "read",
    "GetAudioEncoderConfigurations GetAudioEncoderConfiguration GetAudioSourceConfigurations GetMetadataConfigurations",
  ],
  [
    "read",
    "GetVideoAnalyticsConfigurations GetCompatibleVideoEncoderConfigurations GetOSDs GetOSD GetOSDOptions GetMasks",
  ],
  ["read", "GetGuaranteedNumberOfVideoEncoderInstances GetVideoEncoderInstances GetConfigurations GetConfiguration"],
  [
    "read",
    "GetConfigurationOptions GetCompatibleConfigurations GetPresets GetPresetTours GetStatus GetImagingSettings",
  ],
  ["read", "GetOptions GetMoveOptions GetCurrentPreset GetSupportedRules GetRules GetSupportedAnalyticsModules"],
  ["read", "GetAnalyticsModules GetRecordings GetRecordingJobs GetRecordingJobState GetRecordingConfiguration"],
  ["read", "GetRecordingSummary GetRecordingInformation FindRecordings GetRecordingSearchResults FindEvents"],
  ["read", "GetEventSearchResults EndSearch GetMediaAttributes GetSerialPorts GetRelayOutputOptions GetVideoOutputs"],
  [
    "read",
    "GetAccessPointState GetAccessPointInfo GetAccessPointList GetAreaInfoList GetDoorState GetDoorInfo GetDoorList",
  ],
  ["read", "GetCredentialInfoList GetCredentialList GetCredentials GetCredentialState GetAccessProfileInfoList"],
  ["read", "GetScheduleInfoList GetScheduleState GetEventProperties CreatePullPointSubscription PullMessages Seek"],
  ["read", "Subscribe Renew GetEventBrokers GetAllKeys GetAllCertificates GetKeyStatus"],
  ["other", "Unsubscribe Pause Resume"],
  ["alarm", "Notify"],
];

/** By the name of the first element in the body, without "Response". */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  NAMES.flatMap(([act, names]) =>
    names.split(" ").map((name) => [name, operation("onvif", snakeOf(name), act)] as const),
  ),
);
/** Operations of services that came later, or of makers: what they do is in how their names begin. */
const PREFIXES: readonly (readonly [RegExp, Operation])[] = [
  [/^(?:Get|Find)/, operation("onvif", "unnamed_get", "read")],
  [/^(?:Set|Create|Add|Modify|Delete|Remove|Upload|Load|Assign)/, operation("onvif", "unnamed_set", "configure")],
];
const UNNAMED = operation("onvif", "unnamed_operation", "other");
export const FAULT = operation("onvif", "fault", "other");

/** The operation with a name in the description of a service. */
export function operationNamed(name: string): Operation {
  const known = OPERATIONS.get(name);
  if (known !== undefined) return known;
  return PREFIXES.find(([pattern]) => pattern.test(name))?.[1] ?? UNNAMED;
}

/** What a device answers without asking who it is (core specification, access class PRE_AUTH). */
export const FOR_ALL: readonly string[] = [
  "GetSystemDateAndTime",
  "GetServices",
  "GetServiceCapabilities",
  "GetCapabilities",
  "GetWsdlUrl",
  "GetEndpointReference",
  "GetHostname",
];
