import type { Exchange } from "./sample.ts";

function hexOf(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function message(start: string, headers: string[], body = ""): string {
  return hexOf(`${[start, ...headers, `Content-Length: ${body.length}`].join("\r\n")}\r\n\r\n${body}`);
}

const VIA = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1";
const FROM = 'From: "Gate 4" <sip:2004@192.0.2.2>;tag=1';
const TO = 'To: "Gate 4" <sip:2004@192.0.2.2>';
const CONTACT = "Contact: <sip:2004:geheim@192.0.2.1:5060>";
const PHONE = "User-Agent: Yealink SIP-T46G 28.80.0.95";
const EXCHANGE = "Server: Asterisk PBX 18.9.0";
const DIGEST = 'Authorization: Digest username="2004", realm="plant", nonce="00", uri="sip:192.0.2.2", response="11"';
const OFFER = [
  "v=0",
  "o=2004 1 1 IN IP4 192.0.2.1",
  "s=-",
  "c=IN IP4 192.0.2.1",
  "m=audio 11780 RTP/SAVP 0 101",
  "a=rtpmap:0 PCMU/8000",
  "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:hidden",
  "",
].join("\r\n");

/** A phone registers, calls, is called and is told to restart; the same over TCP; what is no message. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a phone registers and calls",
    over: "udp",
    port: 5060,
    messages: [
      {
        from: "client",
        hex: message("REGISTER sip:192.0.2.2 SIP/2.0", [
          VIA,
          FROM,
          TO,
          "Call-ID: a1",
          "CSeq: 1 REGISTER",
          CONTACT,
          PHONE,
        ]),
      },
      {
        from: "server",
        hex: message("SIP/2.0 401 Unauthorized", [
          VIA,
          FROM,
          TO,
          "Call-ID: a1",
          "CSeq: 1 REGISTER",
          EXCHANGE,
          'WWW-Authenticate: Digest realm="plant", nonce="00"',
        ]),
      },
      {
        from: "client",
        hex: message("REGISTER sip:192.0.2.2 SIP/2.0", [
          VIA,
          FROM,
          TO,
          "Call-ID: a1",
          "CSeq: 2 REGISTER",
          CONTACT,
          PHONE,
          DIGEST,
        ]),
      },
      { from: "server", hex: message("SIP/2.0 200 OK", [VIA, FROM, TO, "Call-ID: a1", "CSeq: 2 REGISTER", EXCHANGE]) },
      {
        from: "client",
        hex: message(
          "INVITE sip:2005@192.0.2.2 SIP/2.0",
          [VIA, FROM, "t: <sip:2005@192.0.2.2>", "i: b1", "CSeq: 1 INVITE", CONTACT, PHONE, "c: application/sdp"],
          OFFER,
        ),
      },
      {
        from: "server",
        hex: message("SIP/2.0 100 Trying", [VIA, FROM, "t: <sip:2005@192.0.2.2>", "i: b1", "CSeq: 1 INVITE"]),
      },
      {
        from: "server",
        hex: message("SIP/2.0 486 Busy Here", [VIA, FROM, "t: <sip:2005@192.0.2.2>", "i: b1", "CSeq: 1 INVITE"]),
      },
      {
        from: "client",
        hex: message("ACK sip:2005@192.0.2.2 SIP/2.0", [VIA, FROM, "t: <sip:2005@192.0.2.2>", "i: b1", "CSeq: 1 ACK"]),
      },
      { from: "client", hex: hexOf("\r\n\r\n") },
      { from: "client", hex: "00000000" },
      {
        from: "server",
        hex: message("NOTIFY sip:2004@192.0.2.1 SIP/2.0", [
          VIA,
          FROM,
          TO,
          "Call-ID: c1",
          "CSeq: 1 NOTIFY",
          "Event: check-sync;reboot=true",
        ]),
      },
      {
        from: "server",
        hex: message("OPTIONS sip:2004@192.0.2.1 SIP/2.0", [
          VIA,
          FROM,
          TO,
          "Call-ID: d1",
          "CSeq: 1 OPTIONS",
          "User-Agent: Asterisk PBX 18.9.0",
        ]),
      },
    ],
  },
  {
    name: "a proxy passes a call on",
    over: "udp",
    port: 5060,
    messages: [
      {
        from: "client",
        hex: message("INVITE sip:2005@192.0.2.2 SIP/2.0", [
          "Via: SIP/2.0/UDP 192.0.2.9, SIP/2.0/UDP 192.0.2.7",
          FROM,
          TO,
          "Call-ID: e1",
          "CSeq: 1 INVITE",
          "User-Agent: snom370/8.7.3.25",
        ]),
      },
      {
        from: "server",
        hex: message("SIP/2.0 200 OK", [
          VIA,
          FROM,
          TO,
          "Call-ID: e1",
          "CSeq: 1 INVITE",
          "Contact: <sip:2005@192.0.2.2>",
          "User-Agent: PolycomVVX-VVX_410-UA/5.5.1.11526",
        ]),
      },
    ],
  },
  {
    name: "over TCP, with keep-alives between",
    over: "tcp",
    port: 5060,
    messages: [
      {
        from: "client",
        hex: `${message("SUBSCRIBE sip:2004@192.0.2.2 SIP/2.0", [VIA, FROM, TO, "Call-ID: f1", "CSeq: 1 SUBSCRIBE", "Event: message-summary"])}0d0a0d0a`,
      },
      {
        from: "server",
        hex: `0d0a${message("SIP/2.0 489 Bad Event", [VIA, FROM, TO, "Call-ID: f1", "CSeq: 1 SUBSCRIBE"])}`,
      },
      {
        from: "server",
        hex: message(
          "MESSAGE sip:2004@192.0.2.1 SIP/2.0",
          [VIA, FROM, TO, "Call-ID: g1", "CSeq: 1 MESSAGE", "Content-Type: text/plain"],
          "alarm in hall 2",
        ),
      },
    ],
  },
];
