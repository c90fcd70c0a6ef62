import { joinBytes, writer } from "../bytes.ts";
import { createConversation, talkOnce } from "../conversation.ts";
import { ACKNOWLEDGE, DISCOVER, encodeDhcp, OFFER, REQUEST, textOption, wordOption } from "../encode/dhcp.ts";
import {
  A,
  addressRecord,
  type DnsRecord,
  encodeDns,
  encodeNetbiosAnswer,
  encodeNetbiosQuery,
  encodeNetbiosRegistration,
  nameBytes,
  PTR,
  SRV,
  TXT,
} from "../encode/dns.ts";
import { encodeLldp, LLDP_GROUP } from "../encode/lldp.ts";
import { encodeNtp } from "../encode/ntp.ts";
import {
  encodeNegotiateRequest,
  encodeNegotiateResponse,
  encodeSessionSetupRequest,
  encodeSessionSetupResponse,
} from "../encode/smb1.ts";
import { encodeSnmp, GET_REQUEST, RESPONSE, type SnmpValue } from "../encode/snmp.ts";
import { basicCredentials, encodeHttp } from "../encode/text.ts";
import {
  certificateMessage,
  clientFinish,
  encodeClientHello,
  encodeRecord,
  serverFinish,
  serverHello,
  serverHelloDone,
} from "../encode/tls.ts";
import { encodeSelfSignedCertificate } from "../encode/x509.ts";
import type { Host } from "../host.ts";
import { MICROSECOND, MILLISECOND, SECOND } from "../schedule.ts";
import type { Stage } from "../stage.ts";
import type { Hosts } from "./controllers.ts";

const MULTICAST_DNS = 0xe00000fb;
const SSDP = 0xeffffffa;

/** Address of the router's leg in a VLAN. */
export type LegAddress = (vlan: number) => number;

/** A host takes its address from the router at a second of the scenario; before that it has none. */
export function leaseAddress(
  stage: Stage,
  router: Host,
  leg: LegAddress,
  host: Host,
  second: number,
  vendorClass: string,
  asked: number[],
  then: () => void,
): void {
  const ip = host.ip;
  const own = stage.random.fork(`lease ${host.name}`);
  const transaction = own.next();
  const server = leg(host.vlan);
  const identity = [
    { code: 61, value: writer().u8(1).bytes(host.mac).done() },
    textOption(12, host.name === "cam-cell1" ? "axis-00408cd71960" : host.name.toUpperCase()),
    textOption(60, vendorClass),
    { code: 55, value: Uint8Array.from(asked) },
  ];
  const granted = [
    wordOption(54, server),
    wordOption(51, 28800),
    wordOption(1, 0xffffff00),
    wordOption(3, server),
    wordOption(6, server),
  ];
  const base = { transaction, clientMac: host.mac, yourIp: 0, serverIp: server };
  const ask = (type: number, options: { code: number; value: Uint8Array }[], next: () => void) =>
    stage.network.broadcastUdp(host, host.vlan, 0, 68, 67, encodeDhcp({ ...base, type, options }), () =>
      stage.schedule.after((2 + own.fraction() * 6) * MILLISECOND, next),
    );
  const answer = (type: number, next: () => void) =>
    stage.network.broadcastUdp(
      router,
      host.vlan,
      server,
      67,
      68,
      encodeDhcp({ ...base, type, yourIp: ip, options: granted }),
      () => stage.schedule.after((1 + own.fraction() * 3) * MILLISECOND, next),
    );
  host.ip = 0;
  stage.link(host, router, "dhcp", "udp", 67, ["other"]);
  stage.at(second, () =>
    ask(DISCOVER, identity, () =>
      answer(OFFER, () =>
        ask(REQUEST, [wordOption(50, ip), wordOption(54, server), ...identity], () =>
          answer(ACKNOWLEDGE, () => {
            host.ip = ip;
            stage.network.announce(host);
            stage.schedule.after(SECOND, then);
          }),
        ),
      ),
    ),
  );
}

/** A Windows machine claims its NetBIOS name. */
export function claimName(stage: Stage, host: Host, second: number): void {
  const name = host.name.toUpperCase();
  const everyone = ((host.ip & 0xffffff00) | 0xff) >>> 0;
  for (const [index, suffix] of [0x00, 0x20].entries()) {
    const identifier = stage.random.fork(`claim ${name} ${suffix}`).between(0x8000, 0xffff);
    for (let round = 0; round < 3; round++) {
      stage.at(second + index * 0.002 + round * 0.75, () =>
        stage.network.sendUdp(host, 137, everyone, 137, encodeNetbiosRegistration(identifier, name, suffix, host.ip)),
      );
    }
  }
}

