// One rule for whatever measures the body: measurements are health data of a person (GDPR article 4 number 15 and article 9; 45 CFR 160.103),
// whether or not it is said whose. Where it is said, if only by a number, the remark says so too.
import type { Talk } from "../talk.ts";

/** What was noted of a conversation so far: nothing, health data of somebody, or of a person who is told. */
export type HealthNoted = 0 | 1 | 2;

/** Notes that health data went by in clear, once without and once with its person. Answers what is noted by now. */
export function noteHealthData(talk: Talk, noted: HealthNoted, isPersonTold: boolean, method: string): HealthNoted {
  const now = isPersonTold ? 2 : 1;
  if (now <= noted) return noted;
  const remark = { kind: "personal", content: "health data", method, exposure: "clear" } as const;
  talk.note("sender", isPersonTold ? remark : { ...remark, unnamed: true });
  return now;
}
