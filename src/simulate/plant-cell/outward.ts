import { joinBytes } from "../bytes.ts";
import { type Conversation, createConversation, talkOnce } from "../conversation.ts";
import { encodeModbus, exceptionResponse, readRequest, writeRegister } from "../encode/modbus.ts";
import {
  encodeConnect,
  encodeConnectAcknowledgment,
  encodePing,
  encodePublish,
  encodeSubscribe,
  encodeSubscribeAcknowledgment,
} from "../encode/mqtt.ts";
import { encodeHttp } from "../encode/text.ts";
import { encodeClientHello, encodeRecord, serverHello13 } from "../encode/tls.ts";
import type { Host } from "../host.ts";
import { SECOND } from "../schedule.ts";
import type { Stage } from "../stage.ts";
import { type Hosts, readDosing } from "./controllers.ts";
import type { Process } from "./process.ts";
import { type LegAddress, lookUp } from "./services.ts";

const SSDP = 0xeffffffa;
/** Modbus exception code for registers that are not there. */
const ILLEGAL_ADDRESS = 2;

/** The gateway publishes what its sensors measure; the broker passes it to the historian; nobody proves who they are. */
export function publishSensors(stage: Stage, hosts: Hosts, process: Process): void {
  const { gateway, broker, historian } = hosts;
  const publisher = createConversation(stage.network, gateway, broker, 1883);
  const subscriber = createConversation(stage.network, historian, broker, 1883);
  const sign = (conversation: Conversation) => {
    conversation.converse([
      { by: "client", bytes: () => encodePing(false), after: 0 },
      { by: "server", bytes: () => encodePing(true) },
    ]);
  };
  const opening = (client: string) => [
    { by: "client" as const, bytes: () => encodeConnect(client, 60) },
    { by: "server" as const, bytes: () => encodeConnectAcknowledgment() },
  ];
  stage.link(gateway, broker, "mqtt", "tcp", 1883, ["write"]);
  stage.link(historian, broker, "mqtt", "tcp", 1883, ["read"]);
  stage.at(9, () => {
    stage.event("anonymous MQTT", historian, broker, "mqtt", "client id hist-1, no user name");
    subscriber.open(() =>
      subscriber.converse([
        ...opening("hist-1"),
        { by: "client", bytes: () => encodeSubscribe(1, "cell1/#") },
        { by: "server", bytes: () => encodeSubscribeAcknowledgment(1) },
      ]),
    );
  });
  stage.at(12, () => {
    stage.event("anonymous MQTT", gateway, broker, "mqtt", "client id gw-iiot-0451, no user name");
    publisher.open(() => publisher.converse(opening("gw-iiot-0451")));
  });
  stage.every(14, 5, 60, () => {
    const values = [
      ["cell1/tank/temperature", process.temperature.toFixed(2)],
      ["cell1/tank/vibration", (process.pumpFrequency * 0.041).toFixed(3)],
    ];
    const messages = values.map(([topic, value]) =>
      encodePublish(topic, `{"value":${value},"time":${stage.clock().seconds}}`),
    );
    publisher.converse([{ by: "client", bytes: () => joinBytes(...messages), after: 0 }], () => {
      subscriber.converse([{ by: "server", bytes: () => joinBytes(...messages) }]);
    });
  });
  stage.every(47.7, 45, 100, () => sign(publisher));
  stage.every(52.3, 45, 100, () => sign(subscriber));
}

/** A TLS 1.3 session as an observer sees it: two hellos, then sealed records. */
function secureTalk(stage: Stage, client: Host, server: Host, name: string, rounds: number): void {
  const own = stage.random.fork(`secure ${client.name} ${name} ${stage.schedule.now()}`);
  const session = own.bytes(32);
  const hello = encodeClientHello({
    version: 0x0303,
    random: own.bytes(32),
    ciphers: [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8],
    serverName: name,
    protocols: ["http/1.1"],
    versions: [0x0304, 0x0303],
    groups: [0x001d, 0x0017, 0x0018],
    signatures: [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501],
    session,
    keyShare: own.bytes(32),
  });
  const sealed = (size: number) => encodeRecord(23, 0x0303, own.bytes(size));
  const changeCipher = () => encodeRecord(20, 0x0303, [1]);
  talkOnce(stage.network, client, server, 443, [
    { by: "client", bytes: () => hello },
    {
      by: "server",
      bytes: () =>
        joinBytes(
          encodeRecord(22, 0x0303, serverHello13(own.bytes(32), session, 0x1301, own.bytes(32))),
          changeCipher(),
          sealed(own.between(2400, 2900)),
        ),
    },
    { by: "client", bytes: () => joinBytes(changeCipher(), sealed(53)) },
    ...Array.from({ length: rounds }, () => [
      { by: "client" as const, bytes: () => sealed(own.between(300, 700)) },
      { by: "server" as const, bytes: () => sealed(own.between(900, 4200)) },
    ]).flat(),
  ]);
}

