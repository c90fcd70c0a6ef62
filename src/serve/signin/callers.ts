import type { PeopleBook, Person, RightsRole, Session } from "../../store/store.ts";
import type { Times } from "../context.ts";
import type { Scope } from "../rights.ts";
import { SCOPES } from "../rights.ts";
import { readCookie, writeCookie } from "./cookies.ts";
import { hashOf, makeSecret } from "./secrets.ts";

/** Who asks: a person with a session, or with a token. */
export interface Caller {
  person: Person;
  role: RightsRole;
  /** Id of the session; undefined with a token. */
  session: string | undefined;
  /** Scopes of the token; undefined with a session. */
  scopes: readonly Scope[] | undefined;
  /** What streams and limits count by. */
  key: string;
}

/** Moments of use are written at most so often, seconds: reading must not become writing. */
const USE_STEP = 60;
const SESSIONS_OF_PERSON = 20;
/** How tokens begin, so that scanners of leaked secrets know them. */
export const TOKEN_PREFIX = "bulkhead_";

/** Finds out who asks, and begins and ends sessions. */
export class Callers {
  private readonly people: PeopleBook;
  private readonly clock: () => number;
  private readonly times: Times;
  private readonly secure: boolean;

  constructor(people: PeopleBook, clock: () => number, times: Times, secure: boolean) {
    this.people = people;
    this.clock = clock;
    this.times = times;
    this.secure = secure;
  }

  /** "__Host-" binds the cookie to this host and to TLS (RFC 6265bis, section 4.1.3.2). */
  get cookieName(): string {
    return this.secure ? "__Host-bulkhead" : "bulkhead";
  }

  /** Who a request comes from; undefined for nobody, also where a session or token has ended. */
  async find(headers: {
    authorization?: string | undefined;
    cookie?: string | undefined;
  }): Promise<Caller | undefined> {
    // A token that is given counts, even a wrong one: a cookie beside it must not lend it a person's rights.
    if (headers.authorization !== undefined) return await this.findToken(headers.authorization);
    const secret = readCookie(headers.cookie, this.cookieName);
    return secret === undefined || secret === "" ? undefined : await this.findSession(hashOf(secret));
  }

  /** The caller of a session by its id, while it lasts. */
  async findSession(id: string): Promise<Caller | undefined> {
    const session = await this.people.session(id);
    if (session === undefined) return undefined;
    const now = this.clock();
    if (now >= session.expires || now - session.lastUsed >= this.times.sessionIdle) {
      await this.people.removeSession(id);
      return undefined;
    }
    const person = await this.people.person(session.person);
    if (person === undefined || person.disabled) return undefined;
    return { person, role: person.role, session: id, scopes: undefined, key: `person ${person.id}` };
  }

  /** Notes that a session is in use. */
  async touch(caller: Caller): Promise<void> {
    if (caller.session === undefined) return;
    const session = await this.people.session(caller.session);
    const now = this.clock();
    if (session !== undefined && now - session.lastUsed >= USE_STEP) {
      await this.people.putSession({ ...session, lastUsed: now });
    }
  }

  /** Begins a session under a new secret; answers the header for its cookie. */
  async begin(person: Person, formerCookie: string | undefined): Promise<string> {
    const former = readCookie(formerCookie, this.cookieName);
    if (former !== undefined) await this.people.removeSession(hashOf(former));
    const now = this.clock();
    await this.people.removeExpired(now);
    const sessions = await this.people.sessionsOf(person.id);
    const oldest = [...sessions].sort((one, other) => one.lastUsed - other.lastUsed);
    for (const { id } of oldest.slice(0, Math.max(0, sessions.length - SESSIONS_OF_PERSON + 1))) {
      await this.people.removeSession(id);
    }
    const secret = makeSecret();
    const expires = now + this.times.sessionWhole;
    const session: Session = { id: hashOf(secret), person: person.id, created: now, lastUsed: now, expires };
    await this.people.putSession(session);
    return this.cookie(secret, this.times.sessionWhole);
  }

  /** Ends a session; answers the header that removes its cookie. */
  async end(id: string): Promise<string> {
    await this.people.removeSession(id);
    return this.cookie("", 0);
  }

  /** Ends what a person has open, but for one session. */
  async endAll(person: string, but: string | undefined): Promise<void> {
    for (const { id } of await this.people.sessionsOf(person)) if (id !== but) await this.people.removeSession(id);
  }

  private async findToken(authorization: string): Promise<Caller | undefined> {
    const match = /^Bearer ([\w-]{20,200})$/i.exec(authorization);
    if (match === null) return undefined;
    const token = await this.people.tokenOf(hashOf(match[1] as string));
    const now = this.clock();
    if (token === undefined || (token.expires !== 0 && now >= token.expires)) return undefined;
    const person = await this.people.person(token.person);
    if (person === undefined || person.disabled) return undefined;
    if (now - token.lastUsed >= USE_STEP) await this.people.putToken({ ...token, lastUsed: now });
    const scopes = token.scopes.filter((scope): scope is Scope => Object.hasOwn(SCOPES, scope));
    return { person, role: person.role, session: undefined, scopes, key: `token ${token.id}` };
  }

  private cookie(value: string, age: number): string {
    return writeCookie({ name: this.cookieName, value, path: "/", age, secure: this.secure, sameSite: "Strict" });
  }
}
