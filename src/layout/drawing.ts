import type { Point } from "./shapes.ts";

const CORNER = 5;

/** The path with its last stretch cut by some units, so that a tip fits before the end. */
export function shortened(path: readonly Point[], by: number): Point[] {
  const end = path[path.length - 1];
  const before = path[path.length - 2];
  const length = Math.abs(end.x - before.x) + Math.abs(end.y - before.y);
  const cut = Math.min(by, length / 2);
  return [
    ...path.slice(0, -1),
    { x: end.x - Math.sign(end.x - before.x) * cut, y: end.y - Math.sign(end.y - before.y) * cut },
  ];
}

/** An SVG path along points, corners rounded by at most 5 units. */
export function roundedPath(points: readonly Point[]): string {
  let path = `M${points[0].x} ${points[0].y}`;
  for (let i = 1; i < points.length - 1; i++) {
    const { x, y } = points[i];
    const before = points[i - 1];
    const after = points[i + 1];
    const radius = Math.min(
      CORNER,
      (Math.abs(x - before.x) + Math.abs(y - before.y)) / 2,
      (Math.abs(after.x - x) + Math.abs(after.y - y)) / 2,
    );
    const inX = x - Math.sign(x - before.x) * radius;
    const inY = y - Math.sign(y - before.y) * radius;
    path += `L${inX} ${inY}Q${x} ${y} ${x + Math.sign(after.x - x) * radius} ${y + Math.sign(after.y - y) * radius}`;
  }
  const end = points[points.length - 1];
  return `${path}L${end.x} ${end.y}`;
}

/** An SVG path of the arrow tip at the end of a path: open, or solid and larger. */
export function tipPath(path: readonly Point[], solid: boolean): string {
  const { x, y } = path[path.length - 1];
  const before = path[path.length - 2];
  const dx = Math.sign(x - before.x);
  const dy = Math.sign(y - before.y);
  const back = solid ? 8 : 6;
  const wide = solid ? 4 : 3.5;
  const one = `${x - dx * back - dy * wide} ${y - dy * back - dx * wide}`;
  const other = `${x - dx * back + dy * wide} ${y - dy * back + dx * wide}`;
  return `M${one}L${x} ${y}L${other}${solid ? "z" : ""}`;
}

/** The text cut with an ellipsis to what surely fits; widths are those of a wide fallback font. */
export function fitText(text: string, width: number, size: number): string {
  const letters = Array.from(text);
  let used = 0;
  for (let i = 0; i < letters.length; i++) {
    used += letterWidth(letters[i]) * size;
    if (used > width) {
      let end = i;
      let room = used + size * 0.8;
      while (end > 0 && room > width) room -= letterWidth(letters[--end]) * size;
      return `${letters.slice(0, end).join("").trimEnd()}…`;
    }
  }
  return text;
}

function letterWidth(letter: string): number {
  if (/[ilj.,:;'|!()[\] ]/.test(letter)) return 0.34;
  if (/[mwMW@%]/.test(letter)) return 0.92;
  if (/[A-Z0-9]/.test(letter)) return 0.66;
  return letter.codePointAt(0)! < 0x250 ? 0.58 : 1.05;
}
