import { Type } from "typebox";
import { exactly, OfSite } from "../forms/common.ts";
import { metricsOf } from "../metrics.ts";
import { Problem } from "../problem.ts";
import { type Route, route, Streamed, TAKEN_OVER } from "../route.ts";
import type { Caller } from "../signin/callers.ts";

/** What programs around the server ask for, and the stream of changes. */
export const serviceRoutes: readonly Route[] = [
  route({
    name: "health",
    method: "GET",
    path: "/healthz",
    group: "Service",
    summary: "Whether the server works; says nothing else.",
    answer: exactly({ status: Type.Literal("ok") }),
    handle: async ({ context }) => {
      try {
        await context.surroundings.store.sites.sites();
      } catch {
        throw new Problem("unavailable", "The store does not answer.");
      }
      return { status: "ok" };
    },
  }),
  route({
    name: "metrics",
    method: "GET",
    path: "/metrics",
    group: "Service",
    summary: "Numbers for Prometheus; also without signing in from the machine itself.",
    media: "text/plain; version=0.0.4; charset=utf-8",
    handle: async ({ context }) => new Streamed(one(await metricsOf(context))),
  }),
  route({
    name: "openApi",
    method: "GET",
    path: "/api/v1/openapi.json",
    group: "Service",
    summary: "This API as OpenAPI 3.1.",
    media: "application/json; charset=utf-8",
    handle: async ({ context }) => await Promise.resolve(new Streamed(one(context.openApi))),
  }),
  route({
    name: "stream",
    method: "GET",
    path: "/api/v1/sites/:site/stream",
    group: "Journal",
    summary:
      "Changes as server-sent events from now on, or after `after` or Last-Event-ID: `changes` (a JSON array), `progress` of intakes and sensors, `work` that people did, `alive`, `behind` when too much was missed.",
    parameters: OfSite,
    query: exactly({ after: Type.Optional(Type.Integer({ minimum: 0 })) }),
    media: "text/event-stream",
    handle: async ({ context, parameters, query, request, reply, caller }) => {
      const last = request.headers["last-event-id"];
      const resumed = typeof last === "string" && /^\d{1,15}$/.test(last) ? Number(last) : undefined;
      await context.streams.open(parameters.site, resumed ?? query.after ?? 0, caller as Caller, request, reply);
      return TAKEN_OVER;
    },
  }),
];

async function* one(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
