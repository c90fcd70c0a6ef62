import type { Exchange } from "./sample.ts";

function hexOf(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function message(start: string, headers: string[], body = ""): string {
  const length = body === "" ? [] : [`Content-Length: ${body.length}`];
  return hexOf(`${[start, ...headers, ...length].join("\r\n")}\r\n\r\n${body}`);
}

const URL = "rtsp://192.0.2.2:554/live/1";
const AGENT = "User-Agent: LibVLC/3.0.16 (LIVE555 Streaming Media v2016.11.28)";
const SERVER = "Server: Dahua Rtsp Server/3.0";
const DESCRIPTION = [
  "v=0",
  "o=camera 1 1 IN IP4 192.0.2.2",
  "s=Hall 2 west",
  "i=made up",
  "c=IN IP4 0.0.0.0",
  "a=tool:GStreamer/1.20",
  "m=video 0 RTP/AVP 96",
  "a=rtpmap:96 H264/90000",
  "m=audio 0 RTP/AVP 0 97",
  "a=rtpmap:97 MPEG4-GENERIC/8000",
  "k=clear:hidden",
  "",
].join("\r\n");
const CHALLENGE = 'WWW-Authenticate: Digest realm="AXIS_020000000002", nonce="0011"';
const DIGEST =
  'Authorization: Digest username="viewer", realm="AXIS_020000000002", nonce="0011", uri="/", response="22"';
const MEDIA = "80 60 0001 00000001 00000002 aabbccdd";

/** A viewer that must log in and then watches in the same connection; one without a password; news from the server. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a viewer logs in and watches",
    over: "tcp",
    port: 554,
    messages: [
      { from: "client", hex: message(`OPTIONS ${URL} RTSP/1.0`, ["CSeq: 1", AGENT]) },
      {
        from: "server",
        hex: message("RTSP/1.0 200 OK", ["CSeq: 1", SERVER, "Public: OPTIONS, DESCRIBE, SETUP, PLAY"]),
      },
      { from: "client", hex: message(`DESCRIBE ${URL} RTSP/1.0`, ["CSeq: 2", AGENT, "Accept: application/sdp"]) },
      { from: "server", hex: message("RTSP/1.0 401 Unauthorized", ["CSeq: 2", SERVER, CHALLENGE]) },
      { from: "client", hex: message(`DESCRIBE ${URL} RTSP/1.0`, ["CSeq: 3", AGENT, DIGEST]) },
      {
        from: "server",
        hex: message("RTSP/1.0 200 OK", ["CSeq: 3", "Content-Type: application/sdp"], DESCRIPTION),
      },
      {
        from: "client",
        hex: message(`SETUP ${URL}/track1 RTSP/1.0`, ["CSeq: 4", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1"]),
      },
      { from: "server", hex: message("RTSP/1.0 200 OK", ["CSeq: 4", "Session: 4711;timeout=60"]) },
      { from: "client", hex: message(`PLAY ${URL} RTSP/1.0`, ["CSeq: 5", "Session: 4711", DIGEST]) },
      {
        from: "server",
        hex: `${message("RTSP/1.0 200 OK", ["CSeq: 5", "Session: 4711"])} 24 00 0010 ${MEDIA} 24 01 0010 ${MEDIA}`,
      },
      { from: "server", hex: `24 00 0010 ${MEDIA}` },
      { from: "client", hex: message(`GET_PARAMETER ${URL} RTSP/1.0`, ["CSeq: 6", "Session: 4711"]) },
      { from: "server", hex: message("RTSP/1.0 454 Session Not Found", ["CSeq: 6"]) },
      { from: "client", hex: message(`TEARDOWN ${URL} RTSP/1.0`, ["CSeq: 7", "Session: 4711"]) },
    ],
  },
  {
    name: "nobody asks for a password, or it is sent in clear",
    over: "tcp",
    port: 8554,
    messages: [
      { from: "client", hex: message(`PLAY ${URL}?channel=1&password=geheim RTSP/1.0`, ["CSeq: 1"]) },
      { from: "server", hex: message("RTSP/1.0 200 OK", ["CSeq: 1", "Server: Hipcam RealServer/V1.0"]) },
      { from: "server", hex: message(`ANNOUNCE ${URL} RTSP/1.0`, ["CSeq: 1"], DESCRIPTION) },
      { from: "client", hex: message("RTSP/1.0 200 OK", ["CSeq: 1"]) },
      { from: "server", hex: message(`REDIRECT ${URL} RTSP/1.0`, ["CSeq: 2", "Location: rtsp://192.0.2.3/"]) },
      {
        from: "client",
        hex: message(`DESCRIBE ${URL} RTSP/1.0`, ["CSeq: 3", "Authorization: Basic YWRtaW46YWRtaW4="]),
      },
      {
        from: "server",
        hex: message("RTSP/1.0 401 Unauthorized", ["CSeq: 3", 'WWW-Authenticate: Basic realm="IP Camera(C1)"']),
      },
    ],
  },
  {
    name: "watched without a password",
    over: "tcp",
    port: 554,
    messages: [
      { from: "client", hex: message(`PLAY ${URL} RTSP/1.0`, ["CSeq: 9"]) },
      { from: "server", hex: message("RTSP/1.0 200 OK", ["CSeq: 9"]) },
    ],
  },
];
