import type { Exchange } from "./sample.ts";

/** A type, its length and the digits of its value. */
export function tlv(type: number, hex: string): string {
  const digits = hex.replaceAll(" ", "");
  return [type, digits.length / 2 + 4].map((value) => value.toString(16).padStart(4, "0")).join("") + digits;
}

function ascii(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** Puts version, time to live and the checksum of RFC 1071 before TLVs of even length. */
export function announcement(version: string, ...tlvs: string[]): string {
  const body = tlvs.join("");
  const whole = `${version}b40000${body}`;
  let sum = 0;
  for (let at = 0; at < whole.length; at += 4) sum += Number.parseInt(whole.slice(at, at + 4).padEnd(4, "0"), 16);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return `${version}b4${(0xffff ^ sum).toString(16).padStart(4, "0")}${body}`;
}

const SOFTWARE = "Cisco IOS Software, X100 Software (X100-BASE-M), Version 15.2(7)E1, RELEASE SOFTWARE";

/** A switch, a switch of another maker with Cisco's software, and a phone. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "switches and a phone announce themselves",
    over: "llc",
    port: 0xc2000,
    messages: [
      {
        from: "client",
        hex: announcement(
          "02",
          tlv(1, ascii("sw-01(ABC1234X0YZ)")),
          tlv(5, ascii(SOFTWARE)),
          tlv(6, ascii("cisco WS-X100-8")),
          tlv(2, "00000002 01 01 cc 0004 c0000201 02 08 aaaa0300000086dd 0010 fe800000000000000000000000000001"),
          tlv(3, ascii("FastEthernet0/1")),
          tlv(4, "00000029"),
          tlv(7, "c6336400 18"),
          tlv(8, "00000c0112"),
          tlv(9, ascii("ot")),
          tlv(0x0a, "0001"),
          tlv(0x0b, "01"),
          tlv(0x0e, "01 000a"),
          tlv(0x11, "000005dc"),
          tlv(0x12, "00"),
          tlv(0x13, "00"),
          tlv(0x14, ascii("sw-01")),
          tlv(0x15, "0608 2b06010401090c 01"),
          tlv(0x16, "00000001 01 01 cc 0004 c0000201"),
          tlv(0x17, `00 ${ascii("hall 2")}`),
        ),
      },
      {
        from: "client",
        hex: announcement("02", tlv(1, ascii("ring")), tlv(5, ascii(SOFTWARE)), tlv(6, ascii("1783-XX8"))),
      },
      {
        from: "client",
        hex: announcement(
          "01",
          tlv(1, ascii("SEP020000000001")),
          tlv(5, ascii("sipxx.9-4-2")),
          tlv(6, ascii("Cisco IP Phone 0000")),
          tlv(0x0f, "01 0200"),
          tlv(0x10, "189c"),
          tlv(4, "00000090"),
        ),
      },
    ],
  },
];
