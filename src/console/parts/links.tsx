import { formatCount, formatMac } from "../../export/words.ts";
import type { Candidate, Link } from "../../model/assessment.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Correction } from "../../model/journal.ts";
import { useHref } from "../state/address.ts";
import { shortMoment } from "../state/moments.ts";
import { useZone } from "../state/settings.ts";
import { useDirectory, useNow } from "../state/site.tsx";
import { Bars, Icon } from "./marks.tsx";

/** A device by its name, leading to its page. */
export function DeviceLink({ id }: { id: string }) {
  const href = useHref();
  const device = useDirectory().value?.get(id);
  return (
    <a className="quiet strong" href={href(["device", id])}>
      {device?.label ?? (id || "unknown")}
    </a>
  );
}

/** The other side of a conversation: a device, or the group that listens. */
export function ServerOf({ link }: { link: Pick<Link, "server" | "serverAddress"> }) {
  if (link.server !== "") return <DeviceLink id={link.server} />;
  return (
    <span className="soft">
      group <span className="mono">{formatMac(link.serverAddress)}</span>
    </span>
  );
}

/** Parameters that open the evidence page at one place of a capture. */
export function evidenceQuery({ start, end }: Evidence, value = ""): Record<string, string> {
  return { mark: start >= 0 && end > start ? `${start}-${end}` : "", says: value };
}

/** The chip behind a value: bars, confidence, source. It opens the packet; a person's correction shows the person. */
export function EvidenceChip({ candidate, correction }: { candidate: Candidate; correction?: Correction }) {
  const href = useHref();
  const zone = useZone();
  const now = useNow();
  if (correction) {
    return (
      <span className="chip" title={correction.why}>
        <Icon name="person" />
        <b>{correction.who}</b>
        <span>{shortMoment(correction.when, now, zone)}</span>
      </span>
    );
  }
  const { confidence, method, evidence, times, value } = candidate;
  const inside = (
    <>
      <Bars confidence={confidence} />
      <b>{confidence.toFixed(2)}</b>
      <span>{method}</span>
    </>
  );
  if (evidence.frame <= 0) return <span className="chip">{inside}</span>;
  return (
    <a
      className="chip"
      href={href(["evidence", String(evidence.capture), String(evidence.frame)], evidenceQuery(evidence, value))}
      title={`Packet ${formatCount(evidence.frame)}, said ${times === 1 ? "once" : `${formatCount(times)} times`}`}
    >
      {inside}
    </a>
  );
}

/** A chip that opens a packet, for what has no confidence of its own. */
export function PacketChip({ evidence, text }: { evidence: Evidence | null; text?: string }) {
  const href = useHref();
  if (!evidence || evidence.frame <= 0) return <span className="soft small">{text ?? "by reasoning"}</span>;
  return (
    <a
      className="chip"
      href={href(["evidence", String(evidence.capture), String(evidence.frame)], evidenceQuery(evidence, text ?? ""))}
    >
      <span>{text ?? `packet ${formatCount(evidence.frame)}`}</span>
    </a>
  );
}
