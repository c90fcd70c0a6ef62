/** What a problem is called for programs: the last part of its `type`. */
export type ProblemName =
  | "bad-request"
  | "not-signed-in"
  | "sign-in-refused"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "gone"
  | "too-large"
  | "unsupported-media"
  | "misdirected"
  | "cannot-be-done"
  | "locked"
  | "too-many"
  | "too-slow"
  | "failed"
  | "unavailable"
  | "no-room";

const STATUS: Readonly<Record<ProblemName, number>> = {
  "bad-request": 400,
  "not-signed-in": 401,
  "sign-in-refused": 401,
  forbidden: 403,
  "not-found": 404,
  "too-slow": 408,
  conflict: 409,
  gone: 410,
  "too-large": 413,
  "unsupported-media": 415,
  misdirected: 421,
  "cannot-be-done": 422,
  locked: 423,
  "too-many": 429,
  failed: 500,
  unavailable: 503,
  "no-room": 507,
};

const TITLES: Readonly<Record<ProblemName, string>> = {
  "bad-request": "The request cannot be understood",
  "not-signed-in": "Nobody is signed in",
  "sign-in-refused": "Signing in was refused",
  forbidden: "This is not allowed to you",
  "not-found": "There is no such thing",
  "too-slow": "The request took too long",
  conflict: "This does not fit what is there",
  gone: "This is no longer kept",
  "too-large": "This is too large",
  "unsupported-media": "This kind of content is not read here",
  misdirected: "This server has another name",
  "cannot-be-done": "This cannot be done",
  locked: "Signing in is locked for a while",
  "too-many": "Too many requests",
  failed: "Something went wrong in the server",
  unavailable: "The server cannot do this now",
  "no-room": "The disk has no room",
};

/** A refusal in words for people; becomes `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly problem: ProblemName;
  /** Seconds after which it may be tried again; 0 where that says nothing. */
  readonly retryAfter: number;
  constructor(problem: ProblemName, message: string, retryAfter = 0) {
    super(message);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return STATUS[this.problem];
  }
}

/** The body of a refusal by RFC 9457. */
export function problemBody(problem: Problem): { type: string; title: string; status: number; detail: string } {
  return {
    type: `urn:bulkhead:problem:${problem.problem}`,
    title: TITLES[problem.problem],
    status: problem.status,
    detail: problem.message,
  };
}
