import { attributeName, capitalized, formatMac, roleName } from "../../../export/words.ts";
import type { Candidate, Device } from "../../../model/assessment.ts";
import { ATTRIBUTES, type Attribute } from "../../../model/attribute.ts";
import type { Correction } from "../../../model/journal.ts";
import { EvidenceChip, PacketChip } from "../../parts/links.tsx";
import { Card } from "../../parts/marks.tsx";

/** Attributes that a reader misses when nothing said them, and why they may be missing. */
const EXPECTED: Partial<Record<Attribute, string>> = {
  vendor: "no message named it",
  model: "no message named it",
  firmware: "nobody asked for it",
  serial: "nobody asked for it",
};
const MOST_LOSERS = 4;
const MOST_ADDRESSES = 12;

/** Who the device is: each value with its chip, and beneath it what lost and why. */
export function Identity({ device, corrections }: { device: Device; corrections: readonly Correction[] }) {
  const known = new Map(device.attributes.map((value) => [value.attribute, value.candidates]));
  const bound = new Set(device.bindings.flatMap(({ mac, ip }) => [mac, ip]));
  const loose = [...device.macs, ...device.ips].filter((address) => !bound.has(address));
  const correctionOf = (attribute: string) => corrections.find((correction) => correction.attribute === attribute);
  return (
    <Card title="Identity" aside="bars show confidence; a chip opens its packet">
      <div className="identity">
        <Value
          name="Kind"
          candidates={device.roleCandidates}
          word={(value) => roleName(value as Device["role"])}
          correction={correctionOf("role")}
        />
        {ATTRIBUTES.filter((attribute) => attribute !== "role").map((attribute) => {
          const candidates = known.get(attribute) ?? [];
          if (candidates.length > 0) {
            return (
              <Value
                key={attribute}
                name={attributeName(attribute)}
                candidates={candidates}
                correction={correctionOf(attribute)}
              />
            );
          }
          const why = EXPECTED[attribute];
          return why ? (
            <div key={attribute} className="value">
              <span className="value-name">{attributeName(attribute)}</span>
              <span className="notseen dotted">not seen</span>
              <span className="soft small">{why}</span>
            </div>
          ) : null;
        })}
        {device.bindings.slice(0, MOST_ADDRESSES).map(({ mac, ip, method, evidence }) => (
          <div key={`${mac} ${ip} ${method}`} className="value">
            <span className="value-name">Address</span>
            <span className="mono">
              {formatMac(mac)} <span className="soft">is</span> {ip}
            </span>
            <PacketChip evidence={evidence} text={method} />
          </div>
        ))}
        {loose.length > 0 ? (
          <div className="value">
            <span className="value-name">Address</span>
            <span className="mono">
              {loose.slice(0, MOST_ADDRESSES).map(formatMac).join(", ")}
              {loose.length > MOST_ADDRESSES ? ` and ${loose.length - MOST_ADDRESSES} more` : ""}
            </span>
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function Value({
  name,
  candidates,
  correction,
  word = (value) => value,
}: {
  name: string;
  candidates: readonly Candidate[];
  correction?: Correction;
  word?: (value: string) => string;
}) {
  const [winner, ...others] = candidates;
  if (!winner) return null;
  // Who says the same has not lost: that would read like a quarrel.
  const agreeing = others.filter(({ value }) => value === winner.value);
  const losers = others.filter(({ value }) => value !== winner.value);
  return (
    <div className="value-block">
      <div className="value">
        <span className="value-name">{name}</span>
        <span className="value-text dotted">{word(winner.value)}</span>
        <EvidenceChip candidate={winner} correction={correction?.value === winner.value ? correction : undefined} />
      </div>
      {agreeing.length + losers.length > 0 ? (
        <div className="losers">
          {agreeing.length > 0 ? (
            <details className="agreed">
              <summary>
                {agreeing.length === 1 ? "One more says the same" : `${agreeing.length} more say the same`}
              </summary>
              {agreeing.map((one) => (
                <EvidenceChip key={`${one.method} ${one.evidence.frame}`} candidate={one} />
              ))}
            </details>
          ) : null}
          {losers.slice(0, MOST_LOSERS).map((loser) => (
            <div key={`${loser.value} ${loser.method}`} className="loser">
              <span className="second">{word(loser.value)}</span>
              <EvidenceChip candidate={loser} />
              <span className="soft small">{whyLost(loser.lost)}</span>
            </div>
          ))}
          {losers.length > MOST_LOSERS ? (
            <p className="soft small">{losers.length - MOST_LOSERS} more said something else</p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function whyLost(reason: string): string {
  if (reason.startsWith("Earlier") || reason.startsWith("agrees")) return capitalized(reason);
  const text = /^[A-Z][a-z]/.test(reason) ? reason.charAt(0).toLowerCase() + reason.slice(1) : reason;
  return `Lost: ${text || "weaker"}`;
}

/** Modules, units and devices behind it. */
export function Parts({ device }: { device: Device }) {
  if (device.parts.length === 0) return null;
  return (
    <Card title="In it and behind it" count={device.parts.length}>
      <table className="simple">
        <tbody>
          {device.parts.slice(0, 60).map(({ part, attributes }) => (
            <tr key={part}>
              <th>{part}</th>
              <td>
                {attributes
                  .map(({ attribute, candidates }) => `${attributeName(attribute)}: ${candidates[0]?.value ?? ""}`)
                  .join(" · ") || <span className="soft">nothing more seen</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
