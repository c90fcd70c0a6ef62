import { useMemo } from "react";
import { formatCount, formatDuration } from "../../../export/words.ts";
import type { ProcessPoint } from "../../../model/assessment.ts";
import { call } from "../../api/calls.ts";
import { DeviceLink, PacketChip } from "../../parts/links.tsx";
import { Plot } from "../../parts/plot.tsx";
import { titleWord } from "../../parts/protocol.ts";
import { Empty, Show } from "../../parts/states.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import { ChoiceFilter, TextFilter } from "../../parts/text-filter.tsx";
import { setQuery, usePlace } from "../../state/address.ts";
import { useList } from "../../state/list.ts";
import { useLoad } from "../../state/load.ts";
import { shortMoment, wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useNow, useSite } from "../../state/site.tsx";

/** A value as a person reads it: at most six digits that count. */
export function valueText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : "not a number";
}

/** Values of the process that messages carried. */
export function Points() {
  const { site, at } = useSite();
  const { query } = usePlace();
  const zone = useZone();
  const now = useNow();
  const sort = query.sort ?? "changes";
  const descending = query.order !== "up";
  const where = useMemo(() => {
    const found: Record<string, readonly string[]> = {};
    if (query.protocol) found.protocol = query.protocol.split("~");
    return found;
  }, [query.protocol]);
  const asked = { where, search: query.q, device: query.device, sort, descending };
  const list = useList("point", asked);
  const protocols = useLoad(
    `facets/${site.id}/${at ?? ""}/point/protocol`,
    () => call.facets(site.id, "point", "protocol", { at }),
    ["point"],
  ).value;
  const columns = useMemo<Column<ProcessPoint>[]>(
    () => [
      {
        name: "label",
        title: "Point",
        width: 160,
        grow: 1.4,
        sorts: true,
        draw: ({ id, label, part }) => (
          <button type="button" className="as-link" onClick={() => setQuery({ point: id }, false)}>
            {label} <span className="soft">{part}</span>
          </button>
        ),
        filter: <TextFilter name="q" label="Filter by name" />,
      },
      { name: "device", title: "Device", width: 120, grow: 1, draw: ({ device }) => <DeviceLink id={device} /> },
      {
        name: "protocol",
        title: "Protocol",
        width: 110,
        sorts: true,
        draw: ({ protocol }) => titleWord(protocol),
        filter: (
          <ChoiceFilter
            name="protocol"
            label="Filter by protocol"
            options={(protocols ?? []).map(
              ({ value, count }) => [value, `${titleWord(value)} (${formatCount(count)})`] as const,
            )}
          />
        ),
      },
      {
        name: "space",
        title: "Kind",
        width: 128,
        draw: ({ space, type }) => [space, type].filter(Boolean).join(" · ") || "–",
      },
      {
        name: "last",
        title: "Last value",
        width: 96,
        right: true,
        draw: ({ last, quality }) => (
          <>
            {quality === "good" ? null : <span className="high">{quality} </span>}
            <b>{valueText(last)}</b>
          </>
        ),
      },
      {
        name: "range",
        title: "Range seen",
        width: 130,
        right: true,
        draw: ({ minimum, maximum }) =>
          minimum === maximum ? "constant" : `${valueText(minimum)} to ${valueText(maximum)}`,
      },
      {
        name: "changes",
        title: "Changes",
        width: 76,
        right: true,
        sorts: true,
        draw: ({ changes }) => formatCount(changes),
      },
      { name: "reads", title: "Reads", width: 76, right: true, sorts: true, draw: ({ reads }) => formatCount(reads) },
      {
        name: "writes",
        title: "Writes",
        width: 76,
        right: true,
        sorts: true,
        draw: ({ writes }) => (writes > 0 ? <b>{formatCount(writes)}</b> : "–"),
      },
      {
        name: "period",
        title: "Every",
        width: 76,
        right: true,
        draw: ({ period }) => (period > 0 ? formatDuration(period) : "–"),
      },
      {
        name: "evidence",
        title: "Stands since",
        width: 126,
        draw: ({ evidence }) => <PacketChip evidence={evidence} />,
      },
      {
        name: "lastSeen",
        title: "Last seen",
        width: 104,
        right: true,
        sorts: true,
        draw: ({ lastSeen }) => <span title={wholeMoment(lastSeen, zone)}>{shortMoment(lastSeen, now, zone)}</span>,
      },
    ],
    [protocols, zone, site.id, at],
  );
  const isFiltered = Boolean(query.q || query.protocol || query.device);
  return (
    <div className={query.point ? "page full four" : "page full three"}>
      <div className="page-head">
        <h1>Process points</h1>
        <p>
          {formatCount(list.total)} values that messages carried, as they stand on the wire
          {query.device ? (
            <>
              , of <DeviceLink id={query.device} />
            </>
          ) : null}
        </p>
        <div className="push">
          {isFiltered ? (
            <button type="button" className="button" onClick={() => setQuery({ q: "", protocol: "", device: "" })}>
              Clear filters
            </button>
          ) : null}
          <a className="button" href={call.exportAddress(site.id, "point", { ...asked, at })} download>
            Export CSV
          </a>
        </div>
      </div>
      {query.point ? <OnePoint id={query.point} /> : null}
      <div className="card table-card single">
        <Table
          label="Process points"
          columns={columns}
          list={list}
          keyOf={({ id }) => id}
          sort={sort}
          descending={descending}
          onSort={(name) => setQuery({ sort: name, order: sort === name && descending ? "up" : "" })}
          onOpen={({ id }) => setQuery({ point: id }, false)}
          empty={
            <Empty title={isFiltered ? "No point matches" : "No process value seen"}>
              {isFiltered
                ? "Clear the filters to see all."
                : "Values appear when a protocol that carries them is read: Modbus, S7, OPC UA, BACnet and others."}
            </Empty>
          }
        />
      </div>
    </div>
  );
}

