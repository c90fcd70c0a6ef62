import { useCallback, useState } from "react";
import { capitalized, formatCount, formatShare, plural } from "../../../export/words.ts";
import type { Finding } from "../../../model/assessment.ts";
import type { Workflow } from "../../../model/journal.ts";
import { call } from "../../api/calls.ts";
import { DeviceLink, evidenceQuery, ServerOf } from "../../parts/links.tsx";
import { ActMark, Card, LevelBox, RoleIcon, SeverityMark } from "../../parts/marks.tsx";
import { titleWord } from "../../parts/protocol.ts";
import { Empty, Show } from "../../parts/states.tsx";
import { useKey } from "../../shell/keys.tsx";
import { useHref, usePlace } from "../../state/address.ts";
import type { NumberedFinding } from "../../state/findings.ts";
import { useLoad } from "../../state/load.ts";
import { preciseClock, shortMoment, wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useDirectory, useFindings, useMay, useNow, useSite } from "../../state/site.tsx";
import { DecideDialog, type Deciding, decide } from "./decide.tsx";
import { countWords, threatWords } from "./words.ts";

/** Most packets listed. */
const MOST_EVIDENCE = 40;

/** One finding: what was seen, why it matters here, what to check and do, and the packets that say so. */
export function FindingPage() {
  const { path } = usePlace();
  const book = useFindings();
  const href = useHref();
  return (
    <div className="page">
      <Show from={book}>
        {({ byId }) => {
          const one = byId.get(path[1] ?? "");
          return one ? (
            <One one={one} />
          ) : (
            <Empty
              title="This finding is not here"
              actions={
                <a className="button" href={href(["findings"])}>
                  All findings
                </a>
              }
            >
              It may have been found later than the moment shown, or belong to another site.
            </Empty>
          );
        }}
      </Show>
    </div>
  );
}

function One({ one }: { one: NumberedFinding }) {
  const { finding, state, workflow } = one;
  const { site } = useSite();
  const zone = useZone();
  const now = useNow();
  const href = useHref();
  const may = useMay("analyst");
  const [asking, setAsking] = useState<Deciding | null>(null);
  const put = useCallback(
    async (to: Workflow["state"]) => await decide(site.id, [finding.id], { state: to, why: "" }),
    [site.id, finding.id],
  );
  useKey(
    "a",
    useCallback(() => {
      if (may && state === "open") void put("acknowledged");
    }, [may, state, put]),
  );
  return (
    <>
      <div className="page-head">
        <SeverityMark severity={finding.severity} big />
        <div>
          <p className="small soft">
            <a href={href(["findings"])}>Findings</a> · {finding.severity} · {state}
            {workflow?.assignee ? `, assigned to ${workflow.assignee}` : ""}
            {workflow && (state !== "open" || workflow.assignee)
              ? ` by ${workflow.who}, ${shortMoment(workflow.when, now, zone)}`
              : ""}
          </p>
          <h1>{finding.title}</h1>
        </div>
        <div className="push">
          {may ? (
            <>
              {state === "open" ? null : (
                <button type="button" className="button" onClick={() => void put("open")}>
                  Open again
                </button>
              )}
              {state === "muted" || state === "closed" ? null : (
                <>
                  <button type="button" className="button" onClick={() => setAsking("assigned")}>
                    Assign…
                  </button>
                  <button type="button" className="button" onClick={() => setAsking("muted")}>
                    Mute…
                  </button>
                  <button type="button" className="button" onClick={() => setAsking("closed")}>
                    Close…
                  </button>
                </>
              )}
              {state === "open" ? (
                <button type="button" className="button primary" onClick={() => void put("acknowledged")}>
                  Acknowledge <kbd>A</kbd>
                </button>
              ) : null}
            </>
          ) : (
            <span className="soft small">Analysts and above decide on findings.</span>
          )}
        </div>
      </div>
      {workflow?.why && (state !== "open" || workflow.assignee) ? (
        <div className="notice">
          <span>
            <b className="strong">
              {capitalized(state)}
              {workflow.assignee ? `, assigned to ${workflow.assignee}` : ""} by {workflow.who}:
            </b>{" "}
            {workflow.why}
            {state === "muted" && workflow.until > 0 ? ` Until ${wholeMoment(workflow.until, zone)}.` : ""}
          </span>
        </div>
      ) : null}
      <div className="columns">
        <div className="stack">
          <Card title="What was seen" aside={countWords(finding)}>
            <div className="body">
              <p>{finding.detail || finding.title}</p>
              <p className="small soft seen-when">
                First {wholeMoment(finding.firstSeen, zone)}, last {wholeMoment(finding.lastSeen, zone)}
              </p>
            </div>
          </Card>
          <Way finding={finding} />
          <Packets finding={finding} />
        </div>
        <div className="stack">
          <Card title="Why it matters here">
            <div className="body">
              <p className="small">{finding.why}</p>
              <p className="small second weighs">
                Weighed as <b className="strong">{finding.weighedAs}</b>: threatens {threatWords(finding).toLowerCase()}
                . {formatShare(finding.confidence)} sure.
              </p>
            </div>
          </Card>
          {finding.check ? (
            <Card title="What to check">
              <div className="body strong">{finding.check}</div>
            </Card>
          ) : null}
          {finding.advice.length > 0 ? (
            <Card title="What to do" aside="keep the process running">
              <ul className="advice">
                {finding.advice.map(({ action, tag }) => (
                  <li key={action}>
                    <span className={`tag ${tag === "Do not" ? "not" : tag === "Safe now" ? "" : "room"}`}>{tag}</span>
                    <span>{action}</span>
                  </li>
                ))}
              </ul>
            </Card>
          ) : null}
          {finding.falseAlarm ? (
            <Card title="A false alarm if">
              <div className="body small second">{finding.falseAlarm}</div>
            </Card>
          ) : null}
          <Card title="Where it comes from">
            <dl className="pairs body">
              <dt>Detection</dt>
              <dd>{finding.detection}</dd>
              {finding.techniques.length > 0 ? (
                <>
                  <dt>ATT&amp;CK</dt>
                  <dd>{finding.techniques.join(", ")}</dd>
                </>
              ) : null}
              {finding.checks.length > 0 ? (
                <>
                  <dt>Checks</dt>
                  <dd>{finding.checks.join(", ")}</dd>
                </>
              ) : null}
            </dl>
          </Card>
        </div>
      </div>
      {asking ? (
        <DecideDialog
          deciding={asking}
          findings={[finding.id]}
          assignee={workflow?.assignee}
          close={() => setAsking(null)}
        />
      ) : null}
    </>
  );
}

