// Made-up sites on which the detections of unusual conduct must fire, and similar ones on which they must not.
import type { Severity } from "../model/assessment.ts";
import type { MadeDevice, MadeLink, MadeSite } from "./testing.ts";

/** Made-up sites for one detection: those that must fire, with what is said, and those that must not. */
export interface Case {
  fires: { name: string; site: MadeSite; severity: Severity; title: RegExp; findings?: number }[];
  silent: { name: string; site: MadeSite }[];
}

const rtu: MadeDevice = { id: "RTU-1", role: "rtu", level: "1" };
const scada: MadeDevice = { id: "SCADA-1", role: "scada server", level: "2" };
const laptop: MadeDevice = { id: "LAPTOP", role: "unknown", level: "2", from: 120 };
const relay: MadeDevice = { id: "RELAY-1", role: "ied", level: "1" };
const office: MadeDevice = { id: "PC-17", role: "workstation", domain: "IT", level: "4", ip: "10.0.4.17" };

const telecontrol = (client: string, targets: string[], to: number, from = 0, refused = 0): MadeLink => ({
  ...{ client, server: "RTU-1", protocol: "iec104", port: 2404, from, to },
  operations: [["iec104:single_command", "control", targets.length, refused, targets]],
});
const polled: MadeLink = {
  ...{ client: "SCADA-1", server: "RTU-1", protocol: "iec104", port: 2404 },
  operations: [["iec104:interrogation_command", "read", 10]],
};
const MANY = ["information object 5001-5016"];
const ONE_BY_ONE = Array.from({ length: 12 }, (_, index) => `information object ${5001 + index * 2}`);

const published = (name: string, back: number, jumped: number): MadeSite => ({
  devices: [
    {
      ...relay,
      faults: [
        { protocol: "goose", name: `${name} went back`, count: back },
        { protocol: "goose", name: `${name} jumped`, count: jumped },
      ],
    },
  ],
  links: [{ client: "RELAY-1", server: "", protocol: "goose", operations: [["goose:goose_pdu", "alarm", 600]] }],
});

const machines = (count: number): MadeDevice[] =>
  Array.from({ length: count }, (_, index) => ({ ...office, id: `PC-${index + 30}`, ip: `10.0.4.${index + 30}` }));
const reaching = (actor: MadeDevice, count: number, apart: number, protocol = "smb2"): MadeSite => ({
  devices: [actor, ...machines(count)],
  links: machines(count).map(({ id }, index) => ({
    ...{ client: actor.id, server: id, protocol, port: 445, from: index * apart, to: index * apart + 1 },
    operations: [[`${protocol}:negotiate`, "other", 1]],
  })),
});

const asking = (names: string[], role: MadeDevice["role"] = "workstation"): MadeSite => ({
  devices: [
    { ...office, role },
    { ...office, id: "DC-1", role: "directory server", ip: "10.0.4.2" },
  ],
  links: [
    {
      ...{ client: "PC-17", server: "DC-1", protocol: "dns", transport: "udp", port: 53 },
      operations: [["dns:query", "read", names.length, 0, names]],
    },
  ],
});
const coded = (count: number, front: number): string[] =>
  Array.from({ length: count }, (_, index) => `${String(index).padStart(front, "a")}.cdn.example.net`);

const userPlane: MadeDevice = { id: "UPF-1", role: "5g core", domain: "5G", level: "5G" };
const controlPlane: MadeDevice = { ...userPlane, id: "SMF-1" };
const implant: MadeDevice = { ...userPlane, id: "IMPLANT", role: "unknown" };
const associated: MadeLink = {
  ...{ client: "SMF-1", server: "UPF-1", protocol: "pfcp", transport: "udp", port: 8805 },
  operations: [["pfcp:heartbeat_request", "other", 60]],
};
const changing = (client: string, refused = 0): MadeLink => ({
  ...{ client, server: "UPF-1", protocol: "pfcp", transport: "udp", port: 8805, from: 100, to: 110 },
  operations: [["pfcp:session_modification_request", "configure", 5, refused]],
});

