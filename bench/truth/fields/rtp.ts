import { type DissectedMessage, type FieldMap, field } from "../field.ts";
import { number, text } from "../normalize.ts";

const isMedia = (message: DissectedMessage) => message["operation"] === "packet";
const isReport = (message: DissectedMessage) => message["operation"] === "sender_report";

/** RTP and RTCP: RFC 3550. */
export const rtp: FieldMap = {
  protocol: "rtp",
  filter: "rtp || rtcp",
  fields: [
    field("padding", "rtp.padding", number, { when: isMedia }),
    field("extension", "rtp.ext", number),
    field("csrc_count", "rtp.cc", number),
    field("marker", "rtp.marker", number),
    field("payload_type", "rtp.p_type", number, { covers: ["payload_name"] }),
    field("sequence_number", "rtp.seq", number),
    field("timestamp", "rtp.timestamp", number),
    field("ssrc", "rtp.ssrc", number, { when: isMedia }),
    field("packet_type", "rtcp.pt", number),
    field("ssrc", "rtcp.senderssrc", number, { name: "ssrc of reports", when: isReport, within: true }),
    field("rtp_timestamp", "rtcp.timestamp.rtp", number),
    field("sender_packet_count", "rtcp.sender.packetcount", number),
    field("sender_octet_count", "rtcp.sender.octetcount", number),
    field("sources.cname", "rtcp.sdes.text", text, { within: true }),
    field("sources.tool", "rtcp.sdes.text", text, { within: true }),
  ],
  incomparable: {
    length: "in words of 32 bits there, of the packet without its first word",
    "*": "not a column of its own there",
  },
};
