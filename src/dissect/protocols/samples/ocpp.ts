import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of the answer to an opening, as WebSocket hands it on. */
export function opened(path: string, protocol: string): string {
  return hexText(
    `HTTP/1.1 101\r\npath: ${path}\r\nsec-websocket-protocol: ${protocol}\r\nsec-websocket-extensions: \r\n\r\n`,
  );
}

/** Digits of a message. */
export function call(...parts: readonly unknown[]): string {
  return hexText(JSON.stringify(parts));
}

const METERS = [
  {
    timestamp: "2024-01-01T00:00:00Z",
    sampledValue: [
      { value: "17.5" },
      { value: "231.2", measurand: "Voltage", phase: "L1", unit: "V" },
      { value: "signed data", format: "SignedData" },
    ],
  },
];

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a station of version 1.6", over: "inside", carrier: "websocket", port: 6 },
    messages: [
      { from: "server", hex: opened("/ocpp/CP-0042", "ocpp1.6") },
      {
        from: "client",
        hex: call(2, "1", "BootNotification", {
          chargePointVendor: "Exemplar AG",
          chargePointModel: "Column 22",
          chargePointSerialNumber: "SN-7",
          firmwareVersion: "1.4.2",
          iccid: "8949000000000000001",
        }),
      },
      { from: "server", hex: call(3, "1", { status: "Accepted", currentTime: "2024-01-01T00:00:00Z", interval: 300 }) },
      { from: "client", hex: call(2, "2", "Authorize", { idTag: "04A1B2C3" }) },
      { from: "server", hex: call(3, "2", { idTagInfo: { status: "Accepted" } }) },
      {
        from: "client",
        hex: call(2, "3", "MeterValues", { connectorId: 2, transactionId: 9, meterValue: METERS }),
      },
      { from: "server", hex: call(3, "3", {}) },
      { from: "server", hex: call(2, "s1", "RemoteStartTransaction", { connectorId: 2, idTag: "04A1B2C3" }) },
      { from: "client", hex: call(3, "s1", { status: "Rejected" }) },
      { from: "server", hex: call(2, "s2", "ChangeConfiguration", { key: "AuthorizationKey", value: "0011223344" }) },
      { from: "client", hex: call(4, "s2", "NotSupported", "no such key", {}) },
      {
        from: "server",
        hex: call(2, "s3", "UpdateFirmware", { location: "ftp://service:geheim@192.0.2.9/fw.bin", retrieveDate: "x" }),
      },
      { from: "client", hex: call(3, "s3", {}) },
    ],
  },
  {
    ...{ name: "a station of version 2.0.1", over: "inside", carrier: "websocket", port: 6 },
    messages: [
      {
        from: "client",
        hex: call(2, "a", "BootNotification", {
          reason: "PowerUp",
          chargingStation: { model: "Wall 3", vendorName: "Exemplar AG", serialNumber: "W-1", firmwareVersion: "3.0" },
        }),
      },
      { from: "server", hex: call(3, "a", { status: "Pending", interval: 10 }) },
      {
        from: "client",
        hex: call(2, "b", "TransactionEvent", {
          eventType: "Updated",
          triggerReason: "MeterValuePeriodic",
          evse: { id: 1 },
          meterValue: [{ sampledValue: [{ value: 3.5, measurand: "Power.Active.Import" }] }],
        }),
      },
      {
        from: "server",
        hex: call(2, "c", "SetVariables", {
          setVariableData: [{ variable: { name: "BasicAuthPassword" }, attributeValue: "geheim" }],
        }),
      },
      { from: "client", hex: call(6, "d", "NotifyEvent", {}) },
      { from: "client", hex: call(2, "e", "OfTheMaker", {}) },
    ],
  },
];
