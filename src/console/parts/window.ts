/** Rows beyond the edges that are drawn as well, so that quick scrolling shows no gap. */
const MARGIN = 10;

/** Which rows of a list are in sight, from and to (exclusive). */
export function firstAndLast(top: number, height: number, rowHeight: number, total: number) {
  const first = Math.max(0, Math.min(total, Math.floor(top / rowHeight) - MARGIN));
  const last = Math.min(total, Math.ceil((top + height) / rowHeight) + MARGIN);
  return { first, last: Math.max(first, last, Math.min(total, 1)) };
}
