import { DEVICE_TYPES } from "../devices/list.ts";
import { SCENARIOS } from "../scenarios/list.ts";
import { TALKS } from "../talks/list.ts";
import type { Catalog } from "./describe.ts";

const byName = <T extends { name: string }>(list: readonly T[]) => new Map(list.map((each) => [each.name, each]));

/** Everything that a site can name. */
export const CATALOG: Catalog = {
  deviceTypes: byName(DEVICE_TYPES),
  talks: byName(TALKS),
  scenarios: byName(SCENARIOS),
};
