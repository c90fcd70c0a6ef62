import { useMemo } from "react";
import { formatBytes, formatCount, operationName, toldWords } from "../../../export/words.ts";
import { ACTS } from "../../../model/act.ts";
import type { Link } from "../../../model/assessment.ts";
import { call } from "../../api/calls.ts";
import { DeviceLink, PacketChip, ServerOf } from "../../parts/links.tsx";
import { ActMark, LevelBox, SeverityMark } from "../../parts/marks.tsx";
import { titleWord } from "../../parts/protocol.ts";
import { Empty } from "../../parts/states.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import { ChoiceFilter, TextFilter } from "../../parts/text-filter.tsx";
import { setQuery, useHref, usePlace } from "../../state/address.ts";
import { useList } from "../../state/list.ts";
import { useLoad } from "../../state/load.ts";
import { shortMoment, wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useDirectory, useFindings, useNow, useSite } from "../../state/site.tsx";

/** Who asks whom over which protocol, and what that does. */
export function Conversations() {
  const { site, at } = useSite();
  const { query } = usePlace();
  const zone = useZone();
  const now = useNow();
  const href = useHref();
  const findings = useFindings().value;
  const directory = useDirectory().value;
  const sort = query.sort ?? "bytes";
  const descending = query.order !== "up";
  const where = useMemo(() => {
    const found: Record<string, readonly string[]> = {};
    for (const name of ["protocol", "act", "transport"]) if (query[name]) found[name] = query[name].split("~");
    return found;
  }, [query]);
  const asked = { where, search: query.q, device: query.device, sort, descending };
  const list = useList("link", asked);
  const protocols = useLoad(
    `facets/${site.id}/${at ?? ""}/link/protocol`,
    () => call.facets(site.id, "link", "protocol", { at }),
    ["link"],
  ).value;
  const columns = useMemo<Column<Link>[]>(
    () => [
      {
        name: "mark",
        title: "",
        width: 30,
        draw: ({ id }) => {
          const one = findings?.byLink.get(id);
          return one ? (
            <a href={href(["finding", one.finding.id])} title={one.finding.title}>
              <SeverityMark severity={one.finding.severity} />
            </a>
          ) : null;
        },
      },
      {
        name: "client",
        title: "Who asks",
        width: 130,
        grow: 1.2,
        draw: (link) => <DeviceLink id={link.client} />,
        filter: <TextFilter name="q" label="Filter by address or protocol" />,
      },
      {
        name: "from",
        title: "",
        width: 50,
        draw: ({ client }) => {
          const level = directory?.get(client)?.level;
          return level ? <LevelBox level={level} /> : null;
        },
      },
      {
        name: "act",
        title: "Act",
        width: 118,
        sorts: true,
        draw: ({ act }) => <ActMark act={act} word />,
        filter: <ChoiceFilter name="act" label="Filter by act" options={ACTS.map((act) => [act, act] as const)} />,
      },
      { name: "server", title: "Who answers", width: 130, grow: 1.2, draw: (link) => <ServerOf link={link} /> },
      {
        name: "to",
        title: "",
        width: 50,
        draw: ({ server }) => {
          const level = directory?.get(server)?.level;
          return level ? <LevelBox level={level} /> : null;
        },
      },
      {
        name: "protocol",
        title: "Protocol",
        width: 116,
        sorts: true,
        draw: ({ protocol, port }) => (
          <>
            {titleWord(protocol)}{" "}
            {port > 0 && !protocol.endsWith(` ${port}`) ? <span className="soft">{port}</span> : null}
          </>
        ),
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
        name: "operations",
        title: "What",
        width: 170,
        grow: 2,
        draw: ({ operations, protocol }) => operationWords(operations, protocol),
      },
      {
        name: "how",
        title: "How",
        width: 92,
        draw: ({ encrypted, oneSided, told }) => (
          <>
            {told ? (
              <span className="notseen" title={toldWords(told)}>
                told, not seen{" "}
              </span>
            ) : (
              ""
            )}
            {encrypted ? "encrypted" : ""}
            {oneSided ? (
              <span className="notseen" title="Only one direction was seen">
                {" "}
                one-sided
              </span>
            ) : (
              ""
            )}
          </>
        ),
      },
      { name: "bytes", title: "Bytes", width: 74, right: true, sorts: true, draw: ({ bytes }) => formatBytes(bytes) },
      {
        name: "frames",
        title: "Packets",
        width: 70,
        right: true,
        sorts: true,
        draw: ({ frames }) => formatCount(frames),
      },
      { name: "evidence", title: "First", width: 110, draw: ({ evidence }) => <PacketChip evidence={evidence} /> },
      {
        name: "lastSeen",
        title: "Last seen",
        width: 100,
        right: true,
        sorts: true,
        draw: ({ lastSeen }) => <span title={wholeMoment(lastSeen, zone)}>{shortMoment(lastSeen, now, zone)}</span>,
      },
    ],
    [findings, directory, protocols, zone, site.id, at],
  );
  const isFiltered = Object.keys(where).length > 0 || Boolean(query.q) || Boolean(query.device);
  return (
    <div className="page full three">
      <div className="page-head">
        <h1>Conversations</h1>
        <p>
          {formatCount(list.total)} {isFiltered ? "match" : "who ask whom, over one protocol each"}
          {query.device ? (
            <>
              {" "}
              of <DeviceLink id={query.device} />
            </>
          ) : null}
        </p>
        <div className="push">
          {isFiltered ? (
            <button
              type="button"
              className="button"
              onClick={() => setQuery({ protocol: "", act: "", transport: "", q: "", device: "" })}
            >
              Clear filters
            </button>
          ) : null}
          <a className="button" href={call.exportAddress(site.id, "link", { ...asked, at })} download>
            Export CSV
          </a>
        </div>
      </div>
      <div className="card table-card single">
        <Table
          label="Conversations"
          columns={columns}
          list={list}
          keyOf={({ id }) => id}
          sort={sort}
          descending={descending}
          onSort={(name) => setQuery({ sort: name, order: sort === name && descending ? "up" : "" })}
          isCritical={({ id }) => findings?.byLink.get(id)?.finding.severity === "critical"}
          empty={
            <Empty title={isFiltered ? "No conversation matches" : "No conversation yet"}>
              {isFiltered ? "Clear the filters to see all." : "They appear as soon as traffic is read."}
            </Empty>
          }
        />
      </div>
    </div>
  );
}

/** What a conversation does, in a few words: "12 × write single register, 15,680 × read holding registers". */
export function operationWords(operations: Link["operations"], protocol: string): string {
  return operations
    .slice(0, 3)
    .map(
      ({ operation, requests, responses }) =>
        `${formatCount(Math.max(requests, responses))} × ${operationName(operation, protocol)}`,
    )
    .join(", ");
}
