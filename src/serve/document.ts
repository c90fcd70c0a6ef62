import { RIGHTS, SCOPES } from "./rights.ts";
import { ROUTES } from "./routes/list.ts";

/** Where the table of routes begins and ends in docs/api.md. */
export const TABLE_MARKS = ["<!-- routes: npm run documents -->", "<!-- end of routes -->"] as const;

/** Text of docs/api.md with its table of routes made anew. */
export function withRouteTable(text: string): string {
  const [begin, end] = TABLE_MARKS.map((mark) => text.indexOf(mark)) as [number, number];
  if (begin < 0 || end < begin) return text;
  return `${text.slice(0, begin + TABLE_MARKS[0].length)}\n\n${routeTable()}\n${text.slice(end)}`;
}

/** Every route by group, and every scope, as Markdown. */
export function routeTable(): string {
  const groups = new Map<string, string[]>();
  for (const { name, method, path, group, summary, query } of ROUTES) {
    const right = RIGHTS[name];
    const asked = Object.keys(query?.properties ?? {});
    const parameters =
      group === "Things" || group === "Exports" || asked.length === 0
        ? ""
        : ` Asked by ${asked.map((word) => `\`${word}\``).join(", ")}.`;
    const lines = groups.get(group) ?? [];
    groups.set(group, lines);
    lines.push(`| ${method} | \`${path}\` | ${right?.role} | ${right?.scope} | ${summary}${parameters} |`);
  }
  const tables = Array.from(groups, ([group, lines]) =>
    [`### ${group}`, "", "| | address | least role | scope | |", "|---|---|---|---|---|", ...lines, ""].join("\n"),
  );
  const scopes = Object.entries(SCOPES).map(([scope, meaning]) => `| ${scope} | ${meaning} |`);
  return `${tables.join("\n")}\n### Scopes of tokens\n\n| scope | allows |\n|---|---|\n${scopes.join("\n")}\n`;
}
