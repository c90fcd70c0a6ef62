import { levelPhrase } from "../../../export/words.ts";
import type { Device, LevelTerm } from "../../../model/assessment.ts";
import { PacketChip } from "../../parts/links.tsx";
import { Card } from "../../parts/marks.tsx";

const MOST = 12;

/** Why the device stands on its level: one bar per term, signed, with the runner-up. */
export function Placement({ device }: { device: Device }) {
  const { level, score, runnerUp, runnerUpScore, terms } = device.level;
  const own = terms.filter((term) => term.level === level);
  const others = terms.filter((term) => term.level !== level);
  const largest = Math.max(1e-9, ...terms.map((term) => Math.abs(term.points)));
  return (
    <Card
      title={`Why ${levelPhrase(level)}`}
      aside={
        <span>
          score <b className="strong">{pointsText(score)}</b>
          {runnerUp ? (
            <>
              {" "}
              · next: {levelPhrase(runnerUp)} <b className="strong">{pointsText(runnerUpScore)}</b>
            </>
          ) : null}
        </span>
      }
    >
      {terms.length === 0 ? (
        <p className="body second">Nothing seen speaks for a level.</p>
      ) : (
        <ul className="terms">
          {own.slice(0, MOST).map((term) => (
            <Term key={`${term.level} ${term.reason}`} term={term} largest={largest} />
          ))}
          {others.length > 0 ? <li className="terms-head soft small">What speaks for others</li> : null}
          {others.slice(0, 6).map((term) => (
            <Term key={`${term.level} ${term.reason}`} term={term} largest={largest} other />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Term({ term, largest, other }: { term: LevelTerm; largest: number; other?: boolean }) {
  const width = (Math.abs(term.points) / largest) * (term.points < 0 ? 34 : 62);
  return (
    <li className="term">
      <span className={other ? "second" : ""}>
        {other ? <span className="soft">{levelPhrase(term.level)}: </span> : null}
        {term.reason}
      </span>
      <svg viewBox="0 0 100 12" aria-hidden="true">
        <path className="term-axis" d="M36 0v12" />
        <rect
          className={term.points < 0 || other ? "term-minus" : "term-plus"}
          x={term.points < 0 ? 36 - width : 36}
          y="2"
          width={width}
          height="8"
        />
      </svg>
      <b className="number">{pointsText(term.points, true)}</b>
      <PacketChip evidence={term.evidence} />
    </li>
  );
}

function pointsText(value: number, signed = false): string {
  const text = Math.abs(value).toFixed(Number.isInteger(value) ? 0 : 1);
  return value < 0 ? `−${text}` : signed ? `+${text}` : text;
}
