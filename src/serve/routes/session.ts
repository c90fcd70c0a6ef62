import { Type } from "typebox";
import { escapeText } from "../../export/report/markup.ts";
import type { Person } from "../../store/store.ts";
import { FirstForm, LinkForm, PasswordChangeForm, SessionForm, SignInForm } from "../forms/people.ts";
import { Problem, problemBody } from "../problem.ts";
import { type Call, type Route, route, Streamed } from "../route.ts";
import { readCookie, writeCookie } from "../signin/cookies.ts";
import { OPENID_PATIENCE } from "../signin/openid.ts";
import { problemOfPassword } from "../signin/passwords.ts";
import { makeId } from "../signin/secrets.ts";

const group = "Session";
const base = "/api/v1/session";
const RETURN = `${base}/openid/return`;

type AnyCall = Call<unknown, unknown, unknown>;

/** Signing in and out, and the first administrator. */
export const sessionRoutes: readonly Route[] = [
  route({
    name: "session",
    method: "GET",
    path: base,
    group,
    summary: "Who is signed in, and what the server is.",
    answer: SessionForm,
    handle: async (call) => await sessionOf(call, call.caller?.person),
  }),
  route({
    name: "signIn",
    method: "POST",
    path: base,
    group,
    summary: "Signs in; the session is a cookie.",
    body: SignInForm,
    answer: SessionForm,
    act: "sign in",
    auditsItself: true,
    handle: async (call) => {
      const { name, password } = call.body;
      let person: Person;
      try {
        person = await call.context.signIn.check(name, password);
      } catch (error) {
        // What was typed as a name may be a password: only names that exist are written down.
        const known = await call.context.surroundings.store.people.personNamed(name);
        await audit(call, known?.name ?? "unknown", "fail to sign in", known?.name ?? "");
        throw error;
      }
      call.setCookie(await call.context.callers.begin(person, call.request.headers.cookie));
      await audit(call, person.name, "sign in", person.name);
      return await sessionOf(call, person);
    },
  }),
  route({
    name: "signOut",
    method: "DELETE",
    path: base,
    group,
    summary: "Signs out.",
    act: "sign out",
    handle: async (call) => {
      const { caller } = call;
      if (caller?.session === undefined) return;
      call.setCookie(await call.context.callers.end(caller.session));
      call.context.streams.endOf(caller.session);
      call.note(caller.person.name, {});
    },
  }),
  route({
    name: "firstAdministrator",
    method: "POST",
    path: "/api/v1/first-administrator",
    group,
    summary: "Makes the first administrator with the secret of the one-time link, and signs in.",
    body: FirstForm,
    answer: SessionForm,
    act: "create first administrator",
    auditsItself: true,
    handle: async (call) => {
      const { secret, name, password } = call.body;
      const { first, surroundings, signIn, callers } = call.context;
      const now = surroundings.clock();
      if (!first.accepts(secret, now)) {
        await audit(call, "unknown", "fail to use one-time link", "");
        throw new Problem(
          "sign-in-refused",
          "This link was used, has expired or is wrong. Restart the server for another.",
        );
      }
      const problem = problemOfPassword(password, name);
      if (problem !== "") throw new Problem("cannot-be-done", problem);
      // Spent before anything is waited for: two at once cannot both pass.
      first.spend();
      const person: Person = {
        ...{ id: makeId("person"), name, role: "administrator", subject: "", disabled: false },
        ...{ password: await signIn.passwords.hash(password), failures: 0, lockedUntil: 0 },
        ...{ created: now, lastSignIn: now },
      };
      await surroundings.store.people.putPerson(person);
      call.setCookie(await callers.begin(person, call.request.headers.cookie));
      await audit(call, name, "create first administrator", name);
      return await sessionOf(call, person);
    },
  }),
  route({
    name: "useSignInLink",
    method: "POST",
    path: "/api/v1/sign-in-link",
    group,
    summary: "Signs in with the secret of a one-time link that was printed on the machine itself.",
    body: LinkForm,
    answer: SessionForm,
    act: "sign in by link",
    auditsItself: true,
    handle: async (call) => {
      const { links, surroundings, callers } = call.context;
      const { people } = surroundings.store;
      const now = surroundings.clock();
      const id = links.use(call.body.secret, now);
      const person = id === undefined ? undefined : await people.person(id);
      if (person === undefined || person.disabled) {
        await audit(call, "unknown", "fail to use one-time link", "");
        throw new Problem("sign-in-refused", "This link was used, has expired or is wrong.");
      }
      await people.putPerson({ ...person, failures: 0, lockedUntil: 0, lastSignIn: now });
      call.setCookie(await callers.begin(person, call.request.headers.cookie));
      await audit(call, person.name, "sign in by link", person.name);
      return await sessionOf(call, person);
    },
  }),
  route({
    name: "changePassword",
    method: "PUT",
    path: `${base}/password`,
    group,
    summary: "Changes one's own password, and ends one's other sessions.",
    body: PasswordChangeForm,
    act: "change password",
    handle: async (call) => {
      const { person, session } = call.caller as NonNullable<typeof call.caller>;
      const { context, body } = call;
      if (person.subject !== "") throw new Problem("conflict", "You sign in at your provider; change it there.");
      // Who came by a link has no password yet.
      const checked = person.password === "" ? person : await context.signIn.check(person.name, body.old);
      const problem = problemOfPassword(body.password, person.name);
      if (problem !== "") throw new Problem("cannot-be-done", problem);
      const { people } = context.surroundings.store;
      await people.putPerson({ ...checked, password: await context.signIn.passwords.hash(body.password) });
      await context.callers.endAll(person.id, session);
      call.note(person.name, {});
    },
  }),
  route({
    name: "beginOpenId",
    method: "GET",
    path: `${base}/openid`,
    group,
    summary: "Goes to the provider of OpenID Connect to sign in.",
    media: "text/html; charset=utf-8",
    handle: async (call) =>
      await forPeople(call, async () => {
        const { context, request } = call;
        if (context.openId === undefined) throw new Problem("not-found", "No provider of sign-in is set up here.");
        const back = `${context.secure ? "https" : "http"}://${request.headers.host}${RETURN}`;
        const { key, address } = await context.openId.begin(back);
        call.setCookie(openIdCookie(call, key, OPENID_PATIENCE));
        call.reply.status(302).header("location", address);
        return "";
      }),
  }),
  route({
    name: "endOpenId",
    method: "GET",
    path: RETURN,
    group,
    summary: "Where the provider sends people back to.",
    query: Type.Object({}, { additionalProperties: Type.String({ maxLength: 8000 }) }),
    media: "text/html; charset=utf-8",
    handle: async (call) =>
      await forPeople(call, async () => {
        const { context, request } = call;
        if (context.openId === undefined) throw new Problem("not-found", "No provider of sign-in is set up here.");
        const key = readCookie(request.headers.cookie, openIdName(context.secure)) ?? "";
        const question = request.url.indexOf("?");
        let person: Person;
        try {
          person = await context.openId.end(key, question < 0 ? "" : request.url.slice(question));
        } catch (error) {
          await audit(call, "unknown", "fail to sign in", "OpenID Connect");
          throw error;
        }
        call.setCookie(openIdCookie(call, "", 0));
        call.setCookie(await context.callers.begin(person, request.headers.cookie));
        await audit(call, person.name, "sign in", person.name);
        // A redirect would go on with the provider's navigation, to which browsers lend no SameSite=Strict cookie.
        return new Streamed(
          pieces(
            '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Bulkhead</title><a href="/">Go on</a>',
          ),
        );
      }),
  }),
];

