import type { Server } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { hostname } from "node:os";
import { Readable } from "node:stream";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify, LogController } from "fastify";
import { Buckets } from "./buckets.ts";
import { ownCertificate, readCertificate } from "./certificate.ts";
import { checkForm, typedWords } from "./checks.ts";
import { limitConnections } from "./connections.ts";
import { type ConsoleFile, readConsoleFiles } from "./console-files.ts";
import type { Choices, Context } from "./context.ts";
import { addSecurityHeaders, admit } from "./guard.ts";
import { clientKey, isLoopback, isOwnHost } from "./hosts.ts";
import { openApiOf } from "./open-api.ts";
import { Problem, problemBody } from "./problem.ts";
import { RIGHTS } from "./rights.ts";
import { type Call, type Route, Streamed, TAKEN_OVER } from "./route.ts";
import { ROUTES } from "./routes/list.ts";
import { type Caller, Callers } from "./signin/callers.ts";
import { FirstLink } from "./signin/first-link.ts";
import { OpenIdSignIn } from "./signin/openid.ts";
import { SignIn } from "./signin/sign-in.ts";
import { SignInLinks } from "./signin/sign-in-links.ts";
import { Streams } from "./streams.ts";
import type { Surroundings } from "./surroundings.ts";
import { Tally } from "./tally.ts";
import { problemOf } from "./translate.ts";

/** A server that runs. */
export interface RunningServer {
  /** "https://192.0.2.4:8410" */
  address: string;
  /** The one-time link that makes the first administrator; undefined when there is somebody already. */
  firstLink: string | undefined;
  /** A one-time link that signs a person in who is known, by id. */
  signInLink(person: string): string;
  close(): Promise<void>;
}

/** What holds where nothing is chosen. */
export const USUAL_CHOICES: Choices = {
  host: "127.0.0.1",
  port: 8410,
  folder: "",
  secure: false,
  names: [],
  limits: { journalAge: 0, detailAge: 0, summaryAge: 0, auditAge: 0, databaseSize: 0 },
  uploadLimit: 0,
  times: {
    sessionIdle: 2 * 3600,
    sessionWhole: 24 * 3600,
    firstLink: 24 * 3600,
    headers: 10,
    body: 15,
    uploadPause: 60,
    heartbeat: 15,
    lockout: 900,
    certificate: 3600,
  },
  ceilings: {
    connections: 1000,
    connectionsOfAddress: 200,
    requestRate: 50,
    requestBurst: 500,
    signInRate: 10,
    failures: 10,
    streams: 200,
    streamsOfPerson: 20,
    body: 1 << 20,
  },
};

/** Routes that compute password hashes or talk to a provider, and are limited more strictly. */
const COSTLY = ["signIn", "firstAdministrator", "useSignInLink", "changePassword", "beginOpenId", "endOpenId"];
/** Fields of bodies that no log and no audit entry shows. */
const SECRET_FIELDS = ["password", "old", "secret"];
/** Letters gathered before they are sent. */
const CHUNK = 32 * 1024;

/** Starts the server. Rejects with an Error in words when it cannot listen, or when a route has no right. */
export async function startServer(surroundings: Surroundings, chosen: Partial<Choices>): Promise<RunningServer> {
  const choices: Choices = { ...USUAL_CHOICES, ...chosen };
  const secure = choices.secure || !isLoopback(choices.host) || choices.certificate !== undefined;
  const { store, clock } = surroundings;
  const callers = new Callers(store.people, clock, choices.times, secure);
  const streams = new Streams(surroundings, callers, choices.ceilings, choices.times);
  const context: Context = {
    ...{
      surroundings,
      choices,
      secure,
      callers,
      streams,
      first: new FirstLink(),
      links: new SignInLinks(),
      tally: new Tally(),
    },
    signIn: new SignIn(store.people, clock, choices.ceilings.failures, choices.times.lockout),
    openId: choices.openId === undefined ? undefined : new OpenIdSignIn(choices.openId, store.people, clock),
    openApi: JSON.stringify(openApiOf(ROUTES, surroundings.version)),
  };
  try {
    const app = makeApp(context);
    await listen(app, choices);
    const { port } = app.server.address() as AddressInfo;
    const host = choices.host.includes(":") ? `[${choices.host}]` : choices.host;
    const address = `${secure ? "https" : "http"}://${host}:${port}`;
    const isEmpty = (await store.people.people()).length === 0;
    const secret = isEmpty ? context.first.make(clock() + choices.times.firstLink) : undefined;
    return {
      address,
      // After the hash, so that it stands in no log of a proxy and in no Referer.
      signInLink: (person) => `${address}/#/enter/${context.links.make(person, clock() + choices.times.firstLink)}`,
      firstLink: secret === undefined ? undefined : `${address}/#/first/${secret}`,
      close: async () => {
        streams.close();
        await app.close();
      },
    };
  } catch (error) {
    streams.close();
    throw error;
  }
}