function Way({ finding }: { finding: Finding }) {
  const { site, at } = useSite();
  const href = useHref();
  const devices = useDirectory().value;
  const first = finding.links.slice(0, 6);
  const links = useLoad(first.length > 0 ? `way/${site.id}/${at ?? ""}/${first.join()}` : null, () =>
    Promise.all(first.map((id) => call.get(site.id, "link", id, at).catch(() => null))),
  );
  const found = (links.value ?? []).filter((link) => link !== null);
  const focus = finding.devices[0];
  return (
    <Card
      title={found.length > 0 ? "The way through the plant" : "Devices"}
      count={found.length > 0 ? finding.links.length : finding.devices.length}
      aside={
        focus ? (
          <a href={href(["map"], { device: focus, level: "", role: "", vendor: "", zone: "", domain: "", q: "" })}>
            Show on map
          </a>
        ) : null
      }
    >
      {found.length > 0 ? (
        <ul className="ways">
          {found.map((link) => {
            const client = devices?.get(link.client);
            const server = devices?.get(link.server);
            return (
              <li key={link.id}>
                <span className="way-end">
                  <RoleIcon role={client?.role ?? null} />
                  <span className="cut">
                    <DeviceLink id={link.client} />
                  </span>
                  {client ? <LevelBox level={client.level} /> : null}
                </span>
                <span className="way-line">
                  <small>
                    {titleWord(link.protocol)}
                    {link.port > 0 ? ` ${link.port}` : ""}
                  </small>
                  <ActMark act={link.act} />
                </span>
                <span className="way-end">
                  <RoleIcon role={server?.role ?? null} />
                  <span className="cut">
                    <ServerOf link={link} />
                  </span>
                  {server ? <LevelBox level={server.level} /> : null}
                </span>
              </li>
            );
          })}
        </ul>
      ) : (
        <ul className="body device-list">
          {finding.devices.slice(0, 60).map((id) => {
            const device = devices?.get(id);
            return (
              <li key={id}>
                <RoleIcon role={device?.role ?? null} /> <DeviceLink id={id} />{" "}
                {device ? <LevelBox level={device.level} /> : null}
              </li>
            );
          })}
          {finding.devices.length > 60 ? (
            <li className="soft">{formatCount(finding.devices.length - 60)} more</li>
          ) : null}
        </ul>
      )}
      {found.length > 0 && finding.links.length > first.length ? (
        <p className="body small soft">{plural(finding.links.length - first.length, "more conversation")}</p>
      ) : null}
    </Card>
  );
}

function Packets({ finding }: { finding: Finding }) {
  const { site } = useSite();
  const zone = useZone();
  const href = useHref();
  const captures = useLoad(`captures/${site.id}`, () => call.captures(site.id), ["intakes"]).value;
  const { evidence } = finding;
  const named = evidence.filter(({ frame }) => frame > 0);
  return (
    <Card
      title="Evidence"
      count={evidence.length}
      aside={
        named.length > 0 ? (
          <a href={call.pcapngAddress(site.id, named)} download>
            Download packets (pcapng)
          </a>
        ) : null
      }
    >
      {evidence.length === 0 ? (
        <p className="body second">It follows from several facts; no single packet says it.</p>
      ) : (
        <div className="scroll">
          <table className="simple">
            <thead>
              <tr>
                <th className="number">Packet</th>
                <th>Time</th>
                <th>Bytes</th>
                <th>Capture</th>
              </tr>
            </thead>
            <tbody>
              {evidence.slice(0, MOST_EVIDENCE).map((item, index) => (
                <tr key={index}>
                  <td className="number">
                    {item.frame > 0 ? (
                      <a
                        href={href(["evidence", String(item.capture), String(item.frame)], {
                          ...evidenceQuery(item),
                          finding: finding.id,
                        })}
                      >
                        {formatCount(item.frame)}
                      </a>
                    ) : (
                      "–"
                    )}
                  </td>
                  <td className="mono">{preciseClock(item.time, zone)}</td>
                  <td>
                    {item.start >= 0 && item.end > item.start
                      ? `${item.start}–${item.end - 1}`
                      : "from several packets"}
                  </td>
                  <td className="cut">
                    {captures?.find(({ number }) => number === item.capture)?.name ?? `capture ${item.capture}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {evidence.length > MOST_EVIDENCE ? (
            <p className="body small soft">{formatCount(evidence.length - MOST_EVIDENCE)} more in the download</p>
          ) : null}
        </div>
      )}
    </Card>
  );
}
