/** One line of a byte view. */
export interface ByteLine {
  offset: number;
  bytes: { at: number; hex: string; text: string }[];
}

/** Hex text as lines of sixteen bytes with printable characters. */
export function byteLines(hex: string): ByteLine[] {
  const lines: ByteLine[] = [];
  for (let at = 0; at * 2 < hex.length; at++) {
    const pair = hex.slice(at * 2, at * 2 + 2);
    const code = Number.parseInt(pair, 16);
    if (at % 16 === 0) lines.push({ offset: at, bytes: [] });
    lines[lines.length - 1].bytes.push({
      at,
      hex: pair,
      text: code >= 33 && code < 127 ? String.fromCharCode(code) : "·",
    });
  }
  return lines;
}

/** A stretch of bytes; -1 where no bytes of the frame stand for something. */
export interface Stretch {
  start: number;
  end: number;
}

/** Whether a byte lies in a stretch. */
export function holds(stretch: Stretch | null, at: number): boolean {
  return stretch !== null && stretch.start >= 0 && at >= stretch.start && at < stretch.end;
}

/** Reads "54-60" from an address. */
export function parseStretch(text: string | undefined): Stretch | null {
  const match = /^(\d{1,6})-(\d{1,6})$/.exec(text ?? "");
  if (!match) return null;
  const start = Number(match[1]);
  const end = Number(match[2]);
  return end > start ? { start, end } : null;
}

/** The smallest field that holds a byte, as layer and field index; field -1 for the layer itself. */
export function fieldAt(
  layers: readonly { start: number; end: number; fields: readonly Stretch[] }[],
  at: number,
): { layer: number; field: number } | null {
  let best: { layer: number; field: number; size: number } | null = null;
  for (const [layer, { start, end, fields }] of layers.entries()) {
    if (holds({ start, end }, at) && (!best || end - start <= best.size))
      best = { layer, field: -1, size: end - start };
    for (const [field, stretch] of fields.entries()) {
      const size = stretch.end - stretch.start;
      if (holds(stretch, at) && (!best || size <= best.size)) best = { layer, field, size };
    }
  }
  return best ? { layer: best.layer, field: best.field } : null;
}

/** Offsets as analyzers write them: "36–3c", "3d"; "" for no bytes. */
export function offsetText({ start, end }: Stretch): string {
  if (start < 0 || end <= start) return "";
  const hex = (value: number) => value.toString(16).padStart(2, "0");
  return end - start === 1 ? hex(start) : `${hex(start)}–${hex(end - 1)}`;
}
