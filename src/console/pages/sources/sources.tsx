import { type DragEvent, useRef, useState } from "react";
import { capitalized, formatBytes, formatCount, formatDuration, formatShare } from "../../../export/words.ts";
import { call } from "../../api/calls.ts";
import type { Intake, Sensor } from "../../api/forms.ts";
import { Dialog, Field } from "../../parts/dialog.tsx";
import { Card } from "../../parts/marks.tsx";
import { Empty, Show } from "../../parts/states.tsx";
import { useSensors } from "../../shell/sensors.tsx";
import { refresh, useLoad } from "../../state/load.ts";
import { shortMoment, wholeMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useMay, useNow, useSite } from "../../state/site.tsx";
import { sendFiles, type Upload, useUploads } from "./uploads.ts";

/** Where traffic comes from: uploads, network cards, watched folders. */
export function Sources() {
  const { site } = useSite();
  const may = useMay("analyst");
  const manages = useMay("operator");
  const uploads = useUploads();
  const intakes = useLoad(`intakes/${site.id}`, () => call.intakes(site.id), ["intakes"]);
  const captures = useLoad(`captures/${site.id}`, () => call.captures(site.id), ["intakes"]);
  const sensors = useSensors();
  const [adding, setAdding] = useState<"interface" | "directory" | null>(null);
  const reading = (intakes.value ?? []).filter(({ state }) => state === "reading" || state === "waiting");
  return (
    <div className="page">
      <div className="page-head">
        <h1>Where traffic comes from</h1>
        <p>Bulkhead only listens; nothing is ever sent into the network.</p>
        {manages ? (
          <div className="push">
            <button type="button" className="button" onClick={() => setAdding("interface")}>
              Listen on a network card
            </button>
            <button type="button" className="button" onClick={() => setAdding("directory")}>
              Watch a folder
            </button>
          </div>
        ) : null}
      </div>
      {may ? <DropZone /> : <p className="notice">Analysts and above add captures. You may look at what was read.</p>}
      {uploads.length + reading.length > 0 ? (
        <Card title="On the way" count={formatCount(uploads.length + reading.length)}>
          <ul className="on-the-way">
            {uploads.map((upload) => (
              <Sending key={upload.key} upload={upload} />
            ))}
            {reading.map((intake) => (
              <Reading key={intake.id} intake={intake} may={may} />
            ))}
          </ul>
        </Card>
      ) : null}
      <Show from={sensors} rows={3}>
        {(all) => <SensorCard sensors={all.filter(({ kind }) => kind !== "upload")} manages={manages} />}
      </Show>
      <Show from={captures} rows={4}>
        {(all) => (
          <Card title="Captures" count={formatCount(all.length)}>
            {all.length === 0 ? (
              <Empty title="Nothing was read yet">Captures are told here with what could not be read of them.</Empty>
            ) : (
              <CaptureTable captures={all} intakes={intakes.value ?? []} />
            )}
          </Card>
        )}
      </Show>
      {adding ? <AddSensor kind={adding} close={() => setAdding(null)} /> : null}
    </div>
  );
}

function DropZone() {
  const { site } = useSite();
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    if (files && files.length > 0) void sendFiles(site.id, [...files]);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className={over ? "card drop over" : "card drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div>
        <h2>Drop captures here</h2>
        <p className="second">
          pcap and pcapng, also compressed with gzip. They are read on this machine and go nowhere else.
        </p>
      </div>
      <button type="button" className="button primary" onClick={() => chooser.current?.click()}>
        Choose captures
      </button>
      <input
        ref={chooser}
        type="file"
        multiple
        className="unseen"
        tabIndex={-1}
        aria-label="Captures"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
    </div>
  );
}

function Sending({ upload }: { upload: Upload }) {
  const { name, size, sent, problem, cancel } = upload;
  return (
    <li>
      <div className="row">
        <b className="strong cut">{name}</b>
        <span className="soft small">{problem ? "" : `sending, ${formatBytes(sent)} of ${formatBytes(size)}`}</span>
        <button type="button" className="button small push" onClick={cancel}>
          {problem ? "Dismiss" : "Cancel"}
        </button>
      </div>
      {problem ? (
        <p className="high small" role="alert">
          {problem}
        </p>
      ) : (
        <Progress share={sent / Math.max(1, size)} label={`${name}, sending`} />
      )}
    </li>
  );
}

