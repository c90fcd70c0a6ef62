import type { Role } from "../../model/role.ts";
import { type Markup, trusted } from "./markup.ts";

/** Marks and icons, drawn once and used by reference. */
export const SYMBOLS: Markup =
  trusted(`<svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<symbol id="m-critical" viewBox="0 0 16 16"><rect class="crit-fill" x="1" y="1" width="14" height="14" rx="2"/><path class="on-fill" d="M7 3.5h2v6H7zM7 11h2v2H7z"/></symbol>
<symbol id="m-high" viewBox="0 0 16 16"><path class="high-fill" d="M8 1.8 15 14.2H1z"/></symbol>
<symbol id="m-medium" viewBox="0 0 16 16"><path class="med-line" d="M8 1.8 14.2 8 8 14.2 1.8 8z"/></symbol>
<symbol id="m-low" viewBox="0 0 16 16"><circle class="low-line" cx="8" cy="8" r="5.4"/></symbol>
<symbol id="bars-4" viewBox="0 0 14 11"><path class="bar-on" d="M0 8h2.5v3H0zM3.8 5.5h2.5V11H3.8zM7.6 2.8h2.5V11H7.6zM11.4 0h2.5v11h-2.5z"/></symbol>
<symbol id="bars-3" viewBox="0 0 14 11"><path class="bar-on" d="M0 8h2.5v3H0zM3.8 5.5h2.5V11H3.8zM7.6 2.8h2.5V11H7.6z"/><path class="bar-off" d="M11.4 0h2.5v11h-2.5z"/></symbol>
<symbol id="bars-2" viewBox="0 0 14 11"><path class="bar-on" d="M0 8h2.5v3H0zM3.8 5.5h2.5V11H3.8z"/><path class="bar-off" d="M7.6 2.8h2.5V11H7.6zM11.4 0h2.5v11h-2.5z"/></symbol>
<symbol id="bars-1" viewBox="0 0 14 11"><path class="bar-on" d="M0 8h2.5v3H0z"/><path class="bar-off" d="M3.8 5.5h2.5V11H3.8zM7.6 2.8h2.5V11H7.6zM11.4 0h2.5v11h-2.5z"/></symbol>
<symbol id="a-other" viewBox="0 0 28 12"><path class="l-other" d="M1 6h26"/></symbol>
<symbol id="a-read" viewBox="0 0 28 12"><path class="l-read" d="M1 6h25"/><path class="t-read" d="M21 2.5 26.5 6 21 9.5"/></symbol>
<symbol id="a-write" viewBox="0 0 28 12"><path class="l-write" d="M1 6h20"/><path class="t-write" d="M19 2 27 6 19 10z"/></symbol>
<symbol id="a-program" viewBox="0 0 28 12"><path class="l-program" d="M1 4.4h20M1 7.6h20"/><path class="t-program" d="M18.5 1.2 27 6 18.5 10.8z"/></symbol>
<symbol id="i-controller" viewBox="0 0 16 16"><path class="i" d="M2 3h12v10H2zM5.5 3v10M8 6h4M8 8.5h4M8 11h4"/></symbol>
<symbol id="i-rack" viewBox="0 0 16 16"><path class="i" d="M2 3h12v10H2zM5 3v10M8 3v10M11 3v10"/></symbol>
<symbol id="i-screen" viewBox="0 0 16 16"><path class="i" d="M2 3h12v8H2zM6 13.5h4M8 11v2.5"/></symbol>
<symbol id="i-panel" viewBox="0 0 16 16"><path class="i" d="M2 3h12v8H2zM6 13.5h4M8 11v2.5M4.5 8.5 7 6l2 2 2.5-3"/></symbol>
<symbol id="i-server" viewBox="0 0 16 16"><path class="i" d="M3 2.5h10v4.5H3zM3 9h10v4.5H3zM5 4.8h1.5M5 11.2h1.5"/></symbol>
<symbol id="i-drive" viewBox="0 0 16 16"><path class="i" d="M4 2h8v12H4zM6 4.5h4v3H6zM6.5 11.5h3"/></symbol>
<symbol id="i-gauge" viewBox="0 0 16 16"><circle class="i" cx="8" cy="8" r="6"/><path class="i" d="M8 8l2.8-2.8M4.5 11h7"/></symbol>
<symbol id="i-camera" viewBox="0 0 16 16"><path class="i" d="M2 4.5h8.5v7H2zM10.5 7 14 5v6l-3.5-2"/></symbol>
<symbol id="i-printer" viewBox="0 0 16 16"><path class="i" d="M4.5 6V2.5h7V6M2.5 6h11v5.5h-11zM4.5 9.5h7v4h-7z"/></symbol>
<symbol id="i-switch" viewBox="0 0 16 16"><path class="i" d="M2 5.5h12v5H2zM4.5 8h1M7.5 8h1M10.5 8h1"/></symbol>
<symbol id="i-router" viewBox="0 0 16 16"><circle class="i" cx="8" cy="8" r="6"/><path class="i" d="M8 4v8M4 8h8M6.5 5.5 8 4l1.5 1.5M6.5 10.5 8 12l1.5-1.5"/></symbol>
<symbol id="i-shield" viewBox="0 0 16 16"><path class="i" d="M8 2l5 1.8v4C13 11 10.8 13 8 14c-2.8-1-5-3-5-6.2v-4z"/></symbol>
<symbol id="i-heart" viewBox="0 0 16 16"><path class="i" d="M2 3h12v10H2zM3.5 8.5h2L7 5.5l2 5.5 1.5-2.5h2"/></symbol>
<symbol id="i-radio" viewBox="0 0 16 16"><path class="i" d="M8 7v7M5.5 9.5a3.5 3.5 0 1 1 5 0M3.7 11.3a6 6 0 1 1 8.6 0"/></symbol>
<symbol id="i-clock" viewBox="0 0 16 16"><circle class="i" cx="8" cy="8" r="6"/><path class="i" d="M8 4.5V8l2.5 1.8"/></symbol>
<symbol id="i-phone" viewBox="0 0 16 16"><path class="i" d="M5 2h6v12H5zM7 12h2"/></symbol>
<symbol id="i-home" viewBox="0 0 16 16"><path class="i" d="M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5"/></symbol>
<symbol id="i-unknown" viewBox="0 0 16 16"><circle class="i" cx="8" cy="8" r="6"/><circle class="i" cx="8" cy="8" r="2.2"/></symbol>
</defs></svg>`);

