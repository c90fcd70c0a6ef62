import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** A frame of MLLP around segments. */
function frame(...segments: string[]): string {
  return `0b${hexText(segments.map((segment) => `${segment}\r`).join(""))}1c0d`;
}

const HEAD = "MSH|^~\\&|MONITOR7|ICU|ENGINE|HOSPITAL|20260101120000||";

/** Results and their acknowledgments, a refusal, a query, a batch, octets of release 2, a long message, and faults. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "results, accepted and refused, and a query",
    over: "tcp",
    port: 2575,
    messages: [
      {
        from: "client",
        hex: frame(
          `${HEAD}ORU^R01^ORU_R01|M7-1|P|2.6|||NE|AL|DEU|UNICODE UTF-8|||IHE_PCD_001`,
          "SFT|Example Medical^L|4.2.1|Bedside|build 9",
          "PID|1||HIDDEN^^^WARD||Hidden^Person",
          "OBR|1|||VITALS",
          "OBX|1|NM|147842^MDC_ECG_HEART_RATE^MDC|1.1.1.1|72|||||||||||||MON7^^0012210000000007^EUI-64",
        ),
      },
      {
        from: "server",
        hex: frame("MSH|^~\\&|ENGINE|HOSPITAL|MONITOR7|ICU|20260101120001||ACK^R01^ACK|E1|P|2.6", "MSA|AA|M7-1"),
      },
      { from: "client", hex: frame(`${HEAD}ADT^A08|M7-2|P|2.3`, "EVN|A08", "PID|1||HIDDEN") },
      {
        from: "server",
        hex: frame(
          "MSH|^~\\&|ENGINE|HOSPITAL|MONITOR7|ICU|20260101120002||ACK|E2|P|2.5",
          "MSA|AE|M7-2|Hidden, Person is unknown",
          "ERR||PID^1^3|204^Unknown key identifier^HL70357|E",
        ),
      },
      { from: "client", hex: frame(`${HEAD.slice(0, -1)}token|QBP^Q22|M7-3|P|2.5`, "QPD|Q22", "RCP|I") },
      { from: "server", hex: "0b061c0d" },
      { from: "server", hex: frame("MSH|^~\\&|ENGINE||MONITOR7||20260101120003||RSP^K22|E3|P|2.5", "MSA|AR|M7-3") },
      { from: "client", hex: frame("BHS|^~\\&|MONITOR7|ICU|ENGINE|HOSPITAL|20260101120004||||B1", "BTS|0") },
      { from: "server", hex: "0b151c0d" },
    ],
  },
  {
    name: "a long message is read in part",
    over: "tcp",
    port: 2575,
    messages: [
      { from: "client", hex: frame(`${HEAD}MDM^T02|M7-9|P|2.4`, `OBX|1|ED|PDF||${"A".repeat(33_000)}`) },
      { from: "client", hex: frame(`${HEAD}ESU^U01|M7-10|P|2.4`, "EQU|7") },
    ],
  },
  {
    name: "faults",
    over: "tcp",
    port: 2575,
    messages: [
      { from: "client", hex: `0b${hexText("MSH|^~\\&|A|B|C|D|2026||ZZZ^Z01|1|P|2.3\r")}1c` },
      { from: "client", hex: frame("MSH|^~\\&|A|B|C|D|2026|||1|P|", "not a segment") },
    ],
  },
];
