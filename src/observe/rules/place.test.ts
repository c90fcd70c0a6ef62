import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Act } from "../../model/act.ts";
import type { Device, Link, Poll } from "../../model/assessment.ts";
import type { Attribute } from "../../model/attribute.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Domain, Level, Role } from "../../model/role.ts";
import type { ProtocolTraits, Site } from "../site.ts";
import { placeDevices } from "./place.ts";

const evidence: Evidence = { capture: 0, frame: 7, start: 54, end: 66, time: 1000 };

const PROTOCOLS: ReadonlyMap<string, ProtocolTraits> = new Map(
  (
    [
      ["modbus", "Modbus/TCP", "ot"],
      ["s7comm", "S7 communication", "ot"],
      ["cip", "CIP", "ot"],
      ["cipio", "CIP implicit I/O", "ot"],
      ["dnp3", "DNP3", "ot"],
      ["bacnet", "BACnet", "building"],
      ["knxnet", "KNXnet/IP", "building"],
      ["dicom", "DICOM", "iomt"],
      ["mqtt", "MQTT", "iot"],
      ["coap", "CoAP", "iot"],
      ["rtsp", "RTSP", "iot"],
      ["dns", "DNS", "network"],
      ["ntp", "NTP", "network"],
      ["smb", "SMB", "it"],
      ["opcua", "OPC UA", "ot"],
      ["sip", "SIP", "it"],
      ["ssh", "SSH", "it"],
      ["tls", "TLS", "it"],
    ] as const
  ).map(([name, title, world]) => [
    name,
    { title, world, authentication: undefined, encrypted: name === "tls" || name === "ssh" },
  ]),
);

type Said = readonly [attribute: Attribute, value: string, confidence?: number];

/** A device with one address; 10.x addresses get a hardware address, public ones are behind a router. */
function device(ip: string, ...said: readonly Said[]): Device {
  const inside = ip.startsWith("10.");
  return {
    id: ip,
    label: ip,
    macs: inside
      ? [
          `02:00:00:00:${ip
            .split(".")
            .slice(2)
            .map((part) => Number(part).toString(16).padStart(2, "0"))
            .join(":")}`,
        ]
      : [],
    ips: ip.includes(".") ? [ip] : [],
    vlans: [],
    vendor: said.find(([attribute]) => attribute === "vendor")?.[1] ?? "",
    model: "",
    orderNumber: "",
    firmware: "",
    serial: "",
    hostName: "",
    operatingSystem: "",
    role: "unknown",
    roleCandidates: [],
    domain: "unknown",
    level: { level: "Not placed", score: 0, runnerUp: "", runnerUpScore: 0, needsReview: true, terms: [] },
    zone: "",
    owner: "",
    importance: "",
    attributes: said.map(([attribute, value, confidence]) => ({
      attribute,
      candidates: [{ value, confidence: confidence ?? 0.95, method: "a test", evidence, times: 1, lost: "" }],
    })),
    bindings: [],
    parts: [],
    servicesOffered: [],
    servicesUsed: [],
    credentials: [],
    polls: [],
    faults: [],
    firstSeen: 1000,
    lastSeen: 1600,
    framesSent: 10,
    framesReceived: 10,
    bytesSent: 1000,
    bytesReceived: 1000,
    presence: inside ? "spoke" : "behind a router",
  };
}

interface Talk {
  client: string;
  server: string;
  protocol: string;
  transport?: string;
  acts?: readonly Act[];
  /** Further operations by name. */
  operations?: readonly (readonly [name: string, act: Act])[];
  poll?: number;
  unanswered?: boolean;
  rolesFrom?: string;
  tunnel?: string;
}

function site(devices: readonly Device[], talks: readonly Talk[] = []): Site {
  const byId = new Map(devices.map((entry) => [entry.id, entry]));
  const links: Link[] = talks.map((talk, index) => {
    const transport = talk.transport ?? (talk.protocol.startsWith("udp") ? "udp" : "tcp");
    const acts = talk.acts ?? [];
    const link: Link = {
      id: `link-${index}`,
      client: talk.client,
      server: talk.server,
      clientAddress: talk.client,
      serverAddress: talk.server,
      protocol: talk.protocol,
      transport,
      port: 1,
      vlans: [],
      flows: 1,
      frames: 20,
      bytes: 2000,
      bytesToServer: talk.unanswered === true ? 2000 : 1000,
      firstSeen: 1000,
      lastSeen: 1600,
      rolesFrom: talk.rolesFrom ?? "messages",
      ...(talk.tunnel === undefined ? {} : { tunnel: talk.tunnel }),
      oneSided: talk.unanswered === true,
      encrypted: false,
      act: acts[0] ?? "other",
      operations: [...acts.map((act) => [act, act] as const), ...(talk.operations ?? [])].map(([name, act]) => ({
        operation: `${talk.protocol}:${name}`,
        act,
        requests: 5,
        responses: talk.unanswered === true ? 0 : 5,
        refused: 0,
        outcomes: [],
        targets: [],
        moreTargets: 0,
        evidence,
      })),
      evidence,
    };
    if (talk.unanswered !== true) {
      byId.get(talk.server)?.servicesOffered.push({
        protocol: talk.protocol,
        transport,
        port: 1,
        peers: 1,
        messages: 10,
        firstSeen: 1000,
        lastSeen: 1600,
        evidence,
      });
    }
    if (talk.poll !== undefined) {
      const poll: Poll = {
        peer: talk.server,
        protocol: talk.protocol,
        operation: "read",
        target: "",
        period: talk.poll,
        variation: 0.02,
        times: 100,
      };
      byId.get(talk.client)?.polls.push(poll);
    }
    return link;
  });
  return {
    devices: [...devices],
    links,
    points: [],
    remarks: [],
    bindings: [],
    courses: new Map(),
    moves: [],
    protocols: PROTOCOLS,
    contacts: new Map(),
  };
}

