import type { FastifyReply, FastifyRequest } from "fastify";
import type { Change, Correction, Workflow } from "../model/journal.ts";
import type { Ceilings, Times } from "./context.ts";
import { Problem } from "./problem.ts";
import type { Caller, Callers } from "./signin/callers.ts";
import type { Surroundings } from "./surroundings.ts";

/** Changes that one event carries, and that a listener who was away is told before it must ask anew. */
const AT_ONCE = 500;
const MISSED = 20_000;
/** Bytes that wait for a slow reader before its stream is ended; it goes on with Last-Event-ID. */
const BACKLOG = 1 << 20;
const INTAKES = 50;

/** What somebody decided or stated; it is no change of the traffic's and stands in no journal. */
export type Work =
  | (Pick<Workflow, "who" | "when" | "why"> &
      Partial<Pick<Workflow, "state" | "until" | "assignee">> & { what: "decision"; findings: readonly string[] })
  | (Omit<Correction, "id" | "address"> & {
      what: "correction" | "correction taken back";
      addresses: readonly string[];
    })
  | { what: "views"; table: string; who: string; when: number };

interface Listener {
  site: string;
  caller: Caller;
  request: FastifyRequest;
  reply: FastifyReply;
  /** The newest change that was sent. */
  position: number;
  /** Set while changes are fetched from the store, and the newest that was told meanwhile. */
  isPumping: boolean;
  told: number;
}

/** Everybody who listens to changes, by server-sent events (HTML, section 9.2). */
export class Streams {
  private readonly listeners = new Set<Listener>();
  private readonly surroundings: Surroundings;
  private readonly callers: Callers;
  private readonly ceilings: Ceilings;
  private readonly ends: (() => void)[];
  private readonly heart: NodeJS.Timeout;

  constructor(surroundings: Surroundings, callers: Callers, ceilings: Ceilings, times: Times) {
    this.surroundings = surroundings;
    this.callers = callers;
    this.ceilings = ceilings;
    this.ends = [
      surroundings.onChanges((site, changes) => this.tellChanges(site, changes)),
      surroundings.intakes.onProgress((site) => this.tellProgress(site)),
    ];
    this.heart = setInterval(() => this.beat(), times.heartbeat * 1000);
    this.heart.unref();
  }

  get size(): number {
    return this.listeners.size;
  }

  /** Begins a stream after a sequence number, 0 for from now on. Throws a Problem when there are too many. */
  async open(site: string, after: number, caller: Caller, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (this.listeners.size >= this.ceilings.streams) {
      throw new Problem("too-many", "Too many streams are open on this server.", 30);
    }
    const own = Array.from(this.listeners).filter(({ caller: { person } }) => person.id === caller.person.id);
    if (own.length >= this.ceilings.streamsOfPerson) {
      throw new Problem("too-many", `You have ${own.length} streams open. Close some tabs or programs.`, 30);
    }
    const listener: Listener = { site, caller, request, reply, position: after, isPumping: true, told: 0 };
    this.listeners.add(listener);
    const forget = (): void => {
      this.listeners.delete(listener);
    };
    reply.raw.once("close", forget);
    try {
      const head = await this.surroundings.store.journal.head(site);
      // A number from the future is of another life of this site.
      if (after === 0 || after > head.sequence) listener.position = head.sequence;
      else if (head.sequence - after > MISSED) listener.position = head.sequence;
      const isBehind = after > 0 && listener.position !== after;
      reply.hijack();
      const headers = { ...reply.getHeaders(), "content-type": "text/event-stream", "cache-control": "no-store" };
      reply.raw.writeHead(200, headers as Record<string, string>);
      reply.raw.write(`retry: 2000\n${eventOf("alive", {}, listener.position)}`);
      if (isBehind) this.send(listener, eventOf("behind", head, listener.position));
    } catch (error) {
      forget();
      throw error;
    }
    await this.pump(listener);
  }

  /** Ends the streams of a session. */
  endOf(session: string): void {
    this.endWhere((caller) => caller.session === session);
  }

