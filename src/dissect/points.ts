/** A kind of process point that a protocol knows: the same for all points of one table, type or address space. */
export interface PointSpace {
  /** Protocol name, e.g. "modbus". */
  readonly protocol: string;
  /** The standard's word, e.g. "holding register", "analog input"; "" where points are named. */
  readonly space: string;
  /** Type of the value as the standard calls it, e.g. "uint16", "REAL", "M_ME_NC_1". */
  readonly type: string;
  /** What `Sample.unit` counts, e.g. "unit", "outstation"; "" where there is none. */
  readonly unitWord: string;
  /** How people write the index of a named point: element "Tag[3]", byte "DB5 20", bit of a byte "DB5 20.1". */
  readonly indexStyle: IndexStyle;
  /** Dense number given at creation; an index for tables, not stable between versions. */
  readonly number: number;
}

/** No kind at all: what stands where none was told yet. */
export const NO_SPACE: PointSpace = {
  protocol: "",
  space: "",
  type: "",
  unitWord: "",
  indexStyle: "element",
  number: -1,
};

/** What the index of a named point counts. */
export type IndexStyle = "element" | "byte" | "bit";

const everySpace: PointSpace[] = [];

/** Registers a kind of process point; call it at module level only, never per message. */
export function pointSpace(
  protocol: string,
  space: string,
  type: string,
  unitWord = "",
  indexStyle: IndexStyle = "element",
): PointSpace {
  const made = { protocol, space, type, unitWord, indexStyle, number: everySpace.length };
  everySpace.push(made);
  return made;
}

/** Every registered kind of point, by its number. */
export function pointSpaces(): readonly PointSpace[] {
  return everySpace;
}

/** A point as people write it, without its station: "holding register 12", "Tank.Level", "DB5 20.1". */
export function pointLabel(space: PointSpace, name: string, index: number): string {
  if (name === "") return index < 0 ? space.space : `${space.space} ${index}`;
  if (index < 0) return name;
  if (space.indexStyle === "element") return `${name}[${index}]`;
  return space.indexStyle === "byte" ? `${name} ${index}` : `${name} ${index >> 3}.${index & 7}`;
}

/** How far the sender itself trusts a value: what the standard's quality flags say, in three steps. */
export type Quality = 0 | 1 | 2;
/** The value is valid, or the protocol says nothing about it. */
export const GOOD: Quality = 0;
/** Old, substituted, forced, in test or otherwise doubtful. */
export const UNCERTAIN: Quality = 1;
/** Invalid, offline, failed. */
export const BAD: Quality = 2;
