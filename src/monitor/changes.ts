import type { BlindSpot, Device, Finding, Link, ProcessPoint, ProtocolShare } from "../model/assessment.ts";
import { type Kind, type NewChange, type Thing, VOLATILE } from "../model/journal.ts";
import { isAlike, isSame } from "../model/same.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What became of one thing between two pictures of a site. */
export interface Difference {
  /** Nothing when only volatile fields moved. */
  change: NewChange | undefined;
  /** Whether anything differs at all. */
  moved: boolean;
}

/** Compares a thing with how it stood before; undefined stands for "not there". */
export function differenceOf(
  kind: Kind,
  id: string,
  before: Thing["body"] | undefined,
  after: Thing["body"] | undefined,
  stamp: { time: number; by: string; labelOf: (device: string) => string },
): Difference {
  const named = after ?? before;
  if (named === undefined) return { change: undefined, moved: false };
  const label = labelOfThing(kind, named, stamp.labelOf);
  const common = { time: stamp.time, by: stamp.by, kind, id, label };
  if (before === undefined) {
    return { change: { ...common, what: "added", fields: [], before: null, after: fieldsOf(named) }, moved: true };
  }
  if (after === undefined) {
    return { change: { ...common, what: "gone", fields: [], before: fieldsOf(before), after: null }, moved: true };
  }
  const then = fieldsOf(before);
  const now = fieldsOf(after);
  const fields: string[] = [];
  let moved = false;
  for (const name of Object.keys(now)) {
    if (isSame(then[name], now[name])) continue;
    moved = true;
    if (!VOLATILE[kind].includes(name) && !isAlike(then[name], now[name])) fields.push(name);
  }
  if (fields.length === 0) return { change: undefined, moved };
  const change: NewChange = {
    ...common,
    what: "changed",
    fields,
    before: pick(then, fields),
    after: pick(now, fields),
  };
  return { change, moved };
}

/** What people call a thing. */
export function labelOfThing(kind: Kind, body: Thing["body"], labelOf: (device: string) => string): string {
  switch (kind) {
    case "device":
      return (body as Device).label;
    case "link": {
      const { client, server, serverAddress, protocol } = body as Link;
      return `${labelOf(client)} to ${server === "" ? serverAddress : labelOf(server)}, ${protocol}`;
    }
    case "point":
      return `${(body as ProcessPoint).label} of ${labelOf((body as ProcessPoint).device)}`;
    case "finding":
      return (body as Finding).title;
    case "blindSpot":
      return `${(body as BlindSpot).reason}, ${(body as BlindSpot).where}`;
    case "protocol":
      return (body as ProtocolShare).title;
  }
}

function fieldsOf(body: Thing["body"]): Fields {
  return body as unknown as Fields;
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}