/** Cases by the detection's name. */
export const CONDUCT_CASES: Readonly<Record<string, Case>> = {
  "command-sequence": {
    fires: [
      {
        name: "sixteen objects in two seconds, beside the control station",
        site: { devices: [rtu, scada, laptop], links: [polled, telecontrol("LAPTOP", MANY, 62, 60)] },
        severity: "critical",
        title: /^LAPTOP commanded 16 objects of RTU-1 one after the other\.$/,
      },
      {
        name: "objects named one by one, all refused",
        site: { devices: [rtu, laptop], links: [telecontrol("LAPTOP", ONE_BY_ONE, 20, 0, 12)] },
        severity: "high",
        title: /^LAPTOP tried to command 12 objects/,
      },
    ],
    silent: [
      {
        name: "an operator switches as many in the course of a shift",
        site: { devices: [rtu, scada], links: [telecontrol("SCADA-1", ONE_BY_ONE, 600)] },
      },
      {
        name: "one breaker",
        site: { devices: [rtu, scada], links: [telecontrol("SCADA-1", ["information object 5001"], 2)] },
      },
      { name: "only reading", site: { devices: [rtu, scada], links: [polled] } },
    ],
  },
  "contradictory-publications": {
    fires: [
      {
        name: "states of two senders take turns",
        site: published("stNum", 8, 8),
        severity: "critical",
        title: /^Somebody else publishes GOOSE in the name of RELAY-1\.$/,
      },
    ],
    silent: [
      { name: "a relay was restarted", site: published("stNum", 1, 0) },
      { name: "frames were lost", site: published("stNum", 0, 12) },
      { name: "a counter of repetitions starts over", site: published("sqNum", 9, 9) },
      { name: "samples of a thinned stream", site: published("smpCnt", 80, 4000) },
    ],
  },
  "lateral-movement": {
    fires: [
      {
        name: "a worm",
        site: reaching({ ...office, id: "PC-5" }, 12, 0.5),
        severity: "high",
        title: /^PC-5 reached for 12 machines over SMB 2 and 3 within 6 s\.$/,
      },
      {
        name: "a bot from camera to camera",
        site: reaching({ id: "CAM-5", role: "camera", domain: "IoT", level: "4" }, 5, 2, "telnet"),
        severity: "high",
        title: /^CAM-5 reached for 5 machines over Telnet/,
      },
    ],
    silent: [
      { name: "a few shares", site: reaching({ ...office, id: "PC-5" }, 5, 0.5) },
      { name: "the same over a day", site: reaching({ ...office, id: "PC-5" }, 12, 30) },
      { name: "a jump host does its work", site: reaching({ ...office, id: "JUMP-1", role: "jump host" }, 12, 0.5) },
    ],
  },
  "dns-tunnel": {
    fires: [
      {
        name: "long names, each once",
        site: asking(coded(40, 40)),
        severity: "high",
        title: /^PC-17 carries data in names under example\.net\.$/,
      },
    ],
    silent: [
      { name: "many short names", site: asking(coded(60, 8)) },
      { name: "a few long ones", site: asking(coded(6, 60)) },
      { name: "the name server asks on for others", site: asking(coded(40, 40), "name server") },
      {
        name: "reverse look-ups",
        site: asking(
          Array.from({ length: 40 }, (_, index) => `${index}.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa`),
        ),
      },
    ],
  },
  "foreign-session-control": {
    fires: [
      {
        name: "a stranger changes sessions",
        site: { devices: [userPlane, controlPlane, implant], links: [associated, changing("IMPLANT")] },
        severity: "critical",
        title: /^IMPLANT changed sessions of UPF-1, without being its control plane\.$/,
      },
      {
        name: "and is refused",
        site: { devices: [userPlane, controlPlane, implant], links: [associated, changing("IMPLANT", 5)] },
        severity: "critical",
        title: /^IMPLANT tried to change sessions/,
      },
    ],
    silent: [
      {
        name: "the control plane does its work",
        site: {
          devices: [userPlane, controlPlane],
          links: [
            { ...associated, operations: [...(associated.operations ?? []), ...(changing("SMF-1").operations ?? [])] },
          ],
        },
      },
      {
        name: "nobody gives signs of life in so short a capture",
        site: { devices: [userPlane, controlPlane], links: [changing("SMF-1")] },
      },
    ],
  },
  "late-station": {
    fires: [
      {
        name: "a laptop commands a station that another runs",
        site: {
          devices: [rtu, scada, laptop],
          links: [polled, telecontrol("LAPTOP", ["information object 1"], 300, 125)],
        },
        severity: "high",
        title: /^LAPTOP came later and changes values of RTU-1\.$/,
      },
      {
        name: "or only reads it",
        site: { devices: [rtu, scada, laptop], links: [polled, { ...polled, client: "LAPTOP", from: 125, to: 300 }] },
        severity: "medium",
        title: /^LAPTOP came later and reads values of RTU-1\.$/,
      },
    ],
    silent: [
      {
        name: "it was there from the beginning",
        site: {
          devices: [rtu, scada, { ...laptop, from: 5 }],
          links: [polled, { ...polled, client: "LAPTOP", from: 125, to: 300 }],
        },
      },
      {
        name: "nobody else runs the station",
        site: { devices: [rtu, scada, laptop], links: [{ ...polled, client: "LAPTOP", from: 125 }] },
      },
      {
        name: "it is not answered",
        site: {
          devices: [rtu, scada, laptop],
          links: [polled, { ...polled, client: "LAPTOP", from: 125, answered: false }],
        },
      },
    ],
  },
};
