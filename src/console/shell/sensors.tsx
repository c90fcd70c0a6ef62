import { formatCount } from "../../export/words.ts";
import { call } from "../api/calls.ts";
import { useHref } from "../state/address.ts";
import { useLoad } from "../state/load.ts";
import { useSite } from "../state/site.tsx";

/** Sensors and what each does. */
export function useSensors() {
  const { site } = useSite();
  return useLoad(`sensors/${site.id}`, () => call.sensors(site.id), ["intakes"]);
}

/** One line in the top bar: how many sensors watch, and what was lost. */
export function SensorHealth() {
  const href = useHref();
  const all = useSensors().value;
  if (!all) return null;
  const watching = all.filter(({ kind }) => kind !== "upload");
  const bad = watching.filter(({ state }) => state === "failed" || state === "waiting to restart");
  const paused = watching.filter(({ state }) => state === "stopped").length;
  const dropped = watching.reduce((sum, sensor) => sum + sensor.dropped, 0);
  const text =
    watching.length === 0
      ? "Uploads only"
      : `${watching.filter(({ state }) => state === "watching").length} of ${watching.length} sensors${paused > 0 ? `, ${formatCount(paused)} paused` : ""}`;
  return (
    <a href={href(["sources"])}>
      {bad.length > 0 ? (
        <svg className="mark" aria-hidden="true">
          <use href="#m-high" />
        </svg>
      ) : null}{" "}
      {text}
      {watching.length > 0 ? ` · ${formatCount(dropped)} packets dropped` : ""}
    </a>
  );
}
