import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { Kind } from "../../model/journal.ts";

/** What became of a request. */
export interface Loaded<Value> {
  /** The newest value; while a newer one is on its way or failed, the one before. */
  value: Value | undefined;
  error: Error | undefined;
  /** Nothing to show yet, for more than 300 ms. */
  slow: boolean;
  reload: () => void;
}

interface Entry {
  value: unknown;
  error: Error | undefined;
  kinds: readonly string[];
  /** Stale entries are asked for again when somebody looks. */
  stale: boolean;
  running: boolean;
  load: () => Promise<unknown>;
  watchers: Set<() => void>;
}

const MOST_ENTRIES = 150;
const entries = new Map<string, Entry>();

function run(entry: Entry): void {
  if (entry.running) return;
  entry.running = true;
  entry.stale = false;
  entry
    .load()
    .then(
      (value) => {
        entry.value = value;
        entry.error = undefined;
      },
      (error: unknown) => {
        entry.error = error instanceof Error ? error : new Error(String(error));
      },
    )
    .finally(() => {
      entry.running = false;
      for (const watcher of entry.watchers) watcher();
      if (entry.stale && entry.watchers.size > 0) run(entry);
    });
}

const refreshListeners = new Set<(kinds: readonly string[]) => void>();

/** Told which kinds changed; answers how to stop. */
export function onRefresh(listener: (kinds: readonly string[]) => void): () => void {
  refreshListeners.add(listener);
  return () => refreshListeners.delete(listener);
}

/** What changed is asked for again, at once where it is looked at; until it comes, the value before stays in sight. */
export function refresh(kinds: readonly (Kind | string)[]): void {
  for (const entry of entries.values()) {
    if (!entry.kinds.some((kind) => kinds.includes(kind))) continue;
    entry.stale = true;
    if (entry.watchers.size > 0) run(entry);
  }
  for (const listener of refreshListeners) listener(kinds);
}

/** Forgets everything: another person signed in, or nobody is. */
export function forgetAll(): void {
  for (const [key, entry] of entries) if (entry.watchers.size === 0) entries.delete(key);
  for (const entry of entries.values()) {
    entry.value = undefined;
    entry.error = undefined;
    run(entry);
  }
}

/**
 * Asks for something once per key, shared by all who look at it, and again when one of `kinds` changes. A null key
 * asks for nothing.
 */
export function useLoad<Value>(
  key: string | null,
  load: () => Promise<Value>,
  kinds: readonly (Kind | string)[] = [],
): Loaded<Value> {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [slow, setSlow] = useState(false);
  const loader = useRef(load);
  loader.current = load;
  const kindList = kinds.join();
  useEffect(() => {
    if (key === null) return;
    let entry = entries.get(key);
    if (!entry) {
      entry = {
        value: undefined,
        error: undefined,
        kinds: kindList.split(","),
        stale: true,
        running: false,
        load: () => loader.current(),
        watchers: new Set(),
      };
      entries.set(key, entry);
      for (const [name, old] of entries) {
        if (entries.size <= MOST_ENTRIES) break;
        if (old.watchers.size === 0 && name !== key) entries.delete(name);
      }
    }
    entry.load = () => loader.current();
    const watched = entry;
    watched.watchers.add(redraw);
    if (watched.stale || (watched.error && !watched.running)) run(watched);
    redraw();
    const timer = window.setTimeout(() => setSlow(true), 300);
    return () => {
      window.clearTimeout(timer);
      setSlow(false);
      watched.watchers.delete(redraw);
    };
  }, [key, kindList]);
  const entry = key === null ? undefined : entries.get(key);
  const reload = useCallback(() => {
    const known = key === null ? undefined : entries.get(key);
    if (known) run(known);
  }, [key]);
  return {
    value: entry?.value as Value | undefined,
    error: entry?.error,
    slow: slow && entry?.value === undefined && !entry?.error,
    reload,
  };
}
