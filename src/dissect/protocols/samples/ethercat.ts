import { ascii, wide } from "./ber-bytes.ts";
import type { Exchange } from "./sample.ts";

function little(value: number, bytes: number): string {
  return (wide(value, bytes).match(/../g) ?? []).reverse().join("");
}

/** Digits of one datagram; `more` when another follows. */
export function datagram(
  command: number,
  position: number,
  offset: number,
  data: string,
  { counter = 0, more = false } = {},
): string {
  const digits = data.replace(/\s+/g, "");
  const word = digits.length / 2 + (more ? 0x8000 : 0);
  return `${wide(command, 1)}07${little(position, 2)}${little(offset, 2)}${little(word, 2)}0000${digits}${little(counter, 2)}`;
}

/** Digits of a frame behind its EtherType. */
export function frame(...datagrams: string[]): string {
  const body = datagrams.join("");
  return `${little(body.length / 2 + 0x1000, 2)}${body}`;
}

/** Digits of a CoE message in a mailbox; `service` 2 asks, 3 answers. */
export function coe(service: number, command: number, index: number, subindex: number, data: string): string {
  const body = `${little(service * 4096, 2)}${wide(command, 1)}${little(index, 2)}${wide(subindex, 1)}${data.replace(/\s+/g, "")}`;
  return `${little(body.length / 2, 2)}0000 00 13 ${body}`;
}

function foe(code: number, word: number, text: string): string {
  const body = `${wide(code, 1)}00${little(word, 4)}${ascii(text)}`;
  return `${little(body.length / 2, 2)}0000 00 14 ${body}`;
}

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "a segment is started", over: "ethernet", port: 0x88a4 },
    messages: [
      { from: "client", hex: frame(datagram(7, 0, 0x0130, "0000")) },
      { from: "client", hex: frame(datagram(2, 0, 0x0010, "e903")) },
      { from: "client", hex: frame(datagram(5, 1001, 0x0502, "0001 08000000")) },
      { from: "client", hex: frame(datagram(4, 1001, 0x0508, "02000000", { counter: 1 })) },
      { from: "client", hex: frame(datagram(5, 1001, 0x0120, "0800")) },
      { from: "client", hex: frame(datagram(4, 1001, 0x0130, "1400", { counter: 1 })) },
      {
        from: "client",
        hex: frame(
          datagram(12, 0, 1, "a1a2a3a4", { counter: 3, more: true }),
          datagram(14, 1001, 0x0910, "0000000000000000", { counter: 2 }),
        ),
      },
      { from: "client", hex: frame(datagram(5, 1001, 0x1000, coe(2, 0x40, 0x1018, 1, "00000000"))) },
      { from: "client", hex: frame(datagram(4, 1001, 0x1400, coe(3, 0x43, 0x1018, 1, "02000000"), { counter: 1 })) },
      {
        from: "client",
        hex: frame(datagram(4, 1001, 0x1400, coe(3, 0x41, 0x1008, 0, `06000000 ${ascii("EK1100")}`), { counter: 1 })),
      },
      { from: "client", hex: frame(datagram(5, 1001, 0x1000, coe(2, 0x23, 0x8000, 1, "01000000"))) },
      { from: "client", hex: frame(datagram(4, 1001, 0x1400, coe(3, 0x80, 0x8000, 1, "00000206"), { counter: 1 })) },
      { from: "client", hex: frame(datagram(5, 1001, 0x1000, foe(2, 0, "firmware.efw"))) },
    ],
  },
];
