import { hexText, lengthOf } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a frame. */
export function frame(type: number, flags: number, stream: number, hex: string): string {
  const payload = hex.replace(/\s+/g, "");
  const octets = [type, flags].map((value) => value.toString(16).padStart(2, "0")).join("");
  return `${lengthOf(payload, 6)}${octets}${stream.toString(16).padStart(8, "0")}${payload}`;
}

function short(text: string): string {
  return lengthOf(hexText(text), 2) + hexText(text);
}

/** Digits of a header block whose fields are written out; `announced` fields may be told by number afterwards. */
export function block(fields: readonly (readonly [name: string, value: string])[], announced = false): string {
  return fields.map(([name, value]) => `${announced ? "40" : "00"}${short(name)}${short(value)}`).join("");
}

export const PREFACE = hexText("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
const TOKEN = ["authorization", "Bearer abc"] as const;
const JSON_TYPE = ["content-type", "application/json"] as const;
const AGENT = ["user-agent", "plant-agent/1.2"] as const;

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a program asks a server", over: "tcp", port: 8080 },
    messages: [
      {
        from: "client",
        // The coded name is that of RFC 7541 appendix C.4.1.
        hex: `${PREFACE}${frame(4, 0, 0, "0003 00000064 0004 0000ffff")}${frame(1, 5, 1, `828684 41 8c f1e3c2e5f23a6ba0ab90f4ff ${block([AGENT], true)}`)}`,
      },
      { from: "server", hex: frame(4, 0, 0, "") + frame(4, 1, 0, "") },
      {
        from: "server",
        hex:
          frame(1, 4, 1, `88${block([JSON_TYPE, ["server", "gateway/2.0"]], true)}`) +
          frame(0, 0, 1, hexText('{"state":')) +
          frame(0, 9, 1, `02${hexText('"on"}')}0000`),
      },
      // A header block over two frames, and the agent by its number.
      {
        from: "client",
        hex: frame(1, 0, 3, "83 be 44") + frame(9, 4, 3, `${short("/set")}${block([JSON_TYPE, TOKEN])}`),
      },
      { from: "client", hex: frame(0, 1, 3, hexText('{"user":"admin","password":"admin"}')) },
      { from: "server", hex: frame(8, 0, 0, "00008000") + frame(6, 0, 0, "0102030405060708") },
      { from: "client", hex: frame(6, 1, 0, "0102030405060708") + frame(2, 0, 5, "0000000010") },
      { from: "server", hex: frame(1, 5, 3, block([[":status", "403"]])) },
      { from: "client", hex: frame(1, 5, 5, `82 86 ${block([[":path", "/a?token=b"]])}`) },
      { from: "server", hex: frame(5, 4, 5, `00000002 82 86 ${block([[":path", "/style.css"]])}`) },
      { from: "server", hex: frame(3, 0, 5, "00000008") },
      { from: "server", hex: frame(7, 0, 0, "00000005 00000000") },
    ],
  },
];
