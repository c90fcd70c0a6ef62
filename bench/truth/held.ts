import { readFileSync, writeFileSync } from "node:fs";
import { PROTOCOLS } from "../../src/dissect/protocols/list.ts";

const FILE = new URL("held.json", import.meta.url);

/** In how many captures of the collection a protocol's messages are, by its name; without those in none. */
export type Held = Readonly<Record<string, number>>;

/** What the last `npm run truth -- --write` found: it stands in a file, for where there is no collection. */
export function heldBefore(): Held {
  return JSON.parse(readFileSync(FILE, "utf8")) as Held;
}

/** Counts the captures by the protocols whose messages each shows. */
export function heldIn(captures: readonly { frames: ReadonlyMap<string, unknown> }[]): Held {
  const counts = new Map<string, number>();
  for (const { frames } of captures) for (const name of frames.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function writeHeld(held: Held): void {
  writeFileSync(FILE, `${JSON.stringify(held, null, 2)}\n`);
}

/** The chapter of docs/truth.md on protocols that no capture holds. */
export function heldMarkdown(held: Held): string[] {
  const absent = PROTOCOLS.map(({ name }) => name)
    .filter((name) => held[name] === undefined)
    .sort();
  const present = PROTOCOLS.length - absent.length;
  return [
    "## Coverage",
    "",
    `Messages of ${present} of the ${PROTOCOLS.length} protocols are in the captures. No capture holds one of the following, whose`,
    "dissectors are tested on bytes that were built from the standard or the maker's description:",
    "",
    `${absent.join(", ")}.`,
    "",
  ];
}
