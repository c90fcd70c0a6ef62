import type { SlimDevice } from "../api/forms.ts";

/** Columns that map and tables filter alike; the values stand in the address, separated by "~". */
export const FILTERS = ["level", "role", "vendor", "zone", "domain"] as const;
/** One of FILTERS. */
export type Filter = (typeof FILTERS)[number];

/** Filters as a person set them: each column with the values that pass, and words that must be found. */
export interface Filters {
  where: Readonly<Partial<Record<Filter, readonly string[]>>>;
  search: string;
}

const SEPARATOR = "~";

/** Reads the filters of an address. */
export function filtersOf(query: Readonly<Record<string, string>>): Filters {
  const where: Partial<Record<Filter, string[]>> = {};
  for (const name of FILTERS) if (query[name]) where[name] = query[name].split(SEPARATOR);
  return { where, search: query.q ?? "" };
}

/** The parameter of an address for values of one filter; "" for none. */
export function filterText(values: readonly string[]): string {
  return values.join(SEPARATOR);
}

/** The values with one put in or, where it is there, taken out. */
export function toggled(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

/** How many columns are filtered, the search included. */
export function filterCount({ where, search }: Filters): number {
  return Object.keys(where).length + (search === "" ? 0 : 1);
}

/** Whether a device passes. */
export function passes(device: SlimDevice, { where, search }: Filters): boolean {
  for (const name of FILTERS) {
    const values = where[name];
    if (values && !values.includes(device[name])) return false;
  }
  if (search === "") return true;
  const word = search.toLowerCase();
  return [device.label, device.address, device.vendor, device.model, device.role, device.zone].some((text) =>
    text.toLowerCase().includes(word),
  );
}

/** How many devices pass without one of the filters; tells which one hides most. */
export function hidingMost(
  devices: readonly SlimDevice[],
  filters: Filters,
): { filter: Filter | "q"; rest: number } | null {
  let most: { filter: Filter | "q"; rest: number } | null = null;
  const names: (Filter | "q")[] = [...FILTERS.filter((name) => filters.where[name])];
  if (filters.search !== "") names.push("q");
  for (const name of names) {
    const without: Filters =
      name === "q" ? { ...filters, search: "" } : { ...filters, where: { ...filters.where, [name]: undefined } };
    const rest = devices.reduce((count, device) => count + (passes(device, without) ? 1 : 0), 0);
    if (!most || rest > most.rest) most = { filter: name, rest };
  }
  return most;
}
