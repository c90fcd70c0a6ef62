import { call } from "../api/calls.ts";
import { setQuery } from "../state/address.ts";

/** Goes to the change before or after the moment shown; beyond the newest change to now. */
export async function step(site: string, at: number | undefined, way: 1 | -1): Promise<void> {
  if (way < 0) {
    const head = at ?? (await call.head(site)).time;
    // A hair before, since the change of the moment itself is what is seen.
    const [before] = await call.changes(site, { to: head - 1e-3 }, 0, 1);
    if (before && before.time < head) setQuery({ at: String(before.time) }, false);
    return;
  }
  if (at === undefined) return;
  const { time: newest } = await call.head(site);
  // Journals are searched from the newest back, so the next change is found by narrowing the stretch.
  let to = newest;
  let next = newest;
  for (let width = 60; ; width *= 8) {
    to = Math.min(newest, at + width);
    const found = await call.changes(site, { from: at + 1e-3, to }, 0, 500);
    if (found.length > 0) {
      next = found[found.length - 1].time;
      break;
    }
    if (to >= newest) break;
  }
  setQuery({ at: next >= newest ? "" : String(next) }, false);
}
