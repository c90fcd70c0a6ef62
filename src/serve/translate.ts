import { StoreProblem, type StoreTrouble } from "../store/problem.ts";
import { Problem, type ProblemName } from "./problem.ts";
import { IntakeProblem } from "./surroundings.ts";

const OF_STORE: Readonly<Record<StoreTrouble, ProblemName>> = {
  full: "no-room",
  "read-only": "unavailable",
  "in use": "unavailable",
  "not a store": "failed",
  "newer version": "failed",
  damaged: "failed",
  "before the horizon": "gone",
  "bad query": "bad-request",
  failed: "failed",
};

const OF_INTAKE: Readonly<Record<string, ProblemName>> = {
  "no room": "no-room",
  "too large": "too-large",
  "unknown sensor": "not-found",
};

const OF_STATUS: Readonly<Record<number, readonly [ProblemName, string]>> = {
  400: ["bad-request", "The request is not well-formed. Send JSON as docs/api.md says."],
  404: ["not-found", "There is nothing at this address."],
  414: ["not-found", "There is nothing at an address as long as this."],
  413: ["too-large", "The body is larger than is allowed here."],
  415: ["unsupported-media", "Send application/json, or application/octet-stream for an upload."],
};

/** Any error as a refusal; what is unforeseen is told without its text, which may name files or queries. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreProblem) {
    const name = OF_STORE[error.trouble];
    return new Problem(name, name === "failed" ? "The store failed; the log of the server says why." : error.message);
  }
  if (error instanceof IntakeProblem) return new Problem(OF_INTAKE[error.reason] ?? "cannot-be-done", error.message);
  const status =
    typeof error === "object" && error !== null ? (error as { statusCode?: unknown }).statusCode : undefined;
  const known = typeof status === "number" ? OF_STATUS[status] : undefined;
  if (known !== undefined) return new Problem(known[0], known[1]);
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new Problem("bad-request", "The request cannot be understood. See docs/api.md.");
  }
  return new Problem("failed", "The server failed at this; its log says why. Nothing else is affected.");
}
