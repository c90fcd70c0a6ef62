import { type KeyboardEvent, type RefObject, useCallback, useRef, useState } from "react";
import { formatCount } from "../../../export/words.ts";
import { useKey } from "../../shell/keys.tsx";
import type { NumberedFinding } from "../../state/findings.ts";
import { useMay, useSite } from "../../state/site.tsx";
import { DECISION_WORDS, DECISIONS, DecideDialog, type Deciding, decide } from "./decide.tsx";

/** Which findings are ticked, and how that changes. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** Ticks or unticks these; with `stretch`, all in the list between the one ticked last and the first of these. */
  set: (ids: readonly string[], on: boolean, stretch?: boolean) => void;
  clear: () => void;
}

/** The findings of `order` (as they are listed) that are ticked; another view of the list begins without any. */
export function useSelection(view: string, order: readonly string[]): Selection {
  const [ticked, setTicked] = useState<{ view: string; ids: ReadonlySet<string> }>({ view, ids: new Set() });
  const last = useRef("");
  const listed = new Set(order);
  const ids = new Set(ticked.view === view ? [...ticked.ids].filter((id) => listed.has(id)) : []);
  return {
    ids,
    set: (meant, on, stretch = false) => {
      const next = new Set(ids);
      const [first = ""] = meant;
      const [from, to] = [order.indexOf(last.current), order.indexOf(first)].sort((one, other) => one - other);
      const all = stretch && from >= 0 ? order.slice(from, to + 1) : meant;
      for (const id of all) {
        if (on) next.add(id);
        else next.delete(id);
      }
      last.current = first;
      setTicked({ view, ids: next });
    },
    clear: () => setTicked({ view, ids: new Set() }),
  };
}

/** Moves among the rows of a list by keys: `j` `k` from anywhere, arrows and Enter on a row. Answers the handler. */
export function useRowKeys(list: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const step = useCallback(
    (by: number) => {
      const rows = [...(list.current?.querySelectorAll<HTMLElement>(".finding-row") ?? [])];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      const row = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
      row?.querySelector<HTMLElement>("input, a")?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: "nearest" });
    },
    [list],
  );
  useKey(
    "j",
    useCallback(() => step(1), [step]),
  );
  useKey(
    "k",
    useCallback(() => step(-1), [step]),
  );
  return (event) => {
    const row = (event.target as HTMLElement).closest(".finding-row");
    if (!row || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && event.target instanceof HTMLInputElement) row.querySelector("a")?.click();
    else return;
    event.preventDefault();
  };
}

/** What is done with all ticked findings at once; stays in its place while nothing is ticked. */
export function BulkBar({ selection, listed }: { selection: Selection; listed: readonly NumberedFinding[] }) {
  const { site } = useSite();
  const may = useMay("analyst");
  const bar = useRef<HTMLDivElement>(null);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const ids = [...selection.ids];
  const isSome = ids.length > 0;
  const states = new Set(listed.filter(({ finding }) => selection.ids.has(finding.id)).map(({ state }) => state));
  useKey(
    "a",
    useCallback(() => {
      if (may && isSome) setDeciding("acknowledged");
    }, [may, isSome]),
  );
  const done = () => {
    selection.clear();
    bar.current?.focus();
  };
  useKey(
    "Escape",
    useCallback(() => selection.clear(), [selection.clear]),
  );
  if (!may) return <p className="soft small">Analysts and above decide on findings.</p>;
  return (
    <div className={isSome ? "bulk card on" : "bulk card"} ref={bar} tabIndex={-1} role="toolbar" aria-label="Selected">
      {isSome ? (
        <>
          <b className="strong" role="status">
            {formatCount(ids.length)} selected
          </b>
          {DECISIONS.filter((one) => one !== "acknowledged" || states.has("open")).map((one) => (
            <button key={one} type="button" className="button small" onClick={() => setDeciding(one)}>
              {DECISION_WORDS[one]}…{one === "acknowledged" ? <kbd>A</kbd> : null}
            </button>
          ))}
          {states.size === 1 && states.has("open") ? null : (
            <button
              type="button"
              className="button small"
              onClick={() => void decide(site.id, ids, { state: "open", why: "" }).then(done)}
            >
              Open again
            </button>
          )}
          <button type="button" className="button small plain push" onClick={done}>
            Clear
          </button>
        </>
      ) : (
        <span>
          <kbd>J</kbd> <kbd>K</kbd> move <kbd>Space</kbd> select <kbd>Enter</kbd> open. Ticked findings are decided
          together.
        </span>
      )}
      {deciding ? (
        <DecideDialog deciding={deciding} findings={ids} close={() => setDeciding(null)} decided={done} />
      ) : null}
    </div>
  );
}
