import { type FormEvent, useEffect, useRef, useState } from "react";
import { call, OPEN_ID_ADDRESS } from "../../api/calls.ts";
import type { SessionState } from "../../api/forms.ts";
import { Field } from "../../parts/dialog.tsx";
import { goTo, usePlace } from "../../state/address.ts";

/** Shortest password that the server takes. */
const SHORTEST = 12;

/** Signs in, or makes the first administrator from the one-time link that the server printed. */
export function SignIn({ session, entered }: { session: SessionState; entered: (state: SessionState) => void }) {
  const place = usePlace();
  const secret = place.path[0] === "first" ? (place.path[1] ?? "") : "";
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const isFirst = session.needsFirst;
  const link = place.path[0] === "enter" ? (place.path[1] ?? "") : "";
  const used = useRef("");
  useEffect(() => {
    // A link works once: a second drawing of the page must not use it up.
    if (link === "" || used.current === link) return;
    used.current = link;
    setBusy(true);
    call.enter(link).then(
      (state) => {
        goTo({ path: [], query: {} }, true);
        entered(state);
      },
      (error: unknown) => {
        goTo({ path: [], query: {} }, true);
        setProblem(error instanceof Error ? error.message : String(error));
        setBusy(false);
      },
    );
  }, [link, entered]);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (field: string) => {
      const value = form.get(field);
      return typeof value === "string" ? value : "";
    };
    const name = typed("name");
    const password = typed("password");
    if (isFirst && password !== typed("again")) {
      setProblem("The two passwords differ.");
      return;
    }
    setBusy(true);
    setProblem("");
    (isFirst ? call.makeFirst(secret, name, password) : call.signIn(name, password)).then(
      (state) => {
        if (place.path[0] === "first") goTo({ path: [], query: {} }, true);
        entered(state);
      },
      (error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
        setBusy(false);
      },
    );
  };
  return (
    <main className="sign-in">
      <div className="card">
        <header>
          <svg className="sign-mark" viewBox="0 0 20 22" aria-hidden="true">
            <path className="half" d="M10 2v18.500C4.800 18.500 2 15.500 2 10.500V2z" />
            <path d="M1.500 1.500h17v9c0 5-3.500 8-8.500 10-5-2-8.500-5-8.500-10zM10 1.500v19M1.500 10h17" />
          </svg>
          <h1>{isFirst ? "First start" : "Bulkhead"}</h1>
        </header>
        {isFirst && secret === "" ? (
          <div className="body stack">
            <p>
              Nobody can sign in yet. Open the one-time link that the server printed on the machine it runs on; it makes
              the first administrator.
            </p>
            <p className="soft small">The link works once. Restarting the server prints a new one.</p>
          </div>
        ) : (
          <form className="body stack" onSubmit={onSubmit}>
            {isFirst ? (
              <p className="second">This makes the first administrator. Other people are added under Settings.</p>
            ) : (
              <p className="second">Watches a plant network and never sends anything into it.</p>
            )}
            <Field label="Name" name="name" required complete="username" />
            <Field
              label="Password"
              name="password"
              type="password"
              required
              complete={isFirst ? "new-password" : "current-password"}
              hint={isFirst ? `At least ${SHORTEST} characters. Length counts, special characters do not.` : undefined}
            />
            {isFirst ? (
              <Field label="Password again" name="again" type="password" required complete="new-password" />
            ) : null}
            {problem ? (
              <div className="notice bad" role="alert">
                {problem}
              </div>
            ) : null}
            <button type="submit" className="button primary" disabled={busy}>
              {isFirst ? "Make administrator and begin" : "Sign in"}
            </button>
            {session.openId && !isFirst ? (
              <>
                <p className="soft small or">or</p>
                <a className="button" href={OPEN_ID_ADDRESS}>
                  Sign in with OpenID Connect
                </a>
              </>
            ) : null}
          </form>
        )}
      </div>
      {session.version ? <p className="soft small">Bulkhead {session.version}</p> : null}
    </main>
  );
}
