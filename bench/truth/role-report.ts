import { percent, table } from "./report.ts";
import type { RoleTotal } from "./roles.ts";

const HEADER = ["protocol", "witness", "captures", "conversations", "equal", "%"];

function row(one: RoleTotal): string[] {
  const share = percent(one.compared === 0 ? 1 : one.equal / one.compared);
  return [one.protocol, one.witness, `${one.captures}`, `${one.compared}`, `${one.equal}`, share];
}

/** The printed table of roles, and the first conversations that differ. */
export function roleText(totals: readonly RoleTotal[]): string {
  const differing = totals.flatMap(({ protocol, witness, differing: all }) =>
    all.map((where) => `  ${protocol}, ${witness}: ${where}`),
  );
  return [
    "Who is client and who is server:",
    "",
    table(HEADER, totals.map(row), 2),
    ...(differing.length > 0 ? ["", "Conversations told the other way around:", ...differing] : []),
  ].join("\n");
}

/** The part of docs/truth.md about roles. */
export function roleMarkdown(totals: readonly RoleTotal[]): string[] {
  const lines = [
    "For each conversation of two addresses and ports, the client that Bulkhead names is compared with the originator in",
    "Zeek's `conn.log` (left out where one side alone speaks, whom the log calls the originator whatever it says), and with",
    "the protocol's own evidence: most of its requests come from, and most of its answers and reports go to, that client.",
    "",
    "| protocol | witness | captures | conversations | equal | share |",
    "|---|---|--:|--:|--:|--:|",
  ];
  for (const one of totals) {
    const cells = row(one);
    lines.push(`| ${cells.slice(0, 5).join(" | ")} | ${cells[5]} % |`);
  }
  const differing = totals.filter((one) => one.differing.length > 0);
  if (differing.length > 0) lines.push("", "Told the other way around:", "");
  for (const { protocol, witness, differing: all } of differing) {
    for (const where of all) lines.push(`- ${protocol}, ${witness}: ${where}`);
  }
  lines.push("");
  return lines;
}
