import { formatCount } from "../../../export/words.ts";
import type { Change } from "../../../model/journal.ts";
import { Card } from "../../parts/marks.tsx";
import { setQuery } from "../../state/address.ts";
import { shortMoment, wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useNow } from "../../state/site.tsx";
import { describeFields, WHAT_SIGN } from "../timeline/words.ts";

/** What became of the device, newest first. */
export function History({ changes, total }: { changes: readonly Change[]; total: number }) {
  const zone = useZone();
  const now = useNow();
  return (
    <Card
      title="Timeline"
      count={formatCount(total)}
      aside={
        total > changes.length ? (
          <button type="button" className="button small plain" onClick={() => setQuery({ tab: "timeline" }, false)}>
            All {formatCount(total)}
          </button>
        ) : null
      }
    >
      {changes.length === 0 ? (
        <p className="body second">Nothing about it changed.</p>
      ) : (
        <table className="simple">
          <tbody>
            {changes.map((change) => (
              <tr key={change.sequence}>
                <td className="nowrap soft">
                  <button
                    type="button"
                    className="as-link"
                    title={`Look at ${wholeMoment(change.time, zone)}`}
                    onClick={() => setQuery({ at: String(change.time) }, false)}
                  >
                    {shortMoment(change.time, now, zone)}
                  </button>
                </td>
                <td className="sign">{WHAT_SIGN[change.what]}</td>
                <td>
                  {change.what === "changed" ? describeFields(change) : change.what === "added" ? "First seen" : "Gone"}
                </td>
                <td className="number soft">{change.by === "traffic" ? "" : `by ${change.by}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
