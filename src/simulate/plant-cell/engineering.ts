import { asciiBytes, joinBytes, writer } from "../bytes.ts";
import { createConversation, type Turn, talkOnce } from "../conversation.ts";
import { encodeListIdentityRequest, encodeListIdentityResponse } from "../encode/enip.ts";
import { encodeIcmpEcho } from "../encode/icmp.ts";
import {
  blockListArgument,
  blockPiece,
  componentRecord,
  downloadParameter,
  encodeAcknowledgment,
  encodeJob,
  encodeStatusListRequest,
  encodeStatusListResponse,
  invocationParameter,
  moduleRecord,
  plainParameter,
  requestDownloadParameter,
  startUploadAnswer,
  startUploadParameter,
  stopParameter,
  uploadParameter,
} from "../encode/s7comm.ts";
import { lines } from "../encode/text.ts";
import { MICROSECOND, MILLISECOND, SECOND } from "../schedule.ts";
import type { Stage } from "../stage.ts";
import { type Hosts, PUMP_CONTROLLER, PUMP_DRIVE, s7Job, s7Opening } from "./controllers.ts";
import type { Process } from "./process.ts";

const NOTHING = () => new Uint8Array(0);
const V = 0x56;

/** A block as a controller keeps it: head with its own length, then made-up code, then the maker's foot. */
function blockBytes(stage: Stage, type: number, number: number, length: number): Uint8Array {
  const head = writer().u16(0x7070).u8(1, 1, 1, type).u16(number).u32(length).u32(0);
  head.zeros(16).u16(0, 0, 0, length - 76);
  const code = stage.random.fork(`block ${type} ${number}`).bytes(length - 76);
  const foot = writer()
    .field("BULKHEAD", 8, 0x20)
    .field("PLANT", 8, 0x20)
    .field("TANK_CTL", 8, 0x20)
    .u16(0x0100, 0, 0, 0);
  const body = joinBytes(head.done(), code, foot.done());
  return joinBytes(body, new Uint8Array(length - body.length));
}

function identify(): Turn[] {
  const order = "6ES7 516-3AN01-0AB0";
  const modules = [
    moduleRecord(1, order, 0x0001, 0x0001),
    moduleRecord(6, order, 0x0001, 0x0001),
    moduleRecord(7, "", (V << 8) | 2, (8 << 8) | 1),
    moduleRecord(0x81, "Boot Loader", (0x41 << 8) | 4, (2 << 8) | 0),
  ];
  const components = [
    componentRecord(1, "PLC_Tank"),
    componentRecord(2, "CPU 1516-3 PN/DP"),
    componentRecord(3, "Cell 1"),
    componentRecord(4, "Original Siemens Equipment"),
    componentRecord(5, "S C-K4PX31542019"),
  ];
  return [
    { by: "client", bytes: () => encodeStatusListRequest(0x0300, 0x0011, 0) },
    { by: "server", bytes: () => encodeStatusListResponse(0x0300, 1, 0x0011, 0, modules) },
    { by: "client", bytes: () => encodeStatusListRequest(0x0301, 0x001c, 0) },
    { by: "server", bytes: () => encodeStatusListResponse(0x0301, 2, 0x001c, 0, components) },
  ];
}

function upload(block: Uint8Array): Turn[] {
  const uploadId = 7;
  const first = block.slice(0, 200);
  const rest = block.slice(200);
  const piece = (reference: number, bytes: Uint8Array, more: boolean) =>
    s7Job(reference, uploadParameter(0x1e, uploadId), NOTHING, () =>
      encodeAcknowledgment(reference, plainParameter(0x1e, more ? 1 : 0), blockPiece(bytes)),
    );
  return [
    ...s7Job(0x0400, startUploadParameter("_0800001A"), NOTHING, () =>
      encodeAcknowledgment(0x0400, startUploadAnswer(uploadId, block.length)),
    ),
    ...piece(0x0401, first, true),
    ...piece(0x0402, rest, false),
    ...s7Job(0x0403, uploadParameter(0x1f, uploadId), NOTHING, () =>
      encodeAcknowledgment(0x0403, plainParameter(0x1f)),
    ),
  ];
}

