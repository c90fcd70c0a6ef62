import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { formatMac } from "../../export/words.ts";
import { call } from "../api/calls.ts";
import { Icon, LevelBox, RoleIcon, SeverityMark } from "../parts/marks.tsx";
import { goTo, placeNow, useHref } from "../state/address.ts";
import { useLoad } from "../state/load.ts";
import { goingTo } from "../state/place.ts";
import { useFindings, useSite } from "../state/site.tsx";

const MOST = 8;

/** Finds devices, points and findings by what they are called. */
export function Search() {
  const { site, at } = useSite();
  const href = useHref();
  const [words, setWords] = useState("");
  const [asked, setAsked] = useState("");
  const [chosen, setChosen] = useState(0);
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(words.trim()), 150);
    return () => window.clearTimeout(timer);
  }, [words]);
  const findings = useFindings().value;
  const found = useLoad(asked === "" ? null : `search/${site.id}/${at ?? ""}/${asked}`, async () => {
    const query = { search: asked, limit: MOST, at };
    const [devices, points] = await Promise.all([
      call.list(site.id, "device", query),
      call.list(site.id, "point", { ...query, limit: 5 }),
    ]);
    return { devices: devices.rows, points: points.rows };
  });
  const word = asked.toLowerCase();
  const told =
    asked === "" ? [] : (findings?.all ?? []).filter(({ finding }) => finding.title.toLowerCase().includes(word));
  const entries = [
    ...(found.value?.devices ?? []).map((device) => ({
      key: device.id,
      path: ["device", device.id],
      icon: <RoleIcon role={device.role} />,
      text: device.label,
      more: device.ips[0] ?? formatMac(device.macs[0] ?? ""),
      end: <LevelBox level={device.level.level} />,
    })),
    ...told.slice(0, 5).map(({ finding }) => ({
      key: finding.id,
      path: ["finding", finding.id],
      icon: <SeverityMark severity={finding.severity} />,
      text: finding.title,
      more: "",
      end: null,
    })),
    ...(found.value?.points ?? []).map((point) => ({
      key: point.id,
      path: ["points"],
      icon: <Icon name="points" />,
      text: point.label,
      more: point.protocol,
      end: null,
      query: { point: point.id },
    })),
  ];
  const go = (index: number) => {
    const entry = entries[index];
    if (!entry) return;
    goTo(goingTo(placeNow(), entry.path, "query" in entry ? (entry.query as Record<string, string>) : {}));
    setOpen(false);
    setWords("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setChosen(Math.min(entries.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setChosen(Math.max(0, chosen - 1));
    else if (event.key === "Enter") go(chosen);
    else if (event.key === "Escape") {
      setOpen(false);
      (event.target as HTMLElement).blur();
    } else return;
    event.preventDefault();
  };
  const isOpen = open && asked !== "";
  return (
    <div
      className="search"
      ref={whole}
      onBlur={(event) => {
        if (!whole.current?.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Icon name="search" />
      <input
        id="search"
        type="search"
        role="combobox"
        aria-label="Search device, address, point, finding"
        aria-expanded={isOpen}
        aria-controls="found"
        placeholder="Device, address, point, finding…"
        value={words}
        onFocus={() => setOpen(true)}
        onChange={(event) => {
          setWords(event.target.value);
          setChosen(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      {words === "" ? <kbd>/</kbd> : null}
      {isOpen ? (
        <div className="found" id="found" role="listbox" aria-label="Found">
          {entries.map((entry, index) => (
            <a
              key={entry.key}
              role="option"
              aria-selected={index === chosen}
              href={href(entry.path, "query" in entry ? (entry.query as Record<string, string>) : {})}
              onClick={() => {
                setOpen(false);
                setWords("");
              }}
            >
              <span>{entry.icon}</span>
              <span className="cut">
                {entry.text} <small>{entry.more}</small>
              </span>
              <span>{entry.end}</span>
            </a>
          ))}
          {entries.length === 0 ? (
            <p className="pop-head" aria-selected={false}>
              {found.value ? "Nothing is called so." : "Looking…"}
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
