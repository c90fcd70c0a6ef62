import { ASPECTS, type ComparedSite } from "./sites.ts";

/** The comparison of sites as lines for a terminal. */
export function siteText(sites: readonly ComparedSite[]): string {
  const lines = ["", `${"site".padEnd(12)}${ASPECTS.map((aspect) => aspect.padStart(16)).join("")}`];
  for (const site of sites) {
    lines.push(`${site.name.padEnd(12)}${ASPECTS.map((aspect) => cell(site, aspect).padStart(16)).join("")}`);
  }
  return lines.join("\n");
}

/** The comparison of sites as a chapter of docs/devices.md. */
export function siteChapter(sites: readonly ComparedSite[]): string {
  const parts = [
    "## Synthetic sites",
    "",
    "Four minutes of each site of the library ([simulate.md](simulate.md)), assessed and held against the truth that the simulator wrote: right,",
    "wrong and missing. `npm test` fails when a device, an identity, a link or a value of the process is missing or wrong, or a level is wrong.",
    "Roles and levels count as right when they are the truth or look the same on the wire; those of attackers are left out. Attacks count as",
    "right when a finding names the attacker, as missing where no detection knows such traffic yet. Protocols that are not dissected are left",
    "out of links, identities and points; so are radio devices, of which everything travels inside GTP-U: they are found, and their level is",
    "not told well yet.",
    "",
    `| site | packets | ${ASPECTS.join(" | ")} |`,
    `|---|--:|${ASPECTS.map(() => "--:").join("|")}|`,
    ...sites.map(
      (site) => `| ${site.name} | ${site.frames} | ${ASPECTS.map((aspect) => cell(site, aspect)).join(" | ")} |`,
    ),
    "",
    "What is wrong or missing:",
    "",
  ];
  for (const site of sites) {
    for (const aspect of ASPECTS) {
      const { wrong, missing } = site.scores[aspect];
      if (wrong.length > 0) parts.push(`- ${site.name}, ${aspect}, wrong: ${wrong.join("; ")}`);
      if (missing.length > 0) parts.push(`- ${site.name}, ${aspect}, missing: ${missing.join("; ")}`);
    }
  }
  return `${parts.join("\n")}\n`;
}

function cell({ scores }: ComparedSite, aspect: (typeof ASPECTS)[number]): string {
  const { right, wrong, missing } = scores[aspect];
  return `${right} / ${wrong.length} / ${missing.length}`;
}
