import { type AppliedExplanation, agreement, type Cause, type Comparison } from "./compare.ts";

/** Counts of frames, summed over captures. */
export interface Total {
  protocol: string;
  captures: number;
  wireshark: number;
  bulkhead: number;
  both: number;
  onlyWireshark: number;
  onlyBulkhead: number;
  explained: number;
  /** The same without the captures that were made to be broken. */
  soundBoth: number;
  soundUnion: number;
  /** Of the unexplained ones, those with the oracle's own hint. */
  causes: Record<Exclude<Cause, "">, number>;
}

/** Folder of fuzzer finds and broken files. */
const BROKEN = "malformed/";

/** Sums the comparisons per protocol, in the order in which protocols first appear. */
export function totals(comparisons: readonly Comparison[], explained: ReadonlyMap<Comparison, Set<number>>): Total[] {
  const byProtocol = new Map<string, Total>();
  for (const comparison of comparisons) {
    let total = byProtocol.get(comparison.protocol);
    if (total === undefined) {
      total = {
        protocol: comparison.protocol,
        captures: 0,
        wireshark: 0,
        bulkhead: 0,
        both: 0,
        onlyWireshark: 0,
        onlyBulkhead: 0,
        explained: 0,
        soundBoth: 0,
        soundUnion: 0,
        causes: { quoted: 0, "inside another protocol": 0, retransmitted: 0, malformed: 0 },
      };
      byProtocol.set(comparison.protocol, total);
    }
    const covered = explained.get(comparison);
    if (comparison.wireshark + comparison.bulkhead > 0) total.captures++;
    total.wireshark += comparison.wireshark;
    total.bulkhead += comparison.bulkhead;
    total.both += comparison.both;
    total.explained += covered?.size ?? 0;
    if (!comparison.capture.startsWith(BROKEN)) {
      total.soundBoth += comparison.both;
      total.soundUnion += comparison.both + comparison.differences.length - (covered?.size ?? 0);
    }
    for (const difference of comparison.differences) {
      if (difference.side === "wireshark") total.onlyWireshark++;
      else total.onlyBulkhead++;
      if (difference.cause !== "" && !covered?.has(difference.frame)) total.causes[difference.cause]++;
    }
  }
  return [...byProtocol.values()];
}

/** "99.98", never rounded up to 100. */
export function percent(share: number): string {
  return (Math.floor(share * 10_000) / 100).toFixed(2);
}

const union = (total: { both: number; onlyWireshark: number; onlyBulkhead: number }) =>
  total.both + total.onlyWireshark + total.onlyBulkhead;

/** Agreement of a total in percent: raw, with the explained frames left out, and so outside of broken captures. */
export function agreements(total: Total): { raw: string; explained: string; sound: string } {
  return {
    raw: percent(agreement(total.both, union(total))),
    explained: percent(agreement(total.both, union(total) - total.explained)),
    sound: percent(agreement(total.soundBoth, total.soundUnion)),
  };
}

/** Lays out rows in columns, numbers (every column but the first `texts`) to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], texts: number): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => (column < texts ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const TOTAL_HEADER = [
  "protocol",
  "captures",
  "Wireshark",
  "Bulkhead",
  "both",
  "only W",
  "only B",
  "agree %",
  "expl.",
  "%",
  "sound %",
];

function totalRow(total: Total): string[] {
  const { raw, explained, sound } = agreements(total);
  return [
    total.protocol,
    `${total.captures}`,
    `${total.wireshark}`,
    `${total.bulkhead}`,
    `${total.both}`,
    `${total.onlyWireshark}`,
    `${total.onlyBulkhead}`,
    raw,
    `${total.explained}`,
    explained,
    sound,
  ];
}

/** The printed answer: every capture and protocol that occurs (or those that differ), then the totals. */
export function textReport(comparisons: readonly Comparison[], sums: readonly Total[], all: boolean): string {
  const rows = comparisons
    .filter((one) => (all ? one.wireshark + one.bulkhead > 0 : one.differences.length > 0))
    .map((one) => {
      const onlyWireshark = one.differences.filter((difference) => difference.side === "wireshark");
      const onlyBulkhead = one.differences.length - onlyWireshark.length;
      const share = agreement(one.both, one.both + one.differences.length);
      return [
        one.capture,
        one.protocol,
        `${one.wireshark}`,
        `${one.bulkhead}`,
        `${one.both}`,
        `${onlyWireshark.length}`,
        `${onlyBulkhead}`,
        percent(share),
        one.differences
          .slice(0, 3)
          .map((difference) => `${difference.frame}${difference.side === "wireshark" ? "w" : "b"}`)
          .join(" "),
      ];
    });
  const header = ["capture", "protocol", "Wireshark", "Bulkhead", "both", "only W", "only B", "agree %", "first"];
  return [
    table(header, rows, 2),
    "",
    all ? "" : "(captures without a difference are not listed; --all lists them)",
    "",
    table(TOTAL_HEADER, sums.map(totalRow), 1),
    "",
    '"agree %" is the number of frames both name over those that any names; "expl." are differences that a reviewed',
    'explanation finds rightly told by Bulkhead or a matter of convention, "%" is without them,',
    `and "sound %" so without the captures in ${BROKEN}, which were made to break readers.`,
  ].join("\n");
}