/** Does something that a browser was led to; a refusal then is a page with the way back. Programs get the problem itself. */
async function forPeople(
  { request, reply }: Pick<AnyCall, "request" | "reply">,
  act: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem) || !(request.headers.accept ?? "").includes("text/html")) throw error;
    reply.status(error.status);
    const { title, detail } = problemBody(error);
    return new Streamed(
      pieces(
        `<!doctype html><html lang="en"><title>${title} · Bulkhead</title><h1>${title}</h1><p>${escapeText(detail)}</p><p><a href="/">Back to signing in</a></p></html>`,
      ),
    );
  }
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

async function sessionOf(
  { context }: Pick<AnyCall, "context">,
  person: Person | undefined,
): Promise<Record<string, unknown>> {
  const { version, store } = context.surroundings;
  return {
    person: person === undefined ? null : { id: person.id, name: person.name, role: person.role },
    // A number that tells strangers what is known to be weak is not told to them.
    version: person === undefined ? "" : version,
    needsFirst: person === undefined && (await store.people.people()).length === 0,
    openId: context.openId !== undefined,
  };
}

async function audit(
  { context, from }: Pick<AnyCall, "context" | "from">,
  who: string,
  act: string,
  target: string,
): Promise<void> {
  const { store, clock } = context.surroundings;
  await store.audit.add({ when: clock(), who, from, act, target, detail: "{}" });
}

function openIdName(secure: boolean): string {
  return secure ? "__Secure-bulkhead-openid" : "bulkhead-openid";
}

/** Lax, since the provider sends people back from another site. */
function openIdCookie({ context: { secure } }: Pick<AnyCall, "context">, value: string, age: number): string {
  return writeCookie({ name: openIdName(secure), value, path: RETURN, age, secure, sameSite: "Lax" });
}