/** Clocks are set by the router every 64 seconds or so. */
export function setClocks(stage: Stage, router: Host, leg: LegAddress, clients: Host[]): void {
  clients.forEach((client, index) => {
    const server = leg(client.vlan);
    stage.link(client, router, "ntp", "udp", 123, ["time"]);
    stage.every(20 + index * 7, 64 * (1 + (index % 3)), 300, () => {
      const asked = stage.clock();
      stage.network.sendUdp(client, 123, server, 123, encodeNtp(3, null, null, asked), () => {
        const received = stage.clock();
        stage.schedule.after(90 * MICROSECOND, () =>
          stage.network.sendUdp(router, 123, client.ip, 123, encodeNtp(4, asked, received, stage.clock())),
        );
      });
    });
  });
}

/** The switch says on the mirror port, untagged, who it is. */
export function advertiseSwitch(stage: Stage, host: Host): void {
  const bytes = encodeLldp({
    mac: host.mac,
    port: "1/8",
    portDescription: "Module: 1 Port: 8 - 10/100 Mbit TX",
    name: "sw-cell-1",
    description: "Hirschmann Railswitch RS20-0800T1T1SDAE - SW: L2P-08.0.05",
    managementIp: host.ip,
  });
  stage.every(11, 30, 40, () => stage.network.sendFrame(host, LLDP_GROUP, 0, 0x88cc, bytes));
}

const SYSTEM = "1.3.6.1.2.1.1.";

/** What the switch and the camera say of themselves over SNMP. */
const DESCRIPTIONS: Record<"switch" | "camera", { description: string; object: string; name: string }> = {
  switch: {
    description: "Hirschmann Railswitch RS20-0800T1T1SDAE - SW: L2P-08.0.05",
    object: "1.3.6.1.4.1.248.14.10.41",
    name: "sw-cell-1",
  },
  camera: {
    description: "; AXIS P3245-V; Network Camera; 9.80.1; Sep 15 2020 11:40; 7C2.1; 1;",
    object: "1.3.6.1.4.1.368.4.1",
    name: "axis-00408cd71960",
  },
};

/** The engineering station's network monitor asks switch and camera with the community that the makers ship. */
export function monitorNetwork(stage: Stage, hosts: Hosts): void {
  const { engineering } = hosts;
  const own = stage.random.fork("monitor");
  let request = 7100;
  for (const [index, name] of (["switch", "camera"] as const).entries()) {
    const host = hosts[name];
    const says = DESCRIPTIONS[name];
    stage.link(engineering, host, "snmp", "udp", 161, ["read"]);
    stage.at(40 + index, () => stage.event("default community", engineering, host, "snmp", "SNMP version 2c, public"));
    stage.every(40 + index, 60, 200, () => {
      const number = request++;
      const port = own.between(50000, 60000);
      const objects = ["1.0", "2.0", "3.0", "5.0"].map((end) => SYSTEM + end);
      const values: SnmpValue[] = [
        { kind: "text", value: says.description },
        { kind: "object", value: says.object },
        { kind: "ticks", value: 88412000 + Math.floor(stage.schedule.now() / (10 * MILLISECOND)) },
        { kind: "text", value: says.name },
      ];
      const asked = objects.map((object) => ({ object, value: { kind: "nothing" } as const }));
      const told = objects.map((object, position) => ({ object, value: values[position] }));
      stage.network.sendUdp(engineering, port, host.ip, 161, encodeSnmp("public", GET_REQUEST, number, asked), () =>
        stage.schedule.after((2 + own.fraction() * 5) * MILLISECOND, () =>
          stage.network.sendUdp(host, 161, engineering.ip, port, encodeSnmp("public", RESPONSE, number, told)),
        ),
      );
    });
  }
}

