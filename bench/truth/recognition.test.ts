import assert from "node:assert/strict";
import { test } from "node:test";
import { compareFlows, type Recognition, readFlows, recognitionMarkdown } from "./recognition.ts";

const RESULT = `
Detected protocols:
\t1\tTCP 192.0.2.1:40000 <-> 192.0.2.2:502 [proto: 44/Modbus][IP: 0/Unknown][ClearText][Confidence: DPI][Goodput ratio: 32/90]
\t2\tTCP 192.0.2.1:40001 <-> 192.0.2.2:443 [proto: 91.430/TLS.Sonos][Encrypted][Confidence: DPI][Goodput ratio: 32/90]
\t3\tUDP [fe80::1]:5353 -> [ff02::fb]:5353 [proto: 8/MDNS][Confidence: DPI][Goodput ratio: 95/0]
\t4\tTCP 192.0.2.1:40002 -> 192.0.2.2:22 [proto: 92/SSH][Confidence: Match by port][Goodput ratio: 5/0]
\t5\tTCP 192.0.2.1:40003 -> 192.0.2.2:80 [proto: 7/HTTP][Confidence: DPI][Goodput ratio: 0/0]
\t6\tTCP 192.0.2.1:40004 <-> 192.0.2.2:80 [proto: 7/HTTP][Confidence: DPI][Goodput ratio: 50/50]
`;

test("flows of an nDPI result have their names by bytes, from the outer to the inner protocol", () => {
  assert.deepEqual(readFlows(RESULT), [
    { conversation: "192.0.2.1:40000 192.0.2.2:502", names: ["Modbus"] },
    { conversation: "192.0.2.1:40001 192.0.2.2:443", names: ["TLS", "Sonos"] },
    { conversation: "fe80::1:5353 ff02::fb:5353", names: ["MDNS"] },
    { conversation: "192.0.2.1:40002 192.0.2.2:22", names: [] },
    { conversation: "192.0.2.1:40004 192.0.2.2:80", names: ["HTTP"] },
  ]);
});

test("what is missed and what is named otherwise is listed, what nDPI leaves unknown counts for us", () => {
  const sum: Recognition = { captures: 1, rows: [], missed: [], differing: [] };
  const ours = new Map([
    ["192.0.2.1:40000 192.0.2.2:502", new Set(["modbus", "umas"])],
    ["192.0.2.1:40001 192.0.2.2:443", new Set(["dnp3"])],
    ["192.0.2.1:40002 192.0.2.2:22", new Set(["ssh"])],
    ["192.0.2.1:40004 192.0.2.2:80", new Set(["http"])],
  ]);
  compareFlows(sum, "a.pcap", readFlows(RESULT), ours);
  assert.deepEqual(sum.missed, ["a.pcap fe80::1:5353 ff02::fb:5353: MDNS"]);
  assert.deepEqual(sum.differing, ["a.pcap 192.0.2.1:40001 192.0.2.2:443: TLS.Sonos, here dnp3"]);
  const text = recognitionMarkdown(sum).join("\n");
  assert.match(text, /\| \*\*all\*\* \| 4 \| 2 \| 1 \|/);
});