async function listen(app: FastifyInstance, { host, port }: Choices): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    const { code } = cause as { code?: string };
    const why =
      code === "EADDRINUSE"
        ? "another program uses it: end that, or choose another port"
        : code === "EACCES"
          ? "this user may not: choose a port above 1023"
          : code === "EADDRNOTAVAIL" || code === "ENOTFOUND"
            ? "this machine has no such address"
            : String(cause);
    throw new Error(`The server cannot listen on ${host} port ${port}: ${why}.`, { cause });
  }
}

function makeApp(context: Context): FastifyInstance {
  const { choices, surroundings, secure } = context;
  const { ceilings, times } = choices;
  const waits = {
    connectionsCheckingInterval: 1000,
    headersTimeout: times.headers * 1000,
    // An upload may take hours: what stands still is ended one by one, below and in `meteredUpload`.
    requestTimeout: 0,
  };
  const pair = secure ? certificateOf(context) : undefined;
  const app = fastify({
    ...(pair !== undefined
      ? { https: { ...pair, minVersion: "TLSv1.2", handshakeTimeout: times.headers * 1000, ...waits } }
      : { http: waits }),
    bodyLimit: ceilings.body,
    connectionTimeout: Math.max(60, times.uploadPause + 5, times.heartbeat * 3) * 1000,
    keepAliveTimeout: 10_000,
    requestTimeout: 0,
    routerOptions: { maxParamLength: 300 },
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
    logger: loggerOf(choices, surroundings.clock),
    frameworkErrors: (error: unknown, _request: unknown, reply: FastifyReply) => {
      sendProblem(reply, error);
    },
    clientErrorHandler: (error: { code?: string }, socket: Socket) => {
      const isSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
      const status = isSlow ? "408 Request Timeout" : "400 Bad Request";
      if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      else socket.destroy();
    },
  } as Parameters<typeof fastify>[0]) as unknown as FastifyInstance;
  if (pair !== undefined) followCertificate(app, context, pair.cert);
  limitConnections(app.server as Server, ceilings.connections, ceilings.connectionsOfAddress);

  const requests = new Buckets(ceilings.requestRate, ceilings.requestBurst);
  const ownNames = [...choices.names, choices.host, hostname()];
  app.addHook("onRequest", async (request, reply) => {
    addSecurityHeaders(reply, secure);
    if (!isOwnHost(request.headers.host, ownNames)) {
      context.tally.refusedByHost++;
      throw new Problem(
        "misdirected",
        "This server is not known under that name. Add it under `names`, or use its address.",
      );
    }
    const wait = requests.take(clientKey(request.ip), surroundings.clock());
    if (wait > 0) {
      context.tally.refusedByRate++;
      throw new Problem("too-many", `Too many requests. Try again in ${wait} s.`, wait);
    }
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = (request.routeOptions.config as { name?: string }).name ?? "console";
    context.tally.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    request.log.info(
      { route, method: request.method, status: reply.statusCode, ms: Math.round(reply.elapsedTime), from: request.ip },
      "answered",
    );
    endUnread(request);
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.problem === "failed") request.log.error({ err: error }, "a request failed");
    sendProblem(reply, problem);
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, text, done) => {
    try {
      done(null, JSON.parse(text as string));
    } catch {
      // Node's own words repeat a part of the body.
      done(new Problem("bad-request", "The body is no JSON."), undefined);
    }
  });
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));

  const names = new Set<string>();
  for (const route of ROUTES) {
    checkRoute(route, names);
    addRoute(app, context, route);
  }
  const unknown = Object.keys(RIGHTS).filter((name) => !names.has(name));
  if (unknown.length > 0) throw new Error(`RIGHTS names routes that are not there: ${unknown.join(", ")}.`);
  serveConsole(app, surroundings.consoleFolder);
  return app;
}

function checkRoute({ name, method, act, path, parameters }: Route, names: Set<string>): void {
  if (!Object.hasOwn(RIGHTS, name)) throw new Error(`The route ${name} has no entry in RIGHTS: nobody may use it.`);
  if (names.has(name)) throw new Error(`Two routes are called ${name}.`);
  names.add(name);
  if (method !== "GET" && act === undefined) throw new Error(`The route ${name} changes something and has no act.`);
  for (const [, word = ""] of path.matchAll(/:(\w+)/g)) {
    if (parameters?.properties[word] === undefined) throw new Error(`The route ${name} does not state ${word}.`);
  }
}

