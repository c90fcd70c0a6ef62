import { Type } from "typebox";
import type { PeopleBook, Person, Token } from "../../store/store.ts";
import { exactly, Id } from "../forms/common.ts";
import {
  MadeTokenForm,
  NewPersonForm,
  NewTokenForm,
  PersonChangeForm,
  PersonForm,
  TokenForm,
} from "../forms/people.ts";
import { Problem } from "../problem.ts";
import { includesRole, RIGHTS } from "../rights.ts";
import { type Route, route } from "../route.ts";
import { type Caller, TOKEN_PREFIX } from "../signin/callers.ts";
import { problemOfPassword } from "../signin/passwords.ts";
import { hashOf, makeId, makeSecret } from "../signin/secrets.ts";

const group = "People";
const ById = exactly({ id: Id });
const TOKENS_OF_PERSON = 100;

/** People and tokens. */
export const peopleRoutes: readonly Route[] = [
  route({
    name: "people",
    method: "GET",
    path: "/api/v1/people",
    group,
    summary: "Everybody who may sign in.",
    answer: Type.Array(PersonForm),
    handle: async ({ context }) => (await context.surroundings.store.people.people()).map(shownPerson),
  }),
  route({
    name: "addPerson",
    method: "POST",
    path: "/api/v1/people",
    group,
    summary: "Adds somebody with a first password.",
    body: NewPersonForm,
    answer: PersonForm,
    act: "create person",
    handle: async ({ context, body, note }) => {
      const { store, clock } = context.surroundings;
      const { name, role, password } = body;
      const problem = problemOfPassword(password, name);
      if (problem !== "") throw new Problem("cannot-be-done", problem);
      const hash = await context.signIn.passwords.hash(password);
      if ((await store.people.personNamed(name)) !== undefined) throw new Problem("conflict", "This name is taken.");
      const person: Person = {
        ...{ id: makeId("person"), name, role, password: hash, subject: "", disabled: false },
        ...{ failures: 0, lockedUntil: 0, created: clock(), lastSignIn: 0 },
      };
      await store.people.putPerson(person);
      note(name, { role });
      return shownPerson(person);
    },
  }),
  route({
    name: "changePerson",
    method: "PATCH",
    path: "/api/v1/people/:id",
    group,
    summary: "Changes role or password, disables or enables; ends the person's sessions. Unlocks.",
    parameters: ById,
    body: PersonChangeForm,
    answer: PersonForm,
    act: "change person",
    handle: async ({ context, parameters, body, note, caller }) => {
      const { people } = context.surroundings.store;
      const { role, disabled, password } = body;
      let hash: string | undefined;
      if (password !== undefined) {
        const problem = problemOfPassword(password, "");
        if (problem !== "") throw new Problem("cannot-be-done", problem);
        hash = await context.signIn.passwords.hash(password);
      }
      const person = await personOf(people, parameters.id);
      if (hash !== undefined && person.subject !== "") {
        throw new Problem("conflict", `${person.name} signs in at the provider and has no password here.`);
      }
      const changed: Person = {
        ...person,
        role: role ?? person.role,
        disabled: disabled ?? person.disabled,
        password: hash ?? person.password,
        failures: 0,
        lockedUntil: 0,
      };
      if (changed.role !== "administrator" || changed.disabled) await keepAnAdministrator(people, person);
      await people.putPerson(changed);
      await context.callers.endAll(person.id, caller?.session);
      context.streams.endOfPerson(person.id, caller?.session);
      note(person.name, { role, disabled, password: password === undefined ? undefined : "set" });
      return shownPerson(changed);
    },
  }),
  route({
    name: "removePerson",
    method: "DELETE",
    path: "/api/v1/people/:id",
    group,
    summary: "Removes a person with sessions and tokens.",
    parameters: ById,
    act: "remove person",
    handle: async ({ context, parameters, note }) => {
      const { people } = context.surroundings.store;
      const person = await personOf(people, parameters.id);
      await keepAnAdministrator(people, person);
      await people.removePerson(person.id);
      context.streams.endOfPerson(person.id, undefined);
      note(person.name, {});
    },
  }),
  route({
    name: "tokens",
    method: "GET",
    path: "/api/v1/tokens",
    group,
    summary: "One's own tokens; everybody's for an administrator.",
    answer: Type.Array(TokenForm),
    handle: async ({ context, caller }) => {
      const { people } = context.surroundings.store;
      const names = new Map((await people.people()).map(({ id, name }) => [id, name]));
      const tokens = await people.tokens();
      return tokens
        .filter((token) => mayTouch(caller, token))
        .map((token) => shownToken(token, names.get(token.person)));
    },
  }),
  route({
    name: "addToken",
    method: "POST",
    path: "/api/v1/tokens",
    group,
    summary: "Makes a token for programs. Its secret is shown this once.",
    body: NewTokenForm,
    answer: MadeTokenForm,
    act: "create token",
    handle: async ({ context, body, caller, note }) => {
      const { store, clock } = context.surroundings;
      const { person } = caller as Caller;
      const expires = body.expires ?? 0;
      if (expires !== 0 && expires <= clock())
        throw new Problem("cannot-be-done", "This token would have expired already.");
      for (const scope of body.scopes) {
        const rights = Object.values(RIGHTS).filter((right) => right.scope === scope);
        const usable = rights.some(({ role }) => role === "anyone" || includesRole(person.role, role));
        if (!usable) throw new Problem("forbidden", `Your role ${person.role} does not reach what "${scope}" is for.`);
      }
      const owned = (await store.people.tokens()).filter((token) => token.person === person.id);
      if (owned.length >= TOKENS_OF_PERSON) {
        throw new Problem("conflict", `You have ${TOKENS_OF_PERSON} tokens already. Remove one first.`);
      }
      const secret = TOKEN_PREFIX + makeSecret();
      const token: Token = {
        ...{ id: makeId("token"), hash: hashOf(secret), name: body.name, person: person.id },
        ...{ scopes: [...new Set(body.scopes)], created: clock(), lastUsed: 0, expires },
      };
      await store.people.putToken(token);
      note(body.name, { scopes: token.scopes, expires });
      return { token: shownToken(token, person.name), secret };
    },
  }),
  route({
    name: "removeToken",
    method: "DELETE",
    path: "/api/v1/tokens/:id",
    group,
    summary: "Removes a token of one's own; any for an administrator.",
    parameters: ById,
    act: "remove token",
    handle: async ({ context, parameters, caller, note }) => {
      const { people } = context.surroundings.store;
      const token = (await people.tokens()).find(({ id }) => id === parameters.id);
      if (token === undefined || !mayTouch(caller, token)) throw new Problem("not-found", "There is no such token.");
      await people.removeToken(token.id);
      context.streams.endOfKey(`token ${token.id}`);
      note(token.name, {});
    },
  }),
];

function mayTouch(caller: Caller | undefined, token: Token): boolean {
  return caller !== undefined && (caller.role === "administrator" || token.person === caller.person.id);
}

async function personOf(people: PeopleBook, id: string): Promise<Person> {
  const person = await people.person(id);
  if (person === undefined) throw new Problem("not-found", "There is no such person.");
  return person;
}

async function keepAnAdministrator(people: PeopleBook, but: Person): Promise<void> {
  if (but.role !== "administrator" || but.disabled) return;
  const rest = (await people.people()).filter(
    ({ id, role, disabled }) => id !== but.id && role === "administrator" && !disabled,
  );
  if (rest.length === 0)
    throw new Problem("conflict", `${but.name} is the last administrator. Make another one first.`);
}

function shownPerson({
  id,
  name,
  role,
  disabled,
  subject,
  lockedUntil,
  created,
  lastSignIn,
}: Person): Record<string, unknown> {
  return { id, name, role, disabled, external: subject !== "", lockedUntil, created, lastSignIn };
}

function shownToken({ id, name, scopes, created, lastUsed, expires }: Token, person = ""): Record<string, unknown> {
  return { id, name, person, scopes, created, lastUsed, expires };
}