/** The gateway reports to its maker's cloud, straight from the plant. */
export function gatewayCallsOut(stage: Stage, hosts: Hosts, leg: LegAddress): void {
  const { gateway, router, cloud } = hosts;
  stage.link(gateway, cloud, "tls", "tcp", 443, ["other"]);
  stage.at(300, () => {
    stage.event("plant device on the internet", gateway, cloud, "tls", "ingest.example.net at 203.0.113.90");
    lookUp(stage, gateway, router, leg, "ingest.example.net", cloud.ip, () =>
      secureTalk(stage, gateway, cloud, "ingest.example.net", 3),
    );
  });
}

/** The office PC browses: names, a plain page, a sealed page; and looks for devices around it. */
export function officeBrowses(stage: Stage, hosts: Hosts, leg: LegAddress): void {
  const { office, router, webServer } = hosts;
  const plain = (path: string) =>
    talkOnce(stage.network, office, webServer, 80, [
      {
        by: "client",
        bytes: () =>
          encodeHttp(`GET ${path} HTTP/1.1`, {
            Host: "www.example.com",
            "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
            Accept: "text/html",
            Connection: "keep-alive",
          }),
      },
      {
        by: "server",
        bytes: () => {
          const body = `<!doctype html><title>Example</title>${"<p>Nothing to see here.</p>".repeat(110)}`;
          return encodeHttp(
            "HTTP/1.1 200 OK",
            { Server: "nginx/1.24.0", "Content-Type": "text/html", "Content-Length": String(body.length) },
            body,
          );
        },
      },
    ]);
  stage.link(office, webServer, "http", "tcp", 80, ["read"]);
  stage.link(office, webServer, "tls", "tcp", 443, ["other"]);
  for (const second of [45, 330]) {
    stage.at(second, () =>
      lookUp(stage, office, router, leg, "www.example.com", webServer.ip, () => plain(second === 45 ? "/" : "/news")),
    );
    stage.at(second + 8, () =>
      lookUp(stage, office, router, leg, "mail.example.com", webServer.ip, () =>
        secureTalk(stage, office, webServer, "mail.example.com", 2),
      ),
    );
  }
  const search = encodeHttp("M-SEARCH * HTTP/1.1", {
    HOST: "239.255.255.250:1900",
    MAN: '"ssdp:discover"',
    MX: "1",
    ST: "urn:dial-multiscreen-org:service:dial:1",
  });
  for (const second of [500, 501, 502]) {
    stage.at(second, () => stage.network.sendUdp(office, 58812, SSDP, 1900, search));
  }
}

/** The office PC reads and then writes the dosing controller: a flow that no policy of the site allows. */
export function officeWritesController(stage: Stage, hosts: Hosts, process: Process): void {
  const { office, plcDosing } = hosts;
  stage.link(office, plcDosing, "modbus", "tcp", 502, ["read", "write"]);
  stage.at(400, () => {
    stage.event("skips levels", office, plcDosing, "modbus", "level 4 talks to level 1 over Modbus");
    const value = 950;
    const write = encodeModbus(2, 1, writeRegister(6, value));
    talkOnce(stage.network, office, plcDosing, 502, [
      { by: "client", bytes: () => encodeModbus(0, 1, readRequest(3, 1000, 100)) },
      { by: "server", bytes: () => encodeModbus(0, 1, exceptionResponse(3, ILLEGAL_ADDRESS)) },
      ...readDosing(process, 1, 1, 0, 10),
      {
        by: "client",
        bytes: () => {
          stage.event("unauthenticated write", office, plcDosing, "modbus", `holding register 6 = ${value}`);
          return write;
        },
        after: 3 * SECOND,
      },
      {
        by: "server",
        bytes: () => {
          process.temperatureWanted = value / 10;
          return write;
        },
      },
    ]);
  });
  stage.at(455, () => {
    process.temperatureWanted = 45;
  });
}