function addRoute(app: FastifyInstance, context: Context, route: Route): void {
  const { surroundings, choices } = context;
  const right = RIGHTS[route.name] as (typeof RIGHTS)[string];
  const callers = new WeakMap<FastifyRequest, Caller>();
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  const tries = new Buckets(choices.ceilings.signInRate / 60, choices.ceilings.signInRate);
  app.route({
    method: route.method,
    url: route.path,
    config: { name: route.name },
    onRequest: async (request) => {
      if (COSTLY.includes(route.name)) {
        const wait = tries.take(clientKey(request.ip), surroundings.clock());
        if (wait > 0) throw new Problem("too-many", `Too many tries to sign in. Try again in ${wait} s.`, wait);
      }
      const caller = await admit(context, route, right, request);
      if (caller !== undefined) callers.set(request, caller);
      const { site } = request.params as { site?: string };
      if (site !== undefined && !(await surroundings.store.sites.sites()).some(({ id }) => id === site)) {
        throw new Problem("not-found", "There is no such site.");
      }
      checkMedia(route, request);
      if (route.takesFile !== true) {
        timers.set(
          request,
          setTimeout(() => request.raw.socket.destroy(), choices.times.body * 1000),
        );
      }
    },
    preHandler: async (request) => {
      clearTimeout(timers.get(request));
      await Promise.resolve();
    },
    onError: async (request) => {
      clearTimeout(timers.get(request));
      await Promise.resolve();
    },
    onRequestAbort: async (request) => {
      clearTimeout(timers.get(request));
      await Promise.resolve();
    },
    handler: async (request, reply) => await answer(context, route, callers.get(request), request, reply),
  });
}

async function answer(
  context: Context,
  route: Route,
  caller: Caller | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const parameters = typedWords(route.parameters, request.params);
  if (route.parameters !== undefined) checkForm(route.parameters, parameters, "The address");
  const query = typedWords(route.query, request.query);
  if (route.query !== undefined) checkForm(route.query, query, "The query");
  else if (Object.keys(query).length > 0) throw new Problem("bad-request", "This address takes no query.");
  if (route.body !== undefined) checkForm(route.body, request.body, "The body");
  const noted: { target: string; detail: Readonly<Record<string, unknown>> }[] = [];
  const cookies: string[] = [];
  const call: Call<never, never, never> = {
    ...{ context, caller, request, reply, from: request.ip },
    ...{ parameters: parameters as never, query: query as never, body: request.body as never },
    note: (target, detail) => noted.push({ target, detail }),
    setCookie: (text) => cookies.push(text),
  };
  const result = await route.handle(call);
  if (route.act !== undefined && route.auditsItself !== true && caller !== undefined) {
    if (noted.length === 0) {
      call.note(Object.values(parameters).join(" "), withoutSecrets(route.takesFile === true ? {} : request.body));
    }
    const [who, from, act, when] = [caller.person.name, request.ip, route.act, context.surroundings.clock()];
    for (const { target, detail } of noted) {
      await context.surroundings.store.audit.add({ when, who, from, act, target, detail: JSON.stringify(detail) });
    }
  }
  if (result === TAKEN_OVER) return reply;
  if (cookies.length > 0) reply.header("set-cookie", cookies);
  if (result instanceof Streamed) return await sendStreamed(reply, route.media ?? "application/octet-stream", result);
  if (result === undefined || route.answer === undefined) {
    if (reply.statusCode === 200) reply.status(204);
    return await reply.send();
  }
  reply.header("content-type", "application/json; charset=utf-8");
  return await reply.send(JSON.stringify(result));
}

function checkMedia(route: Route, { headers, method }: FastifyRequest): void {
  if (method === "GET") return;
  const media = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  if (route.takesFile === true) {
    if (media === "application/json" || media === "" || media?.startsWith("multipart/")) {
      throw new Problem("unsupported-media", "Send the capture itself as the body, as application/octet-stream.");
    }
  } else if (hasBody && media !== "application/json") {
    throw new Problem("unsupported-media", "Send application/json.");
  }
}

function withoutSecrets(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== "object" || body === null) return {};
  return Object.fromEntries(Object.entries(body).filter(([name]) => !SECRET_FIELDS.includes(name)));
}

async function sendStreamed(reply: FastifyReply, media: string, { content, file }: Streamed): Promise<unknown> {
  reply.header("content-type", media);
  if (file !== "") {
    reply.header("content-disposition", `attachment; filename="${file.replace(/[^\w.-]+/g, "_")}"`);
  }
  return await reply.send(Readable.from(gathered(content), { objectMode: false }));
}