/** In a download the controller asks for the pieces: it sends the jobs, the station answers. */
function download(block: Uint8Array): Turn[] {
  const passive = "_0800001P";
  const controllerAsks = (reference: number, code: 0x1b | 0x1c, answer: () => Uint8Array): Turn[] => [
    { by: "server", bytes: () => encodeJob(reference, downloadParameter(code, passive)) },
    { by: "client", bytes: answer },
  ];
  const send = (reference: number, bytes: Uint8Array, more: boolean) =>
    controllerAsks(reference, 0x1b, () =>
      encodeAcknowledgment(reference, plainParameter(0x1b, more ? 1 : 0), blockPiece(bytes)),
    );
  return [
    ...s7Job(0x0500, requestDownloadParameter(passive, block.length, block.length - 76), NOTHING, () =>
      encodeAcknowledgment(0x0500, plainParameter(0x1a)),
    ),
    ...send(0x0021, block.slice(0, 200), true),
    ...send(0x0022, block.slice(200), false),
    ...controllerAsks(0x0023, 0x1c, () => encodeAcknowledgment(0x0023, plainParameter(0x1c))),
    ...s7Job(0x0501, invocationParameter("_INSE", blockListArgument("0800001P")), NOTHING, () =>
      encodeAcknowledgment(0x0501, plainParameter(0x28)),
    ),
  ];
}

/** The engineering station identifies, saves, stops, loads and starts the tank's controller, from the right place. */
export function engineeringWithTank(stage: Stage, hosts: Hosts, process: Process): void {
  const { engineering, plcTank } = hosts;
  const conversation = createConversation(stage.network, engineering, plcTank, 102);
  const program = blockBytes(stage, 8, 1, 342);
  const changed = blockBytes(stage, 8, 1, 358);
  const stop = s7Job(0x0600, stopParameter(), NOTHING, () => {
    process.running = false;
    return encodeAcknowledgment(0x0600, plainParameter(0x29));
  });
  const start = s7Job(0x0601, invocationParameter("P_PROGRAM", new Uint8Array(0)), NOTHING, () => {
    process.running = true;
    return encodeAcknowledgment(0x0601, plainParameter(0x28));
  });
  /** Turns that begin after a wait; what they are is written down when the first is spoken. */
  const later = (turns: Turn[], wait: number, kind: string, detail: string): Turn[] => {
    const [first, ...rest] = turns;
    const bytes = () => {
      stage.event(kind, engineering, plcTank, "s7comm", detail);
      return first.bytes();
    };
    return [{ by: first.by, bytes, after: wait }, ...rest];
  };
  stage.at(199, () => {
    const ping = (sequence: number) => {
      const payload = asciiBytes("abcdefghijklmnopqrstuvwabcdefghi");
      const packet = (to: number, type: 8 | 0) => ({
        to,
        protocol: 1,
        payload: encodeIcmpEcho(type, 1, sequence, payload),
        doNotFragment: false,
        timeToLive: 0,
      });
      stage.network.sendPacket(engineering, packet(plcTank.ip, 8), () =>
        stage.schedule.after(420 * MICROSECOND, () =>
          stage.network.sendPacket(plcTank, packet(engineering.ip, 0), () => {}),
        ),
      );
    };
    ping(41);
    stage.schedule.after(SECOND, () => ping(42));
  });
  stage.link(engineering, plcTank, "icmp", "icmp", 0, ["other"]);
  stage.link(engineering, plcTank, "s7comm", "tcp", 102, ["identify", "program", "control"]);
  const session = [
    ...s7Opening(0x0100, 0x0101),
    ...identify(),
    ...later(upload(program), 4 * SECOND, "program upload", "OB1 read from the controller"),
    ...later(stop, 9 * SECOND, "controller stop", "PLC stop"),
    ...later(download(changed), 2 * SECOND, "program download", "OB1 written to the controller"),
    ...later(start, 3 * SECOND, "controller start", "P_PROGRAM"),
  ];
  stage.at(205, () =>
    conversation.open(() =>
      conversation.converse(session, () => stage.schedule.after(2 * SECOND, () => conversation.close("client"))),
    ),
  );
}

