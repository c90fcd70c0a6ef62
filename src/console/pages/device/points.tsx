import { useState } from "react";
import { formatCount } from "../../../export/words.ts";
import type { Device, ProcessPoint } from "../../../model/assessment.ts";
import { PacketChip } from "../../parts/links.tsx";
import { Card } from "../../parts/marks.tsx";
import { titleWord } from "../../parts/protocol.ts";
import { useHref } from "../../state/address.ts";
import { PointPlot, valueText } from "../points/points.tsx";

const MOST_CHOICES = 40;

/** One value of the device as a plot, with a choice of the others. */
export function DevicePoint({ points }: { points: readonly ProcessPoint[] }) {
  const [chosen, setChosen] = useState("");
  const point = points.find(({ id }) => id === chosen) ?? tellingPoint(points);
  if (!point) return null;
  return (
    <Card
      title={point.label}
      note={`${titleWord(point.protocol)} ${point.part} · as it stands on the wire`}
      aside={
        points.length > 1 ? (
          <select
            className="input narrow"
            aria-label="Point"
            value={point.id}
            onChange={(event) => setChosen(event.target.value)}
          >
            {points.slice(0, MOST_CHOICES).map(({ id, label, part }) => (
              <option key={id} value={id}>
                {label} {part}
              </option>
            ))}
          </select>
        ) : null
      }
    >
      <PointPlot point={point} />
    </Card>
  );
}

/** The value to show first: one that is written, else one that is more than a byte, else the one that moves most. */
function tellingPoint(points: readonly ProcessPoint[]): ProcessPoint | undefined {
  const moving = points.filter(({ changes }) => changes > 1);
  return (
    moving.find(({ writes }) => writes > 0) ?? moving.find(({ type }) => !/^(byte|bit|bool)/i.test(type)) ?? points[0]
  );
}

/** All values of the device. */
export function DevicePoints({
  device,
  points,
  total,
}: {
  device: Device;
  points: readonly ProcessPoint[];
  total: number;
}) {
  const href = useHref();
  return (
    <div className="stack">
      {points.length > 0 ? <DevicePoint points={points} /> : null}
      <Card
        title="Process points"
        count={formatCount(total)}
        aside={total > points.length ? <a href={href(["points"], { device: device.id })}>All</a> : null}
      >
        {points.length === 0 ? (
          <p className="body second">No message carried a value of this device.</p>
        ) : (
          <div className="scroll">
            <table className="simple">
              <thead>
                <tr>
                  <th>Point</th>
                  <th>Protocol</th>
                  <th>Type</th>
                  <th className="number">Last value</th>
                  <th className="number">Least</th>
                  <th className="number">Greatest</th>
                  <th className="number">Changes</th>
                  <th className="number">Writes</th>
                  <th>Stands since</th>
                </tr>
              </thead>
              <tbody>
                {points.map((point) => (
                  <tr key={point.id}>
                    <th>
                      <a className="quiet" href={href(["points"], { point: point.id })}>
                        {point.label}
                      </a>{" "}
                      <span className="soft">{point.part}</span>
                    </th>
                    <td>{titleWord(point.protocol)}</td>
                    <td>{point.type}</td>
                    <td className="number strong">{valueText(point.last)}</td>
                    <td className="number">{valueText(point.minimum)}</td>
                    <td className="number">{valueText(point.maximum)}</td>
                    <td className="number">{formatCount(point.changes)}</td>
                    <td className="number">{point.writes > 0 ? formatCount(point.writes) : "–"}</td>
                    <td>
                      <PacketChip evidence={point.evidence} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Card>
    </div>
  );
}