const CAUSE_TEXT: Record<Exclude<Cause, "">, string> = {
  quoted: "the protocol stands in the packet that an ICMP error quotes, not on the wire",
  "inside another protocol":
    "the layer is part of another protocol (QUIC, EAP, DTLS) that carries it encrypted or reshaped",
  retransmitted: "Wireshark marks the frame as a retransmission: the same bytes came before",
  malformed: "Wireshark marks the frame as malformed",
};

/** docs/truth.md, made of the results and the reviewed explanations. */
export function markdownReport(
  oracle: string,
  captures: number,
  unread: readonly string[],
  comparisons: readonly Comparison[],
  sums: readonly Total[],
  applied: readonly AppliedExplanation[],
  explained: ReadonlyMap<Comparison, Set<number>>,
  coverage: readonly string[],
  fields: readonly string[],
  roles: readonly string[],
  recognition: readonly string[],
): string {
  const lines = [
    "# Truth: the same frames and fields as Wireshark and Zeek",
    "",
    "This page is written by `npm run truth -- --write`; do not edit it by hand. Judgments on differences live in",
    "`bench/truth/explained.json` and `bench/truth/explained-fields.json`, where each names the bytes and the section of the",
    "standard it rests on.",
    "",
    "- [Coverage](#coverage): which protocols the captures hold",
    "- [Frames](#frames): in which frames a message of each protocol is seen",
    "- [Fields](#fields): what those messages say",
    "- [Roles](#roles): who is client and who is server",
    "- [Recognition](#recognition): which flows nDPI names, and which are named here",
    "",
    ...coverage,
    "## Frames",
    "",
    `For each of ${captures} captures and each protocol below, the set of frames in which ${oracle} shows the protocol`,
    "(`frame.protocols`) is compared with the set of frames in which `bulkhead dissect` shows a message that ends there.",
    "Agreement is the number of frames both name divided by the number any of them names. *Explained* counts",
    "differences for which a reviewed explanation finds Bulkhead right, or both right by another convention; the next",
    "column is the agreement without those, and the last so without the captures made to break readers (`malformed/`). Differences where Wireshark is right stay in both figures.",
    "",
    "| protocol | captures | Wireshark | Bulkhead | both | only Wireshark | only Bulkhead | agreement | explained | without explained | and sound |",
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
  ];
  for (const total of sums) {
    // What neither side names anywhere agrees about nothing.
    if (total.wireshark + total.bulkhead === 0) continue;
    const { raw, explained: without, sound } = agreements(total);
    const cells = totalRow(total).slice(0, 7);
    lines.push(`| ${[...cells, `${raw} %`, `${total.explained}`, `${without} %`, `${sound} %`].join(" | ")} |`);
  }
  lines.push("", "<details><summary>Explanations of frames</summary>", "");
  const used = applied.filter((one) => one.frames > 0 && !one.stale);
  if (used.length === 0) lines.push("None yet.", "");
  for (const { explanation, frames } of used) {
    const where = explanation.capture === "*" ? "all captures" : `\`${explanation.capture}\``;
    const what = explanation.protocol === "*" ? "all protocols" : explanation.protocol;
    const side = explanation.side === "wireshark" ? "only in Wireshark" : "only in Bulkhead";
    const right =
      explanation.right === "both"
        ? "both, by convention"
        : explanation.right === "bulkhead"
          ? "Bulkhead"
          : "Wireshark";
    const cause = explanation.cause === undefined ? "" : ` (${explanation.cause})`;
    lines.push(`- **${what}**, ${where}: ${frames} frames ${side}${cause}. Right: ${right}. ${explanation.reason}`);
  }
  lines.push("", "</details>", "", "### Frames without an explanation", "");
  const open = comparisons.filter((one) => one.differences.some((d) => !explained.get(one)?.has(d.frame)));
  if (open.length === 0) lines.push("None.");
  else lines.push("| capture | protocol | frames | first frames | Wireshark's hint |", "|---|---|--:|---|---|");
  for (const one of open) {
    const left = one.differences.filter((difference) => !explained.get(one)?.has(difference.frame));
    const first = left.slice(0, 5).map((d) => `${d.frame} (only ${d.side === "wireshark" ? "Wireshark" : "Bulkhead"})`);
    const hints = [...new Set(left.map((difference) => difference.cause).filter((cause) => cause !== ""))];
    lines.push(`| ${one.capture} | ${one.protocol} | ${left.length} | ${first.join(", ")} | ${hints.join(", ")} |`);
  }
  lines.push("", "Hints, as the oracle's own layers give them:", "");
  for (const [cause, text] of Object.entries(CAUSE_TEXT)) lines.push(`- *${cause}*: ${text}.`);
  lines.push("", "## Fields", "", ...fields, "## Roles", "", ...roles, ...recognition);
  if (unread.length > 0) {
    lines.push("", "## Captures that Wireshark does not open", "", ...unread.map((capture) => `- ${capture}`));
  }
  return `${lines.join("\n")}\n`;
}
