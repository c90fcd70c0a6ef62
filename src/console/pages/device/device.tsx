import { useState } from "react";
import {
  capitalized,
  formatBytes,
  formatCount,
  formatDuration,
  formatMac,
  levelPhrase,
  operationName,
  plural,
  roleName,
} from "../../../export/words.ts";
import type { Device } from "../../../model/assessment.ts";
import type { Correction } from "../../../model/journal.ts";
import { call } from "../../api/calls.ts";
import { PacketChip } from "../../parts/links.tsx";
import { Card, LevelBox, RoleIcon } from "../../parts/marks.tsx";
import { titleWord } from "../../parts/protocol.ts";
import { Empty, Show } from "../../parts/states.tsx";
import { setQuery, useHref, usePlace } from "../../state/address.ts";
import { refresh, useLoad } from "../../state/load.ts";
import { shortMoment, wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useFindings, useMay, useNow, useSite } from "../../state/site.tsx";
import { FindingRow } from "../findings/row.tsx";
import { CorrectDialog, MergeDialog } from "./correct.tsx";
import { History } from "./history.tsx";
import { Identity, Parts } from "./identity.tsx";
import { Peers } from "./peers.tsx";
import { Placement } from "./placement.tsx";
import { DevicePoint, DevicePoints } from "./points.tsx";
import { correctionWord } from "./words.ts";

const TABS = ["summary", "services", "peers", "points", "findings", "timeline"] as const;

/** Everything known of one device, each value with its packet. */
export function DevicePage() {
  const { path } = usePlace();
  const { site, at } = useSite();
  const href = useHref();
  const id = path[1] ?? "";
  const device = useLoad(`device/${site.id}/${id}/${at ?? ""}`, () => call.get(site.id, "device", id, at), [
    "device",
    "corrections",
  ]);
  return (
    <div className="page">
      {device.error && device.value === undefined ? (
        <Empty
          title="This device is not here"
          actions={
            <a className="button" href={href(["inventory"])}>
              Inventory
            </a>
          }
        >
          {at === undefined
            ? "It may have been joined with another device, or belong to another site."
            : "It was not known at the moment shown."}
        </Empty>
      ) : (
        <Show from={device} rows={10}>
          {(found) => <One device={found} />}
        </Show>
      )}
    </div>
  );
}