/** The camera makes itself known over multicast DNS and SSDP. */
export function announceCamera(stage: Stage, camera: Host): void {
  const host = "axis-00408cd71960.local";
  const instance = "AXIS P3245-V - 00408CD71960._axis-video._tcp.local";
  const unique = 0x8001;
  const record = (name: string, type: number, content: Uint8Array, single = true): DnsRecord => ({
    name,
    type,
    class: single ? unique : 1,
    timeToLive: type === SRV ? 120 : 4500,
    content,
  });
  // The instance label holds dots neither in its text nor elsewhere, so that splitting at dots is safe.
  const answers = [
    record("_axis-video._tcp.local", PTR, nameBytes(instance), false),
    record(instance, SRV, writer().u16(0, 0, 80).bytes(nameBytes(host)).done()),
    record(instance, TXT, writer().u8(23).text("macaddress=00408CD71960").done()),
    addressRecord(host, camera.ip, 120, true),
  ];
  for (const second of [0, 1, 3, 240]) {
    stage.schedule.after(second * SECOND, () =>
      stage.network.sendUdp(camera, 5353, MULTICAST_DNS, 5353, encodeDns(0, 0x8400, [], answers)),
    );
  }
  const ip = [24, 16, 8, 0].map((shift) => (camera.ip >>> shift) & 255).join(".");
  const uuid = "uuid:Upnp-BasicDevice-1_0-00408CD71960";
  for (const target of ["upnp:rootdevice", uuid, "urn:axis-com:service:BasicService:1"]) {
    const notify = encodeHttp("NOTIFY * HTTP/1.1", {
      HOST: "239.255.255.250:1900",
      "CACHE-CONTROL": "max-age=1800",
      LOCATION: `http://${ip}:49152/rootdesc1.xml`,
      OPT: '"http://schemas.upnp.org/upnp/1/0/"; ns=01',
      NT: target,
      NTS: "ssdp:alive",
      SERVER: "Linux/4.9, UPnP/1.0, Portable SDK for UPnP devices/1.6.22",
      USN: target === uuid ? uuid : `${uuid}::${target}`,
    });
    for (const second of [2, 302]) {
      stage.schedule.after(second * SECOND + stage.random.fraction() * 300 * MILLISECOND, () =>
        stage.network.sendUdp(camera, 49211, SSDP, 1900, notify),
      );
    }
  }
}

/** The panel shows the camera's picture once a minute, with user and secret in clear. */
export function panelShowsCamera(stage: Stage, hosts: Hosts): void {
  const { hmi, camera } = hosts;
  const own = stage.random.fork("picture");
  // Heads of a picture of 320 by 180 in gray; its content is noise without markers.
  const picture = (size: number) =>
    writer()
      .u16(0xffd8, 0xffe0, 16)
      .text("JFIF")
      .u8(0, 1, 2, 1)
      .u16(72, 72, 0)
      .u16(0xffc0, 11)
      .u8(8)
      .u16(180, 320)
      .u8(1, 1, 0x11, 0)
      .u16(0xffda, 8)
      .u8(1, 1, 0, 0, 63, 0)
      .bytes(own.bytes(size).map((byte) => byte & 0x7f))
      .u16(0xffd9)
      .done();
  stage.link(hmi, camera, "http", "tcp", 80, ["authenticate", "read"]);
  stage.at(60, () => stage.event("credentials in clear", hmi, camera, "http", "HTTP basic as operator"));
  stage.every(60, 60, 100, () =>
    talkOnce(
      stage.network,
      hmi,
      camera,
      80,
      [
        {
          by: "client",
          bytes: () =>
            encodeHttp("GET /axis-cgi/jpg/image.cgi?resolution=320x180 HTTP/1.1", {
              Host: "10.20.10.60",
              Authorization: basicCredentials("operator", "sample-secret-3"),
              "User-Agent": "PanelViewer/4.2",
              Connection: "close",
            }),
        },
        {
          by: "server",
          bytes: () => {
            const body = picture(own.between(5200, 7400));
            const head = encodeHttp("HTTP/1.1 200 OK", {
              Server: "Apache/2.4.46 (Unix)",
              "Content-Type": "image/jpeg",
              "Content-Length": String(body.length),
              Connection: "close",
            });
            return joinBytes(head, body);
          },
        },
      ],
      "server",
    ),
  );
}

