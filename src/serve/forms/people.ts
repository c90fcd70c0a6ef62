import { Type } from "typebox";
import { RIGHTS_ROLES } from "../../store/store.ts";
import { SCOPES, type Scope } from "../rights.ts";
import { among, Count, exactly, line, Moment } from "./common.ts";

/** A role of people. */
export const RoleForm = among(RIGHTS_ROLES);
/** What is typed as a password. Its length is judged in words, not by the schema. */
export const PasswordForm = Type.String({ maxLength: 1024 });

/** Who is signed in, and what the server is. */
export const SessionForm = exactly({
  person: Type.Union([exactly({ id: Type.String(), name: Type.String(), role: RoleForm }), Type.Null()]),
  version: Type.String({ description: "Version of Bulkhead; empty for those who are not signed in." }),
  needsFirst: Type.Boolean({ description: "No administrator exists yet: the one-time link makes the first." }),
  openId: Type.Boolean({ description: "Whether a provider of OpenID Connect can be used." }),
});

/** A name and a password. */
export const SignInForm = exactly({ name: line(100, 1), password: PasswordForm });
/** The secret of the one-time link with the first administrator's name and password. */
export const FirstForm = exactly({ secret: line(200, 1), name: line(100, 1), password: PasswordForm });
/** The secret of a one-time link. */
export const LinkForm = exactly({ secret: line(200, 1) });
/** The password that holds and the one that follows. */
export const PasswordChangeForm = exactly({ old: PasswordForm, password: PasswordForm });

/** One who may sign in. */
export const PersonForm = exactly({
  id: Type.String(),
  name: Type.String(),
  role: RoleForm,
  disabled: Type.Boolean(),
  external: Type.Boolean({ description: "Signs in by OpenID Connect." }),
  lockedUntil: Moment,
  created: Moment,
  lastSignIn: Moment,
});
/** A new person. */
export const NewPersonForm = exactly({ name: line(100, 1), role: RoleForm, password: PasswordForm });
/** What may change of a person. */
export const PersonChangeForm = exactly({
  role: Type.Optional(RoleForm),
  disabled: Type.Optional(Type.Boolean()),
  password: Type.Optional(PasswordForm),
});

const ScopeForm = among(Object.keys(SCOPES) as Scope[]);
/** A key for programs, without its secret. */
export const TokenForm = exactly({
  id: Type.String(),
  name: Type.String(),
  person: Type.String({ description: "Name of the person whose role limits it." }),
  scopes: Type.Array(Type.String()),
  created: Moment,
  lastUsed: Moment,
  expires: Type.Number({ description: "Seconds since 1970-01-01 UTC; 0 for never." }),
});
/** A new token. */
export const NewTokenForm = exactly({
  name: line(100, 1),
  scopes: Type.Array(ScopeForm, { minItems: 1, maxItems: 20 }),
  expires: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12, description: "0 or left out for never." })),
});
/** A new token with its secret, which is shown this once. */
export const MadeTokenForm = exactly({ token: TokenForm, secret: Type.String() });

/** One thing that a person did. */
export const AuditEntryForm = exactly({
  sequence: Count,
  when: Moment,
  who: Type.String(),
  from: Type.String(),
  act: Type.String(),
  target: Type.String(),
  detail: Type.String({ description: "JSON text without secrets." }),
  hash: Type.String({ description: "SHA-256 over the previous entry's hash and this entry." }),
});
/** Whether the audit log's chain holds. */
export const VerifiedForm = exactly({
  sound: Type.Boolean(),
  sequence: Type.Integer({ description: "The first entry that does not fit; 0 without one." }),
  problem: Type.String(),
});

const Age = Type.Number({ minimum: 0, maximum: 1e11, description: "Seconds; 0 without limit." });
/** What may be kept. */
export const LimitsForm = exactly({
  journalAge: Age,
  detailAge: Age,
  summaryAge: Age,
  auditAge: Age,
  databaseSize: Type.Number({ minimum: 0, maximum: 1e16, description: "Bytes; 0 without limit." }),
});
/** Limits, sizes, and what was dropped. */
export const BackupForm = exactly(
  { name: Type.String(), when: Moment, bytes: Count },
  "A copy of the database, a file in the folder `backups` of the data.",
);

export const KeepingForm = exactly({
  limits: LimitsForm,
  measure: exactly({
    bytes: Count,
    tables: Type.Array(exactly({ name: Type.String(), rows: Count })),
  }),
  backups: Type.Array(BackupForm),
  retained: Type.Array(
    exactly({ when: Moment, what: Type.String(), count: Count, before: Moment, why: Type.String() }),
  ),
});
