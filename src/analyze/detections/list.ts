import type { Finding } from "../../model/assessment.ts";
import type { Site } from "../../observe/site.ts";
import type { Detection } from "../detection.ts";
import { runDetections } from "../run.ts";

/** Every detection; adding one is one file and one line here. */
export const DETECTIONS: readonly Detection[] = [];

/** All findings of a site, worst first; the same site gives the same findings in the same order. */
export function findAll(site: Site): Finding[] {
  return runDetections(site, DETECTIONS);
}
