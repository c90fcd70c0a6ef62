import { useEffect, useState } from "react";
import { formatCount } from "../../../export/words.ts";
import { call } from "../../api/calls.ts";
import type { AuditEntry } from "../../api/forms.ts";
import { Card } from "../../parts/marks.tsx";
import { NoPermission } from "../../parts/no-permission.tsx";
import { Failure, Ghost } from "../../parts/states.tsx";
import { onRefresh } from "../../state/load.ts";
import { wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useMay } from "../../state/site.tsx";

const PAGE = 200;

/** What people did, newest first, and whether the chain of entries holds. */
export function Audit() {
  const may = useMay("administrator");
  const zone = useZone();
  const [entries, setEntries] = useState<readonly AuditEntry[] | null>(null);
  const [ended, setEnded] = useState(false);
  const [newer, setNewer] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const [verdict, setVerdict] = useState<{ sound: boolean; problem: string } | null>(null);
  const more = async (before: number) => {
    try {
      const found = await call.audit(before, PAGE);
      setEntries((known) => (before === 0 ? found : [...(known ?? []), ...found]));
      setEnded(found.length < PAGE);
      if (before === 0) setNewer(false);
      setError(null);
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
    }
  };
  useEffect(() => {
    if (may) void more(0);
  }, [may]);
  // What is read stays where it is: newer entries come when they are asked for.
  useEffect(() => onRefresh((kinds) => kinds.includes("audit") && setNewer(true)), []);
  if (!may) return <NoPermission what="read the audit log" who="Administrators" />;
  return (
    <Card
      title="Audit"
      count={entries ? `${formatCount(entries.length)}${ended ? "" : "+"}` : ""}
      note="each entry carries a hash over the one before"
      aside={
        <>
          {newer ? (
            <button type="button" className="button small" onClick={() => void more(0)}>
              Show newer entries
            </button>
          ) : null}
          {verdict ? (
            <span className={verdict.sound ? "proven strong" : "crit strong"} role="status">
              {verdict.sound ? "✓ The chain holds" : `The chain is broken: ${verdict.problem}`}
            </span>
          ) : null}
          <button
            type="button"
            className="button small"
            onClick={() =>
              void call
                .verifyAudit()
                .then(setVerdict, (problem: unknown) =>
                  setVerdict({ sound: false, problem: problem instanceof Error ? problem.message : String(problem) }),
                )
            }
          >
            Verify the chain
          </button>
        </>
      }
    >
      {error ? (
        <Failure error={error} retry={() => void more(0)} />
      ) : !entries ? (
        <Ghost rows={8} />
      ) : (
        <div className="scroll">
          <table className="simple">
            <thead>
              <tr>
                <th className="number">No.</th>
                <th>When</th>
                <th>Who</th>
                <th>From</th>
                <th>Act</th>
                <th>Target</th>
                <th>Detail</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.sequence}>
                  <td className="number">{formatCount(entry.sequence)}</td>
                  <td className="nowrap">{wholeMoment(entry.when, zone)}</td>
                  <th>{entry.who}</th>
                  <td className="mono">{entry.from || "this machine"}</td>
                  <td>{entry.act}</td>
                  <td>{entry.target}</td>
                  <td className="soft detail-cell">{detailText(entry.detail)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {ended ? null : (
            <p className="body">
              <button type="button" className="button" onClick={() => void more(entries.at(-1)?.sequence ?? 0)}>
                Show earlier entries
              </button>
            </p>
          )}
        </div>
      )}
    </Card>
  );
}

function detailText(detail: string): string {
  try {
    const parsed = JSON.parse(detail) as Record<string, unknown>;
    return Object.entries(parsed)
      .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
      .join(", ");
  } catch {
    return detail;
  }
}
