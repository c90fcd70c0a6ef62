import { type Change, KINDS } from "../../model/journal.ts";
import { refresh } from "../state/load.ts";
import { streamAddress } from "./calls.ts";
import type { Work } from "./forms.ts";

/** What the stream tells: whether it is heard, and when it was last. */
export interface Hearing {
  state: "live" | "lost";
  /** Seconds since 1970-01-01 UTC when the server was last heard. */
  last: number;
}

/** Least time between two renewals of what is shown, milliseconds: reading stays possible in a storm of changes. */
const CALM = 1500;
/** What has to be asked for again when each kind of work was done. */
const TOUCHED_BY: Readonly<Record<Work["what"], readonly string[]>> = {
  decision: ["workflow", "audit"],
  correction: ["corrections", "audit"],
  "correction taken back": ["corrections", "audit"],
  views: ["views", "audit"],
};

/**
 * Follows the changes of a site from now on: what they touch is asked for again, at most every 1.5 s. Answers how to
 * end it.
 */
export function follow(
  site: string,
  hear: (hearing: Hearing) => void,
  tell: (changes: readonly Change[]) => void,
  tellWork: (work: Work) => void,
): () => void {
  let source: EventSource | undefined;
  let timer = 0;
  let retry = 0;
  let wait = 1000;
  let last = Date.now() / 1000;
  let after = 0;
  let ended = false;
  let wasLost = false;
  const touched = new Set<string>();
  const waiting: Change[] = [];
  const flush = () => {
    timer = 0;
    if (document.hidden && touched.size > 0) {
      timer = window.setTimeout(flush, CALM);
      return;
    }
    refresh([...touched]);
    touched.clear();
    if (waiting.length > 0) tell(waiting.splice(0));
  };
  const touch = (kinds: readonly string[]) => {
    for (const kind of kinds) touched.add(kind);
    if (timer === 0) timer = window.setTimeout(flush, CALM);
  };
  const open = () => {
    if (ended) return;
    source = new EventSource(streamAddress(site, after));
    const heard = () => {
      last = Date.now() / 1000;
      wait = 1000;
      hear({ state: "live", last });
    };
    source.onopen = () => {
      heard();
      // Changes are caught up with by their numbers; what people did meanwhile has none.
      if (wasLost) touch(["intakes", "site", ...Object.values(TOUCHED_BY).flat()]);
      wasLost = false;
    };
    source.addEventListener("alive", heard);
    source.addEventListener("changes", (event) => {
      heard();
      const changes = JSON.parse((event as MessageEvent<string>).data) as Change[];
      for (const change of changes) after = Math.max(after, change.sequence);
      waiting.push(...changes.slice(0, 200));
      touch(["journal", ...changes.map(({ kind }) => kind)]);
    });
    source.addEventListener("behind", () => {
      heard();
      // Too much was missed to be told: everything is asked for again.
      touch(["journal", "intakes", ...KINDS]);
    });
    source.addEventListener("progress", () => {
      heard();
      touch(["intakes"]);
    });
    source.addEventListener("work", (event) => {
      heard();
      const work = JSON.parse((event as MessageEvent<string>).data) as Work;
      touch(TOUCHED_BY[work.what] ?? []);
      tellWork(work);
    });
    source.onerror = () => {
      source?.close();
      wasLost = true;
      hear({ state: "lost", last });
      window.clearTimeout(retry);
      retry = window.setTimeout(open, wait);
      wait = Math.min(30_000, wait * 2);
    };
  };
  open();
  return () => {
    ended = true;
    source?.close();
    window.clearTimeout(timer);
    window.clearTimeout(retry);
  };
}
