import { formatBytes, formatCount, formatShare, LEVEL_ORDER, levelName, plural } from "../../../export/words.ts";
import type { Severity } from "../../../model/assessment.ts";
import type { Change } from "../../../model/journal.ts";
import type { Level } from "../../../model/role.ts";
import { call } from "../../api/calls.ts";
import type { Sensor, SlimDevice } from "../../api/forms.ts";
import { Card, LevelBox, SeverityMark } from "../../parts/marks.tsx";
import { Spark } from "../../parts/plot.tsx";
import { Empty, Show } from "../../parts/states.tsx";
import { useSensors } from "../../shell/sensors.tsx";
import { useHref } from "../../state/address.ts";
import { useHead } from "../../state/journal.ts";
import { useLoad } from "../../state/load.ts";
import { ago, shortMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useDirectory, useFindings, useMay, useNow, useSite } from "../../state/site.tsx";
import { FindingRow } from "../findings/row.tsx";
import { needSentence } from "../findings/words.ts";
import { sumUpChanges } from "./changes.ts";

/** Findings shown before one goes to the list. */
const MOST_FINDINGS = 4;

/** What needs a person now, what is here, what changed, and whether the sensors see. */
export function Overview() {
  const { site, at } = useSite();
  const href = useHref();
  const summary = useLoad(`summary/${site.id}/${at ?? ""}`, () => call.summary(site.id, at), [
    "device",
    "link",
    "finding",
    "protocol",
  ]);
  const findings = useFindings();
  const may = useMay("analyst");
  const empty = summary.value?.devices === 0 && summary.value.frames === 0;
  const words = findings.value ? needSentence(findings.value.open, at !== undefined) : undefined;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{empty ? "No traffic yet" : (words?.heading ?? site.name)}</h1>
        <p>{empty ? "" : words?.lead}</p>
        {may ? (
          <div className="push">
            <a className="button" href={href(["sources"])}>
              Add a capture
            </a>
          </div>
        ) : null}
      </div>
      {empty ? (
        <div className="card">
          <Empty
            title="Nothing has been read"
            actions={
              <a className="button primary" href={href(["sources"])}>
                Choose captures or a network card
              </a>
            }
          >
            Drop a capture under Sources, or listen on a network card that a mirror port feeds. Bulkhead only listens;
            nothing is ever sent.
          </Empty>
        </div>
      ) : (
        <div className="columns">
          <div className="stack">
            <Needs />
            <Show from={summary} rows={1}>
              {(sum) => (
                <div className="card numbers">
                  <Figure value={formatCount(sum.devices)} name="Devices" note="in the inventory" to={["inventory"]} />
                  <Figure
                    value={formatCount(sum.links)}
                    name="Conversations"
                    note={sum.toldLinks > 0 ? `${formatCount(sum.toldLinks)} more only told` : "who asks whom"}
                    to={["conversations"]}
                  />
                  <Figure
                    value={formatCount(sum.points)}
                    name="Process points"
                    note="values on the wire"
                    to={["points"]}
                  />
                  <Figure
                    value={formatCount(sum.frames)}
                    name="Packets"
                    note={formatBytes(sum.bytes)}
                    to={["sources"]}
                  />
                  <Figure
                    value={formatShare(sum.explained)}
                    name="Traffic explained"
                    note="the rest: Blind spots"
                    to={["blind-spots"]}
                  />
                </div>
              )}
            </Show>
            <Changed />
            <MovingPoints />
          </div>
          <div className="stack">
            <Places />
            <Sensors />
          </div>
        </div>
      )}
    </div>
  );
}

function Figure({ value, name, note, to }: { value: string; name: string; note: string; to: string[] }) {
  const href = useHref();
  return (
    <a className="quiet" href={href(to)}>
      <b>{value}</b>
      <span>
        {name}
        <small>{note}</small>
      </span>
    </a>
  );
}

function Needs() {
  const href = useHref();
  const findings = useFindings();
  return (
    <Show from={findings} rows={5}>
      {({ all, open }) => (
        <Card
          title="Needs a person"
          count={formatCount(open.length)}
          aside={
            <>
              {all.length > open.length ? (
                <span>{formatCount(all.length - open.length)} more acknowledged, muted or closed</span>
              ) : null}
              <a href={href(["findings"])}>All findings</a>
            </>
          }
        >
          {open.length === 0 ? (
            <p className="body second">
              Nothing that is seen needs a decision. What cannot be seen stands under Blind spots.
            </p>
          ) : (
            open.slice(0, MOST_FINDINGS).map((one) => <FindingRow key={one.finding.id} one={one} />)
          )}
        </Card>
      )}
    </Show>
  );
}

function Places() {
  const href = useHref();
  const directory = useDirectory();
  const findings = useFindings().value;
  return (
    <Show from={directory} rows={9}>
      {(devices) => {
        const counts = countLevels([...devices.values()], findings?.worst ?? new Map());
        const most = Math.max(1, ...[...counts.values()].map(({ count }) => count));
        const lanes = LEVEL_ORDER.slice(0, 7);
        const sides = LEVEL_ORDER.slice(7).filter((level) => counts.has(level));
        return (
          <Card title="Where things are" aside={<a href={href(["map"])}>Open map</a>}>
            <div className="places">
              {lanes.map((level) => {
                const { count, worst } = counts.get(level) ?? { count: 0, worst: undefined };
                return (
                  <a
                    key={level}
                    className={level === "3.5" ? "place quiet idmz" : "place quiet"}
                    href={href(["inventory"], { level })}
                  >
                    <LevelBox level={level} />
                    <span>{levelName(level)}</span>
                    <svg className="count-bar" viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">
                      <rect width={(count / most) * 100} height="9" />
                    </svg>
                    <b>{count === 0 ? "–" : formatCount(count)}</b>
                    <span>{worst ? <SeverityMark severity={worst} /> : null}</span>
                  </a>
                );
              })}
            </div>
            {sides.length > 0 ? (
              <div className="sides">
                {sides.map((level) => {
                  const side = counts.get(level);
                  return (
                    <a key={level} className="pill quiet" href={href(["inventory"], { level })}>
                      {level === "Not placed" ? "Not placed" : levelName(level)} <b>{formatCount(side?.count ?? 0)}</b>
                      {side?.worst ? <SeverityMark severity={side.worst} /> : null}
                    </a>
                  );
                })}
              </div>
            ) : null}
          </Card>
        );
      }}
    </Show>
  );
}

