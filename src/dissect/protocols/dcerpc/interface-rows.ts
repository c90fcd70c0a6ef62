// How the functions of an interface are written down.
import type { Act } from "../../../model/act.ts";

/** One interface: UUID, name, what its functions do unless a row says otherwise, and rows of number, name and act. */
export interface InterfaceFacts {
  uuid: string;
  name: string;
  act: Act;
  functions: readonly (readonly [number, string, Act?])[];
}

type Rows = InterfaceFacts["functions"];

/** Functions that follow each other from `first` on, by name; blanks part them, "-" leaves one out. */
export function series(first: number, act: Act, names: string): Rows {
  return names
    .split(/\s+/)
    .map((name, index) => [first + index, name, act] as const)
    .filter(([, name]) => name !== "-");
}

/** IUnknown takes the first three numbers of every DCOM interface. */
export const UNKNOWN = series(0, "other", "QueryInterface AddRef Release");
