import type { FastifyReply, FastifyRequest } from "fastify";
import type { Static, TObject, TSchema } from "typebox";
import type { Context } from "./context.ts";
import type { Caller } from "./signin/callers.ts";

/** What a handler is given. */
export interface Call<Parameters, Query, Body> {
  context: Context;
  parameters: Parameters;
  query: Query;
  body: Body;
  /** Who asks; undefined only on routes for anyone. */
  caller: Caller | undefined;
  /** Address of the client. */
  from: string;
  request: FastifyRequest;
  reply: FastifyReply;
  /**
   * Says for the audit log what a change touched, in place of the parameters and the body; never a secret. Each call is
   * an entry.
   */
  note(target: string, detail: Readonly<Record<string, unknown>>): void;
  /** Sends a cookie along. */
  setCookie(text: string): void;
}

/** Content that is sent as it comes. */
export class Streamed {
  readonly content: AsyncIterable<Uint8Array | string>;
  /** Name under which a browser saves it; "" to show it. */
  readonly file: string;
  constructor(content: AsyncIterable<Uint8Array | string>, file = "") {
    this.content = content;
    this.file = file;
  }
}

/** What a handler answers when it wrote to the connection itself. */
export const TAKEN_OVER = Symbol("taken over");

interface Described {
  /** Name in RIGHTS, in the OpenAPI document and in metrics. */
  name: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the server's root: "/api/v1/sites/:site/devices". */
  path: string;
  /** Group in the documentation. */
  group: string;
  /** One sentence. */
  summary: string;
  /** Form of the JSON answer; undefined answers 204, or streams `media`. */
  answer?: TSchema;
  /** Media type of an answer that is not JSON, or is streamed. */
  media?: string;
  /** The body is a file of any size instead of JSON. */
  takesFile?: boolean;
  /** Verb and noun for the audit log; needed for everything that changes something. */
  act?: string;
  /** Why a change leaves no entry of its own: its handler writes one, also of what it refused. */
  auditsItself?: boolean;
}

/** One address of the API: what it takes, answers and does. */
export interface Route extends Described {
  parameters?: TObject;
  query?: TObject;
  body?: TSchema;
  handle(call: Call<never, never, never>): Promise<unknown>;
}

interface TypedRoute<Parameters extends TObject, Query extends TObject, Body extends TSchema> extends Described {
  parameters?: Parameters;
  query?: Query;
  body?: Body;
  handle(call: Call<Static<Parameters>, Static<Query>, Static<Body>>): Promise<unknown>;
}

/** States a route; its handler gets what the schemas say. */
export function route<Parameters extends TObject, Query extends TObject, Body extends TSchema>(
  typed: TypedRoute<Parameters, Query, Body>,
): Route {
  return typed as unknown as Route;
}
