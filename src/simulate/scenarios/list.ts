// Every scenario, one line each.
import type { Scenario } from "../engine/scenario.ts";

/** The scenarios that sites can use. */
export const SCENARIOS: readonly Scenario[] = [];