function placed(devices: readonly Device[], talks: readonly Talk[] = []): Map<string, Device> {
  const made = site(devices, talks);
  placeDevices(made);
  return new Map(made.devices.map((entry) => [entry.id, entry]));
}

function found(devices: ReadonlyMap<string, Device>, id: string): Device {
  const entry = devices.get(id);
  assert.ok(entry !== undefined, `${id} is among the devices`);
  return entry;
}

describe("words of makers and owners", () => {
  const rows: readonly (readonly [Role, Domain, Level, ...Said])[] = [
    ["plc", "ICS", "1", "orderNumber", "6ES7 516-3AN01-0AB0"],
    ["plc", "ICS", "1", "orderNumber", "6ES7315-2EH14-0AB0"],
    ["plc", "ICS", "1", "model", "1756-L61/B LOGIX5561"],
    ["plc", "ICS", "1", "model", "BMX P34 2020"],
    ["plc", "ICS", "1", "model", "TM221CE40R"],
    ["safety controller", "ICS", "1", "model", "Tricon"],
    ["meter", "ICS", "1", "vendor", "Kamstrup"],
    ["badge reader", "IoT", "4", "vendor", "Crossmatch Technologies/HID Global"],
    ["rtu", "ICS", "1", "model", "SCADAPack 350"],
    ["ied", "ICS", "1", "model", "SEL-351S"],
    ["ied", "ICS", "1", "orderNumber", "7SJ6225-4EB22"],
    ["dcs controller", "ICS", "1", "model", "AC 800M"],
    ["cnc", "ICS", "1", "model", "SINUMERIK 840D"],
    ["robot", "ICS", "1", "model", "KR C4"],
    ["drive", "ICS", "0", "model", "PowerFlex 525"],
    ["drive", "ICS", "0", "orderNumber", "6SL3040-1MA01-0AA0"],
    ["drive", "ICS", "0", "model", "ATV630"],
    ["remote io", "ICS", "0", "model", "1734-AENT"],
    ["actuator", "ICS", "0", "model", "valve terminal CPX"],
    ["meter", "ICS", "1", "model", "PowerLogic PM5560"],
    ["hmi", "ICS", "2", "orderNumber", "6AV2124-0JC01-0AX0"],
    ["hmi", "ICS", "2", "model", "PanelView Plus 7"],
    ["scada server", "ICS", "2", "software", "SIMATIC WinCC RT Professional"],
    ["engineering station", "ICS", "2", "software", "TIA Portal V17"],
    ["historian", "ICS", "3", "software", "PI Server 2018"],
    ["opc server", "ICS", "2", "software", "KEPServerEX"],
    ["opc server", "ICS", "2", "software", "UaGateway"],
    ["engineering station", "ICS", "2", "software", "UaExpert"],
    ["plc", "ICS", "1", "description", "urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1"],
    ["gateway", "ICS", "2", "model", "MGate MB3180"],
    ["building controller", "building", "Building", "model", "JACE-8000"],
    ["camera", "IoT", "4", "model", "AXIS P3245-V"],
    ["video recorder", "IoT", "4", "description", "Network Video Recorder"],
    ["printer", "IT", "4", "description", "HP LaserJet M404"],
    ["phone", "IT", "4", "kind", "telephone"],
    ["phone", "IT", "4", "model", "GRP2612"],
    ["phone", "IT", "4", "vendor", "Fanvil"],
    ["server", "IT", "Not placed", "kind", "PBX"],
    ["scanner", "IT", "Not placed", "software", "friendly-scanner"],
    ["camera", "IoT", "4", "kind", "network video transmitter (ONVIF)"],
    ["video recorder", "IoT", "4", "kind", "network video storage (ONVIF)"],
    ["badge reader", "IoT", "4", "description", "card reader"],
    ["smart plug", "IoT", "4", "model", "HS110"],
    ["smart plug", "IoT", "4", "kind", "controllee (Belkin)"],
    ["iot hub", "IoT", "4", "kind", "bridge (Belkin)"],
    ["switch", "network", "Not placed", "kind", "bridge"],
    ["light", "IoT", "4", "model", "LIFX A19"],
    ["speaker", "IoT", "4", "model", "Sonos One"],
    ["television", "IoT", "4", "model", "Chromecast"],
    ["iot hub", "IoT", "4", "model", "Philips hue bridge 2015"],
    ["patient monitor", "IoMT", "IoMT", "model", "IntelliVue MX450"],
    ["infusion pump", "IoMT", "IoMT", "model", "Alaris 8015"],
    ["medical imaging", "IoMT", "IoMT", "model", "SOMATOM Definition"],
    ["pacs", "IoMT", "IoMT", "software", "Orthanc 1.12"],
    ["base station", "5G", "5G", "description", "gNB"],
    ["router", "network", "Boundary", "kind", "router (forwards for 12 addresses)"],
    ["firewall", "network", "Boundary", "model", "FortiGate 60F"],
    ["mobile device", "IT", "4", "operatingSystem", "Android 13"],
    ["mail server", "IT", "4", "software", "Postfix"],
    ["plc", "ICS", "1", "model", "SM35-J-T20"],
    ["plc", "ICS", "1", "description", "Samba OPLC"],
  ];
  for (const [role, domain, level, ...said] of rows) {
    test(`${said.join(" ")}: ${role}`, () => {
      const one = found(placed([device("10.1.1.1", said as unknown as Said)]), "10.1.1.1");
      assert.equal(one.role, role);
      assert.equal(one.domain, domain);
      assert.equal(one.level.level, level);
      assert.equal(one.roleCandidates[0]?.value, role);
      assert.equal(one.roleCandidates[0]?.lost, "");
    });
  }

  test("the file service Samba is not the controller of that name", () => {
    assert.equal(found(placed([device("10.1.1.1", ["software", "Samba 4.17.12"])]), "10.1.1.1").role, "unknown");
  });

  test("a module in a slot speaks for the rack that it sits in", () => {
    const rack = device("10.1.1.1", ["model", "1756-EN2T/D"]);
    rack.parts.push({
      part: "slot 0",
      attributes: [
        {
          attribute: "model",
          candidates: [
            { value: "1756-L73/B LOGIX5573", confidence: 0.95, method: "CIP", evidence, times: 1, lost: "" },
          ],
        },
      ],
    });
    const one = found(placed([rack]), "10.1.1.1");
    assert.equal(one.role, "plc");
    assert.ok((one.roleCandidates[0]?.confidence ?? 0) > 0.75);
  });

  test("what drives a segment whose devices are its parts is a controller", () => {
    const master = device("10.1.1.1");
    master.parts.push({ part: "slave 1001", attributes: [] }, { part: "slave 1002", attributes: [] });
    const talk = { client: "10.1.1.1", server: "", protocol: "ethercat", transport: "ethernet" };
    const one = found(placed([master], [talk]), "10.1.1.1");
    assert.equal(one.role, "plc");
    assert.equal(one.level.level, "1");
    assert.ok(one.level.terms.some(({ reason }) => /2 devices of its segment/.test(reason)));
    // Without parts nothing tells who of those that are heard drives the others.
    assert.equal(found(placed([device("10.1.1.1")], [talk]), "10.1.1.1").role, "unknown");
  });

  test("a unit behind a gateway does not speak for the gateway", () => {
    const gateway = device("10.1.1.1", ["model", "MGate MB3180"]);
    gateway.parts.push({
      part: "unit 5",
      attributes: [
        {
          attribute: "model",
          candidates: [{ value: "S7-300", confidence: 1, method: "Modbus", evidence, times: 1, lost: "" }],
        },
      ],
    });
    assert.equal(found(placed([gateway]), "10.1.1.1").role, "gateway");
  });
});