  /** Ends the streams of a person, but for those of one session. */
  endOfPerson(person: string, but: string | undefined): void {
    this.endWhere((caller) => caller.person.id === person && (but === undefined || caller.session !== but));
  }

  /** Ends the streams of one caller by its key. */
  endOfKey(key: string): void {
    this.endWhere((caller) => caller.key === key);
  }

  close(): void {
    clearInterval(this.heart);
    for (const end of this.ends) end();
    this.endWhere(() => true);
  }

  /** Tells everybody who listens to a site what somebody decided; whoever is away then asks anew. */
  tellWork(site: string, work: Work): void {
    let text: string | undefined;
    for (const listener of this.listeners) {
      if (listener.site !== site) continue;
      text ??= eventOf("work", work);
      this.send(listener, text);
    }
  }

  private endWhere(ends: (caller: Caller) => boolean): void {
    for (const { caller, reply } of this.listeners) if (ends(caller)) reply.raw.destroy();
  }

  private tellChanges(site: string, changes: readonly Change[]): void {
    const [first, last] = [changes[0], changes.at(-1)];
    if (first === undefined || last === undefined) return;
    let text: string | undefined;
    for (const listener of this.listeners) {
      if (listener.site !== site) continue;
      if (listener.isPumping) {
        listener.told = last.sequence;
        continue;
      }
      if (first.sequence === listener.position + 1 && changes.length <= AT_ONCE) {
        text ??= eventOf("changes", changes, last.sequence);
        listener.position = last.sequence;
        this.send(listener, text);
      } else if (last.sequence > listener.position) {
        listener.isPumping = true;
        void this.pump(listener);
      }
    }
  }

  /** Sends from the store until nothing is left. */
  private async pump(listener: Listener): Promise<void> {
    const { store } = this.surroundings;
    try {
      for (;;) {
        const changes = await store.journal.after(listener.site, listener.position, AT_ONCE);
        const last = changes.at(-1);
        if (!this.listeners.has(listener)) break;
        if (last === undefined) {
          if (listener.told <= listener.position) break;
          // Written after the store was asked and told before its answer came: asked once more.
          listener.told = 0;
          continue;
        }
        listener.position = last.sequence;
        this.send(listener, eventOf("changes", changes, last.sequence));
        if (listener.reply.raw.writableNeedDrain) await drained(listener.reply);
      }
    } catch (error) {
      listener.request.log.error({ err: error }, "a change stream cannot be read from the store");
      listener.reply.raw.destroy();
    } finally {
      listener.isPumping = false;
    }
  }

  private tellProgress(site: string): void {
    const { intakes } = this.surroundings;
    let text: string | undefined;
    for (const listener of this.listeners) {
      if (listener.site !== site) continue;
      text ??= eventOf("progress", { intakes: intakes.list(site).slice(0, INTAKES), sensors: intakes.sensors(site) });
      this.send(listener, text);
    }
  }

  private beat(): void {
    for (const listener of this.listeners) {
      this.send(listener, eventOf("alive", {}));
      const { authorization, cookie } = listener.request.headers;
      // Whoever was signed out, disabled or given another role meanwhile hears no more.
      this.callers.find({ authorization, cookie }).then(
        (caller) => {
          if (caller === undefined || caller.role !== listener.caller.role) listener.reply.raw.destroy();
        },
        () => listener.reply.raw.destroy(),
      );
    }
  }

  private send({ reply }: Listener, text: string): void {
    if (reply.raw.destroyed) return;
    reply.raw.write(text);
    if (reply.raw.writableLength > BACKLOG) reply.raw.destroy();
  }
}

function eventOf(event: string, content: unknown, id?: number): string {
  return `event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(content)}\n\n`;
}

async function drained({ raw }: FastifyReply): Promise<void> {
  if (raw.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      raw.off("drain", done);
      raw.off("close", done);
      resolve();
    };
    raw.on("drain", done);
    raw.on("close", done);
  });
}
