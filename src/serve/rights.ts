import { RIGHTS_ROLES, type RightsRole } from "../store/store.ts";

/** What a token may be allowed, beside and never beyond the role of its person. */
export const SCOPES = {
  read: "everything that a viewer sees, but for packets",
  packets: "bytes of packets: evidence frames and pcapng",
  upload: "send captures and end their reading",
  findings: "acknowledge, mute and close findings; saved views",
  corrections: "correct devices",
  sources: "sites and sensors",
  settings: "limits of what is kept",
  audit: "the audit log",
  metrics: "/metrics",
} as const;
/** One key of SCOPES. */
export type Scope = keyof typeof SCOPES;

/** Who may use a route: the least role, and the scope that a token needs ("session": no token ever does). */
export interface Right {
  role: RightsRole | "anyone";
  scope: Scope | "session";
}

const anyone: Right = { role: "anyone", scope: "session" };
const own: Right = { role: "viewer", scope: "session" };
const read: Right = { role: "viewer", scope: "read" };
const packets: Right = { role: "viewer", scope: "packets" };
const upload: Right = { role: "analyst", scope: "upload" };
const findings: Right = { role: "analyst", scope: "findings" };
const corrections: Right = { role: "operator", scope: "corrections" };
const sources: Right = { role: "operator", scope: "sources" };
const sites: Right = { role: "administrator", scope: "sources" };
const settings: Right = { role: "administrator", scope: "settings" };
const audit: Right = { role: "administrator", scope: "audit" };
const people: Right = { role: "administrator", scope: "session" };

/** The right to each route by its name: the only place where rights are given. A route without an entry stops the start. */
export const RIGHTS: Readonly<Record<string, Right>> = {
  health: anyone,
  metrics: { role: "viewer", scope: "metrics" },
  openApi: anyone,

  session: anyone,
  signIn: anyone,
  signOut: own,
  firstAdministrator: anyone,
  useSignInLink: anyone,
  changePassword: own,
  beginOpenId: anyone,
  endOpenId: anyone,

  sites: read,
  makeSite: sites,
  renameSite: sites,
  summary: read,
  protocolTitles: read,

  sensors: read,
  addSensor: sources,
  startSensor: sources,
  stopSensor: sources,
  removeSensor: sources,
  interfaces: sources,
  intakes: read,
  intake: read,
  upload,
  cancelIntake: upload,
  captures: read,
  capture: read,

  listDevices: read,
  listLinks: read,
  listPoints: read,
  listFindings: read,
  listBlindSpots: read,
  listProtocols: read,
  getDevice: read,
  getLink: read,
  getPoint: read,
  getFinding: read,
  getBlindSpot: read,
  getProtocol: read,
  facetsDevices: read,
  facetsLinks: read,
  facetsPoints: read,
  facetsFindings: read,
  facetsBlindSpots: read,
  facetsProtocols: read,
  csvDevices: read,
  csvLinks: read,
  csvPoints: read,
  csvFindings: read,
  csvBlindSpots: read,
  csvProtocols: read,
  jsonDevices: read,
  jsonLinks: read,
  jsonPoints: read,
  jsonFindings: read,
  jsonBlindSpots: read,
  jsonProtocols: read,
  deviceDetail: read,
  pointDetail: read,
  pointSummaries: read,

  mapDevices: read,
  mapLinks: read,
  map: read,

  journal: read,
  journalAfter: read,
  journalHead: read,
  journalDensity: read,
  journalDifference: read,
  csvJournal: read,
  jsonJournal: read,
  stream: read,

  frame: packets,
  packets,
  findingPackets: packets,

  workflows: read,
  assignees: findings,
  putWorkflow: findings,
  putWorkflows: findings,
  corrections: read,
  addCorrection: corrections,
  addCorrections: corrections,
  removeCorrection: corrections,
  views: read,
  putViews: findings,

  people,
  addPerson: people,
  changePerson: people,
  removePerson: people,
  tokens: own,
  addToken: own,
  removeToken: own,

  audit,
  verifyAudit: audit,
  csvAudit: audit,
  jsonAudit: audit,
  keeping: read,
  makeBackup: settings,
  putLimits: settings,
};

/** Whether a role includes another. */
export function includesRole(role: RightsRole, least: RightsRole): boolean {
  return RIGHTS_ROLES.indexOf(role) >= RIGHTS_ROLES.indexOf(least);
}