function One({ device }: { device: Device }) {
  const { query } = usePlace();
  const { site, at } = useSite();
  const zone = useZone();
  const now = useNow();
  const href = useHref();
  const may = useMay("operator");
  const [asking, setAsking] = useState<"correct" | "merge" | null>(null);
  const tab = TABS.find((name) => name === query.tab) ?? "summary";
  const book = useFindings().value;
  const findings = (book?.all ?? []).filter(({ finding }) => finding.devices.includes(device.id));
  const open = findings.filter(({ state }) => state === "open").length;
  const corrections = useLoad(`corrections/${site.id}`, () => call.corrections(site.id), ["corrections"]).value ?? [];
  const addresses = new Set([...device.macs.map(formatMac), ...device.ips]);
  const own = corrections.filter(({ address }) => addresses.has(address));
  const links = useLoad(
    `links-of/${site.id}/${device.id}/${at ?? ""}`,
    () => call.list(site.id, "link", { device: device.id, sort: "bytes", descending: true, limit: 200, at }),
    ["link"],
  );
  const points = useLoad(
    `points-of/${site.id}/${device.id}/${at ?? ""}`,
    () => call.list(site.id, "point", { device: device.id, sort: "changes", descending: true, limit: 200, at }),
    ["point"],
  );
  const history = useLoad(
    `history/${site.id}/${device.id}/${at ?? ""}`,
    () => call.changes(site.id, { kinds: ["device"], id: device.id, to: at }, 0, 100),
    ["device"],
  );
  const counts: Record<(typeof TABS)[number], string> = {
    summary: "",
    services: formatCount(device.servicesOffered.length + device.servicesUsed.length),
    peers: links.value ? formatCount(links.value.total) : "",
    points: points.value ? formatCount(points.value.total) : "",
    findings: open > 0 ? `${formatCount(open)} open` : formatCount(findings.length),
    timeline: history.value ? formatCount(history.value.length) : "",
  };
  const first = points.value?.rows[0];
  return (
    <>
      <div className="page-head">
        <span className="device-icon">
          <RoleIcon role={device.role} />
        </span>
        <div className="device-title">
          <div className="row wrap">
            <h1>{device.label}</h1>
            <span className="second">
              {roleName(device.role)}
              {device.vendor ? ` · ${device.vendor}` : ""}
            </span>
            <LevelBox level={device.level.level} />
            {device.zone ? <span className="pill">{device.zone}</span> : null}
            {device.importance ? <span className="pill">Importance {device.importance}</span> : null}
            {device.owner ? <span className="pill">{device.owner}</span> : null}
            {device.level.needsReview ? <span className="tag">level needs review</span> : null}
          </div>
          <p className="small second">
            <span className="mono">{device.ips[0] ?? formatMac(device.macs[0] ?? "")}</span> · seen{" "}
            <span title={wholeMoment(device.lastSeen, zone)}>{shortMoment(device.lastSeen, now, zone)}</span> · first
            seen <span title={wholeMoment(device.firstSeen, zone)}>{shortMoment(device.firstSeen, now, zone)}</span>
            {device.vlans.length > 0 ? ` · VLAN ${device.vlans.join(", ")}` : ""}
          </p>
        </div>
        <div className="push">
          <a
            className="button"
            href={href(["map"], { device: device.id, level: "", role: "", vendor: "", zone: "", domain: "", q: "" })}
          >
            Show on map
          </a>
          {may ? (
            <>
              <button type="button" className="button" onClick={() => setAsking("correct")}>
                Correct
              </button>
              <button type="button" className="button" onClick={() => setAsking("merge")}>
                Merge or split
              </button>
            </>
          ) : null}
        </div>
      </div>
      <div className="tabs">
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={tab === name}
            onClick={() => setQuery({ tab: name === "summary" ? "" : name }, false)}
          >
            {capitalized(name)} <span className="count">{counts[name]}</span>
          </button>
        ))}
        <span className="push small soft">{presence(device)}</span>
      </div>
      {tab === "summary" ? (
        <div className="device-columns">
          <div className="stack">
            <Identity device={device} corrections={own} />
            <Placement device={device} />
            <Corrected corrections={own} />
            <Parts device={device} />
          </div>
          <div className="stack">
            {findings.length > 0 ? (
              <Card title="Findings" count={counts.findings}>
                {findings.slice(0, 3).map((one) => (
                  <FindingRow key={one.finding.id} one={one} short />
                ))}
              </Card>
            ) : null}
            {first ? <DevicePoint points={points.value?.rows ?? []} /> : null}
            <Show from={links} rows={5}>
              {({ rows, total }) => <Peers device={device} links={rows.slice(0, 8)} total={total} />}
            </Show>
            <Show from={history} rows={4}>
              {(changes) => <History changes={changes.slice(0, 6)} total={changes.length} />}
            </Show>
          </div>
        </div>
      ) : null}
      {tab === "services" ? <Services device={device} /> : null}
      {tab === "peers" ? (
        <Show from={links}>{({ rows, total }) => <Peers device={device} links={rows} total={total} />}</Show>
      ) : null}
      {tab === "points" ? (
        <Show from={points}>{({ rows, total }) => <DevicePoints device={device} points={rows} total={total} />}</Show>
      ) : null}
      {tab === "findings" ? (
        <Card title="Findings" count={formatCount(findings.length)}>
          {findings.length === 0 ? (
            <p className="body second">No finding names this device.</p>
          ) : (
            findings.map((one) => <FindingRow key={one.finding.id} one={one} />)
          )}
        </Card>
      ) : null}
      {tab === "timeline" ? (
        <Show from={history}>{(changes) => <History changes={changes} total={changes.length} />}</Show>
      ) : null}
      {asking === "correct" ? <CorrectDialog device={device} close={() => setAsking(null)} /> : null}
      {asking === "merge" ? <MergeDialog device={device} close={() => setAsking(null)} /> : null}
    </>
  );
}