/** Small texts gathered into larger pieces; bytes as they are. */
async function* gathered(content: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  let text = "";
  for await (const piece of content) {
    if (typeof piece === "string") text += piece;
    if (text.length >= CHUNK || (typeof piece !== "string" && text !== "")) {
      yield Buffer.from(text);
      text = "";
    }
    if (typeof piece !== "string") yield piece;
  }
  if (text !== "") yield Buffer.from(text);
}

function sendProblem(reply: FastifyReply, error: unknown): void {
  const problem = problemOf(error);
  if (problem.retryAfter > 0) reply.header("retry-after", problem.retryAfter);
  if (problem.problem === "not-signed-in") reply.header("www-authenticate", "Bearer");
  reply
    .status(problem.status)
    .header("content-type", "application/problem+json; charset=utf-8")
    .send(JSON.stringify(problemBody(problem)));
}

/** A body that nobody read, of a request that was refused, is heard out for a moment and then cut off. */
function endUnread({ raw }: FastifyRequest): void {
  if (raw.complete || raw.destroyed) return;
  raw.resume();
  setTimeout(() => {
    if (!raw.complete) raw.socket.destroy();
  }, 1000).unref();
}

function serveConsole(app: FastifyInstance, folder: string | undefined): void {
  const files = folder === undefined ? new Map<string, ConsoleFile>() : readConsoleFiles(folder);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0] as string;
    const isPage = ["GET", "HEAD"].includes(request.method) && !/^\/(api|metrics|healthz)(\/|$)/.test(path);
    const wantsPage = (request.headers.accept ?? "").includes("text/html");
    const file = isPage
      ? (files.get(path) ?? (wantsPage || path === "/" ? files.get("/index.html") : undefined))
      : undefined;
    if (file === undefined) {
      const words =
        path === "/" && files.size === 0
          ? "This server has no console; its API is under /api/v1."
          : "There is nothing at this address.";
      sendProblem(reply, new Problem("not-found", words));
      return;
    }
    sendFile(request, reply, file);
  });
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: ConsoleFile): void {
  const accepted = request.headers["accept-encoding"] ?? "";
  const encoding = file.brotli && /\bbr\b/.test(accepted) ? "br" : file.gzip && /\bgzip\b/.test(accepted) ? "gzip" : "";
  const etag = encoding === "" ? file.etag : `${file.etag.slice(0, -1)}-${encoding}"`;
  reply.status(200);
  reply.header("content-type", file.type);
  reply.header("etag", etag);
  reply.header("vary", "accept-encoding");
  reply.header("cache-control", file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache");
  const known = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known.includes(etag)) {
    reply.status(304).send();
    return;
  }
  if (encoding !== "") reply.header("content-encoding", encoding);
  const content = encoding === "br" ? file.brotli : encoding === "gzip" ? file.gzip : file.content;
  reply.send(content);
}

function certificateOf({ choices, surroundings }: Context): { cert: string; key: string } {
  if (choices.certificate !== undefined)
    return readCertificate(choices.certificate.certificate, choices.certificate.key);
  if (choices.folder === "")
    throw new Error("TLS needs a folder for the certificate that the server makes for itself.");
  return ownCertificate(choices.folder, choices.names, surroundings.clock());
}

/** Takes over a certificate that was renewed; what cannot be read leaves the one in use. */
function followCertificate(app: FastifyInstance, context: Context, used: string): void {
  const server = app.server as unknown as SecureServer;
  const timer = setInterval(() => {
    try {
      const pair = certificateOf(context);
      if (used !== pair.cert) server.setSecureContext({ ...pair, minVersion: "TLSv1.2" });
      used = pair.cert;
    } catch (error) {
      app.log.error({ err: error }, "the certificate cannot be read; the one before stays in use");
    }
  }, context.choices.times.certificate * 1000);
  timer.unref();
  app.addHook("onClose", async () => {
    clearInterval(timer);
    await Promise.resolve();
  });
}

/** JSON lines without secrets: requests are logged by route, never with address words, headers or bodies. */
function loggerOf({ log }: Choices, clock: () => number): object {
  const hidden = ["authorization", "cookie", '["set-cookie"]', ...SECRET_FIELDS];
  return {
    level: "info",
    base: undefined,
    // The form of the monitor's own lines.
    messageKey: "event",
    timestamp: () => `,"time":"${new Date(clock() * 1000).toISOString()}"`,
    formatters: { level: (level: string) => ({ level }) },
    redact: { paths: hidden.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "hidden" },
    serializers: {
      req: ({ method }: { method?: string }) => ({ method }),
      res: ({ statusCode }: { statusCode?: number }) => ({ statusCode }),
    },
    ...(log === undefined ? {} : { stream: log }),
  };
}
