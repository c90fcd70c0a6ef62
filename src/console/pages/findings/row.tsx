import { LevelBox, SeverityMark } from "../../parts/marks.tsx";
import { useHref } from "../../state/address.ts";
import type { NumberedFinding } from "../../state/findings.ts";
import { ago, shortMoment, wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useDirectory, useNow } from "../../state/site.tsx";
import { threatWords } from "./words.ts";

/** One finding as a person meets it in a list: what, threatens what, first check, where and when. */
export function FindingRow({
  one,
  short,
  isElsewhere,
  selected,
  onSelect,
}: {
  one: NumberedFinding;
  short?: boolean;
  /** Somebody else moved it away from this list while it was read. */
  isElsewhere?: boolean;
  selected?: boolean;
  /** Told when the row is ticked or not any more, and whether a stretch up to it is meant. Rows have a tick only with it. */
  onSelect?: (on: boolean, isStretch: boolean) => void;
}) {
  const { finding, state, workflow } = one;
  const href = useHref();
  const now = useNow();
  const zone = useZone();
  const devices = useDirectory().value;
  const levels = [
    ...new Set(finding.devices.map((id) => devices?.get(id)?.level).filter((level) => level !== undefined)),
  ];
  const passed = ago(finding.lastSeen, now);
  const moved =
    state === "open" ? (isElsewhere ? "opened again" : "") : isElsewhere ? `${state} by ${workflow?.who}` : state;
  return (
    <article
      className={`finding-row ${state === "open" ? `is-${finding.severity}` : "is-done"}${onSelect ? " ticks" : ""}${selected ? " chosen" : ""}`}
      data-finding={finding.id}
    >
      {onSelect ? (
        <label className="row-tick">
          <input
            type="checkbox"
            aria-label={`Select: ${finding.title}`}
            checked={selected ?? false}
            onChange={(event) => onSelect(event.target.checked, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        </label>
      ) : null}
      <SeverityMark severity={finding.severity} big />
      <div className="finding-words">
        <h3>
          <a className={`quiet sev-${finding.severity}`} href={href(["finding", finding.id])}>
            {finding.title}
          </a>
        </h3>
        {finding.detail ? <p className="second small clamp">{finding.detail}</p> : null}
        {short ? null : (
          <p className="small finding-facts">
            <span>
              <span className="second">Threatens</span> <span className="strong">{threatWords(finding)}</span>
            </span>
            {finding.check ? (
              <span>
                <span className="second">First check</span> <span className="strong">{finding.check}</span>
              </span>
            ) : null}
          </p>
        )}
      </div>
      <div className="finding-when">
        <span className="nowrap">
          {levels.slice(0, 3).map((level, index) => (
            <span key={level}>
              {index > 0 ? <span className="second"> · </span> : null}
              <LevelBox level={level} />
            </span>
          ))}
        </span>
        {moved === "" && !workflow?.assignee ? null : (
          <span>
            {moved === "" ? null : <span className="tag">{moved}</span>}
            {workflow?.assignee ? <span className="strong"> for {workflow.assignee}</span> : null}
          </span>
        )}
        <span title={wholeMoment(finding.lastSeen, zone)}>
          {passed === "" || passed === "now" ? "" : `${passed} · `}
          {shortMoment(finding.lastSeen, now, zone)}
        </span>
      </div>
    </article>
  );
}
