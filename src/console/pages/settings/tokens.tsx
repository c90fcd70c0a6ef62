import { useState } from "react";
import { call } from "../../api/calls.ts";
import type { Token } from "../../api/forms.ts";
import { Dialog, Field } from "../../parts/dialog.tsx";
import { Card } from "../../parts/marks.tsx";
import { Show } from "../../parts/states.tsx";
import { refresh, useLoad } from "../../state/load.ts";
import { isMoment, shortMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useNow } from "../../state/site.tsx";

const SCOPES: readonly (readonly [name: string, words: string])[] = [
  ["read", "everything that a viewer sees, but for packets"],
  ["packets", "bytes of packets"],
  ["upload", "send captures"],
  ["findings", "work on findings"],
  ["corrections", "correct devices"],
  ["sources", "sites and sensors"],
  ["settings", "what is kept"],
  ["audit", "the audit log"],
  ["metrics", "/metrics"],
];

/** Keys for programs, never stronger than the role of their person. */
export function Tokens() {
  const tokens = useLoad("tokens", call.tokens, ["tokens"]);
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState("");
  const [removing, setRemoving] = useState<Token | null>(null);
  const zone = useZone();
  const now = useNow();
  return (
    <>
      {made ? (
        <div className="notice">
          <div>
            <b className="strong">The new token. It is shown this once; keep it now.</b>
            <p className="code" data-secret>
              {made}
            </p>
            <button type="button" className="button small" onClick={() => setMade("")}>
              I have it
            </button>
          </div>
        </div>
      ) : null}
      <Show from={tokens} rows={3}>
        {(all) => (
          <Card
            title="Tokens"
            count={all.length}
            note="keys for programs that use the API"
            aside={
              <button type="button" className="button small primary" onClick={() => setAdding(true)}>
                Make a token
              </button>
            }
          >
            {all.length === 0 ? (
              <p className="body second">
                No program has a key. One is sent as “Authorization: Bearer …”; see docs/api.md.
              </p>
            ) : (
              <div className="scroll">
                <table className="simple">
                  <thead>
                    <tr>
                      <th>Name</th>
                      <th>Of</th>
                      <th>May</th>
                      <th className="number">Made</th>
                      <th className="number">Last used</th>
                      <th className="number">Ends</th>
                      <th />
                    </tr>
                  </thead>
                  <tbody>
                    {all.map((token) => (
                      <tr key={token.id}>
                        <th>{token.name}</th>
                        <td>{token.person}</td>
                        <td>{token.scopes.join(", ")}</td>
                        <td className="number">{shortMoment(token.created, now, zone)}</td>
                        <td className="number">
                          {isMoment(token.lastUsed) ? shortMoment(token.lastUsed, now, zone) : "never"}
                        </td>
                        <td className="number">
                          {token.expires === 0 ? "never" : shortMoment(token.expires, now, zone)}
                        </td>
                        <td className="number">
                          <button type="button" className="button small plain" onClick={() => setRemoving(token)}>
                            Revoke
                          </button>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </Card>
        )}
      </Show>
      {adding ? (
        <Dialog
          title="Make a token"
          action="Make"
          close={() => setAdding(false)}
          submit={async (values) => {
            const scopes = SCOPES.map(([name]) => name).filter((name) => values[`scope-${name}`]);
            if (scopes.length === 0) throw new Error("Choose at least one thing that it may do.");
            const days = Number(values.days);
            const { secret } = await call.addToken({
              name: values.name,
              scopes,
              expires: days > 0 ? Math.floor(Date.now() / 1000) + days * 86400 : 0,
            });
            setMade(secret);
            refresh(["tokens"]);
          }}
        >
          <Field label="Name" name="name" required hint="What uses it, for instance “SIEM export”." />
          <fieldset className="scopes">
            <legend>May</legend>
            {SCOPES.map(([name, words]) => (
              <label key={name} className="row">
                <input type="checkbox" name={`scope-${name}`} value="yes" defaultChecked={name === "read"} />
                <span>
                  <b className="strong">{name}</b> <span className="soft">{words}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <Field
            label="Ends"
            name="days"
            value="90"
            options={[
              ["30", "in 30 days"],
              ["90", "in 90 days"],
              ["365", "in a year"],
              ["0", "never"],
            ]}
          />
        </Dialog>
      ) : null}
      {removing ? (
        <Dialog
          title={`Revoke ${removing.name}`}
          action="Revoke token"
          danger
          close={() => setRemoving(null)}
          submit={async () => {
            await call.removeToken(removing.id);
            refresh(["tokens"]);
          }}
        >
          <p className="second">What uses it is refused from now on.</p>
        </Dialog>
      ) : null}
    </>
  );
}
