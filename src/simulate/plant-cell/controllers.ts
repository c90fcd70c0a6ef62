import { writer } from "../bytes.ts";
import { type Conversation, createConversation, type Turn } from "../conversation.ts";
import {
  type CipIdentity,
  type CyclicConnection,
  encodeCyclic,
  encodeRegisterSession,
  encodeUnconnected,
  forwardOpenRequest,
  forwardOpenResponse,
  identityAttributes,
  objectRequest,
  readTagRequest,
  realTagValue,
  serviceResponse,
  writeRealTagRequest,
} from "../encode/enip.ts";
import {
  encodeModbus,
  identificationRequest,
  identificationResponse,
  readRequest,
  registersResponse,
  writeRegistersRequest,
  writeRegistersResponse,
} from "../encode/modbus.ts";
import {
  encodeAcknowledgment,
  encodeCotpConnect,
  encodeJob,
  plainParameter,
  readValues,
  setupParameter,
  variableParameter,
  writeValues,
} from "../encode/s7comm.ts";
import type { Host } from "../host.ts";
import type { Stage } from "../stage.ts";
import type { DeviceName } from "./devices.ts";
import type { Process } from "./process.ts";

/** The hosts of the site by name. */
export type Hosts = Record<DeviceName, Host>;

/** Identities of the two Rockwell devices. */
export const PUMP_CONTROLLER: CipIdentity = {
  vendor: 1,
  deviceType: 14,
  productCode: 150,
  major: 32,
  minor: 11,
  status: 0x3160,
  serial: 0x60a1b213,
  name: "1769-L24ER-QB1B/A LOGIX5324ER",
  state: 3,
};

export const PUMP_DRIVE: CipIdentity = {
  vendor: 1,
  deviceType: 2,
  productCode: 9,
  major: 5,
  minor: 1,
  status: 0x0065,
  serial: 0x0c4408d2,
  name: "PowerFlex 525 3P 400V 3.0HP",
  state: 3,
};

/** Seconds before the capture at which the oldest connection is opened. */
export const HEAD_START = 30;

/** Numbers of 16 bits, one higher each time. */
function countFrom(first: number): () => number {
  let following = first;
  return () => following++ & 0xffff;
}

/** What the dosing controller's holding registers say from address 0 on. */
function dosingRegisters(process: Process, count: number): number[] {
  const values = [
    process.acidity * 100,
    700,
    process.dosingValve * 10,
    process.inflow * 10,
    process.outflow * 10,
    process.temperature * 10,
    process.temperatureWanted * 10,
    process.running ? 1 : 0,
    process.level * 10,
    process.levelWanted * 10,
    0,
    417,
  ];
  return Array.from({ length: count }, (_, index) => Math.round(values[index] ?? 0) & 0xffff);
}

/** A Modbus request and its answer. */
function modbusTurns(transaction: number, unit: number, request: () => Uint8Array, response: () => Uint8Array): Turn[] {
  return [
    { by: "client", bytes: () => encodeModbus(transaction, unit, request()), after: 0 },
    { by: "server", bytes: () => encodeModbus(transaction, unit, response()) },
  ];
}

/** Asks who the dosing controller is, at the beginning of a connection. */
export function identifyDosing(transaction: number): Turn[] {
  const objects = [
    { object: 0, value: "Schneider Electric" },
    { object: 1, value: "BMX P34 2020" },
    { object: 2, value: "v2.70" },
  ];
  const ask = () => identificationRequest(1, 0);
  return modbusTurns(transaction, 255, ask, () => identificationResponse(1, objects));
}

/** Reads the dosing controller's holding registers. */
export function readDosing(
  process: Process,
  transaction: number,
  unit: number,
  address: number,
  count: number,
): Turn[] {
  return modbusTurns(
    transaction,
    unit,
    () => readRequest(3, address, count),
    () => registersResponse(3, dosingRegisters(process, 64).slice(address, address + count)),
  );
}

/** Opens and keeps a connection; `poll` runs with it whenever it is free. */
function pollOver(
  stage: Stage,
  conversation: Conversation,
  start: number,
  period: number,
  jitter: number,
  opening: () => Turn[],
  poll: () => Turn[],
): void {
  stage.at(start, () => conversation.open(() => conversation.converse(opening())));
  stage.every(start + period, period, jitter, () => {
    if (!conversation.busy) conversation.converse(poll());
  });
}

