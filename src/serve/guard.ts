import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "./context.ts";
import { isLoopback } from "./hosts.ts";
import { Problem } from "./problem.ts";
import { includesRole, type Right } from "./rights.ts";
import type { Route } from "./route.ts";
import type { Caller } from "./signin/callers.ts";

/** What scripts of the console may do, and that nobody may frame it. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/** Headers of every answer. */
export function addSecurityHeaders(reply: FastifyReply, secure: boolean): void {
  reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
  reply.header("x-content-type-options", "nosniff");
  reply.header("x-frame-options", "DENY");
  reply.header("referrer-policy", "no-referrer");
  reply.header("cross-origin-opener-policy", "same-origin");
  reply.header("cross-origin-resource-policy", "same-origin");
  reply.header("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  reply.header("cache-control", "no-store");
  // Without includeSubDomains: other services of the host are not ours to change.
  if (secure) reply.header("strict-transport-security", "max-age=31536000");
}

/** Finds out who asks and whether they may; throws a Problem when they may not. Nothing of the body was read until here. */
export async function admit(
  context: Context,
  route: Route,
  right: Right,
  request: FastifyRequest,
): Promise<Caller | undefined> {
  const { authorization, cookie } = request.headers;
  const caller = await context.callers.find({ authorization, cookie });
  if (right.role === "anyone") {
    if (route.method !== "GET") checkOrigin(context, request);
    return caller;
  }
  if (caller === undefined) {
    if (route.name === "metrics" && authorization === undefined && isFromMachine(request)) return undefined;
    throw new Problem(
      "not-signed-in",
      authorization === undefined
        ? "Sign in first."
        : "This token is not known here, has expired, or its person may not sign in.",
    );
  }
  if (route.method !== "GET" && caller.session !== undefined) checkOrigin(context, request);
  if (!includesRole(caller.role, right.role)) {
    throw new Problem("forbidden", `This needs the role ${right.role}; you are ${caller.role}.`);
  }
  if (caller.scopes !== undefined) {
    if (right.scope === "session") throw new Problem("forbidden", "A token cannot do this. Sign in as a person.");
    if (!caller.scopes.includes(right.scope)) {
      throw new Problem("forbidden", `This needs the scope "${right.scope}", which the token does not have.`);
    }
  }
  if (route.name !== "stream") await context.callers.touch(caller);
  return caller;
}

/**
 * Refuses changes that a page of another origin could cause with the cookie of who is signed in: it cannot set our header
 * without being asked about, and browsers say where a request comes from.
 */
function checkOrigin({ secure }: Context, { headers }: FastifyRequest): void {
  const { origin, host } = headers;
  const site = headers["sec-fetch-site"];
  const isForeign =
    (origin !== undefined && origin !== `${secure ? "https" : "http"}://${host}`) ||
    (site !== undefined && site !== "same-origin" && site !== "none");
  if (isForeign) throw new Problem("forbidden", "This came from a page of another origin.");
  if (headers["x-bulkhead"] === undefined) {
    throw new Problem("forbidden", "Send the header X-Bulkhead along: it shows that no other page sent this.");
  }
}

/** From this machine, and not by way of a proxy on it. */
function isFromMachine({ ip, headers }: FastifyRequest): boolean {
  return isLoopback(ip) && headers["x-forwarded-for"] === undefined && headers.forwarded === undefined;
}
