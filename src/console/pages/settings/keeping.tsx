import { useState } from "react";
import { capitalized, formatBytes, formatCount, plural } from "../../../export/words.ts";
import { call } from "../../api/calls.ts";
import type { Limits } from "../../api/forms.ts";
import { Dialog, Field } from "../../parts/dialog.tsx";
import { Card } from "../../parts/marks.tsx";
import { Show } from "../../parts/states.tsx";
import { refresh, useLoad } from "../../state/load.ts";
import { shortMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useMay, useNow } from "../../state/site.tsx";

const DAY = 86400;
const AGES: readonly (readonly [keyof Limits, string])[] = [
  ["journalAge", "Changes"],
  ["detailAge", "Values of process points in detail"],
  ["summaryAge", "Values summed up"],
  ["auditAge", "Audit log"],
];

/** What lies in each table of the store, in words. */
const TABLE_WORDS: Readonly<Record<string, string>> = {
  change: "Changes over time",
  thing: "Devices, conversations, points, findings",
  ledger: "Sums of the traffic",
  detail: "Values of process points in detail",
  summary: "Values summed up",
  capture: "Captures",
  audit: "Entries of the audit log",
};

/** What is kept for how long, how much that takes, and what was dropped. */
export function KeepingPage() {
  const may = useMay("administrator");
  const keeping = useLoad("keeping", call.keeping, ["keeping"]);
  const [editing, setEditing] = useState(false);
  const [copying, setCopying] = useState(false);
  const [problem, setProblem] = useState("");
  const zone = useZone();
  const now = useNow();
  const age = (seconds: number) => (seconds === 0 ? "without limit" : `${formatCount(seconds / DAY)} days`);
  return (
    <Show from={keeping} rows={6}>
      {({ limits, measure, backups, retained }) => (
        <div className="settings-columns">
          <Card
            title="What is kept"
            aside={
              may ? (
                <button type="button" className="button small" onClick={() => setEditing(true)}>
                  Change
                </button>
              ) : (
                "administrators may change it"
              )
            }
          >
            <dl className="pairs body wide">
              {AGES.map(([name, title]) => (
                <div key={name} style={{ display: "contents" }}>
                  <dt>{title}</dt>
                  <dd>{age(limits[name])}</dd>
                </div>
              ))}
              <dt>Database</dt>
              <dd>{limits.databaseSize === 0 ? "without limit" : `at most ${formatBytes(limits.databaseSize)}`}</dd>
            </dl>
          </Card>
          <Card title="How much that is" count={formatBytes(measure.bytes)}>
            <table className="simple">
              <tbody>
                {measure.tables.map(({ name, rows }) => (
                  <tr key={name}>
                    <th>{TABLE_WORDS[name] ?? capitalized(name)}</th>
                    <td className="number">{plural(rows, "row")}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
          <Card
            title="Copies of the database"
            count={backups.length}
            aside={
              may ? (
                <button
                  type="button"
                  className="button small"
                  disabled={copying}
                  onClick={() => {
                    setCopying(true);
                    setProblem("");
                    void call
                      .makeBackup()
                      .then(
                        () => refresh(["keeping"]),
                        (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
                      )
                      .finally(() => setCopying(false));
                  }}
                >
                  {copying ? "Copying" : "Copy now"}
                </button>
              ) : undefined
            }
          >
            {problem === "" ? null : (
              <p className="body high small" role="alert">
                {problem}
              </p>
            )}
            {backups.length === 0 ? (
              <p className="body second">None yet. Copies lie in the folder of data on the machine of the monitor.</p>
            ) : (
              <table className="simple">
                <tbody>
                  {backups.map(({ name, when, bytes }) => (
                    <tr key={name}>
                      <td>{shortMoment(when, now, zone)}</td>
                      <th className="mono">{name}</th>
                      <td className="number">{formatBytes(bytes)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Card>
          <Card title="What was dropped" count={retained.length}>
            {retained.length === 0 ? (
              <p className="body second">Nothing yet: everything that was seen is still there.</p>
            ) : (
              <table className="simple">
                <tbody>
                  {retained.slice(0, 100).map((one) => (
                    <tr key={`${one.when} ${one.what}`}>
                      <td>{shortMoment(one.when, now, zone)}</td>
                      <th>
                        {formatCount(one.count)} {one.what}
                      </th>
                      <td>before {shortMoment(one.before, now, zone)}</td>
                      <td className="soft">{one.why}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Card>
          {editing ? (
            <Dialog
              title="Change what is kept"
              action="Change"
              close={() => setEditing(false)}
              submit={async (values) => {
                const next = { ...limits };
                for (const [name] of AGES) next[name] = Math.max(0, Number(values[name]) || 0) * DAY;
                next.databaseSize = Math.max(0, Number(values.databaseSize) || 0) * 1e9;
                await call.putLimits(next);
                refresh(["keeping"]);
              }}
            >
              <p className="second">0 is without limit. What is older is dropped, and told as dropped.</p>
              {AGES.map(([name, title]) => (
                <Field
                  key={name}
                  label={`${title}, days`}
                  name={name}
                  type="number"
                  value={String(limits[name] / DAY)}
                />
              ))}
              <Field label="Database, GB" name="databaseSize" type="number" value={String(limits.databaseSize / 1e9)} />
            </Dialog>
          ) : null}
        </div>
      )}
    </Show>
  );
}
