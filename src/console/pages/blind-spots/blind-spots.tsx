import { capitalized, formatBytes, formatCount, formatShare } from "../../../export/words.ts";
import type { ProtocolShare } from "../../../model/assessment.ts";
import { call } from "../../api/calls.ts";
import { DeviceLink, PacketChip } from "../../parts/links.tsx";
import { Card } from "../../parts/marks.tsx";
import { Empty, Show } from "../../parts/states.tsx";
import { useLoad } from "../../state/load.ts";
import { useSite } from "../../state/site.tsx";

/** What the traffic could not show, what that hides, and what would help. */
export function BlindSpots() {
  const { site, at } = useSite();
  const spots = useLoad(`spots/${site.id}/${at ?? ""}`, () => call.list(site.id, "blindSpot", { limit: 500, at }), [
    "blindSpot",
  ]);
  const protocols = useLoad(
    `protocols/${site.id}/${at ?? ""}`,
    () => call.list(site.id, "protocol", { limit: 500, at }),
    ["protocol"],
  );
  const summary = useLoad(`summary/${site.id}/${at ?? ""}`, () => call.summary(site.id, at), ["protocol"]).value;
  return (
    <div className="page">
      <div className="page-head">
        <h1>What you did not see</h1>
        {summary && summary.frames > 0 ? (
          <p>
            {formatShare(summary.explained)} of the bytes are explained. The rest limits every answer in this console.
          </p>
        ) : null}
      </div>
      <Show from={protocols} rows={2}>
        {({ rows }) => <Share rows={rows} />}
      </Show>
      <Show from={spots} rows={8}>
        {({ rows, total }) => (
          <Card title="Reasons, and what would help" count={formatCount(total)}>
            {rows.length === 0 ? (
              <Empty title="No gap was noticed in the traffic itself">
                What never crossed the watched wires (USB sticks, serial lines, local panels) stays unseen.
              </Empty>
            ) : (
              <div className="scroll">
                <table className="simple roomy">
                  <thead>
                    <tr>
                      <th>Reason</th>
                      <th>How much</th>
                      <th>Where</th>
                      <th>What it hides</th>
                      <th>What would help</th>
                      <th>Seen in</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((spot) => (
                      <tr key={spot.id}>
                        <th>{capitalized(spot.reason)}</th>
                        <td className="strong">{spot.amount}</td>
                        <td>
                          {spot.where}
                          {spot.devices.length > 0 ? (
                            <div className="soft">
                              {spot.devices.slice(0, 4).map((id, index) => (
                                <span key={id}>
                                  {index > 0 ? ", " : ""}
                                  <DeviceLink id={id} />
                                </span>
                              ))}
                              {spot.devices.length > 4 ? ` and ${formatCount(spot.devices.length - 4)} more` : ""}
                            </div>
                          ) : null}
                        </td>
                        <td className="second">{spot.hides}</td>
                        <td className="strong">{spot.help}</td>
                        <td>
                          <PacketChip evidence={spot.evidence} text={spot.evidence ? undefined : "counted"} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </Card>
        )}
      </Show>
      <Show from={protocols} rows={6}>
        {({ rows, total }) => <Protocols rows={rows} total={total} />}
      </Show>
    </div>
  );
}

const PATTERNS: Readonly<Record<string, string>> = {
  "recognized only": "hatch-right",
  unknown: "hatch-cross",
  encrypted: "hatch-down",
};

function Share({ rows }: { rows: readonly ProtocolShare[] }) {
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total === 0) return null;
  const states = new Map<string, number>();
  for (const { state, bytes } of rows) states.set(state, (states.get(state) ?? 0) + bytes);
  const known = states.get("dissected") ?? 0;
  const rest = [...states].filter(([state]) => state !== "dissected").sort(([, one], [, other]) => other - one);
  const unexplained = total - known;
  let at = 0;
  return (
    <div className="card body share-card">
      <div className="row">
        <b className="strong">{formatBytes(total)}</b>
        <span className="push second small">{formatShare(known / total)} explained by dissection; hatched is not</span>
      </div>
      <svg
        className="share-bar"
        viewBox="0 0 1000 20"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${formatShare(known / total)} of the bytes are explained`}
      >
        <HatchPatterns />
        <rect className="share-ground" width="1000" height="20" />
        <rect fill="url(#hatch-right)" width="1000" height="20" />
        <rect className="share-known" width={(known / total) * 1000} height="20" />
      </svg>
      {unexplained > 0 ? (
        <>
          <svg className="share-bar" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
            {rest.map(([state, bytes]) => {
              const width = (bytes / unexplained) * 1000;
              const x = at;
              at += width;
              return (
                <g key={state}>
                  <rect className="share-ground" x={x} width={width} height="24" />
                  <rect
                    fill={`url(#${PATTERNS[state] ?? "hatch-right"})`}
                    x={x}
                    width={width}
                    height="24"
                    className="share-edge"
                  />
                </g>
              );
            })}
          </svg>
          <div className="share-words">
            {rest.map(([state, bytes]) => (
              <span key={state} style={{ flexGrow: Math.max(0.02, bytes / unexplained) }}>
                <b>{formatShare(bytes / total)}</b> {state}
              </span>
            ))}
          </div>
        </>
      ) : null}
    </div>
  );
}

function HatchPatterns() {
  return (
    <defs>
      <pattern id="hatch-right" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0v6" className="hatch-line" />
      </pattern>
      <pattern id="hatch-down" width="5" height="6" patternUnits="userSpaceOnUse">
        <path d="M1 0v6" className="hatch-line" />
      </pattern>
      <pattern id="hatch-cross" width="6" height="5" patternUnits="userSpaceOnUse">
        <path d="M0 1h6" className="hatch-line" />
      </pattern>
    </defs>
  );
}

function Protocols({ rows, total }: { rows: readonly ProtocolShare[]; total: number }) {
  const sum = Math.max(
    1,
    rows.reduce((bytes, row) => bytes + row.bytes, 0),
  );
  return (
    <Card title="Protocols" count={formatCount(total)} note="by bytes">
      {rows.length === 0 ? (
        <p className="body second">No traffic yet.</p>
      ) : (
        <div className="scroll">
          <table className="simple">
            <thead>
              <tr>
                <th>Protocol</th>
                <th>Over</th>
                <th>State</th>
                <th className="number">Share</th>
                <th className="number">Bytes</th>
                <th className="number">Packets</th>
                <th className="number">Messages</th>
                <th className="number">Malformed</th>
              </tr>
            </thead>
            <tbody>
              {[...rows]
                .sort((one, other) => other.bytes - one.bytes)
                .map((row) => (
                  <tr key={`${row.protocol} ${row.transport} ${row.state}`}>
                    <th>{row.title}</th>
                    <td>{row.transport}</td>
                    <td className={row.state === "dissected" ? "" : "second"}>
                      {row.state === "dissected" ? null : <i className="hatch-box hatched" aria-hidden="true" />}
                      {row.state}
                    </td>
                    <td className="number">{formatShare(row.bytes / sum)}</td>
                    <td className="number">{formatBytes(row.bytes)}</td>
                    <td className="number">{formatCount(row.frames)}</td>
                    <td className="number">{formatCount(row.messages)}</td>
                    <td className="number">{row.faults > 0 ? formatCount(row.faults) : "–"}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
