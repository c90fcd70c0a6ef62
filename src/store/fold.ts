import type { Change, Kind, Things } from "../model/journal.ts";
import { idOfThing } from "../model/journal.ts";

type Fields = Record<string, unknown>;

/** Turns things of one kind back to an earlier moment: `changes` are those since then, newest first. */
export function rewind<Of extends Kind>(now: Iterable<Things[Of]>, changes: Iterable<Change>): Map<string, Things[Of]> {
  const things = new Map<string, Things[Of]>();
  for (const thing of now) things.set(idOfThing(thing), thing);
  for (const change of changes) {
    if (change.what === "added") things.delete(change.id);
    else if (change.what === "gone") things.set(change.id, change.before as unknown as Things[Of]);
    else {
      const thing = things.get(change.id);
      if (thing !== undefined) things.set(change.id, { ...thing, ...change.before });
    }
  }
  return things;
}

/** What changes, ascending, come to in all: at most one per thing, in the order of their first change. */
export function sumUp(changes: Iterable<Change>): Change[] {
  const sums = new Map<string, Change>();
  for (const change of changes) {
    const key = `${change.kind} ${change.id}`;
    const known = sums.get(key);
    const sum = known === undefined ? change : join(known, change);
    if (sum === undefined) sums.delete(key);
    else sums.set(key, sum);
  }
  return [...sums.values()];
}

/** Two changes of a thing as one; undefined when they undo each other. */
function join(first: Change, then: Change): Change | undefined {
  if (first.what === "added") {
    if (then.what === "gone") return undefined;
    return { ...first, label: then.label, after: { ...first.after, ...then.after } };
  }
  if (first.what === "gone") {
    // It came back: what differs from before it went.
    const before = first.before as Fields;
    const after = then.after as Fields;
    return differing({ ...then, what: "changed" }, Object.keys({ ...before, ...after }), before, after);
  }
  if (then.what === "gone") return { ...then, before: { ...then.before, ...first.before } };
  const names = [...new Set([...first.fields, ...then.fields])];
  return differing(then, names, { ...then.before, ...first.before }, { ...first.after, ...then.after });
}

function differing(change: Change, names: readonly string[], before: Fields, after: Fields): Change | undefined {
  const fields = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (fields.length === 0) return undefined;
  const only = (from: Fields): Fields => Object.fromEntries(fields.map((name) => [name, from[name]]));
  return { ...change, fields, before: only(before), after: only(after) };
}
