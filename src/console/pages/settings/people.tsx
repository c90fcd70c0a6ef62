import { useState } from "react";
import { call } from "../../api/calls.ts";
import { type Person, RIGHTS, type Right } from "../../api/forms.ts";
import { Dialog, Field } from "../../parts/dialog.tsx";
import { Card } from "../../parts/marks.tsx";
import { NoPermission } from "../../parts/no-permission.tsx";
import { Show } from "../../parts/states.tsx";
import { refresh, useLoad } from "../../state/load.ts";
import { isMoment, shortMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useMay, useNow, useSite } from "../../state/site.tsx";

const MAY: Readonly<Record<Right, string>> = {
  viewer: "looks at everything",
  analyst: "also works on findings and uploads captures",
  operator: "also corrects devices and manages sensors",
  administrator: "also manages people and what is kept",
};
const ROLES = RIGHTS.map((right) => [right, `${right}: ${MAY[right]}`] as const);

/** Who may sign in, and what each may do. */
export function People() {
  const may = useMay("administrator");
  const people = useLoad(may ? "people" : null, call.people, ["people"]);
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Person | null>(null);
  const [removing, setRemoving] = useState<Person | null>(null);
  const zone = useZone();
  const now = useNow();
  const { session } = useSite();
  if (!may) return <NoPermission what="manage people" who="Administrators" />;
  return (
    <>
      <Show from={people} rows={4}>
        {(all) => (
          <Card
            title="People"
            count={all.length}
            aside={
              <button type="button" className="button small primary" onClick={() => setAdding(true)}>
                Add a person
              </button>
            }
          >
            <div className="scroll">
              <table className="simple">
                <thead>
                  <tr>
                    <th>Name</th>
                    <th>Role</th>
                    <th>May</th>
                    <th>State</th>
                    <th className="number">Last sign-in</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {all.map((person) => (
                    <tr key={person.id}>
                      <th>
                        {person.name}
                        {person.name === session.person?.name ? <span className="soft"> (you)</span> : null}
                      </th>
                      <td>{person.role}</td>
                      <td className="second">{MAY[person.role]}</td>
                      <td>
                        {person.disabled ? (
                          <span className="high strong">disabled</span>
                        ) : person.lockedUntil > now ? (
                          <span className="high strong">locked until {shortMoment(person.lockedUntil, now, zone)}</span>
                        ) : (
                          "may sign in"
                        )}
                      </td>
                      <td className="number">
                        {isMoment(person.lastSignIn) ? shortMoment(person.lastSignIn, now, zone) : "never"}
                      </td>
                      <td className="number nowrap">
                        <button type="button" className="button small plain" onClick={() => setEditing(person)}>
                          Change
                        </button>
                        <button type="button" className="button small plain" onClick={() => setRemoving(person)}>
                          Remove
                        </button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Card>
        )}
      </Show>
      {adding ? (
        <Dialog
          title="Add a person"
          action="Add"
          close={() => setAdding(false)}
          submit={async (values) => {
            await call.addPerson({ name: values.name, role: values.role as Right, password: values.password });
            refresh(["people"]);
          }}
        >
          <Field label="Name" name="name" required />
          <Field label="Role" name="role" options={ROLES} />
          <Field
            label="Password"
            name="password"
            type="password"
            required
            complete="new-password"
            hint="At least 12 characters. Tell it to the person by another way; it can be changed under Settings."
          />
        </Dialog>
      ) : null}
      {editing ? (
        <Dialog
          title={`Change ${editing.name}`}
          action="Change"
          close={() => setEditing(null)}
          submit={async (values) => {
            await call.changePerson(editing.id, {
              role: values.role as Right,
              disabled: values.state === "disabled",
              ...(values.password ? { password: values.password } : {}),
            });
            refresh(["people"]);
          }}
        >
          <Field label="Role" name="role" value={editing.role} options={ROLES} />
          <Field
            label="State"
            name="state"
            value={editing.disabled ? "disabled" : "enabled"}
            options={[
              ["enabled", "may sign in"],
              ["disabled", "disabled: may not, sessions end"],
            ]}
          />
          <Field
            label="New password"
            name="password"
            type="password"
            complete="new-password"
            hint="Leave it empty to keep the password."
          />
        </Dialog>
      ) : null}
      {removing ? (
        <Dialog
          title={`Remove ${removing.name}`}
          action="Remove person"
          danger
          close={() => setRemoving(null)}
          submit={async () => {
            await call.removePerson(removing.id);
            refresh(["people"]);
          }}
        >
          <p className="second">
            Sessions and tokens of this person end. What the person did stays in the audit log under the name.
          </p>
        </Dialog>
      ) : null}
    </>
  );
}
