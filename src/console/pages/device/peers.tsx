import { formatCount, toldWords } from "../../../export/words.ts";
import type { Device, Link } from "../../../model/assessment.ts";
import { DeviceLink, PacketChip, ServerOf } from "../../parts/links.tsx";
import { ActMark, Card, LevelBox, SeverityMark } from "../../parts/marks.tsx";
import { titleWord } from "../../parts/protocol.ts";
import { useHref } from "../../state/address.ts";
import { shortMoment } from "../../state/moments.ts";
import { useZone } from "../../state/settings.ts";
import { useDirectory, useFindings, useNow } from "../../state/site.tsx";
import { operationWords } from "../conversations/conversations.tsx";

/** With whom the device speaks, and what that does. */
export function Peers({ device, links, total }: { device: Device; links: readonly Link[]; total: number }) {
  const href = useHref();
  const zone = useZone();
  const now = useNow();
  const directory = useDirectory().value;
  const book = useFindings().value;
  return (
    <Card
      title="Peers and acts"
      count={formatCount(total)}
      aside={
        <>
          <span className="row">
            <ActMark act="read" word /> <ActMark act="write" word /> <ActMark act="program" word />
          </span>
          {total > links.length ? <a href={href(["conversations"], { device: device.id })}>All</a> : null}
        </>
      }
    >
      {links.length === 0 ? (
        <p className="body second">No conversation seen.</p>
      ) : (
        <div className="scroll">
          <table className="simple">
            <tbody>
              {links.map((link) => {
                const asks = link.client === device.id;
                const level = directory?.get(asks ? link.server : link.client)?.level;
                const found = book?.byLink.get(link.id);
                return (
                  <tr key={link.id} className={found?.finding.severity === "critical" ? "critical" : undefined}>
                    <td className="soft">{asks ? "to" : "from"}</td>
                    <th>{asks ? <ServerOf link={link} /> : <DeviceLink id={link.client} />}</th>
                    <td>{level ? <LevelBox level={level} /> : null}</td>
                    <td className="nowrap">
                      <ActMark act={link.act} /> {titleWord(link.protocol)}
                    </td>
                    <td className="second">
                      {link.told ? (
                        <span className="notseen">{toldWords(link.told)}</span>
                      ) : (
                        operationWords(link.operations, link.protocol)
                      )}
                    </td>
                    <td>
                      {found ? (
                        <a href={href(["finding", found.finding.id])} title={found.finding.title}>
                          <SeverityMark severity={found.finding.severity} />
                        </a>
                      ) : null}
                    </td>
                    <td>
                      <PacketChip evidence={link.evidence} />
                    </td>
                    <td className="number soft">{shortMoment(link.lastSeen, now, zone)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
