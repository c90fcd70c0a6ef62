import type { SlimDevice, SlimLink } from "../../api/forms.ts";

/** What became of a thing between two moments; things that stayed as they were have no mark. */
export type Mark = "new" | "gone" | "changed";

/** What was there at one moment. */
export interface Moment {
  devices: readonly SlimDevice[];
  links: readonly SlimLink[];
}

/** Both moments in one picture: everything that was there at either, and what became of it. */
export interface Comparison {
  devices: SlimDevice[];
  links: SlimLink[];
  marks: ReadonlyMap<string, Mark>;
  deviceCounts: Readonly<Record<Mark, number>>;
  linkCounts: Readonly<Record<Mark, number>>;
}

/** Puts two moments together. What is still there stands as it is at the later one. */
export function compareMoments(before: Moment, after: Moment): Comparison {
  const marks = new Map<string, Mark>();
  const devices = together(before.devices, after.devices, sameDevice, marks);
  // The bytes of a conversation grow all the time: that is no change.
  const links = together(before.links, after.links, (one, other) => one.act === other.act, marks);
  return {
    ...{ devices: devices.all, links: links.all, marks },
    ...{ deviceCounts: devices.counts, linkCounts: links.counts },
  };
}

function sameDevice(one: SlimDevice, other: SlimDevice): boolean {
  return (Object.keys(other) as (keyof SlimDevice)[]).every((field) => one[field] === other[field]);
}

function together<Of extends { id: string }>(
  before: readonly Of[],
  after: readonly Of[],
  isSame: (one: Of, other: Of) => boolean,
  marks: Map<string, Mark>,
): { all: Of[]; counts: Record<Mark, number> } {
  const counts = { new: 0, gone: 0, changed: 0 };
  const mark = (id: string, what: Mark) => {
    marks.set(id, what);
    counts[what]++;
  };
  const rest = new Map(before.map((one) => [one.id, one]));
  for (const one of after) {
    const was = rest.get(one.id);
    rest.delete(one.id);
    if (!was) mark(one.id, "new");
    else if (!isSame(was, one)) mark(one.id, "changed");
  }
  for (const id of rest.keys()) mark(id, "gone");
  return { all: [...after, ...rest.values()], counts };
}

/** How many of some things are new, gone and changed: "3 new, 1 gone"; "" for none. */
export function countWords(counts: Readonly<Record<Mark, number>>): string {
  return (["new", "gone", "changed"] as const)
    .filter((mark) => counts[mark] > 0)
    .map((mark) => `${counts[mark].toLocaleString("en-US")} ${mark}`)
    .join(", ");
}

/** Counts the marks of some things. */
export function countMarks(ids: readonly string[], marks: ReadonlyMap<string, Mark>): Record<Mark, number> {
  const counts = { new: 0, gone: 0, changed: 0 };
  for (const id of ids) {
    const mark = marks.get(id);
    if (mark) counts[mark]++;
  }
  return counts;
}

const SIGNS: Readonly<Record<Mark, string>> = { new: "+", changed: "±", gone: "−" };

/** What became of the devices of a tile, as it stands on the tile: "+ new" for one, "+3 −1" for several; "" for nothing. */
export function tileWords(devices: readonly string[], marks: ReadonlyMap<string, Mark>): string {
  const [only] = devices;
  if (devices.length === 1) {
    const mark = marks.get(only);
    return mark ? `${SIGNS[mark]} ${mark}` : "";
  }
  const counts = countMarks(devices, marks);
  return (["new", "changed", "gone"] as const)
    .filter((mark) => counts[mark] > 0)
    .map((mark) => `${SIGNS[mark]}${counts[mark]}`)
    .join(" ");
}