function OnePoint({ id }: { id: string }) {
  const { site, at } = useSite();
  const point = useLoad(`point/${site.id}/${id}/${at ?? ""}`, () => call.get(site.id, "point", id, at), ["point"]);
  return (
    <section className="card">
      <Show from={point} rows={3}>
        {(found) => (
          <>
            <header>
              <h2>{found.label}</h2>
              <span className="soft small">
                <DeviceLink id={found.device} /> · {titleWord(found.protocol)} {found.space} {found.type}
              </span>
              <div className="push">
                {found.writers.length > 0 ? (
                  <span>
                    Written by{" "}
                    {found.writers.slice(0, 3).map((writer, index) => (
                      <span key={writer}>
                        {index > 0 ? ", " : ""}
                        <DeviceLink id={writer} />
                      </span>
                    ))}
                  </span>
                ) : (
                  <span>Only read</span>
                )}
                <button type="button" className="button small" onClick={() => setQuery({ point: "" }, false)}>
                  Close
                </button>
              </div>
            </header>
            <PointPlot point={found} />
          </>
        )}
      </Show>
    </section>
  );
}

/** The values of a point over all its time. */
export function PointPlot({ point, height = 200 }: { point: ProcessPoint; height?: number }) {
  const { site, at } = useSite();
  const to = at ?? point.lastSeen;
  const detail = useLoad(
    `detail/${site.id}/${point.id}/${to}`,
    () => call.pointDetail(site.id, point.id, point.firstSeen, to),
    ["point"],
  );
  return (
    <div className="body">
      <Show from={detail} rows={4}>
        {({ times, values }) =>
          times.length === 0 ? (
            <p className="second">
              No value is kept in detail. The last was <b className="strong">{valueText(point.last)}</b>;{" "}
              {formatCount(point.changes)} changes were counted.
            </p>
          ) : (
            <Plot
              label={`${point.label}: ${formatCount(times.length)} values from ${valueText(point.minimum)} to ${valueText(point.maximum)}`}
              times={times}
              values={values}
              from={Math.min(point.firstSeen, times[0])}
              to={Math.max(to, times[times.length - 1])}
              height={height}
            />
          )
        }
      </Show>
    </div>
  );
}
