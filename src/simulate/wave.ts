/** A wave like a sine, -1 to 1, after so many turns; of sums and products only, so that all machines agree. */
export function wave(turns: number): number {
  const turn = ((turns % 1) + 1) % 1;
  const half = turn < 0.5 ? turn * 2 : turn * 2 - 1;
  const arch = 4 * half * (1 - half);
  return turn < 0.5 ? arch : -arch;
}
