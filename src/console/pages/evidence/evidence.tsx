import { useCallback, useMemo, useRef, useState } from "react";
import { formatBytes, formatCount, plural } from "../../../export/words.ts";
import { call } from "../../api/calls.ts";
import type { Capture, ShownFrame } from "../../api/forms.ts";
import { Card } from "../../parts/marks.tsx";
import { Empty, Failure, Ghost } from "../../parts/states.tsx";
import { useKey } from "../../shell/keys.tsx";
import { useSensors } from "../../shell/sensors.tsx";
import { useHref, usePlace } from "../../state/address.ts";
import { useLoad } from "../../state/load.ts";
import { preciseClock, wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useFindings, useSite } from "../../state/site.tsx";
import { byteLines, fieldAt, holds, offsetText, parseStretch, type Stretch } from "./bytes.ts";

/** One packet: its conversation, its bytes and its fields side by side, marked alike. */
export function EvidencePage() {
  const { path, query } = usePlace();
  const { site } = useSite();
  const href = useHref();
  const capture = Number(path[1]);
  const frame = Number(path[2]);
  const shown = useLoad(`frame/${site.id}/${capture}/${frame}`, () => call.frame(site.id, capture, frame));
  const captures = useLoad(`captures/${site.id}`, () => call.captures(site.id), ["intakes"]);
  const origin = captures.value?.find(({ number }) => number === capture);
  const finding = useFindings().value?.byId.get(query.finding ?? "");
  const pieces = finding?.finding.evidence.filter((one) => one.frame > 0) ?? [];
  const place = pieces.findIndex((one) => one.capture === capture && one.frame === frame);
  const step = (to: number) => {
    const piece = pieces[to];
    if (!piece) return undefined;
    return href(["evidence", String(piece.capture), String(piece.frame)], {
      mark: piece.start >= 0 && piece.end > piece.start ? `${piece.start}-${piece.end}` : "",
      finding: query.finding ?? "",
    });
  };
  const before = step(place - 1);
  const after = step(place + 1);
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <p className="small soft">
            {finding ? (
              <>
                <a href={href(["findings"])}>Findings</a> ›{" "}
                <a href={href(["finding", finding.finding.id])}>{finding.finding.title}</a> › evidence {place + 1} of{" "}
                {pieces.length}
              </>
            ) : (
              <button type="button" className="as-link" onClick={() => window.history.back()}>
                ‹ Back
              </button>
            )}
          </p>
          <h1>
            Packet {formatCount(frame)}
            {query.says ? `: says “${query.says}”` : origin ? ` of ${origin.name}` : ""}
          </h1>
        </div>
        <div className="push">
          {place >= 0 && pieces.length > 1 ? (
            <>
              <a className="button" href={before} aria-disabled={!before}>
                ◂ Previous
              </a>
              <a className="button" href={after} aria-disabled={!after}>
                Next ▸
              </a>
            </>
          ) : null}
          {shown.value ? <CopyText frame={shown.value} /> : null}
          <a
            className="button primary"
            href={call.pcapngAddress(site.id, around(capture, frame, shown.value))}
            download
          >
            Download packets (pcapng)
          </a>
        </div>
      </div>
      {shown.value ? (
        <Frame frame={shown.value} capture={origin} mark={parseStretch(query.mark)} says={query.says ?? ""} />
      ) : shown.error ? (
        <div className="card">
          {"status" in shown.error && (shown.error.status === 404 || shown.error.status === 410) ? (
            <Empty title="This packet is no longer kept">
              What it said is still known, but its bytes were dropped to keep within the limits, or its capture was
              never kept.
            </Empty>
          ) : (
            <Failure error={shown.error} retry={shown.reload} />
          )}
        </div>
      ) : shown.slow ? (
        <Ghost rows={10} />
      ) : null}
    </div>
  );
}

function around(capture: number, frame: number, shown: ShownFrame | undefined) {
  const frames = new Set([frame, ...(shown?.around.map((one) => one.frame) ?? [])]);
  return [...frames].sort((one, other) => one - other).map((number) => ({ capture, frame: number }));
}

function CopyText({ frame }: { frame: ShownFrame }) {
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        navigator.clipboard.writeText(frameText(frame)).then(
          () => setDone(true),
          () => setDone(false),
        );
      }}
    >
      {done ? "Copied" : "Copy as text"}
    </button>
  );
}

function frameText(frame: ShownFrame): string {
  const bytes = byteLines(frame.bytes).map(
    ({ offset, bytes: line }) => `${offset.toString(16).padStart(4, "0")}  ${line.map(({ hex }) => hex).join(" ")}`,
  );
  const fields = frame.layers.flatMap(({ title, fields: own }) => [
    title,
    ...own.map(({ name, value }) => `  ${name}: ${value}`),
  ]);
  return [`Packet ${frame.frame}`, "", ...bytes, "", ...fields, ""].join("\n");
}

