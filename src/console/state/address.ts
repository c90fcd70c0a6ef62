import { useMemo, useSyncExternalStore } from "react";
import { formatPlace, goingTo, type Place, parsePlace, withQuery } from "./place.ts";

const listeners = new Set<() => void>();
window.addEventListener("hashchange", () => {
  for (const listener of listeners) listener();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The place that the address bar says. */
export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parsePlace(hash), [hash]);
}

/** The place now, outside of drawing. */
export function placeNow(): Place {
  return parsePlace(window.location.hash);
}

/** Goes to a place; `quietly` replaces the entry of the history instead of adding one. */
export function goTo(place: Place, quietly = false): void {
  const hash = formatPlace(place);
  if (hash === window.location.hash) return;
  if (quietly) {
    window.history.replaceState(null, "", hash);
    for (const listener of listeners) listener();
  } else {
    window.location.hash = hash;
  }
}

/** Changes parameters of the place that is shown. */
export function setQuery(changes: Readonly<Record<string, string>>, quietly = true): void {
  goTo(withQuery(placeNow(), changes), quietly);
}

/** The address of another page for a link, with site, moment and shared filters kept. */
export function useHref(): (path: readonly string[], changes?: Readonly<Record<string, string>>) => string {
  const place = usePlace();
  return (path, changes) => formatPlace(goingTo(place, path, changes));
}