function countLevels(devices: readonly SlimDevice[], worst: ReadonlyMap<string, Severity>) {
  const order: readonly Severity[] = ["critical", "high", "medium", "low"];
  const counts = new Map<Level, { count: number; worst: Severity | undefined }>();
  for (const device of devices) {
    const known = counts.get(device.level) ?? { count: 0, worst: undefined };
    const own = worst.get(device.id);
    known.count++;
    if (own && (!known.worst || order.indexOf(own) < order.indexOf(known.worst))) known.worst = own;
    counts.set(device.level, known);
  }
  return counts;
}

function Changed() {
  const { site, at } = useSite();
  const href = useHref();
  const zone = useZone();
  const now = useNow();
  const head = useHead().value;
  const to = at ?? head?.time ?? 0;
  const recent = useLoad(
    to > 0 ? `changed/${site.id}/${to}` : null,
    () =>
      call.changes(
        site.id,
        { from: Math.max(1, to - 86400), to, kinds: ["device", "link", "finding", "point"] },
        0,
        1000,
      ),
    ["journal"],
  );
  return (
    <Card
      title="Changed in the last 24 hours of traffic"
      aside={<a href={href(["timeline"])}>Compare other moments</a>}
    >
      <Show from={recent} rows={4}>
        {(changes: Change[]) => {
          const rows = sumUpChanges(changes);
          if (rows.length === 0) return <p className="body second">Nothing that stays changed.</p>;
          return (
            <table className="simple">
              <tbody>
                {rows.map((row) => (
                  <tr key={row.title}>
                    <th className="nowrap">{row.title}</th>
                    <td className="second">{row.examples}</td>
                    <td className="number soft">{shortMoment(row.newest, now, zone)}</td>
                    <td className="number">
                      <a href={href(["timeline"], { kind: row.kind, what: row.what })}>Show</a>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Show>
    </Card>
  );
}

function MovingPoints() {
  const { site, at } = useSite();
  const href = useHref();
  const points = useLoad(`moving/${site.id}/${at ?? ""}`, async () => {
    const page = await call.list(site.id, "point", { limit: 5, sort: "changes", descending: true, at });
    return Promise.all(
      page.rows.map(async (point) => ({
        point,
        detail: await call.pointDetail(site.id, point.id, point.firstSeen, at ?? point.lastSeen).catch(() => null),
      })),
    );
  }, ["point"]);
  const directory = useDirectory().value;
  if (points.value?.length === 0) return null;
  return (
    <Card title="Process" note="values that move most" aside={<a href={href(["points"])}>All points</a>}>
      <Show from={points} rows={5}>
        {(rows) => (
          <table className="simple">
            <tbody>
              {rows.map(({ point, detail }) => (
                <tr key={point.id}>
                  <th>
                    <a className="quiet" href={href(["points"], { point: point.id })}>
                      {point.label}
                    </a>
                    <br />
                    <span className="soft small narrow">{directory?.get(point.device)?.label}</span>
                  </th>
                  <td className="spark-cell">
                    {detail && detail.times.length > 1 ? (
                      <Spark times={detail.times} values={detail.values} />
                    ) : (
                      <span className="soft">{plural(point.changes, "change")}</span>
                    )}
                  </td>
                  <td className="number strong">{String(Number(point.last.toPrecision(6)))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Show>
    </Card>
  );
}

function Sensors() {
  const sensors = useSensors();
  const href = useHref();
  const zone = useZone();
  const now = useNow();
  return (
    <Card title="Sensors" aside={<a href={href(["sources"])}>Sources</a>}>
      <Show from={sensors} rows={3}>
        {(every: Sensor[]) => {
          const all = every.filter(({ kind }) => kind !== "upload");
          return all.length === 0 ? (
            <p className="body second">No network card or folder is watched. Uploads are read once.</p>
          ) : (
            <table className="simple">
              <thead>
                <tr>
                  <th>Where</th>
                  <th className="number">Packets</th>
                  <th className="number">Dropped</th>
                  <th className="number">Newest</th>
                </tr>
              </thead>
              <tbody>
                {all.map((sensor) => (
                  <tr key={sensor.id}>
                    <th>
                      {sensor.name}
                      <br />
                      <span className={sensor.state === "failed" ? "high small narrow" : "soft small narrow"}>
                        {sensor.kind === "interface" ? "Network card" : "Folder"}
                        {sensor.target ? ` ${sensor.target}` : ""} ·{" "}
                        {sensor.state === "stopped" ? "paused" : sensor.state}
                      </span>
                    </th>
                    <td className="number">{formatCount(sensor.packets)}</td>
                    <td className={sensor.dropped > 0 ? "number high strong" : "number"}>
                      {formatCount(sensor.dropped)}
                    </td>
                    <td className="number" title={ago(sensor.newest, now)}>
                      {shortMoment(sensor.newest, now, zone)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Show>
    </Card>
  );
}