describe("conduct", () => {
  test("what answers and takes a program is a PLC on level 1, and who programs it an engineering station", () => {
    const devices = placed(
      [device("10.1.1.1"), device("10.1.1.9")],
      [{ client: "10.1.1.9", server: "10.1.1.1", protocol: "s7comm", acts: ["program", "read"] }],
    );
    const plc = found(devices, "10.1.1.1");
    const station = found(devices, "10.1.1.9");
    assert.deepEqual([plc.role, plc.domain, plc.level.level, plc.level.needsReview], ["plc", "ICS", "1", false]);
    assert.deepEqual([station.role, station.domain, station.level.level], ["engineering station", "ICS", "2"]);
    assert.ok(
      plc.level.terms.some((term) => term.points > 0 && term.reason === "Took program operations from 10.1.1.9"),
    );
    assert.ok(plc.level.terms.some((term) => term.points < 0 && term.level === "0"));
  });

  test("an engineering station of several cells stands between levels 2 and 3 and wants review", () => {
    const station = found(
      placed(
        [device("10.1.1.1"), device("10.1.2.1"), device("10.1.9.9")],
        [
          { client: "10.1.9.9", server: "10.1.1.1", protocol: "s7comm", acts: ["program"] },
          { client: "10.1.9.9", server: "10.1.2.1", protocol: "s7comm", acts: ["program"] },
        ],
      ),
      "10.1.9.9",
    );
    assert.equal(station.role, "engineering station");
    assert.ok(station.level.needsReview);
    assert.deepEqual([station.level.level, station.level.runnerUp].sort(), ["2", "3"]);
  });

  for (const [protocol, name] of [
    ["s7comm", "start_upload"],
    ["modbus", "umas_download_block"],
  ] as const) {
    test(`who copies a program over ${protocol} and does nothing else is an engineering station`, () => {
      const devices = placed(
        [device("10.1.1.1"), device("10.1.1.9")],
        [{ client: "10.1.1.9", server: "10.1.1.1", protocol, acts: ["identify"], operations: [[name, "file"]] }],
      );
      assert.equal(found(devices, "10.1.1.9").role, "engineering station");
    });
  }

  test("a historian that keeps copies of programs, or reads files of another kind, stays one", () => {
    for (const name of ["start_upload", "read_file_record"]) {
      const devices = placed(
        [device("10.1.1.1"), device("10.1.1.9")],
        [
          {
            client: "10.1.1.9",
            server: "10.1.1.1",
            protocol: "s7comm",
            acts: ["read"],
            operations: [[name, "file"]],
            poll: 30,
          },
        ],
      );
      assert.equal(found(devices, "10.1.1.9").role, "historian", name);
    }
  });

  test("who gives the time to all is a time server", () => {
    const clock = device("10.1.1.5");
    const made = site([clock], [{ client: "10.1.1.5", server: "", protocol: "ntp", transport: "udp", acts: ["time"] }]);
    (made.links[0] as Link).operations[0].operation = "ntp:broadcast";
    placeDevices(made);
    assert.equal(clock.role, "time server");
  });

  test("a controller that serves pages to many is still a controller", () => {
    const clients = ["10.1.1.21", "10.1.1.22", "10.1.1.23", "10.1.1.24"];
    const plc = found(
      placed(
        [device("10.1.1.1"), ...clients.map((ip) => device(ip))],
        [
          { client: "10.1.1.21", server: "10.1.1.1", protocol: "modbus", acts: ["read"], poll: 1 },
          ...clients.map((client) => ({ client, server: "10.1.1.1", protocol: "http", acts: ["read" as const] })),
        ],
      ),
      "10.1.1.1",
    );
    assert.deepEqual([plc.role, plc.domain, plc.level.level], ["plc", "ICS", "1"]);
  });

  test("a computer that only seeks things of the network is no thing itself", () => {
    const devices = [device("10.1.1.6"), device("10.1.1.7")];
    const made = site(devices, [
      { client: "10.1.1.6", server: "", protocol: "coap", transport: "udp", acts: ["identify"] },
      { client: "10.1.1.7", server: "", protocol: "coap", transport: "udp", acts: ["identify"] },
    ]);
    (made.links[0] as Link).operations[0].operation = "ssdp:m_search";
    (made.links[1] as Link).operations[0].operation = "ssdp:notify_alive";
    placeDevices(made);
    assert.deepEqual(
      devices.map((entry) => entry.domain),
      ["unknown", "IoT"],
    );
  });

  test("a port that several protocols share names none of them", () => {
    const devices = placed(
      [device("10.1.1.1"), device("10.1.1.9")],
      [{ client: "10.1.1.9", server: "10.1.1.1", protocol: "tcp 102" }],
    );
    assert.equal(found(devices, "10.1.1.1").role, "unknown");
    assert.equal(found(devices, "10.1.1.1").domain, "ICS");
  });

  test("an outstation is an RTU", () => {
    const devices = placed(
      [device("10.1.1.1"), device("10.1.1.9")],
      [{ client: "10.1.1.9", server: "10.1.1.1", protocol: "dnp3", acts: ["read"], poll: 5 }],
    );
    assert.equal(found(devices, "10.1.1.1").role, "rtu");
    assert.equal(found(devices, "10.1.1.1").level.level, "1");
  });

  test("who polls a few and writes is an HMI, who polls many a SCADA server", () => {
    const controllers = [1, 2, 3, 4, 5, 6].map((last) => device(`10.1.1.${last}`));
    const talks = controllers.map(
      (entry): Talk => ({ client: "10.1.1.90", server: entry.id, protocol: "modbus", acts: ["read"], poll: 1 }),
    );
    const few = controllers.slice(0, 2).map(
      (entry): Talk => ({
        client: "10.1.1.91",
        server: entry.id,
        protocol: "modbus",
        acts: ["read", "write"],
        poll: 0.5,
      }),
    );
    const devices = placed([...controllers, device("10.1.1.90"), device("10.1.1.91")], [...talks, ...few]);
    const server = found(devices, "10.1.1.90");
    const panel = found(devices, "10.1.1.91");
    assert.deepEqual([server.role, server.level.level, server.level.needsReview], ["scada server", "2", false]);
    assert.deepEqual([panel.role, panel.level.level, panel.domain], ["hmi", "2", "ICS"]);
    assert.ok(panel.level.terms.some((term) => term.reason === "Polls 2 controllers every 500 ms over Modbus/TCP"));
    assert.ok(
      found(devices, "10.1.1.1").level.terms.some(
        (term) => term.reason === "Polled every 500 ms by 10.1.1.91 and by 1 other",
      ),
    );
  });

  test("slow reading without writing is a historian's", () => {
    const devices = placed(
      [device("10.1.1.1"), device("10.1.1.9", ["name", "HIST-1", 0.8])],
      [{ client: "10.1.1.9", server: "10.1.1.1", protocol: "modbus", acts: ["read"], poll: 30 }],
    );
    assert.deepEqual([found(devices, "10.1.1.9").role, found(devices, "10.1.1.9").level.level], ["historian", "3"]);
  });

  test("a controller that polls a drive stays a controller, and the drive is on level 0", () => {
    const devices = placed(
      [
        device("10.1.1.1", ["model", "1769-L24ER"]),
        device("10.1.1.2", ["kind", "AC Drive"], ["role", "drive", 0.8]),
        device("10.1.1.9"),
      ],
      [
        { client: "10.1.1.9", server: "10.1.1.1", protocol: "cip", acts: ["read", "write"], poll: 1 },
        { client: "10.1.1.1", server: "10.1.1.2", protocol: "cip", acts: ["identify"] },
        { client: "10.1.1.2", server: "10.1.1.1", protocol: "cipio", transport: "udp", rolesFrom: "first speaker" },
      ],
    );
    assert.deepEqual([found(devices, "10.1.1.1").role, found(devices, "10.1.1.1").level.level], ["plc", "1"]);
    assert.deepEqual([found(devices, "10.1.1.2").role, found(devices, "10.1.1.2").level.level], ["drive", "0"]);
    assert.ok(found(devices, "10.1.1.1").level.terms.some((term) => term.reason.startsWith("Drives 1 field device")));
  });

  test("who reads controllers and hands their values on over OPC UA is an OPC server on level 2", () => {
    const devices = placed(
      [
        device("10.1.1.1", ["model", "S7-1200"]),
        device("10.1.1.2", ["model", "S7-1200"]),
        device("10.1.1.7"),
        device("10.1.1.9"),
      ],
      [
        { client: "10.1.1.7", server: "10.1.1.1", protocol: "s7comm", acts: ["read"], poll: 1 },
        { client: "10.1.1.7", server: "10.1.1.2", protocol: "s7comm", acts: ["read"], poll: 1 },
        { client: "10.1.1.9", server: "10.1.1.7", protocol: "opcua", acts: ["read", "write"], poll: 1 },
      ],
    );
    const server = found(devices, "10.1.1.7");
    assert.deepEqual([server.role, server.domain, server.level.level], ["opc server", "ICS", "2"]);
    assert.ok(
      server.roleCandidates.some((candidate) =>
        /Reads 2 controllers over S7 communication and hands values on over OPC UA/.test(candidate.method),
      ),
    );
  });

  test("a controller that speaks OPC UA itself stays a controller on level 1", () => {
    const devices = placed(
      [device("10.1.1.1", ["role", "plc", 0.6]), device("10.1.1.9")],
      [{ client: "10.1.1.9", server: "10.1.1.1", protocol: "opcua", acts: ["read", "write"], poll: 1 }],
    );
    const controller = found(devices, "10.1.1.1");
    assert.deepEqual([controller.role, controller.level.level], ["plc", "1"]);
    const client = found(devices, "10.1.1.9");
    assert.deepEqual([client.role, client.level.level], ["hmi", "2"]);
  });

  test("recorded values served over OPC UA let a host that is called so be a historian", () => {
    const talk: Talk = { client: "10.1.1.9", server: "10.1.1.8", protocol: "opcua", acts: ["read"] };
    const made = site([device("10.1.1.8", ["name", "HIST-1", 0.8]), device("10.1.1.9")], [talk]);
    const operation = made.links[0]?.operations[0];
    assert.ok(operation !== undefined);
    operation.operation = "opcua:history_read";
    placeDevices(made);
    const served = made.devices.find((entry) => entry.id === "10.1.1.8");
    assert.equal(served?.role, "historian");
    operation.refused = 5;
    placeDevices(made);
    const refused = made.devices.find((entry) => entry.id === "10.1.1.8");
    assert.notEqual(refused?.roleCandidates[0]?.method.startsWith("Serves recorded values"), true);
  });

  test("a publisher of protection events is an IED", () => {
    const one = found(
      placed(
        [device("10.1.1.1")],
        [{ client: "10.1.1.1", server: "", protocol: "goose", transport: "ethernet", rolesFrom: "first speaker" }],
      ),
      "10.1.1.1",
    );
    assert.deepEqual([one.role, one.domain, one.level.level], ["ied", "ICS", "1"]);
  });

  test("a client that is seen inside the tunnels of the mobile core alone is a device of the radio network", () => {
    const clients = ["10.1.1.1", "10.1.1.2", "10.1.1.3"];
    const devices = placed(
      [...clients, "10.1.1.8"].map((ip) => ({ ...device(ip), macs: [] })),
      [
        ...clients.map((client) => ({ client, server: "10.1.1.8", protocol: "mqtt", tunnel: "gtp" })),
        { client: "10.1.1.2", server: "10.1.1.8", protocol: "http" },
        { client: "10.1.1.8", server: "10.1.1.3", protocol: "http", tunnel: "gtp" },
      ],
    );
    assert.deepEqual(
      [...clients, "10.1.1.8"].map((ip) => found(devices, ip).role === "user equipment"),
      [true, false, false, false],
      "also outside of them, and as a server",
    );
    assert.equal(found(devices, "10.1.1.1").level.level, "5G");
  });

  test("a broker that serves plant devices is on level 3", () => {
    const devices = placed(
      [device("10.1.1.1", ["model", "S7-1200"]), device("10.1.1.8")],
      [{ client: "10.1.1.1", server: "10.1.1.8", protocol: "mqtt", acts: ["write"] }],
    );
    const broker = found(devices, "10.1.1.8");
    assert.deepEqual([broker.role, broker.level.level], ["mqtt broker", "3"]);
  });

  test("what registers at an exchange is a phone, and the exchange a server", () => {
    const phones = ["10.4.4.1", "10.4.4.2", "10.4.4.3"];
    const devices = placed(
      [...phones.map((ip) => device(ip)), device("10.4.4.9")],
      phones.map((client) => ({ client, server: "10.4.4.9", protocol: "sip", acts: ["authenticate"] as const })),
    );
    assert.deepEqual(
      phones.map((ip) => found(devices, ip).role),
      ["phone", "phone", "phone"],
    );
    assert.equal(found(devices, "10.4.4.9").role, "server");
  });

  test("a host that business enters and that goes on into the plant is on level 3.5", () => {
    const devices = placed(
      [
        device("10.1.1.1", ["model", "S7-1500"]),
        device("10.1.1.5", ["model", "PanelView"]),
        device("10.9.9.9"),
        device("10.4.4.4", ["operatingSystem", "Windows 10"], ["name", "PC-17"]),
      ],
      [
        { client: "10.4.4.4", server: "10.9.9.9", protocol: "ssh" },
        { client: "10.9.9.9", server: "10.1.1.5", protocol: "ssh" },
        { client: "10.1.1.5", server: "10.1.1.1", protocol: "modbus", acts: ["read"], poll: 1 },
      ],
    );
    const jump = found(devices, "10.9.9.9");
    assert.deepEqual([jump.role, jump.level.level], ["jump host", "3.5"]);
    assert.deepEqual([found(devices, "10.4.4.4").role, found(devices, "10.4.4.4").level.level], ["workstation", "4"]);
  });

  test("what the building network and the office say to a controller speaks against it, and does not move it", () => {
    const devices = placed(
      [
        device("10.1.1.1", ["model", "BMX P34 2020"]),
        device("10.6.6.6"),
        device("10.6.6.7"),
        device("10.4.4.4", ["operatingSystem", "Windows 10"], ["name", "PC-17"]),
      ],
      [
        { client: "10.6.6.6", server: "10.6.6.7", protocol: "bacnet", acts: ["read"], poll: 10, transport: "udp" },
        { client: "10.6.6.6", server: "10.1.1.1", protocol: "modbus", acts: ["write"] },
        { client: "10.4.4.4", server: "10.1.1.1", protocol: "modbus", acts: ["read"] },
      ],
    );
    const plc = found(devices, "10.1.1.1");
    assert.equal(plc.level.level, "1");
    assert.ok(plc.level.terms.some((term) => term.points < 0 && term.reason === "Spoken to from Building by 10.6.6.6"));
    assert.ok(plc.level.terms.some((term) => term.points < 0 && term.reason === "Spoken to from level 4 by 10.4.4.4"));
    assert.deepEqual(
      [found(devices, "10.6.6.7").role, found(devices, "10.6.6.7").level.level],
      ["building controller", "Building"],
    );
    assert.deepEqual(
      [found(devices, "10.6.6.6").role, found(devices, "10.6.6.6").domain],
      ["building station", "building"],
    );
  });

  test("public addresses behind a router are outside", () => {
    const one = found(
      placed(
        [device("203.0.113.9"), device("10.1.1.1")],
        [{ client: "10.1.1.1", server: "203.0.113.9", protocol: "tls" }],
      ),
      "203.0.113.9",
    );
    assert.deepEqual(
      [one.domain, one.level.level, one.level.score, one.level.needsReview],
      ["outside", "Outside", 9, false],
    );
  });

  test("a public block that is used inside does not send controllers outside", () => {
    const devices = placed(
      [device("141.81.0.10"), device("141.81.0.46")],
      [{ client: "141.81.0.10", server: "141.81.0.46", protocol: "dnp3", acts: ["read"], poll: 2 }],
    );
    assert.equal(found(devices, "141.81.0.46").level.level, "1");
    assert.equal(found(devices, "141.81.0.10").level.level, "2");
  });

  test("a switch is where its network is", () => {
    const devices = placed(
      [device("10.1.1.1", ["model", "S7-1500"]), device("10.1.1.250", ["model", "SCALANCE X208"])],
      [],
    );
    assert.deepEqual([found(devices, "10.1.1.250").role, found(devices, "10.1.1.250").level.level], ["switch", "2"]);
  });
});