function presence(device: Device): string {
  const how = {
    spoke: "It spoke itself",
    "addressed only": "Only spoken to, it never answered",
    "told by an exporter": "Not seen, an exporter of flows told of it",
    "broadcast only": "Known from broadcasts only",
    "behind a router": "Behind a router; its own hardware address was not seen",
  }[device.presence];
  return `${how} · ${formatBytes(device.bytesSent)} sent, ${formatBytes(device.bytesReceived)} received`;
}

function Corrected({ corrections }: { corrections: readonly Correction[] }) {
  const { site } = useSite();
  const zone = useZone();
  const now = useNow();
  const may = useMay("operator");
  if (corrections.length === 0) return null;
  return (
    <Card title="Corrections by people" count={corrections.length}>
      <table className="simple">
        <tbody>
          {corrections.map((correction) => (
            <tr key={correction.id}>
              <th>{correctionWord(correction.attribute)}</th>
              <td>
                <b className="strong">{correction.value}</b>
                {correction.why ? <div className="soft">{correction.why}</div> : null}
              </td>
              <td className="soft">
                {correction.who}, {shortMoment(correction.when, now, zone)}
              </td>
              <td className="number">
                {may ? (
                  <button
                    type="button"
                    className="button small plain"
                    onClick={() =>
                      void call
                        .removeCorrection(site.id, correction.id)
                        .then(() => refresh(["corrections", "device", "link", "finding"]))
                    }
                  >
                    Take back
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Services({ device }: { device: Device }) {
  const zone = useZone();
  const now = useNow();
  const table = (title: string, services: Device["servicesOffered"], none: string) => (
    <Card title={title} count={services.length}>
      {services.length === 0 ? (
        <p className="body second">{none}</p>
      ) : (
        <table className="simple">
          <thead>
            <tr>
              <th>Protocol</th>
              <th>Port</th>
              <th className="number">Peers</th>
              <th className="number">Messages</th>
              <th>First</th>
              <th className="number">Last seen</th>
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <tr key={`${service.protocol} ${service.transport} ${service.port}`}>
                <th>{titleWord(service.protocol)}</th>
                <td>
                  {service.transport}
                  {service.port > 0 ? ` ${service.port}` : ""}
                </td>
                <td className="number">{formatCount(service.peers)}</td>
                <td className="number">{formatCount(service.messages)}</td>
                <td>
                  <PacketChip evidence={service.evidence} />
                </td>
                <td className="number">{shortMoment(service.lastSeen, now, zone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
  return (
    <div className="stack">
      {table("Services that it offers", device.servicesOffered, "It answered nobody.")}
      {table("Services that it uses", device.servicesUsed, "It asked nobody.")}
      {device.polls.length > 0 ? (
        <Card title="What it asks in a cycle" count={device.polls.length}>
          <table className="simple">
            <tbody>
              {device.polls.slice(0, 100).map((poll) => (
                <tr key={`${poll.peer} ${poll.protocol} ${poll.operation} ${poll.target}`}>
                  <th>{operationName(poll.operation, poll.protocol)}</th>
                  <td>{poll.target}</td>
                  <td>every {formatDuration(poll.period)}</td>
                  <td className="number">{plural(poll.times, "time")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      ) : null}
      {device.credentials.length > 0 ? (
        <Card title="Credentials seen" note="never the secret itself">
          <table className="simple">
            <tbody>
              {device.credentials.map((use) => (
                <tr key={`${use.method} ${use.user} ${use.peer}`}>
                  <th>{use.method}</th>
                  <td>{use.user || "–"}</td>
                  <td className={use.exposure === "clear" ? "high strong" : ""}>{use.exposure}</td>
                  <td>{use.wellKnown}</td>
                  <td>
                    <PacketChip evidence={use.evidence} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      ) : null}
      {device.faults.length > 0 ? (
        <Card title="Malformed messages from it" count={device.faults.length}>
          <table className="simple">
            <tbody>
              {device.faults.map((fault) => (
                <tr key={`${fault.protocol} ${fault.name}`}>
                  <th>{titleWord(fault.protocol)}</th>
                  <td>{fault.name}</td>
                  <td className="number">{plural(fault.count, "time")}</td>
                  <td>
                    <PacketChip evidence={fault.evidence} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      ) : null}
      <p className="soft small">
        Weighed as {levelPhrase(device.level.level)}, {device.domain}.
      </p>
    </div>
  );
}
