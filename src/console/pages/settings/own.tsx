import { useState } from "react";
import { call } from "../../api/calls.ts";
import { Dialog, Field } from "../../parts/dialog.tsx";
import { Card } from "../../parts/marks.tsx";
import { wholeMoment } from "../../state/moments.ts";
import { setSettings, useSettings, useZone } from "../../state/settings.ts";

const ZONES = typeof Intl.supportedValuesOf === "function" ? ["UTC", ...Intl.supportedValuesOf("timeZone")] : ["UTC"];

/** What a person sets for this browser, and the own password. */
export function OwnPage() {
  const settings = useSettings();
  const zone = useZone();
  const [changing, setChanging] = useState(false);
  const [changed, setChanged] = useState(false);
  return (
    <div className="settings-columns">
      <Card title="Looks">
        <div className="body stack">
          <label className="field">
            <span>Theme</span>
            <select
              className="input"
              value={settings.theme}
              onChange={(event) => setSettings({ theme: event.target.value as "system" })}
            >
              <option value="system">As the system</option>
              <option value="light">Light</option>
              <option value="dark">Dark</option>
            </select>
          </label>
          <label className="field">
            <span>Rows of tables</span>
            <select
              className="input"
              value={settings.density}
              onChange={(event) => setSettings({ density: event.target.value as "dense" })}
            >
              <option value="dense">Dense, 26 px</option>
              <option value="roomy">Roomy, 34 px</option>
            </select>
          </label>
        </div>
      </Card>
      <Card title="Time and keys">
        <div className="body stack">
          <label className="field">
            <span>Time zone</span>
            <select
              className="input"
              value={settings.zone}
              onChange={(event) => setSettings({ zone: event.target.value })}
            >
              <option value="">Of this browser</option>
              {ZONES.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
            <span className="soft">Now it is {wholeMoment(Date.now() / 1000, zone)}.</span>
          </label>
          <label className="row">
            <input
              type="checkbox"
              checked={settings.singleKeys}
              onChange={(event) => setSettings({ singleKeys: event.target.checked })}
            />
            Single keys work (press ? for the list)
          </label>
        </div>
      </Card>
      <Card title="Password">
        <div className="body stack">
          <p className="second small">Changing it ends your other sessions.</p>
          {changed ? <p className="proven small">✓ The password was changed.</p> : null}
          <div>
            <button type="button" className="button" onClick={() => setChanging(true)}>
              Change password
            </button>
          </div>
        </div>
      </Card>
      {changing ? (
        <Dialog
          title="Change password"
          action="Change"
          close={() => setChanging(false)}
          submit={async (values) => {
            if (values.password !== values.again) throw new Error("The two new passwords differ.");
            await call.changePassword(values.old, values.password);
            setChanged(true);
          }}
        >
          <Field label="Password now" name="old" type="password" required complete="current-password" />
          <Field
            label="New password"
            name="password"
            type="password"
            required
            complete="new-password"
            hint="At least 12 characters."
          />
          <Field label="New password again" name="again" type="password" required complete="new-password" />
        </Dialog>
      ) : null}
    </div>
  );
}