describe("thin evidence", () => {
  test("a silent device is not placed and has no role", () => {
    const one = found(placed([device("10.1.1.1"), device("10.1.1.2", ["model", "S7-1500"])]), "10.1.1.1");
    assert.deepEqual(
      [one.role, one.domain, one.level.level, one.level.needsReview],
      ["unknown", "unknown", "Not placed", true],
    );
    assert.deepEqual(one.roleCandidates, []);
  });

  test("a request that nobody answered makes no controller", () => {
    const one = found(
      placed(
        [device("10.1.1.1"), device("10.1.1.9")],
        [{ client: "10.1.1.9", server: "10.1.1.1", protocol: "modbus", acts: ["read"], unanswered: true }],
      ),
      "10.1.1.1",
    );
    assert.equal(one.role, "unknown");
    assert.equal(one.level.level, "Not placed");
  });

  test("a port alone does not make a role sure", () => {
    const one = found(
      placed(
        [device("10.1.1.1"), device("10.1.1.9")],
        [{ client: "10.1.1.9", server: "10.1.1.1", protocol: "tcp 502" }],
      ),
      "10.1.1.1",
    );
    assert.equal(one.role, "unknown");
    assert.ok((one.roleCandidates[0]?.confidence ?? 0) < 0.36);
    assert.equal(one.roleCandidates[0]?.lost, "Too weak to name a role");
    assert.ok(one.level.needsReview);
  });

  test("two weak roles that are as strong as each other stay unknown, and both are told", () => {
    const one = found(
      placed(
        [device("10.1.1.1", ["name", "sql", 0.9], ["description", "", 0.1], ["domainName", "x"]), device("10.1.1.2")],
        [],
      ),
      "10.1.1.1",
    );
    assert.equal(one.role, "database server");
    const torn = found(placed([device("10.1.1.1", ["name", "cam-nvr", 0.8])]), "10.1.1.1");
    assert.equal(torn.role, "unknown");
    assert.deepEqual(torn.roleCandidates.map((entry) => entry.value).sort(), ["camera", "video recorder"]);
    assert.ok(torn.roleCandidates.every((entry) => entry.lost === "Two roles are too close to tell apart"));
  });

  test("two words for one family are not torn between: what a device does stands before what it is called", () => {
    const controller = found(
      placed(
        [device("10.1.1.1", ["name", "plc-roof"]), device("10.1.1.2")],
        [{ client: "10.1.1.2", server: "10.1.1.1", protocol: "bacnet", transport: "udp", acts: ["read"] }],
      ),
      "10.1.1.1",
    );
    assert.deepEqual([controller.role, controller.domain], ["building controller", "building"]);
    assert.ok(controller.roleCandidates.some(({ value, lost }) => value === "plc" && lost !== ""));
  });

  test("what a computer is used for stands before the bare word for a computer", () => {
    const computers = placed(
      [
        device("10.1.1.1", ["operatingSystem", "Windows XP", 0.85]),
        device("10.1.1.2", ["operatingSystem", "Windows 7", 0.85]),
        device("10.1.1.3", ["operatingSystem", "Windows 7", 0.85]),
      ],
      [{ client: "10.1.1.2", server: "10.1.1.1", protocol: "modbus", acts: ["read"], poll: 1 }],
    );
    assert.deepEqual(
      ["10.1.1.1", "10.1.1.2", "10.1.1.3"].map((ip) => found(computers, ip).role),
      ["plc", "hmi", "workstation"],
    );
  });

  test("who takes video from several cameras is a recorder, even one by a maker of cameras; who watches one is none", () => {
    const cameras = ["10.3.3.1", "10.3.3.2", "10.3.3.3"];
    const devices = placed(
      [...cameras.map((ip) => device(ip)), device("10.3.3.9", ["vendor", "Hikvision", 0.45]), device("10.3.3.8")],
      [
        ...cameras.map((server) => ({ client: "10.3.3.9", server, protocol: "rtsp", acts: ["read"] as const })),
        { client: "10.3.3.8", server: "10.3.3.1", protocol: "rtsp", acts: ["read"] },
      ],
    );
    assert.equal(found(devices, "10.3.3.9").role, "video recorder");
    assert.equal(found(devices, "10.3.3.8").role, "unknown");
    assert.equal(found(devices, "10.3.3.1").role, "camera");
  });

  test("who gives names, time and files to the same computers is a directory server when it is called so, too", () => {
    const computers = ["10.4.4.1", "10.4.4.2", "10.4.4.3"];
    const talks = ["dns", "ntp", "smb"].flatMap((protocol) =>
      computers.map((client) => ({ client, server: "10.4.4.9", protocol, acts: ["read"] as const })),
    );
    const named = placed([...computers.map((ip) => device(ip)), device("10.4.4.9", ["name", "DC-1", 0.9])], talks);
    assert.equal(found(named, "10.4.4.9").role, "directory server");
    const namesOnly = talks.filter(({ protocol }) => protocol === "dns");
    const server = placed([...computers.map((ip) => device(ip)), device("10.4.4.9", ["name", "DC-1", 0.9])], namesOnly);
    assert.equal(found(server, "10.4.4.9").role, "name server");
  });

  test("who publishes a few values and does nothing else is a sensor; who asks things for them is their gateway", () => {
    const publish = (client: string): Talk => ({ client, server: "10.1.1.8", protocol: "mqtt", acts: ["write"] });
    const things = ["10.2.2.1", "10.2.2.2", "10.2.2.3"];
    const made = site(
      ["10.1.1.1", "10.1.1.2", "10.1.1.3", "10.1.1.4", "10.1.1.8", ...things].map((ip) => device(ip)),
      [
        publish("10.1.1.1"),
        { client: "10.1.1.1", server: "10.1.1.9", protocol: "dns" },
        publish("10.1.1.2"),
        { client: "10.1.1.2", server: "10.1.1.8", protocol: "mqtt", acts: ["read"] },
        publish("10.1.1.3"),
        ...things.map((server): Talk => ({ client: "10.1.1.3", server, protocol: "coap", acts: ["read"] })),
        publish("10.1.1.4"),
        { client: "10.1.1.4", server: "10.1.1.3", protocol: "ssh" },
      ],
    );
    for (const { operations } of made.links) for (const each of operations) each.targets.push("room/temperature");
    placeDevices(made);
    assert.deepEqual(
      made.devices.slice(0, 4).map(({ role }) => role),
      ["sensor", "unknown", "gateway", "unknown"],
    );
  });

  test("who asks an archive for images and is sent them is a reading station, not an archive", () => {
    const devices = placed(
      [device("10.7.7.1"), device("10.7.7.2"), device("10.7.7.3")],
      [
        { client: "10.7.7.1", server: "10.7.7.2", protocol: "dicom", operations: [["c_store", "file"]] },
        { client: "10.7.7.3", server: "10.7.7.2", protocol: "dicom", operations: [["c_move", "file"]] },
        { client: "10.7.7.2", server: "10.7.7.3", protocol: "dicom", operations: [["c_store", "file"]] },
      ],
    );
    assert.deepEqual(
      ["10.7.7.1", "10.7.7.2", "10.7.7.3"].map((ip) => found(devices, ip).role),
      ["medical imaging", "pacs", "workstation"],
    );
  });

  test("who tells all what several devices of a bus say is a gateway; a station with an address of its own is none", () => {
    const router = device("10.5.5.1");
    const station = device("10.5.5.2");
    for (const part of ["KNX 1.1.1", "KNX 1.1.2"]) router.parts.push({ part, attributes: [] });
    station.parts.push({ part: "KNX 1.1.250", attributes: [] });
    const devices = placed(
      [router, station],
      ["10.5.5.1", "10.5.5.2"].map((client) => ({
        client,
        server: "",
        protocol: "knxnet",
        transport: "udp",
        acts: ["write"] as const,
      })),
    );
    assert.deepEqual([found(devices, "10.5.5.1").role, found(devices, "10.5.5.2").role], ["gateway", "unknown"]);
  });

  test("who supervises stations that report by themselves does not need to poll them", () => {
    const devices = placed(
      [device("10.1.1.1"), device("10.1.1.2")],
      [{ client: "10.1.1.2", server: "10.1.1.1", protocol: "dnp3", acts: ["read"] }],
    );
    assert.equal(found(devices, "10.1.1.2").role, "scada server");
  });

  test("what is in TLS is told by a port that one protocol has for itself", () => {
    const made = site(
      [device("10.1.1.1", ["name", "office-win10", 0.6]), device("10.1.1.2")],
      [{ client: "10.1.1.2", server: "10.1.1.1", protocol: "tls" }],
    );
    (made.links[0] as Link).port = 3389;
    (made.devices[0] as Device).servicesOffered[0].port = 3389;
    placeDevices(made);
    assert.equal(made.devices[0].role, "workstation");
    assert.ok(made.devices[0].roleCandidates.some(({ method }) => method.includes("RDP in TLS")));
  });

  test("who sets up secure channels with members of a domain is a directory server", () => {
    const made = site(
      [device("10.1.1.1", ["operatingSystem", "Windows 10 or Server 2019", 0.8]), device("10.1.1.2")],
      [{ client: "10.1.1.2", server: "10.1.1.1", protocol: "dcerpc", acts: ["authenticate"] }],
    );
    (made.links[0] as Link).operations[0].operation = "dcerpc:netlogon_netr_server_authenticate3";
    placeDevices(made);
    assert.equal(made.devices[0].role, "directory server");
  });

  test("who takes the files of a controller engineers it; recordings of stations are taken by who supervises them", () => {
    const devices = placed(
      [device("10.1.1.1"), device("10.1.1.2"), device("10.1.1.3"), device("10.1.1.4")],
      [
        { client: "10.1.1.2", server: "10.1.1.1", protocol: "s7comm", acts: ["file"] },
        { client: "10.1.1.4", server: "10.1.1.3", protocol: "dnp3", acts: ["file"] },
      ],
    );
    assert.equal(found(devices, "10.1.1.2").role, "engineering station");
    assert.equal(found(devices, "10.1.1.4").role, "scada server");
  });

  test("precise time in a plant comes from the plant", () => {
    const made = site(
      [device("10.1.1.9", ["role", "time server", 0.75]), device("10.1.2.1"), device("10.1.2.2")],
      [
        { client: "10.1.1.9", server: "", protocol: "ptp", transport: "ethernet" },
        { client: "10.1.2.2", server: "10.1.2.1", protocol: "modbus", acts: ["read"], poll: 1 },
      ],
    );
    placeDevices(made);
    assert.equal(made.devices[0].level.level, "3");
    assert.ok(made.devices[0].level.terms.some(({ reason }) => reason.includes("PTP")));
  });

  test("a computer by a maker for plants stands in the plant", () => {
    const industrial = found(
      placed(
        [
          device("10.1.1.1", ["vendor", "Beckhoff", 0.45], ["operatingSystem", "Windows 10", 0.7]),
          device("10.1.2.1"),
          device("10.1.2.2"),
        ],
        [{ client: "10.1.2.2", server: "10.1.2.1", protocol: "modbus", acts: ["read"], poll: 1 }],
      ),
      "10.1.1.1",
    );
    assert.deepEqual([industrial.role, industrial.domain, industrial.level.level], ["workstation", "ICS", "2"]);
    assert.equal(found(placed([device("10.1.1.2", ["vendor", "Turck", 0.45])]), "10.1.1.2").domain, "ICS");
  });

  test("who forwards for others and serves names is a router, for one address too", () => {
    const router = found(
      placed(
        [device("10.1.1.1", ["kind", "router (forwards for 1 address)", 0.8]), device("10.1.1.2")],
        [{ client: "10.1.1.2", server: "10.1.1.1", protocol: "dns", transport: "udp" }],
      ),
      "10.1.1.1",
    );
    assert.deepEqual([router.role, router.level.level], ["router", "Boundary"]);
  });

  test("a level that leads by less than two points wants review", () => {
    for (const one of placed(
      [device("10.1.1.1"), device("10.1.1.9", ["operatingSystem", "Windows 10"]), device("203.0.113.9")],
      [
        { client: "10.1.1.9", server: "10.1.1.1", protocol: "modbus", acts: ["read"] },
        { client: "10.1.1.9", server: "203.0.113.9", protocol: "tls" },
      ],
    ).values()) {
      const { level, score, runnerUpScore, needsReview } = one.level;
      if (level === "Not placed") continue;
      assert.equal(needsReview, score <= 2 || score - runnerUpScore < 2, one.id);
    }
  });
});

