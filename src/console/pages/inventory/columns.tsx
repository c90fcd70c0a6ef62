import type { ReactNode } from "react";
import {
  formatBytes,
  formatCount,
  formatMac,
  LEVEL_ORDER,
  levelBox,
  levelName,
  roleName,
} from "../../../export/words.ts";
import type { Device, Severity } from "../../../model/assessment.ts";
import { DOMAINS } from "../../../model/role.ts";
import { Bars, LevelBox, RoleIcon, SeverityMark } from "../../parts/marks.tsx";
import type { Column } from "../../parts/table.tsx";
import { ChoiceFilter, TextFilter } from "../../parts/text-filter.tsx";
import { shortMoment, wholeMoment } from "../../state/moments.ts";

/** What columns need beside the device. */
export interface Surroundings {
  worst: ReadonlyMap<string, Severity>;
  now: number;
  zone: string;
  href: (path: readonly string[]) => string;
  facets: (column: string) => readonly (readonly [string, string])[];
}

/** Columns shown until a person chooses. */
export const STANDARD = [
  "mark",
  "label",
  "address",
  "role",
  "vendor",
  "model",
  "firmware",
  "level",
  "zone",
  "importance",
  "confidence",
  "lastSeen",
];

/** How sure the kind of a device is. */
export function confidenceOf(device: Device): number {
  return device.roleCandidates[0]?.confidence ?? 0;
}

/** Every column of the inventory. */
export function deviceColumns({ worst, now, zone, href, facets }: Surroundings): Column<Device>[] {
  const text = (value: string, unseen: ReactNode = "–") =>
    value === "" ? <span className="notseen">{unseen}</span> : value;
  return [
    {
      name: "mark",
      title: "",
      width: 30,
      draw: ({ id }) => {
        const severity = worst.get(id);
        return severity ? <SeverityMark severity={severity} /> : null;
      },
    },
    {
      name: "label",
      csv: "label",
      title: "Name",
      width: 150,
      grow: 1.4,
      sorts: true,
      draw: ({ id, label }) => (
        <a className="quiet" href={href(["device", id])}>
          {label}
        </a>
      ),
      filter: <TextFilter name="q" label="Filter by name, address, maker or model" />,
    },
    {
      name: "address",
      csv: "address",
      title: "Address",
      width: 124,
      draw: ({ ips, macs }) => <span className="mono">{ips[0] ?? formatMac(macs[0] ?? "")}</span>,
    },
    {
      name: "mac",
      csv: "macs",
      title: "Hardware address",
      width: 136,
      draw: ({ macs }) => <span className="mono">{formatMac(macs[0] ?? "")}</span>,
    },
    {
      name: "role",
      csv: "role",
      title: "Kind",
      width: 130,
      grow: 1,
      sorts: true,
      draw: ({ role }) => (
        <>
          <RoleIcon role={role} />{" "}
          <span className={role === "unknown" ? "notseen" : ""}>{role === "unknown" ? "unknown" : roleName(role)}</span>
        </>
      ),
      filter: <ChoiceFilter name="role" label="Filter by kind" options={facets("role")} />,
    },
    {
      name: "vendor",
      csv: "vendor",
      title: "Maker",
      width: 120,
      grow: 1,
      sorts: true,
      draw: ({ vendor }) => text(vendor, "unknown"),
      filter: <ChoiceFilter name="vendor" label="Filter by maker" options={facets("vendor")} />,
    },
    {
      name: "model",
      csv: "model",
      title: "Model",
      width: 130,
      grow: 1,
      sorts: true,
      draw: ({ model }) => (model === "" ? text("", "not seen") : <span className="dotted">{model}</span>),
    },
    {
      name: "firmware",
      csv: "firmware",
      title: "Firmware",
      width: 80,
      sorts: true,
      draw: ({ firmware }) => text(firmware),
    },
    { name: "serial", csv: "serial", title: "Serial", width: 100, draw: ({ serial }) => text(serial) },
    {
      name: "operatingSystem",
      csv: "operating_system",
      title: "System",
      width: 120,
      draw: ({ operatingSystem }) => text(operatingSystem),
    },
    { name: "hostName", csv: "host_name", title: "Host name", width: 120, draw: ({ hostName }) => text(hostName) },
    {
      name: "level",
      csv: "level",
      title: "Level",
      width: 76,
      sorts: true,
      draw: ({ level }) => <LevelBox level={level.level} />,
      filter: (
        <ChoiceFilter
          name="level"
          label="Filter by level"
          options={LEVEL_ORDER.map((level) => [level, `${levelBox(level)} ${levelName(level)}`] as const)}
        />
      ),
    },
    {
      name: "domain",
      csv: "domain",
      title: "Domain",
      width: 84,
      sorts: true,
      draw: ({ domain }) => domain,
      filter: (
        <ChoiceFilter
          name="domain"
          label="Filter by domain"
          options={DOMAINS.map((domain) => [domain, domain] as const)}
        />
      ),
    },
    {
      name: "zone",
      csv: "zone",
      title: "Zone",
      width: 90,
      sorts: true,
      draw: (device) => text(device.zone),
      filter: <ChoiceFilter name="zone" label="Filter by zone" options={facets("zone")} />,
    },
    { name: "owner", csv: "owner", title: "Owner", width: 90, sorts: true, draw: ({ owner }) => text(owner) },
    {
      name: "importance",
      csv: "importance",
      title: "Importance",
      width: 84,
      sorts: true,
      draw: ({ importance }) => text(importance),
    },
    {
      name: "confidence",
      csv: "role_confidence",
      title: "Confidence",
      width: 84,
      draw: (device) => (
        <>
          <Bars confidence={confidenceOf(device)} /> {confidenceOf(device).toFixed(2)}
        </>
      ),
    },
    { name: "vlans", csv: "vlans", title: "VLAN", width: 64, draw: ({ vlans }) => text(vlans.join(", ")) },
    { name: "presence", csv: "presence", title: "Presence", width: 110, draw: ({ presence }) => presence },
    {
      name: "traffic",
      csv: "bytes",
      title: "Traffic",
      width: 84,
      right: true,
      draw: ({ bytesSent, bytesReceived }) => formatBytes(bytesSent + bytesReceived),
    },
    {
      name: "services",
      csv: "services_offered",
      title: "Services",
      width: 74,
      right: true,
      draw: ({ servicesOffered }) => formatCount(servicesOffered.length),
    },
    {
      name: "firstSeen",
      csv: "first_seen",
      title: "First seen",
      width: 104,
      right: true,
      sorts: true,
      draw: ({ firstSeen }) => <span title={wholeMoment(firstSeen, zone)}>{shortMoment(firstSeen, now, zone)}</span>,
    },
    {
      name: "lastSeen",
      csv: "last_seen",
      title: "Last seen",
      width: 104,
      right: true,
      sorts: true,
      draw: ({ lastSeen }) => <span title={wholeMoment(lastSeen, zone)}>{shortMoment(lastSeen, now, zone)}</span>,
    },
  ];
}