/** Opens an S7 connection: transport, then the size of messages. */
export function s7Opening(calling: number, called: number): Turn[] {
  return [
    { by: "client", bytes: () => encodeCotpConnect(0xe0, 0, 1, calling, called), after: 0 },
    { by: "server", bytes: () => encodeCotpConnect(0xd0, 1, 0x0c, calling, called) },
    { by: "client", bytes: () => encodeJob(0x0100, setupParameter(3, 480)) },
    { by: "server", bytes: () => encodeAcknowledgment(0x0100, setupParameter(3, 240)) },
  ];
}

/** Answers an S7 job. */
export function s7Job(
  reference: number,
  parameter: Uint8Array,
  body: () => Uint8Array,
  answer: () => Uint8Array,
): Turn[] {
  return [
    { by: "client", bytes: () => encodeJob(reference, parameter, body()) },
    { by: "server", bytes: answer },
  ];
}

/** The panel polls the tank's controller over S7 and once writes the level's set-point. */
export function panelWithTank(stage: Stage, hosts: Hosts, process: Process): void {
  const conversation = createConversation(stage.network, hosts.hmi, hosts.plcTank, 102);
  const nextReference = countFrom(0x0200);
  const read = (): Turn[] => {
    const own = nextReference();
    const ranges = [
      { block: 1, byte: 0, count: 20 },
      { block: 2, byte: 4, count: 1 },
    ];
    return s7Job(
      own,
      variableParameter(4, ranges),
      () => new Uint8Array(0),
      () => {
        const reals = writer().f32(process.level).f32(process.levelWanted).f32(process.inflow).f32(process.outflow);
        const items = [reals.f32(process.pumpFrequency).done(), Uint8Array.of(process.running ? 1 : 0)];
        return encodeAcknowledgment(own, plainParameter(4, items.length), readValues(items));
      },
    );
  };
  pollOver(stage, conversation, -HEAD_START + 2, 1, 9, () => s7Opening(0x0100, 0x0301), read);
  stage.link(hosts.hmi, hosts.plcTank, "s7comm", "tcp", 102, ["read", "write"]);
  for (const [second, wanted] of [
    [150.4, 66],
    [480.4, 62],
  ]) {
    stage.at(second, () => {
      process.levelWanted = wanted;
      const own = nextReference();
      const value = writer().f32(wanted).done();
      const write = s7Job(
        own,
        variableParameter(5, [{ block: 1, byte: 4, count: 4 }]),
        () => writeValues([value]),
        () => encodeAcknowledgment(own, plainParameter(5, 1), Uint8Array.of(0xff)),
      );
      conversation.converse(write);
      stage.event("operator writes a set-point", hosts.hmi, hosts.plcTank, "s7comm", `DB1.DBD4 = ${wanted}`);
    });
  }
}

/** The panel polls the dosing controller over Modbus and once writes two set-points. */
export function panelWithDosing(stage: Stage, hosts: Hosts, process: Process): void {
  const conversation = createConversation(stage.network, hosts.hmi, hosts.plcDosing, 502);
  const next = countFrom(1);
  pollOver(
    stage,
    conversation,
    4,
    1,
    12,
    () => identifyDosing(next()),
    () => readDosing(process, next(), 255, 0, 12),
  );
  stage.link(hosts.hmi, hosts.plcDosing, "modbus", "tcp", 502, ["identify", "read", "write"]);
  stage.at(260.5, () => {
    const own = next();
    const values = [700, 240];
    conversation.converse(
      modbusTurns(
        own,
        255,
        () => writeRegistersRequest(1, values),
        () => writeRegistersResponse(1, values.length),
      ),
    );
    stage.event(
      "operator writes a set-point",
      hosts.hmi,
      hosts.plcDosing,
      "modbus",
      "holding registers 1-2 = 700, 240",
    );
  });
}

/** The panel reads two tags of the pump's controller and once writes one. */
export function panelWithPump(stage: Stage, hosts: Hosts, process: Process): void {
  const conversation = createConversation(stage.network, hosts.hmi, hosts.plcPump, 44818);
  const session = 0x02010400;
  let context = 1;
  const ask = (message: Uint8Array, answer: () => Uint8Array): Turn[] => {
    const own = context++;
    return [
      { by: "client", bytes: () => encodeUnconnected(session, own, message), after: 0 },
      { by: "server", bytes: () => encodeUnconnected(session, own, answer()) },
    ];
  };
  const opening = (): Turn[] => [
    { by: "client", bytes: () => encodeRegisterSession(0), after: 0 },
    { by: "server", bytes: () => encodeRegisterSession(session) },
    ...ask(objectRequest(1, 1, 1), () => serviceResponse(1, identityAttributes(PUMP_CONTROLLER))),
  ];
  const tag = (path: string, value: () => number) =>
    ask(readTagRequest(path, 1), () => serviceResponse(0x4c, realTagValue(value())));
  pollOver(stage, conversation, 7, 2, 15, opening, () => [
    ...tag("Pump.Frequency", () => process.pumpFrequency),
    ...tag("Pump.Wanted", () => process.pumpFrequencyWanted),
  ]);
  stage.link(hosts.hmi, hosts.plcPump, "enip", "tcp", 44818, ["other"]);
  stage.link(hosts.hmi, hosts.plcPump, "cip", "tcp", 44818, ["identify", "read", "write"]);
  stage.at(271.5, () => {
    conversation.converse(ask(writeRealTagRequest("Pump.HighLimit", 48), () => serviceResponse(0x4d)));
    stage.event("operator writes a set-point", hosts.hmi, hosts.plcPump, "cip", "tag Pump.HighLimit = 48");
  });
}