function Reading({ intake, may }: { intake: Intake; may: boolean }) {
  const { site } = useSite();
  return (
    <li>
      <div className="row">
        <b className="strong cut">{intake.name}</b>
        <span className="soft small">
          {intake.state === "waiting" ? "waits for its turn" : `reading, ${formatCount(intake.frames)} packets`}
        </span>
        {may ? (
          <button
            type="button"
            className="button small push"
            onClick={() => void call.cancelIntake(site.id, intake.id).finally(() => refresh(["intakes"]))}
          >
            Cancel
          </button>
        ) : null}
      </div>
      <Progress share={intake.size > 0 ? intake.consumed / intake.size : 0} label={`${intake.name}, reading`} />
    </li>
  );
}

function Progress({ share, label }: { share: number; label: string }) {
  const percent = Math.round(Math.min(1, share) * 100);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}

function SensorCard({ sensors, manages }: { sensors: readonly Sensor[]; manages: boolean }) {
  const { site } = useSite();
  const zone = useZone();
  const now = useNow();
  const [removing, setRemoving] = useState<Sensor | null>(null);
  return (
    <Card title="Sensors" count={formatCount(sensors.length)}>
      {sensors.length === 0 ? (
        <p className="body second">
          No network card or folder is watched: what changes on the plant is seen with the next upload only.
        </p>
      ) : (
        <div className="scroll">
          <table className="simple">
            <thead>
              <tr>
                <th>Where</th>
                <th>State</th>
                <th className="number">Packets</th>
                <th className="number">Dropped</th>
                <th className="number">Behind</th>
                <th className="number">Restarts</th>
                <th className="number">Newest</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {sensors.map((sensor) => (
                <tr key={sensor.id}>
                  <th>
                    {sensor.name}
                    <br />
                    <span className="soft small narrow">
                      {sensor.kind === "interface" ? "network card" : "folder"} {sensor.target}
                    </span>
                  </th>
                  <td>
                    {sensor.state === "watching" ? (
                      "watching"
                    ) : sensor.state === "stopped" ? (
                      <span className="strong">
                        paused
                        {sensor.paused
                          ? ` by ${sensor.paused.who}, ${shortMoment(sensor.paused.when, Date.now() / 1000, zone)}`
                          : ""}
                      </span>
                    ) : (
                      <span className="high strong">
                        <svg className="mark" aria-hidden="true">
                          <use href="#m-high" />
                        </svg>{" "}
                        {sensor.state}
                      </span>
                    )}
                    {sensor.remark ? <div className="soft">{sensor.remark}</div> : null}
                    {sensor.state === "stopped" ? (
                      <div className="soft">
                        {sensor.kind === "interface"
                          ? "What passes meanwhile is not seen."
                          : "Captures that appear meanwhile are read afterwards."}
                      </div>
                    ) : null}
                  </td>
                  <td className="number">{formatCount(sensor.packets)}</td>
                  <td className={sensor.dropped > 0 ? "number high strong" : "number"}>
                    {formatCount(sensor.dropped)}
                    {sensor.dropped > 0
                      ? ` (${formatShare(sensor.dropped / Math.max(1, sensor.packets + sensor.dropped))})`
                      : ""}
                  </td>
                  <td className="number">{sensor.behind > 0 ? formatDuration(sensor.behind) : "–"}</td>
                  <td className="number">{sensor.restarts > 0 ? formatCount(sensor.restarts) : "–"}</td>
                  <td className="number" title={wholeMoment(sensor.newest, zone)}>
                    {shortMoment(sensor.newest, now, zone)}
                  </td>
                  <td className="number">
                    {manages ? (
                      <span className="row nowrap end">
                        <PauseButton sensor={sensor} />
                        <button type="button" className="button small plain" onClick={() => setRemoving(sensor)}>
                          Remove
                        </button>
                      </span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {removing ? (
        <Dialog
          title={`Remove ${removing.name}`}
          action="Remove sensor"
          danger
          close={() => setRemoving(null)}
          submit={async () => {
            await call.removeSensor(site.id, removing.id);
            refresh(["intakes"]);
          }}
        >
          <p className="second">It is no longer watched. What it saw until now stays.</p>
        </Dialog>
      ) : null}
    </Card>
  );
}

/** Pauses a sensor that watches or tries to, and resumes one that does not. */
function PauseButton({ sensor }: { sensor: Sensor }) {
  const { site } = useSite();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const runs = sensor.state === "watching" || sensor.state === "waiting to restart";
  const word = runs ? "Pause" : sensor.state === "failed" ? "Start" : "Resume";
  const change = async () => {
    setBusy(true);
    setProblem("");
    try {
      await (runs ? call.stopSensor(site.id, sensor.id) : call.startSensor(site.id, sensor.id));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
      refresh(["intakes"]);
    }
  };
  return (
    <>
      {problem ? (
        <span className="high small" role="alert">
          {problem}
        </span>
      ) : null}
      <button
        type="button"
        className="button small"
        disabled={busy}
        aria-label={`${word} ${sensor.name}`}
        onClick={() => void change()}
      >
        {word}
      </button>
    </>
  );
}

function AddSensor({ kind, close }: { kind: "interface" | "directory"; close: () => void }) {
  const { site } = useSite();
  const cards = useLoad(kind === "interface" ? `interfaces/${site.id}` : null, () => call.interfaces(site.id));
  const options = (cards.value ?? []).map(
    ({ name, description }) => [name, description ? `${name}, ${description}` : name] as const,
  );
  return (
    <Dialog
      title={kind === "interface" ? "Listen on a network card" : "Watch a folder"}
      action={kind === "interface" ? "Listen" : "Watch"}
      close={close}
      submit={async (values) => {
        await call.addSensor(site.id, { name: values.name, kind, target: values.target });
        refresh(["intakes"]);
      }}
    >
      <p className="second">
        {kind === "interface"
          ? "Choose a card that a mirror port or a tap feeds. It is only listened to."
          : "Captures that appear in the folder are read once each. Other programs write them there."}
      </p>
      {kind === "interface" ? (
        cards.error ? (
          <p className="notice warn">{cards.error.message}</p>
        ) : cards.value && options.length === 0 ? (
          <p className="notice warn">No network card of this machine can be listened to.</p>
        ) : (
          <Field label="Network card" name="target" options={options} />
        )
      ) : (
        <Field
          label="Folder on the server"
          name="target"
          required
          hint="An absolute path, for instance /var/captures."
        />
      )}
      <Field label="Name" name="name" required hint="What people call the place, for instance “SPAN Line A”." />
    </Dialog>
  );
}

const STATE_WORDS: Readonly<Record<string, string>> = {
  reading: "being read",
  read: "read whole",
  "cut short": "cut short",
  cancelled: "cancelled",
};

function CaptureTable({
  captures,
  intakes,
}: {
  captures: readonly import("../../api/forms.ts").Capture[];
  intakes: readonly Intake[];
}) {
  const zone = useZone();
  const now = useNow();
  const failed = intakes.filter(({ state }) => state === "failed");
  return (
    <div className="scroll">
      <table className="simple">
        <thead>
          <tr>
            <th>Name</th>
            <th>State</th>
            <th className="number">Size</th>
            <th className="number">Packets</th>
            <th className="number">From</th>
            <th className="number">To</th>
            <th>Packets kept</th>
            <th>SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {failed.map((intake) => (
            <tr key={intake.id}>
              <th>{intake.name}</th>
              <td className="high strong">failed</td>
              <td className="number">{formatBytes(intake.size)}</td>
              <td colSpan={5} className="second">
                {intake.remark}
              </td>
            </tr>
          ))}
          {[...captures]
            .sort((one, other) => other.number - one.number)
            .slice(0, 500)
            .map((capture) => (
              <tr key={capture.number}>
                <th>{capture.name}</th>
                <td>
                  <span className={capture.state === "cut short" ? "high strong" : ""}>
                    {capitalized(STATE_WORDS[capture.state] ?? capture.state)}
                  </span>
                  {capture.remark ? <div className="soft">{capture.remark}</div> : null}
                </td>
                <td className="number">{formatBytes(capture.size)}</td>
                <td className="number">{formatCount(capture.frames)}</td>
                <td className="number" title={wholeMoment(capture.from, zone)}>
                  {shortMoment(capture.from, now, zone)}
                </td>
                <td className="number" title={wholeMoment(capture.to, zone)}>
                  {shortMoment(capture.to, now, zone)}
                </td>
                <td>{capture.file === "" ? <span className="notseen">no longer</span> : "yes"}</td>
                <td className="mono soft" title={capture.sha256}>
                  {capture.sha256.slice(0, 12) || "–"}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
