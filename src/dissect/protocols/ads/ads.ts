// Automation device specification of TwinCAT: Beckhoff Information System, "TwinCAT ADS/AMS specification".
// Not decoded: parts of sum commands, symbol and data type tables, arguments of NC and I/O services, secure ADS (TLS on port
// 8016), ADS within EtherCAT.
import type { Answer } from "../../dissector.ts";
import { CERTAIN, DONE, dissector, LIKELY, MORE, NO, POSSIBLE, REFUSE } from "../../dissector.ts";
import { answer, ask } from "../../pairing.ts";
import type { Reader } from "../../reader.ts";
import type { Direction, Talk } from "../../talk.ts";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { MAGIC, netIdOf, readDiscovery } from "./discovery.ts";
import { type Memory, newMemory } from "./memory.ts";
import * as names from "./names.ts";
import { type Fields, type Header, readRequest, readResponse } from "./services.ts";

const TCP_HEADER = 6;
const AMS_HEADER = 32;
/** Symbol tables are read in one piece. */
const LONGEST = 1 << 20;
const RESPONSE_FLAG = 1;

/** ADS over AMS/TCP, and discovery over UDP. */
export const ads = dissector<Memory>({
  name: "ads",
  aliases: ["ams", "beckhoff-ads"],
  title: "Beckhoff ADS",
  standard: "Beckhoff TwinCAT ADS/AMS specification",
  world: "ot",
  // Routes have passwords when they are added; later any sender from a routed address may write.
  authentication: "none",
  longest: LONGEST + TCP_HEADER,
  carriage: [
    { over: "tcp", ports: [48898] },
    { over: "udp", ports: [48899] },
  ],
  remember: newMemory,
  probe(reader, talk) {
    if (!talk.stream) return isDiscovery(reader) ? CERTAIN : NO;
    const command = reader.u16le();
    const length = reader.u32le();
    if (!reader.ok) return reader.left() === 0 && command === 0 && reader.position > reader.start ? POSSIBLE : NO;
    if (command !== 0) return routerOperation(command) > 0 && length <= 64 ? POSSIBLE : NO;
    if (length < AMS_HEADER || length > LONGEST) return NO;
    if (reader.left() < AMS_HEADER) return reader.complete ? NO : POSSIBLE;
    reader.skip(16);
    const code = reader.u16le();
    const flags = reader.u16le();
    const data = reader.u32le();
    return code >= names.READ_DEVICE_INFO &&
      code <= names.READ_WRITE &&
      (flags & 4) !== 0 &&
      data === length - AMS_HEADER
      ? LIKELY
      : NO;
  },
  read(reader, talk) {
    if (!talk.stream) return isDiscovery(reader) ? readDiscovery(reader, talk) : REFUSE;
    const kind = reader.u16le();
    const length = reader.u32le();
    if (!reader.ok) return MORE;
    if (kind !== 0) return readRouter(reader, talk, kind, length);
    if (length < AMS_HEADER || length > LONGEST) return REFUSE;
    if (!reader.fence(TCP_HEADER + length)) return MORE;
    return readMessage(reader, talk);
  },
});

function isDiscovery(reader: Reader): boolean {
  return (
    reader.left() >= 24 &&
    reader.peek16() === (MAGIC & 0xff) * 256 + ((MAGIC >> 8) & 0xff) &&
    reader.peek(2) === 0x14 &&
    reader.peek(3) === 0x71
  );
}

function routerOperation(kind: number): number {
  if (kind === 1) return names.ROUTER + 1;
  return kind >= 0x1000 && kind <= 0x1002 ? names.ROUTER + 2 + (kind - 0x1000) : 0;
}

/** Messages between a program and its router: ports are given out and returned. */
function readRouter(reader: Reader, talk: Talk<Memory>, kind: number, length: number): Answer {
  const code = routerOperation(kind);
  if (code === 0 || length > 64) return REFUSE;
  if (!reader.fence(TCP_HEADER + length)) return MORE;
  const fields = talk.detailed ? { ams_tcp_command: kind, length, data: reader.hex(reader.left()) } : undefined;
  reader.skipRest();
  talk.emit(names.COMMANDS.of(code), talk.fromClient ? REQUEST : RESPONSE, fields);
  return DONE;
}

function readMessage(reader: Reader, talk: Talk<Memory>): Answer {
  const at = reader.position;
  reader.skip(6);
  const targetPort = reader.u16le();
  reader.skip(6);
  const sourcePort = reader.u16le();
  const command = reader.u16le();
  const flags = reader.u16le();
  const length = reader.u32le();
  const error = reader.u32le();
  const invoke = reader.u32le();
  if (length !== reader.left() && !reader.cut) talk.fault("bad length", TCP_HEADER + 20);
  const isAnswer = (flags & RESPONSE_FLAG) !== 0;
  // Notifications are requests that the service sends.
  const servicePort = isAnswer || command === names.NOTIFICATION ? sourcePort : targetPort;
  let fields: Fields | undefined;
  if (talk.detailed && reader.ok) {
    const after = reader.position;
    reader.position = at;
    const target = netIdOf(reader);
    reader.skip(2);
    const source = netIdOf(reader);
    reader.position = after;
    fields = {
      target_net_id: target,
      target_ams_port: targetPort,
      source_net_id: source,
      source_ams_port: sourcePort,
      service: names.portName(servicePort),
      command_id: command,
      state_flags: flags,
      data_length: length,
      error_code: error,
      invoke_id: invoke,
    };
  }
  if (error !== 0) talk.refused(names.errorName(error));
  const mark = (command << 24) ^ invoke ^ (servicePort << 8);
  const header: Header = { command, port: servicePort, operation: command };
  let direction: Direction = isAnswer ? RESPONSE : REQUEST;
  if (command === names.NOTIFICATION) direction = NOTICE;
  if (isAnswer) {
    const request = answer(talk, talk.memory.asked, mark);
    if (error === 0) readResponse(reader, talk, header, request, fields);
    else if (request >= 0) header.operation = talk.memory.asked.numbers[request + 3] as number;
  } else {
    const asks = readRequest(reader, talk, header, fields);
    if (command !== names.NOTIFICATION)
      ask(talk, talk.memory.asked, mark, asks.group, asks.offset, asks.name, header.operation);
  }
  if (!names.COMMANDS.has(header.operation)) talk.fault("unknown command", TCP_HEADER + 16);
  if (fields !== undefined && reader.left() > 0) fields["data"] = reader.hex(Math.min(reader.left(), 256));
  reader.skipRest();
  talk.emit(names.COMMANDS.of(header.operation), direction, fields);
  return DONE;
}