describe("what is written down", () => {
  const plant = (): [Device[], Talk[]] => [
    [
      device("10.1.1.1", ["model", "S7-1500"]),
      device("10.1.1.2"),
      device("10.1.1.9"),
      device("10.1.1.30"),
      device("10.4.4.4", ["operatingSystem", "Windows 10"]),
      device("203.0.113.9"),
    ],
    [
      { client: "10.1.1.9", server: "10.1.1.1", protocol: "s7comm", acts: ["read", "write"], poll: 1 },
      { client: "10.1.1.9", server: "10.1.1.2", protocol: "modbus", acts: ["read"], poll: 1 },
      { client: "10.1.1.30", server: "10.1.1.1", protocol: "s7comm", acts: ["program"] },
      { client: "10.4.4.4", server: "203.0.113.9", protocol: "tls" },
      { client: "10.4.4.4", server: "10.1.1.2", protocol: "modbus", acts: ["write"] },
    ],
  ];
  const pictureOf = (devices: ReadonlyMap<string, Device>): string =>
    JSON.stringify(
      [...devices.values()]
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .map(({ id, role, roleCandidates, domain, level }) => ({ id, role, roleCandidates, domain, level })),
    );

  test("the winning level's score is the sum of its terms", () => {
    const [devices, talks] = plant();
    for (const { level } of placed(devices, talks).values()) {
      if (level.level === "Not placed") continue;
      const sum = level.terms.filter((term) => term.level === level.level).reduce((all, term) => all + term.points, 0);
      assert.ok(Math.abs(sum - level.score) < 0.05);
    }
  });

  test("neither the order of devices nor that of links changes anything", () => {
    const [devices, talks] = plant();
    const [again, sameTalks] = plant();
    const before = placed(devices, talks);
    const made = site(again, sameTalks);
    made.devices.reverse();
    made.links.reverse();
    placeDevices(made);
    assert.equal(pictureOf(new Map(made.devices.map((entry) => [entry.id, entry]))), pictureOf(before));
  });
});