/** The pump's controller drives its drive: explicit identity, then cyclic connection over UDP. */
export function pumpWithDrive(stage: Stage, hosts: Hosts, process: Process): void {
  const { plcPump, drive } = hosts;
  const session = 0x0a020100;
  const connection: CyclicConnection = {
    toTarget: 0x80fe0001,
    toOriginator: 0x80e30002,
    serial: 0x1207,
    originatorVendor: 1,
    originatorSerial: PUMP_CONTROLLER.serial,
    interval: 500_000,
    sizeToTarget: 8,
    sizeToOriginator: 4,
  };
  const conversation = createConversation(stage.network, plcPump, drive, 44818);
  const ask = (context: number, request: Uint8Array, answer: () => Uint8Array): Turn[] => [
    { by: "client", bytes: () => encodeUnconnected(session, context, request) },
    { by: "server", bytes: () => encodeUnconnected(session, context, answer()) },
  ];
  let open = false;
  stage.at(1, () =>
    conversation.open(() =>
      conversation.converse(
        [
          { by: "client", bytes: () => encodeRegisterSession(0) },
          { by: "server", bytes: () => encodeRegisterSession(session) },
          ...ask(1, objectRequest(0x01, 1, 1), () => serviceResponse(0x01, identityAttributes(PUMP_DRIVE))),
          ...ask(2, forwardOpenRequest(connection, [6, 2, 1]), () => forwardOpenResponse(connection)),
        ],
        () => {
          open = true;
        },
      ),
    ),
  );
  stage.link(plcPump, drive, "enip", "tcp", 44818, ["other"]);
  stage.link(plcPump, drive, "cip", "tcp", 44818, ["identify", "control"]);
  stage.link(plcPump, drive, "cipio", "udp", 2222, ["read", "write"]);
  let outward = 0;
  let inward = 0;
  stage.every(1.2, 0.5, 2, () => {
    if (!open) return;
    // Run/idle header, then logic command and speed in hundredths of a hertz.
    const command = writer()
      .u32le(1)
      .u16le(process.running ? 0x0012 : 0x0001);
    command.u16le(Math.round(process.pumpFrequencyWanted * 100));
    const bytes = encodeCyclic(connection.toTarget, ++outward, command.done());
    stage.network.sendUdp(plcPump, 2222, drive.ip, 2222, bytes);
  });
  stage.every(1.31, 0.5, 2, () => {
    if (!open) return;
    const status = writer().u16le(process.running ? 0x070f : 0x0605, Math.round(process.pumpFrequency * 100));
    stage.network.sendUdp(
      drive,
      2222,
      plcPump.ip,
      2222,
      encodeCyclic(connection.toOriginator, ++inward, status.done()),
    );
  });
}

/** The historian reads the dosing controller, and a meter on a port that the mirror does not copy. */
export function historianReads(stage: Stage, hosts: Hosts, process: Process): void {
  const dosing = createConversation(stage.network, hosts.historian, hosts.plcDosing, 502);
  const next = countFrom(1);
  pollOver(
    stage,
    dosing,
    15,
    5,
    20,
    () => identifyDosing(next()),
    () => readDosing(process, next(), 255, 0, 6),
  );
  stage.link(hosts.historian, hosts.plcDosing, "modbus", "tcp", 502, ["identify", "read"]);
  const meter = createConversation(stage.network, hosts.historian, hosts.meter, 502);
  const energy = () => Math.round(process.energy);
  pollOver(
    stage,
    meter,
    18,
    10,
    20,
    () => [],
    () =>
      modbusTurns(
        next(),
        1,
        () => readRequest(4, 0, 2),
        () => registersResponse(4, [energy() >>> 16, energy() & 0xffff]),
      ),
  );
  stage.link(hosts.historian, hosts.meter, "modbus", "tcp", 502, ["read"]);
}
