import { useMemo } from "react";
import { capitalized, formatCount, levelPhrase, plural, roleName } from "../../../export/words.ts";
import type { MapTile } from "../../../layout/purdue.ts";
import { ACTS, heavierAct } from "../../../model/act.ts";
import type { SlimDevice, SlimLink } from "../../api/forms.ts";
import { DeviceLink } from "../../parts/links.tsx";
import { ActMark, LevelBox, RoleIcon, SeverityMark } from "../../parts/marks.tsx";
import { titleWord } from "../../parts/protocol.ts";
import { setQuery, useHref } from "../../state/address.ts";
import type { NumberedFinding } from "../../state/findings.ts";
import { shortMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useNow } from "../../state/site.tsx";
import { isWholeKind } from "./groups.ts";
import { conduitsOf } from "./panel-words.ts";

const MOST_FINDINGS = 3;
const MOST_CONDUITS = 10;
const MOST_DEVICES = 12;

/** What is selected on the map: trouble first, then with whom it speaks, then its devices. */
export function Panel({
  tile,
  directory,
  links,
  findings,
  unfold,
  close,
}: {
  tile: MapTile;
  directory: ReadonlyMap<string, SlimDevice>;
  links: readonly SlimLink[];
  findings: readonly NumberedFinding[];
  /** Undefined when the tile cannot come apart. */
  unfold: (() => void) | undefined;
  close: () => void;
}) {
  const href = useHref();
  const single = tile.devices.length === 1 ? directory.get(tile.devices[0]) : undefined;
  const own = useMemo(() => new Set(tile.devices), [tile]);
  const trouble = findings.filter(({ finding }) => finding.devices.some((id) => own.has(id)));
  const conduits = useMemo(() => conduitsOf(own, links, ({ act }) => ACTS.indexOf(act)), [own, links]);
  const name = single?.label ?? (tile.label || (tile.role ? roleName(tile.role, true) : "Other kinds"));
  return (
    <aside className="map-panel" aria-label={name}>
      <header>
        <div>
          <h2>{name}</h2>
          <p className="small second">
            <LevelBox level={tile.level} /> {capitalized(levelPhrase(tile.level))} ·{" "}
            {single ? roleName(single.role) : plural(tile.devices.length, "device")}
            {single?.vendor ? ` · ${single.vendor}` : ""}
            {tile.zone || single?.zone ? ` · ${tile.zone || single?.zone}` : ""}
          </p>
        </div>
        <button type="button" className="button small" onClick={close} aria-label="Close the panel">
          Esc
        </button>
      </header>
      {trouble.slice(0, MOST_FINDINGS).map((one) => (
        <Trouble key={one.finding.id} one={one} />
      ))}
      {trouble.length > MOST_FINDINGS ? (
        <p className="panel-part small soft">
          {plural(trouble.length - MOST_FINDINGS, "more finding")} of these devices
        </p>
      ) : null}
      <div className="panel-part row wrap">
        {single ? (
          <>
            <a className="button small primary" href={href(["device", single.id])}>
              Open device
            </a>
            <button type="button" className="button small" onClick={() => setQuery({ device: single.id }, false)}>
              Its neighborhood
            </button>
          </>
        ) : (
          <>
            {unfold ? (
              <button type="button" className="button small primary" onClick={unfold}>
                Unfold
              </button>
            ) : null}
            <a
              className="button small"
              href={href(["inventory"], {
                level: tile.level,
                ...(tile.role && isWholeKind(tile.key) ? { role: tile.role } : {}),
                ...(tile.zone ? { zone: tile.zone } : {}),
              })}
            >
              In the inventory
            </a>
          </>
        )}
      </div>
      <section className="panel-part">
        <h3>
          Conversations <span className="count">{formatCount(conduits.length)}</span>
        </h3>
        {conduits.length === 0 ? <p className="second small">None with others that is shown.</p> : null}
        <ul>
          {conduits.slice(0, MOST_CONDUITS).map((conduit) => {
            const act = conduit.links.reduce((heaviest, link) => heavierAct(heaviest, link.act), conduit.links[0].act);
            const peer = directory.get(conduit.peer);
            return (
              <li key={conduit.key} className="conduit">
                <ActMark act={act} />
                <span className="cut">
                  {conduit.outward ? "To" : "From"} <DeviceLink id={conduit.peer} />
                  <small>
                    {titleWord(conduit.protocol)} · {plural(conduit.links.length, "conversation")}
                    {conduit.links.every(({ told }) => told) ? <span className="notseen"> told, not seen</span> : null}
                  </small>
                </span>
                {peer ? <LevelBox level={peer.level} /> : null}
              </li>
            );
          })}
        </ul>
        {conduits.length > MOST_CONDUITS ? (
          <p className="small soft">{formatCount(conduits.length - MOST_CONDUITS)} more</p>
        ) : null}
      </section>
      {single ? null : (
        <section className="panel-part">
          <h3>
            Devices <span className="count">{formatCount(tile.devices.length)}</span>
          </h3>
          <ul>
            {tile.devices.slice(0, MOST_DEVICES).map((id) => {
              const device = directory.get(id);
              return (
                <li key={id} className="panel-device">
                  <RoleIcon role={device?.role ?? null} />
                  <span className="cut">
                    <DeviceLink id={id} />
                  </span>
                  <span className="soft small cut">{device?.model || device?.vendor}</span>
                </li>
              );
            })}
          </ul>
          {tile.devices.length > MOST_DEVICES ? (
            <p className="small soft">{formatCount(tile.devices.length - MOST_DEVICES)} more in the inventory</p>
          ) : null}
        </section>
      )}
    </aside>
  );
}

/** One finding in the panel. */
export function Trouble({ one }: { one: NumberedFinding }) {
  const href = useHref();
  const zone = useZone();
  const now = useNow();
  const { finding } = one;
  return (
    <section className={`trouble ${finding.severity}`}>
      <h3 className={`sev-${finding.severity}`}>
        <SeverityMark severity={finding.severity} /> {finding.title}
      </h3>
      <p className="small clamp">{finding.detail}</p>
      <div className="row">
        <a className="button small primary" href={href(["finding", finding.id])}>
          Open finding
        </a>
        <span className="push small second">{shortMoment(finding.lastSeen, now, zone)}</span>
      </div>
    </section>
  );
}
