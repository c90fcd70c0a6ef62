/** What an operation does to the process or device it is sent to; the vocabulary of map, rules and findings. */
export const ACTS = [
  "other",
  "identify",
  "read",
  "alarm",
  "time",
  "authenticate",
  "file",
  "write",
  "control",
  "configure",
  "program",
] as const;

/** One act; see ACTS. Later acts in ACTS weigh heavier when several are summed into one line of a map. */
export type Act = (typeof ACTS)[number];

/** Acts that change what the device does or holds; a finding about authority asks for these. */
export function changesState(act: Act): boolean {
  return act === "write" || act === "control" || act === "configure" || act === "program";
}

/** The heavier of two acts, by the order of ACTS. */
export function heavierAct(one: Act, other: Act): Act {
  return ACTS.indexOf(one) >= ACTS.indexOf(other) ? one : other;
}
