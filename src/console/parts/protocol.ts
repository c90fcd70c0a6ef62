import { protocolTitle } from "../../export/words.ts";

let titles: ReadonlyMap<string, string> = new Map();

/** Keeps what the server calls protocols, for all that is drawn from then on. */
export function learnTitles(byName: Readonly<Record<string, string>>): void {
  titles = new Map(Object.entries(byName));
}

/** A protocol's short name as its standard writes it. */
export function titleWord(protocol: string): string {
  return protocolTitle(titles, protocol);
}
