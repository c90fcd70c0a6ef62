import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { type PeopleBook, type Person, RIGHTS_ROLES, type RightsRole } from "../../store/store.ts";
import { Problem } from "../problem.ts";
import { makeId } from "./secrets.ts";

/** How people sign in at a provider of OpenID Connect. */
export interface OpenIdChoices {
  issuer: string;
  client: string;
  secret: string;
  /** The claim that tells groups, and the groups of each role. */
  claim: string;
  roles: Readonly<Record<RightsRole, readonly string[]>>;
}

interface Begun {
  verifier: string;
  state: string;
  nonce: string;
  back: string;
  expires: number;
}

/** Seconds between going to the provider and coming back. */
export const OPENID_PATIENCE = 600;
const BEGUN = 1000;

/** The code flow with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636). */
export class OpenIdSignIn {
  private readonly choices: OpenIdChoices;
  private readonly people: PeopleBook;
  private readonly clock: () => number;
  private readonly begun = new Map<string, Begun>();
  private configuration: Promise<Configuration> | undefined;

  constructor(choices: OpenIdChoices, people: PeopleBook, clock: () => number) {
    this.choices = choices;
    this.people = people;
    this.clock = clock;
  }

  /** Begins; answers the key of a cookie and the provider's address to go to. */
  async begin(back: string): Promise<{ key: string; address: string }> {
    const configuration = await this.provider();
    const begun: Begun = {
      verifier: randomPKCECodeVerifier(),
      state: randomState(),
      nonce: randomNonce(),
      back,
      expires: this.clock() + OPENID_PATIENCE,
    };
    const address = buildAuthorizationUrl(configuration, {
      redirect_uri: back,
      scope: "openid profile email",
      code_challenge: await calculatePKCECodeChallenge(begun.verifier),
      code_challenge_method: "S256",
      state: begun.state,
      nonce: begun.nonce,
    });
    const key = makeId("openid");
    this.begun.set(key, begun);
    for (const oldest of this.begun.keys()) {
      if (this.begun.size <= BEGUN) break;
      this.begun.delete(oldest);
    }
    return { key, address: address.href };
  }

  /** Ends what `begin` began with the parameters that the provider sent back; answers the person, made where new. */
  async end(key: string, search: string): Promise<Person> {
    const begun = this.begun.get(key);
    this.begun.delete(key);
    if (begun === undefined || this.clock() >= begun.expires) {
      throw new Problem("sign-in-refused", "This sign-in was not begun here, or too long ago. Begin again.");
    }
    const claims = await this.claims(begun, search);
    const role = roleOf(claims[this.choices.claim], this.choices.roles);
    if (role === undefined) {
      throw new Problem("sign-in-refused", "You are known, but no group of yours may use this. Ask an administrator.");
    }
    return await this.personOf(claims, role);
  }

  private async claims(begun: Begun, search: string): Promise<Readonly<Record<string, unknown>> & { sub: string }> {
    const configuration = await this.provider();
    try {
      const tokens = await authorizationCodeGrant(configuration, new URL(`${begun.back}${search}`), {
        pkceCodeVerifier: begun.verifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims !== undefined) return claims;
    } catch (cause) {
      throw new Problem(
        "sign-in-refused",
        `The provider did not confirm this sign-in (${codeOf(cause)}). Begin again.`,
      );
    }
    throw new Problem("sign-in-refused", "The provider did not say who signed in.");
  }

  private async personOf(
    claims: Readonly<Record<string, unknown>> & { sub: string },
    role: RightsRole,
  ): Promise<Person> {
    const subject = `${this.choices.issuer} ${claims.sub}`;
    const now = this.clock();
    const known = await this.people.personOf(subject);
    if (known !== undefined) {
      if (known.disabled) throw new Problem("sign-in-refused", "You were disabled here. Ask an administrator.");
      const person: Person = { ...known, role, lastSignIn: now };
      await this.people.putPerson(person);
      return person;
    }
    const wanted = [claims["preferred_username"], claims["email"], claims["name"], claims.sub];
    const text = wanted.find((claim): claim is string => typeof claim === "string" && claim !== "") ?? claims.sub;
    const clean = text.replace(/[\u0000-\u001f\u007f]/g, "").slice(0, 100);
    let name = clean;
    // A name that somebody has stays theirs: people are told apart by subject alone.
    for (let number = 2; (await this.people.personNamed(name)) !== undefined; number++) name = `${clean} (${number})`;
    const person: Person = {
      ...{ id: makeId("person"), name, role, password: "", subject, disabled: false },
      ...{ failures: 0, lockedUntil: 0, created: now, lastSignIn: now },
    };
    await this.people.putPerson(person);
    return person;
  }

  private async provider(): Promise<Configuration> {
    const { issuer, client, secret } = this.choices;
    const address = new URL(issuer);
    // A provider without TLS is possible on this machine alone, for trying things out.
    const isLocal = address.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(address.hostname);
    const execute = isLocal ? [allowInsecureRequests] : [];
    this.configuration ??= discovery(address, client, secret, undefined, { execute, timeout: 10 });
    try {
      return await this.configuration;
    } catch (cause) {
      this.configuration = undefined;
      throw new Problem("unavailable", `The provider of sign-in cannot be reached (${codeOf(cause)}).`, 10);
    }
  }
}

/** The strongest role that one of the groups has; undefined for none. */
export function roleOf(claim: unknown, roles: OpenIdChoices["roles"]): RightsRole | undefined {
  const groups = (Array.isArray(claim) ? claim : [claim]).filter((group): group is string => typeof group === "string");
  return RIGHTS_ROLES.toReversed().find((role) => roles[role].some((group) => groups.includes(group)));
}

function codeOf(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  return typeof code === "string" && /^[\w-]{1,60}$/.test(code) ? code : "no reason given";
}
