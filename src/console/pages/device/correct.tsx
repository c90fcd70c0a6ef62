import { useState } from "react";
import { formatMac, levelBox, levelName, roleName } from "../../../export/words.ts";
import type { Device } from "../../../model/assessment.ts";
import { DOMAINS, LEVELS, ROLES } from "../../../model/role.ts";
import { call } from "../../api/calls.ts";
import { Dialog, Field } from "../../parts/dialog.tsx";
import { refresh } from "../../state/load.ts";
import { useSite } from "../../state/site.tsx";
import { addressOf } from "./address.ts";
import { correctionWord } from "./words.ts";

const ATTRIBUTES = [
  "role",
  "level",
  "domain",
  "zone",
  "owner",
  "importance",
  "name",
  "vendor",
  "model",
  "firmware",
  "serial",
] as const;
const AFTER = ["corrections", "device", "link", "finding", "point", "journal"];

/** States one thing of a device against or beside what the traffic says. */
export function CorrectDialog({ device, close }: { device: Device; close: () => void }) {
  const { site } = useSite();
  const [attribute, setAttribute] = useState<string>("role");
  const known: Record<string, string> = {
    role: device.role,
    level: device.level.level,
    domain: device.domain,
    zone: device.zone,
    owner: device.owner,
    importance: device.importance || "medium",
    vendor: device.vendor,
    model: device.model,
    firmware: device.firmware,
    serial: device.serial,
    name: device.label,
  };
  const options =
    attribute === "role"
      ? ROLES.map((role) => [role, roleName(role)] as const)
      : attribute === "level"
        ? LEVELS.map((level) => [level, `${levelBox(level)} ${levelName(level)}`] as const)
        : attribute === "domain"
          ? DOMAINS
          : attribute === "importance"
            ? (["high", "medium", "low"] as const)
            : undefined;
  return (
    <Dialog
      title={`Correct ${device.label}`}
      action="Correct"
      close={close}
      submit={async (values) => {
        await call.addCorrection(site.id, {
          address: addressOf(device),
          attribute,
          value: values.value,
          why: values.why,
        });
        refresh(AFTER);
      }}
    >
      <p className="second">
        It is kept as a fact with your name for <span className="mono">{addressOf(device)}</span>. What the traffic says
        stays visible below it. Nothing is sent to the device.
      </p>
      <label className="field">
        <span>What</span>
        <select className="input" value={attribute} onChange={(event) => setAttribute(event.target.value)}>
          {ATTRIBUTES.map((name) => (
            <option key={name} value={name}>
              {correctionWord(name)}
            </option>
          ))}
        </select>
      </label>
      <Field key={attribute} label="Is" name="value" value={known[attribute]} required options={options} />
      <Field label="Why" name="why" required hint="How you know: a nameplate, a drawing, the maker." />
    </Dialog>
  );
}

/** Says that two addresses are one device, or that one device is two. */
export function MergeDialog({ device, close }: { device: Device; close: () => void }) {
  const { site } = useSite();
  const addresses = [...device.macs.map(formatMac), ...device.ips];
  const [way, setWay] = useState<"same as" | "apart from">("same as");
  return (
    <Dialog
      title={`Merge or split ${device.label}`}
      action={way === "same as" ? "Merge" : "Split"}
      close={close}
      submit={async (values) => {
        await call.addCorrection(site.id, {
          address: values.address || addressOf(device),
          attribute: way,
          value: values.value,
          why: values.why,
        });
        refresh(AFTER);
      }}
    >
      <label className="field">
        <span>What</span>
        <select className="input" value={way} onChange={(event) => setWay(event.target.value as "same as")}>
          <option value="same as">Another address is this device too</option>
          <option value="apart from">One of its addresses is another device</option>
        </select>
      </label>
      {way === "same as" ? (
        <Field
          key="same"
          label="The other address"
          name="value"
          required
          hint="An IP address, or a hardware address as six pairs with colons."
        />
      ) : addresses.length > 1 ? (
        <>
          <Field key="address" label="This address" name="address" options={addresses} />
          <Field key="apart" label="is apart from" name="value" options={[...addresses].reverse()} />
        </>
      ) : (
        <p className="second">It has one address only: there is nothing to split.</p>
      )}
      <Field label="Why" name="why" required />
    </Dialog>
  );
}