/** The engineering station looks for EtherNet/IP devices: everyone that speaks it answers. */
export function engineeringBrowses(stage: Stage, hosts: Hosts): void {
  const { engineering } = hosts;
  const port = 52114;
  stage.at(30, () =>
    stage.network.sendUdp(engineering, port, 0x0a140aff, 44818, encodeListIdentityRequest(), () => {
      for (const [host, identity] of [
        [hosts.plcPump, PUMP_CONTROLLER],
        [hosts.drive, PUMP_DRIVE],
      ] as const) {
        stage.schedule.after((3 + host.random.fraction() * 40) * MILLISECOND, () =>
          stage.network.sendUdp(host, 44818, engineering.ip, port, encodeListIdentityResponse(host.ip, identity)),
        );
        stage.link(engineering, host, "enip", "udp", 44818, ["identify"]);
      }
    }),
  );
}

/** A file of the dosing controller fetched over FTP, with user and secret in clear. */
export function engineeringFetchesFile(stage: Stage, hosts: Hosts): void {
  const { engineering, plcDosing } = hosts;
  const say = (by: Turn["by"], text: string): Turn => ({ by, bytes: () => lines([text]) });
  stage.link(engineering, plcDosing, "ftp", "tcp", 21, ["authenticate", "file"]);
  stage.at(130, () => {
    stage.event("credentials in clear", engineering, plcDosing, "ftp", "FTP user datalog with password");
    talkOnce(stage.network, engineering, plcDosing, 21, [
      say("server", "220 BMX P34 2020 FTP server ready."),
      say("client", "USER datalog"),
      say("server", "331 Password required for datalog."),
      say("client", "PASS sample-secret-1"),
      say("server", "230 User datalog logged in."),
      say("client", "SYST"),
      say("server", "215 VxWorks"),
      say("client", "CWD /log"),
      say("server", "250 Directory changed."),
      say("client", "SIZE day.csv"),
      say("server", "213 18544"),
      say("client", "QUIT"),
      say("server", "221 Goodbye."),
    ]);
  });
}

/** A terminal session with the switch over Telnet; what is typed goes out key by key and is echoed but for the secret. */
export function engineeringWithSwitch(stage: Stage, hosts: Hosts): void {
  const { engineering } = hosts;
  const say = (by: Turn["by"], text: string, after?: number): Turn => ({ by, bytes: () => asciiBytes(text), after });
  const typed = (text: string, echoed: boolean): Turn[] =>
    text.split("").flatMap((key) => {
      const pressed = say("client", key, 130 * MILLISECOND);
      return echoed ? [pressed, say("server", key)] : [pressed];
    });
  stage.link(engineering, hosts.switch, "telnet", "tcp", 23, ["authenticate"]);
  stage.at(75, () => {
    stage.event("credentials in clear", engineering, hosts.switch, "telnet", "Telnet login as admin");
    talkOnce(stage.network, engineering, hosts.switch, 23, [
      { by: "server", bytes: () => Uint8Array.of(255, 251, 1, 255, 251, 3, 255, 253, 31) },
      { by: "client", bytes: () => Uint8Array.of(255, 253, 1, 255, 253, 3, 255, 252, 31) },
      say("server", "\r\nHirschmann Railswitch RS20\r\n\r\nUser: "),
      ...typed("admin", true),
      say("client", "\r\n"),
      say("server", "\r\nPassword: "),
      ...typed("sample2", false),
      say("client", "\r\n"),
      say("server", "\r\n\r\n(sw-cell-1) >"),
      ...typed("logout", true),
      say("client", "\r\n"),
      say("server", "\r\n"),
    ]);
  });
}
