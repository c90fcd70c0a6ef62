/** A stretch that a line occupies in a gutter, channel or corridor; `track` is filled in by `assignTracks`. */
export interface Stretch {
  from: number;
  to: number;
  /** 0-based; -1 when the stretch has no length and needs no track. */
  track: number;
}

/**
 * Gives every stretch the lowest track on which it is at least `gap` away from its neighbors (left-edge rule) and
 * returns the number of tracks; time grows with stretches times tracks. Ties keep the order of the input.
 */
export function assignTracks(stretches: readonly Stretch[], gap: number): number {
  const sorted = stretches
    .map((stretch, index) => ({ stretch, index }))
    .sort((one, other) => one.stretch.from - other.stretch.from || one.index - other.index);
  const ends: number[] = [];
  for (const { stretch } of sorted) {
    let track = 0;
    while (track < ends.length && ends[track] + gap > stretch.from) track++;
    ends[track] = stretch.to;
    stretch.track = track;
  }
  return ends.length;
}
