import { useEffect, useRef } from "react";
import { goTo, placeNow, setQuery } from "../state/address.ts";
import { goingTo } from "../state/place.ts";
import { useSettings } from "../state/settings.ts";
import { useSite } from "../state/site.tsx";
import { step } from "./step.ts";

const PAGES: Readonly<Record<string, string>> = {
  o: "",
  f: "findings",
  m: "map",
  i: "inventory",
  c: "conversations",
  p: "points",
  b: "blind-spots",
  t: "timeline",
  s: "sources",
};

/** Keys that work on every page; pages add their own by `useKey`. */
export function useKeys(help: () => void): void {
  const { singleKeys } = useSettings();
  const { site, at } = useSite();
  useEffect(() => {
    let after = 0;
    const onKey = (event: KeyboardEvent) => {
      if (!singleKeys || event.defaultPrevented || isTyping(event)) return;
      const going = event.timeStamp - after < 1200;
      after = 0;
      if (going && PAGES[event.key] !== undefined) {
        goTo(goingTo(placeNow(), PAGES[event.key] === "" ? [] : [PAGES[event.key]]));
      } else if (event.key === "g") after = event.timeStamp;
      else if (event.key === "/") document.getElementById("search")?.focus();
      else if (event.key === "[") void step(site.id, at, -1);
      else if (event.key === "]") void step(site.id, at, 1);
      else if (event.key === "n" && at !== undefined) setQuery({ at: "" }, false);
      else if (event.key === "?") help();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [singleKeys, site.id, at, help]);
}

/** Whether a key belongs to where it is typed. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return true;
  const target = event.target as HTMLElement;
  return target.matches("input:not([type=checkbox]), textarea, select, dialog *");
}

/** A key of one page. */
export function useKey(key: string, act: () => void): void {
  const { singleKeys } = useSettings();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== key || event.defaultPrevented || isTyping(event)) return;
      if (!singleKeys && key.length === 1) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [key, act, singleKeys]);
}

const HELP: readonly (readonly [string, string])[] = [
  ["/", "search"],
  [
    "g, then o f m i c p b t s",
    "overview, findings, map, inventory, conversations, points, blind spots, timeline, sources",
  ],
  ["j k or arrows", "move in a table or among findings"],
  ["Enter", "open"],
  ["Space", "select"],
  ["a", "acknowledge the finding shown, or those that are ticked"],
  ["v", "next violation on the map"],
  ["0 + −", "fit and zoom the map"],
  ["b f", "bytes, fields of a packet"],
  ["[ ]", "change before, after"],
  ["n", "back to now"],
  ["Esc", "back one step"],
];

/** All keys. */
export function KeyHelp({ close }: { close: () => void }) {
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (sheet.current && !sheet.current.open) sheet.current.showModal();
  }, []);
  return (
    <dialog ref={sheet} onClose={close} aria-label="Keys">
      <div className="sheet">
        <header>
          <h2>Keys</h2>
        </header>
        <div className="sheet-body">
          <dl className="pairs">
            {HELP.map(([keys, does]) => (
              <div key={keys} style={{ display: "contents" }}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <p className="soft small">Single keys can be switched off under Settings.</p>
        </div>
        <footer>
          <button type="button" className="button" onClick={close}>
            Close
          </button>
        </footer>
      </div>
    </dialog>
  );
}