function Frame({
  frame,
  capture,
  mark,
  says,
}: {
  frame: ShownFrame;
  capture: Capture | undefined;
  mark: Stretch | null;
  says: string;
}) {
  const zone = useZone();
  const href = useHref();
  const { query } = usePlace();
  const sensors = useSensors().value;
  const [pointed, setPointed] = useState<Stretch | null>(null);
  const bytesBox = useRef<HTMLDivElement>(null);
  const fieldsBox = useRef<HTMLDivElement>(null);
  useKey(
    "b",
    useCallback(() => bytesBox.current?.focus(), []),
  );
  useKey(
    "f",
    useCallback(() => fieldsBox.current?.focus(), []),
  );
  const length = frame.bytes.length / 2;
  const conversation = withItself(frame);
  const innermost = innermostOf(frame);
  const shown = nearby(conversation, frame.frame);
  return (
    <div className="columns">
      <div className="stack">
        <Card
          title="In the conversation"
          note={shown.length > 1 ? `${shown.length} packets around it` : ""}
          aside={directions(frame)}
        >
          {frame.around.length === 0 ? (
            <p className="body second">It stands alone: no conversation was followed.</p>
          ) : (
            <div className="scroll">
              <table className="simple">
                <thead>
                  <tr>
                    <th className="number">Packet</th>
                    <th>Time</th>
                    <th>From</th>
                    <th>What it says</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map((one) => (
                    <tr
                      key={one.frame}
                      className={one.frame === frame.frame ? "here" : undefined}
                      aria-current={one.frame === frame.frame || undefined}
                    >
                      <td className="number">
                        <a
                          href={href(["evidence", String(frame.capture), String(one.frame)], {
                            finding: query.finding ?? "",
                          })}
                        >
                          {formatCount(one.frame)}
                        </a>
                      </td>
                      <td className="mono">{preciseClock(one.time, zone)}</td>
                      <td className="nowrap">
                        {one.fromClient === undefined ? "this packet" : one.fromClient ? "client →" : "← server"}
                      </td>
                      <td>{one.frame === frame.frame ? <b className="strong">{one.summary}</b> : one.summary}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Card>
        <div className="frame-columns">
          <Card
            title="Bytes"
            note={
              frame.originalLength > length
                ? `${formatCount(length)} of ${formatCount(frame.originalLength)} captured; the rest was cut`
                : `${formatCount(length)} on the wire and captured`
            }
            aside={<kbd>B</kbd>}
          >
            <Bytes frame={frame} mark={mark} pointed={pointed} point={setPointed} box={bytesBox} />
          </Card>
          <Card title="Fields" note={plural(frame.layers.length, "layer")} aside={<kbd>F</kbd>}>
            <Fields frame={frame} mark={mark} pointed={pointed} point={setPointed} box={fieldsBox} />
          </Card>
        </div>
      </div>
      <div className="stack">
        <Card title="What these bytes prove">
          <ul className="body proves">
            {says ? (
              <li>
                <b className="strong">“{says}”</b> was said on this network at {preciseClock(frame.time, zone)}.
              </li>
            ) : null}
            {innermost ? <li>{innermost}.</li> : null}
            {mark ? (
              <li>
                Bytes {mark.start} to {mark.end - 1} of this packet say so; they are marked on both sides.
              </li>
            ) : (
              <li>The message was put together from several packets; this is the one in which it ends.</li>
            )}
          </ul>
        </Card>
        <Card title="What they do not prove">
          <ul className="body proves second">
            <li>Who sat at the device. Console sign-ins do not cross this wire.</li>
            <li>That the sender is who its address says, unless the protocol is authenticated.</li>
            <li>What happened before the capture began or on wires that nobody watches.</li>
          </ul>
        </Card>
        <Card title="Where it comes from">
          <dl className="pairs body">
            <dt>Capture</dt>
            <dd>{capture?.name ?? `number ${frame.capture}`}</dd>
            {capture?.sensor ? (
              <>
                <dt>Sensor</dt>
                <dd>{sensors?.find(({ id }) => id === capture.sensor)?.name ?? capture.sensor}</dd>
              </>
            ) : null}
            <dt>Packet</dt>
            <dd>{formatCount(frame.frame)}</dd>
            <dt>Arrived</dt>
            <dd>{wholeMoment(frame.time, zone)}</dd>
            {capture ? (
              <>
                <dt>Size</dt>
                <dd>{formatBytes(capture.size)}</dd>
                <dt>SHA-256</dt>
                <dd className="mono">{capture.sha256 || "not taken yet"}</dd>
              </>
            ) : null}
          </dl>
        </Card>
      </div>
    </div>
  );
}

/** Packets of the conversation shown before and after. */
const NEAR = 3;

interface Near {
  frame: number;
  time: number;
  /** Undefined for the packet itself, of which the server tells the neighbors only. */
  fromClient?: boolean;
  summary: string;
}

/** What the innermost layer says that is more than filling. */
function innermostOf({ layers }: ShownFrame): string {
  return layers.findLast(({ title }) => !/^padding/i.test(title))?.title ?? "";
}

function withItself(frame: ShownFrame): Near[] {
  const known: Near[] = frame.around;
  if (known.length === 0 || known.some((one) => one.frame === frame.frame)) return known;
  const own = { frame: frame.frame, time: frame.time, summary: innermostOf(frame) };
  return [...known, own].sort((one, other) => one.frame - other.frame);
}

function nearby(conversation: readonly Near[], number: number): readonly Near[] {
  const place = conversation.findIndex((one) => one.frame === number);
  const first = Math.max(0, Math.min(place - NEAR, conversation.length - 2 * NEAR - 1));
  return conversation.slice(first, first + 2 * NEAR + 1);
}

function directions({ around: packets }: ShownFrame): string {
  if (packets.length < 2) return "";
  return packets.some((one) => one.fromClient) && packets.some((one) => !one.fromClient)
    ? "Both directions seen"
    : "One direction only";
}

interface Marked {
  frame: ShownFrame;
  mark: Stretch | null;
  pointed: Stretch | null;
  point: (stretch: Stretch | null) => void;
  box: React.RefObject<HTMLDivElement | null>;
}

function Bytes({ frame, mark, pointed, point, box }: Marked) {
  const lines = useMemo(() => byteLines(frame.bytes), [frame.bytes]);
  const layerOf = (at: number) =>
    frame.layers.findIndex(
      ({ start, end }, index) =>
        holds({ start, end }, at) && !frame.layers.slice(index + 1).some((later) => holds(later, at)),
    );
  const pointAt = (at: number) => {
    const found = fieldAt(frame.layers, at);
    if (!found) point(null);
    else point(found.field < 0 ? frame.layers[found.layer] : frame.layers[found.layer].fields[found.field]);
  };
  return (
    <div
      className="bytes"
      tabIndex={0}
      role="group"
      aria-label="Bytes in hexadecimal"
      ref={box}
      onPointerLeave={() => point(null)}
    >
      <table>
        <tbody>
          {lines.map(({ offset, bytes }) => (
            <tr key={offset}>
              <th scope="row">{offset.toString(16).padStart(4, "0")}</th>
              <td>
                {bytes.map(({ at, hex }) => {
                  const classes = [
                    layerOf(at) % 2 === 1 ? "odd" : "",
                    holds(mark, at) ? "marked" : "",
                    holds(pointed, at) ? "pointed" : "",
                    at % 16 === 8 ? "half" : "",
                  ];
                  return (
                    <span key={at} className={classes.join(" ")} onPointerEnter={() => pointAt(at)}>
                      {hex}
                    </span>
                  );
                })}
              </td>
              <td className="text" aria-hidden="true">
                {bytes.map(({ at, text }) => (
                  <span key={at} className={holds(mark, at) ? "marked" : holds(pointed, at) ? "pointed" : ""}>
                    {text}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {mark ? (
        <p className="small soft byte-key">
          <i className="key-mark" /> the bytes that say it
        </p>
      ) : null}
    </div>
  );
}

function Fields({ frame, mark, pointed, point, box }: Marked) {
  const [folded, setFolded] = useState<ReadonlySet<number>>(
    () =>
      new Set(
        frame.layers
          .map((_, index) => index)
          .filter((index) => index < frame.layers.length - 2 && !touches(frame.layers[index].fields, mark)),
      ),
  );
  const toggle = (index: number) => {
    const next = new Set(folded);
    if (next.has(index)) next.delete(index);
    else next.add(index);
    setFolded(next);
  };
  return (
    <div
      className="fields"
      tabIndex={0}
      role="group"
      aria-label="Decoded fields"
      ref={box}
      onPointerLeave={() => point(null)}
    >
      {frame.layers.length === 0 ? <p className="body second">No layer of this packet was understood.</p> : null}
      {frame.layers.map((layer, index) => (
        <div key={index}>
          <button
            type="button"
            className="layer"
            aria-expanded={!folded.has(index)}
            onClick={() => toggle(index)}
            onPointerEnter={() => point(layer)}
          >
            <span className="offset">{offsetText(layer)}</span>
            <span>{folded.has(index) ? "▸" : "▾"}</span>
            <b>{layer.title}</b>
            {folded.has(index) ? (
              <span className="second cut">
                {layer.fields
                  .slice(0, 3)
                  .map(({ value }) => value)
                  .join(" · ")}
              </span>
            ) : layer.start < 0 ? (
              <span className="soft">put together from several packets</span>
            ) : null}
          </button>
          {folded.has(index)
            ? null
            : layer.fields.map((field, at) => {
                const isMarked =
                  mark !== null && field.start >= 0 && field.start >= mark.start && field.end <= mark.end;
                const isPointed =
                  pointed !== null && pointed.start >= 0 && field.start === pointed.start && field.end === pointed.end;
                return (
                  <div
                    key={at}
                    className={`field-row${isMarked ? " marked" : ""}${isPointed ? " pointed" : ""}`}
                    onPointerEnter={() => point(field)}
                  >
                    <span className="offset">{offsetText(field)}</span>
                    <span className="field-name">{field.name.replaceAll("_", " ")}</span>
                    <span className="mono field-value">{field.value}</span>
                  </div>
                );
              })}
        </div>
      ))}
    </div>
  );
}

function touches(fields: readonly Stretch[], mark: Stretch | null): boolean {
  return mark !== null && fields.some(({ start, end }) => start >= mark.start && end <= mark.end && start >= 0);
}
