import { lines } from "../encode/text.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tcpTalk } from "../engine/talk.ts";

/** Ports of the stream itself; see the talk "rtp". */
export const STREAM_TO = 50004;
export const STREAM_FROM = 50008;

/** A recorder opens a camera's stream and keeps it alive. */
export const rtsp = tcpTalk({
  name: "rtsp",
  title: "RTSP control of camera streams",
  port: 554,
  every: 25,
  make(pair) {
    const { client, server } = pair;
    const url = `rtsp://${server.name}/stream1`;
    let sequence = 0;
    const session = String(pair.random.between(10_000_000, 99_999_999));
    pair.acts("read");
    const exchange = (method: string, asked: string[], told: string[], body = ""): Step[] => [
      ask((out) => {
        sequence++;
        out.bytes(
          lines([
            `${method} ${url} RTSP/1.0`,
            `CSeq: ${sequence}`,
            `User-Agent: ${client.type.model || "recorder"}`,
            ...asked,
            "",
          ]),
        );
      }),
      answer((out) => out.bytes(lines(["RTSP/1.0 200 OK", `CSeq: ${sequence}`, ...told, ""], body))),
    ];
    const description = `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=stream1\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n`;
    const ports = `client_port=${STREAM_TO}-${STREAM_TO + 1}`;
    const opening = [
      ...exchange("OPTIONS", [], ["Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER"]),
      ...exchange(
        "DESCRIBE",
        ["Accept: application/sdp"],
        ["Content-Type: application/sdp", `Content-Length: ${description.length}`],
        description,
      ),
      ...exchange(
        "SETUP",
        [`Transport: RTP/AVP;unicast;${ports}`],
        [
          `Transport: RTP/AVP;unicast;${ports};server_port=${STREAM_FROM}-${STREAM_FROM + 1}`,
          `Session: ${session};timeout=60`,
        ],
      ),
      ...exchange("PLAY", [`Session: ${session}`, "Range: npt=0-"], [`Session: ${session}`]),
    ];
    const alive = exchange("GET_PARAMETER", [`Session: ${session}`], [`Session: ${session}`]);
    return { opening, round: () => alive };
  },
});
