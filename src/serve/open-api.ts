import type { TObject, TSchema } from "typebox";
import schema from "../export/assessment.schema.json" with { type: "json" };
import { ProblemForm } from "./forms/common.ts";
import { RIGHTS, SCOPES } from "./rights.ts";
import type { Route } from "./route.ts";

type Json = Record<string, unknown>;
const REFUSED = {
  description: "A refusal (RFC 9457).",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/problem" } } },
};

/** The routes as an OpenAPI 3.1 document. Each says in `x-role` and `x-scope` who may use it. */
export function openApiOf(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] ??= {};
    (paths[path] as Json)[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Bulkhead",
      version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "The monitor's API. Sign in with a cookie, or send a token as Authorization: Bearer. With a cookie every change needs the header X-Bulkhead.",
    },
    paths,
    components: {
      schemas: { ...formsOfThings(), problem: ProblemForm },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "__Host-bulkhead" },
        token: { type: "http", scheme: "bearer", description: `Scopes: ${Object.keys(SCOPES).join(", ")}.` },
      },
    },
  };
}

function operationOf(route: Route): Json {
  const right = RIGHTS[route.name];
  const status = statusOf(route);
  return {
    operationId: route.name,
    tags: [route.group],
    summary: route.summary,
    "x-role": right?.role,
    "x-scope": right?.scope,
    security:
      right?.role === "anyone" ? [] : right?.scope === "session" ? [{ session: [] }] : [{ session: [] }, { token: [] }],
    parameters: [
      ...parametersOf("path", route.parameters),
      ...parametersOf("query", route.query),
      ...(needsHeader(route)
        ? [
            {
              name: "X-Bulkhead",
              in: "header",
              required: false,
              schema: { type: "string" },
              description: "Any text; needed with a cookie.",
            },
          ]
        : []),
    ],
    ...(route.body === undefined && route.takesFile !== true
      ? {}
      : {
          requestBody: {
            required: true,
            content: route.takesFile
              ? { "application/octet-stream": { schema: { type: "string", format: "binary" } } }
              : { "application/json": { schema: route.body } },
          },
        }),
    responses: { [status]: answerOf(route, status), default: REFUSED },
  };
}

/** The status of a route when all went well. */
export function statusOf(route: Route): 200 | 204 | 302 {
  if (route.name === "beginOpenId") return 302;
  return route.answer === undefined && route.media === undefined ? 204 : 200;
}

function answerOf({ answer, media }: Route, status: number): Json {
  if (status !== 200) return { description: status === 302 ? "Go there." : "Done." };
  const type = (media ?? "application/json").split(";")[0] as string;
  return { description: "Done.", content: { [type]: answer === undefined ? {} : { schema: answer } } };
}

function parametersOf(place: "path" | "query", form: TObject | undefined): Json[] {
  const required = (form as { required?: string[] } | undefined)?.required ?? [];
  return Object.entries((form?.properties ?? {}) as Record<string, TSchema>).map(([name, schema]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema,
    ...((schema as { type?: string }).type === "array" ? { style: "form", explode: true } : {}),
  }));
}

function needsHeader({ method }: Route): boolean {
  return method !== "GET";
}

/** The forms of the assessment, under the names that they have there. */
function formsOfThings(): Json {
  const text = JSON.stringify(schema.$defs).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as Json;
}
