// Columns of numbers in which the points of one kind are kept: what each holds, and how two rows of one point become one.
// In a row of its own of each point, so that a value costs a few stores and no object.

/** Numbers of one point in `PointColumns.numbers`. */
export const LAST = 0;
export const LOWEST = 1;
export const HIGHEST = 2;
export const BEGUN = 3;
export const ENDED = 4;
export const FIRST_READ = 5;
export const LAST_READ = 6;
export const SINCE = 7;
/** Longest time for which readers were told one and the same value, and since when. */
export const STILL = 8;
export const STILL_SINCE = 9;
export const NUMBERS = 10;
/** Integers of one point in `PointColumns.cells`. */
export const INDEX = 0;
export const QUALITY = 1;
export const READS = 2;
export const WRITES = 3;
export const CHANGES = 4;
export const READERS = 5;
export const WRITERS = 6;
export const CAPTURE = 7;
export const FRAME = 8;
export const START = 9;
export const END = 10;
/** Where the value that stood longest was first told. */
export const STILL_CAPTURE = 11;
export const STILL_FRAME = 12;
export const STILL_START = 13;
export const STILL_END = 14;
/** How many values had been read before the last one came, and how often the one that stood longest was read. */
export const READS_BEFORE = 15;
export const STILL_READS = 16;
export const CELLS = 17;

/** The columns: row after row, as many rows as there is room for. */
export interface PointColumns {
  numbers: Float64Array;
  cells: Int32Array;
}

/** Keeps how long the value stood that is about to be replaced, where that was longest. */
export function endStill({ numbers, cells }: PointColumns, number: number, cell: number): void {
  const since = numbers[number + SINCE] as number;
  // Silence is no standstill: it counts until the value was read last.
  const still = (numbers[number + LAST_READ] as number) - since;
  if (!(still > (numbers[number + STILL] as number))) return;
  numbers[number + STILL] = still;
  numbers[number + STILL_SINCE] = since;
  cells[cell + STILL_READS] = (cells[cell + READS] as number) - (cells[cell + READS_BEFORE] as number);
  cells[cell + STILL_CAPTURE] = cells[cell + CAPTURE] as number;
  cells[cell + STILL_FRAME] = cells[cell + FRAME] as number;
  cells[cell + STILL_START] = cells[cell + START] as number;
  cells[cell + STILL_END] = cells[cell + END] as number;
}

/** Adds what row `theirs` of another's columns tells of the point in row `mine`; `bitsOf` turns its peers' bits into ours. */
export function absorbRow(
  { numbers, cells }: PointColumns,
  mine: number,
  other: PointColumns,
  theirs: number,
  bitsOf: (bits: number) => number,
): void {
  const number = mine * NUMBERS;
  const cell = mine * CELLS;
  const from = other.numbers.subarray(theirs * NUMBERS, (theirs + 1) * NUMBERS);
  const told = other.cells.subarray(theirs * CELLS, (theirs + 1) * CELLS);
  const isFirst = (cells[cell + READS] as number) + (cells[cell + WRITES] as number) === 0;
  const isLater = isFirst || (from[ENDED] as number) >= (numbers[number + ENDED] as number);
  if (!isFirst) {
    // The joint of the two counts as a change where one's last value is not the other's.
    const differs = from[LAST] !== numbers[number + LAST];
    cells[cell + CHANGES] += (told[CHANGES] as number) + (differs ? 1 : 0);
    numbers[number + LOWEST] = Math.min(numbers[number + LOWEST] as number, from[LOWEST] as number);
    numbers[number + HIGHEST] = Math.max(numbers[number + HIGHEST] as number, from[HIGHEST] as number);
    numbers[number + BEGUN] = Math.min(numbers[number + BEGUN] as number, from[BEGUN] as number);
    if ((told[READS] as number) > 0) {
      const hadReads = (cells[cell + READS] as number) > 0;
      const first = numbers[number + FIRST_READ] as number;
      numbers[number + FIRST_READ] = hadReads
        ? Math.min(first, from[FIRST_READ] as number)
        : (from[FIRST_READ] as number);
      const last = numbers[number + LAST_READ] as number;
      numbers[number + LAST_READ] = hadReads ? Math.max(last, from[LAST_READ] as number) : (from[LAST_READ] as number);
    }
  } else {
    for (const place of [LOWEST, HIGHEST, BEGUN, FIRST_READ, LAST_READ]) {
      numbers[number + place] = from[place] as number;
    }
    cells[cell + CHANGES] = told[CHANGES] as number;
  }
  if ((from[STILL] as number) > (numbers[number + STILL] as number)) {
    for (const place of [STILL, STILL_SINCE]) numbers[number + place] = from[place] as number;
    for (const place of [STILL_READS, STILL_CAPTURE, STILL_FRAME, STILL_START, STILL_END]) {
      cells[cell + place] = told[place] as number;
    }
  }
  if (isLater) cells[cell + READS_BEFORE] = (cells[cell + READS] as number) + (told[READS_BEFORE] as number);
  cells[cell + READS] += told[READS] as number;
  cells[cell + WRITES] += told[WRITES] as number;
  cells[cell + READERS] |= bitsOf(told[READERS] as number);
  cells[cell + WRITERS] |= bitsOf(told[WRITERS] as number);
  if (!isLater) return;
  for (const place of [LAST, SINCE, ENDED]) numbers[number + place] = from[place] as number;
  for (const place of [QUALITY, CAPTURE, FRAME, START, END]) cells[cell + place] = told[place] as number;
}