const ICONS: Readonly<Record<string, readonly Role[]>> = {
  controller: ["plc", "safety controller", "dcs controller", "cnc", "robot", "building controller"],
  rack: ["rtu", "ied", "remote io", "gateway"],
  panel: ["hmi", "building station", "scanner"],
  screen: ["workstation", "engineering station", "jump host", "television", "mobile device"],
  server: [
    "scada server",
    "historian",
    "opc server",
    "mqtt broker",
    "directory server",
    "file server",
    "database server",
    "web server",
    "mail server",
    "name server",
    "server",
    "pacs",
    "video recorder",
    "iot hub",
  ],
  drive: ["drive", "actuator"],
  gauge: ["sensor", "meter"],
  camera: ["camera"],
  printer: ["printer"],
  switch: ["switch"],
  router: ["router"],
  shield: ["firewall"],
  heart: ["patient monitor", "infusion pump", "medical imaging", "medical device"],
  radio: ["access point", "base station", "5g core", "user equipment"],
  clock: ["time server"],
  phone: ["phone", "badge reader"],
  home: ["smart plug", "light", "speaker", "appliance"],
};

const ICON_OF = new Map(Object.entries(ICONS).flatMap(([icon, roles]) => roles.map((role) => [role, icon] as const)));

/** Id of the symbol that stands for a role. */
export function roleIcon(role: Role | null): string {
  return `i-${(role && ICON_OF.get(role)) || "unknown"}`;
}