/** The switch's web page over TLS 1.0 with the certificate it was born with, which has lapsed. */
export function engineeringOpensSwitchPage(stage: Stage, hosts: Hosts): void {
  const { engineering } = hosts;
  const own = stage.random.fork("switch page");
  const version = 0x0301;
  const modulus = own.bytes(128);
  modulus[0] |= 0x80;
  modulus[127] |= 1;
  const certificate = encodeSelfSignedCertificate({
    commonName: "sw-cell-1",
    organization: "Hirschmann Automation and Control GmbH",
    country: "DE",
    name: "sw-cell-1",
    serial: Uint8Array.of(0x4d, 0x21, 0x90, 0x07),
    notBefore: "140301000000Z",
    notAfter: "240228235959Z",
    modulus,
    signature: own.bytes(128),
  });
  const hello = encodeClientHello({
    version,
    random: own.bytes(32),
    ciphers: [0x002f, 0x0035, 0x0005, 0x000a, 0xc009, 0xc00a, 0xc013, 0xc014, 0x0032, 0x0038, 0x0013, 0x0004],
    serverName: "",
    protocols: [],
    versions: [],
    groups: [0x0017, 0x0018],
    signatures: [],
    session: new Uint8Array(0),
    keyShare: new Uint8Array(0),
  });
  const flight = encodeRecord(
    22,
    version,
    joinBytes(
      serverHello(version, own.bytes(32), own.bytes(32), 0x002f),
      certificateMessage(certificate),
      serverHelloDone(),
    ),
  );
  stage.link(engineering, hosts.switch, "tls", "tcp", 443, ["other"]);
  stage.at(90, () => {
    stage.event("obsolete TLS", engineering, hosts.switch, "tls", "TLS 1.0, TLS_RSA_WITH_AES_128_CBC_SHA");
    stage.event(
      "certificate trouble",
      hosts.switch,
      engineering,
      "tls",
      "self-signed, expired 2024-02-28, RSA 1024, SHA-1",
    );
    talkOnce(stage.network, engineering, hosts.switch, 443, [
      { by: "client", bytes: () => hello },
      { by: "server", bytes: () => flight },
      { by: "client", bytes: () => clientFinish(version, own.bytes(128), own.bytes(48)) },
      { by: "server", bytes: () => serverFinish(version, own.bytes(48)), after: 22 * MILLISECOND },
      { by: "client", bytes: () => encodeRecord(23, version, own.bytes(448)) },
      { by: "server", bytes: () => encodeRecord(23, version, own.bytes(2208)) },
      { by: "client", bytes: () => encodeRecord(21, version, own.bytes(32)) },
    ]);
  });
}

/** The panel asks for the engineering station by name and fetches recipes from its share, over SMB 1. */
export function panelOpensShare(stage: Stage, hosts: Hosts): void {
  const { hmi, engineering } = hosts;
  const own = stage.random.fork("share");
  const identifier = own.between(0x8000, 0xffff);
  const everyone = ((hmi.ip & 0xffffff00) | 0xff) >>> 0;
  stage.link(hmi, engineering, "nbns", "udp", 137, ["other"]);
  stage.link(hmi, engineering, "smb", "tcp", 445, ["authenticate"]);
  stage.at(110, () =>
    stage.network.sendUdp(hmi, 137, everyone, 137, encodeNetbiosQuery(identifier, "EWS-1", 0x20), () =>
      stage.schedule.after(500 * MICROSECOND, () =>
        stage.network.sendUdp(
          engineering,
          137,
          hmi.ip,
          137,
          encodeNetbiosAnswer(identifier, "EWS-1", 0x20, engineering.ip),
        ),
      ),
    ),
  );
  const system = "Windows 7 Professional 7601 Service Pack 1";
  stage.at(110.6, () => {
    stage.event("obsolete SMB", hmi, engineering, "smb", "SMB 1, NT LM 0.12");
    const conversation = createConversation(stage.network, hmi, engineering, 445);
    conversation.open(() =>
      conversation.converse(
        [
          { by: "client", bytes: () => encodeNegotiateRequest() },
          {
            by: "server",
            bytes: () => encodeNegotiateResponse(own.bytes(8), stage.clock().seconds, "CELL1", "EWS-1"),
          },
          {
            by: "client",
            bytes: () =>
              encodeSessionSetupRequest(
                own.bytes(24),
                "panel",
                "CELL1",
                "Windows Embedded Standard 7601 Service Pack 1",
              ),
          },
          { by: "server", bytes: () => encodeSessionSetupResponse(system, "CELL1") },
        ],
        () => stage.schedule.after(12 * SECOND, () => conversation.abort("client")),
      ),
    );
  });
}

/** Asks the router for a name's address; `then` runs with the answer. */
export function lookUp(
  stage: Stage,
  client: Host,
  router: Host,
  leg: LegAddress,
  name: string,
  ip: number,
  then: () => void,
): void {
  const own = stage.random.fork(`look up ${client.name} ${name} ${stage.schedule.now()}`);
  const identifier = own.between(1, 0xffff);
  const port = own.between(50000, 64000);
  const question = { name, type: A, class: 1 };
  stage.link(client, router, "dns", "udp", 53, ["other"]);
  stage.network.sendUdp(client, port, leg(client.vlan), 53, encodeDns(identifier, 0x0100, [question], []), () =>
    stage.schedule.after((9 + own.fraction() * 8) * MILLISECOND, () =>
      stage.network.sendUdp(
        router,
        53,
        client.ip,
        port,
        encodeDns(identifier, 0x8180, [question], [addressRecord(name, ip, 300)]),
        then,
      ),
    ),
  );
}
