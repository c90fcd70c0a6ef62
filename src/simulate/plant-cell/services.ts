import { writer } from "../bytes.ts";
import { ACKNOWLEDGE, DISCOVER, encodeDhcp, OFFER, REQUEST, textOption, wordOption } from "../encode/dhcp.ts";
import { A, addressRecord, encodeDns, encodeNetbiosRegistration } from "../encode/dns.ts";
import { encodeLldp, LLDP_GROUP } from "../encode/lldp.ts";
import { encodeNtp } from "../encode/ntp.ts";
import { encodeSnmp, GET_REQUEST, RESPONSE, type SnmpValue } from "../encode/snmp.ts";
import type { Host } from "../host.ts";
import { MICROSECOND, MILLISECOND, SECOND } from "../schedule.ts";
import type { Stage } from "../stage.ts";
import type { Hosts } from "./controllers.ts";

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
