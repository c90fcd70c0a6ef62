// Fingerprint rules for connected things: what they call themselves when nobody has named them, and their makers' own
// words in discovery. Facts from makers' documentation and from captures of the named devices.
import type { Attribute } from "../../model/attribute.ts";
import type { EvidenceKind } from "./evidence.ts";

type Gives = Readonly<Partial<Record<Attribute, string>>>;

type Row = readonly [on: EvidenceKind, match: RegExp, name: string, confidence: number, gives: Gives];

/** Rows as in own-rules.ts. */
export const THINGS: readonly Row[] = [
  // Host names as delivered.
  ["name", /^(DCS-\d{3,4}[A-Z]{0,2})/, "D-Link camera", 0.6, { vendor: "D-Link", model: "$1", role: "camera" }],
  ["name", /^(DCH-[GSZ]\d{3})/, "D-Link home device", 0.6, { vendor: "D-Link", model: "$1" }],
  ["name", /^(DSP-W\d{3})/, "D-Link plug", 0.6, { vendor: "D-Link", model: "$1", role: "smart plug" }],
  [
    "name",
    /^((?:HS|KP)1\d{2}[A-Z]?)(?:\(|$)/,
    "TP-Link plug",
    0.6,
    { vendor: "TP-Link", model: "$1", role: "smart plug" },
  ],
  ["name", /^((?:LB|KL)1\d{2})(?:\(|$)/, "TP-Link lamp", 0.6, { vendor: "TP-Link", model: "$1", role: "light" }],
  ["name", /^[KJL]EQ\d{7}$/, "eQ-3 serial number", 0.65, { vendor: "eQ-3", serial: "$0", role: "iot hub" }],
  ["name", /^Philips-hue$/i, "Hue bridge", 0.6, { vendor: "Signify", role: "iot hub" }],
  ["name", /^SonosZP$/, "Sonos player", 0.6, { vendor: "Sonos", role: "speaker" }],
  ["name", /^Google-(?:Home|Nest)/, "Google speaker", 0.55, { vendor: "Google", role: "speaker" }],
  ["name", /^Chromecast/, "Chromecast", 0.55, { vendor: "Google", role: "television" }],
  ["name", /^shelly(?:plug|1|2|em|pro|plus)/i, "Shelly switch", 0.55, { vendor: "Shelly", role: "smart plug" }],
  ["name", /^(?:ESP|esp)[_-][0-9A-Fa-f]{6}$/, "ESP module", 0.6, { hardware: "Espressif module" }],
  ["name", /^GainSpan[0-9a-f]{6}$/, "GainSpan module", 0.6, { hardware: "GainSpan module" }],
  ["name", /^raspberrypi$/, "Raspberry Pi", 0.5, { vendor: "Raspberry Pi", operatingSystem: "Linux" }],
  [
    "name",
    /(?:^|[-_ ])x([123]\d{2}(?:irt|pro)?)(?:[-_ ]|$)/i,
    "SCALANCE X in a name",
    0.45,
    { model: "SCALANCE X$1", role: "switch" },
  ],
  // Models.
  ["model", /^DCH-G\d{3}/, "D-Link hub", 0.75, { role: "iot hub" }],
  ["model", /^DCH-S1[56]\d/, "D-Link sensor", 0.75, { role: "sensor" }],
  ["model", /^DCH-S22\d/, "D-Link siren", 0.75, { role: "appliance" }],
  ["model", /^DCH-Z1\d{2}/, "D-Link sensor", 0.7, { role: "sensor" }],
  // Device types of makers' own (UPnP).
  [
    "ssdp.device",
    /^insight \(Belkin\)/i,
    "WeMo Insight",
    0.8,
    { vendor: "Belkin", model: "WeMo Insight", role: "smart plug" },
  ],
  [
    "ssdp.device",
    /^controllee \(Belkin\)/i,
    "WeMo Switch",
    0.8,
    { vendor: "Belkin", model: "WeMo Switch", role: "smart plug" },
  ],
  ["ssdp.device", /^bridge \(Belkin\)/i, "WeMo Link", 0.8, { vendor: "Belkin", model: "WeMo Link", role: "iot hub" }],
  [
    "ssdp.device",
    /^lightswitch \(Belkin\)/i,
    "WeMo Light Switch",
    0.8,
    { vendor: "Belkin", model: "WeMo Light Switch", role: "light" },
  ],
  [
    "ssdp.device",
    /^sensor \(Belkin\)/i,
    "WeMo Motion",
    0.8,
    { vendor: "Belkin", model: "WeMo Motion", role: "sensor" },
  ],
  // Certificates of devices.
  [
    "tls.subject",
    /^(?=.*\bO=Sonos\b).*\bCN=([0-9A-F]{12})\b/,
    "Sonos device certificate",
    0.8,
    { vendor: "Sonos", serial: "$1", role: "speaker" },
  ],
  // System descriptions: SNMP and LLDP carry the same text (IEEE 802.1AB section 8.5.7).
  ...(["snmp.sys_descr", "lldp.sys_descr"] as const).flatMap((on): Row[] => [
    [
      on,
      /^Hirschmann (?:[A-Za-z]+ )?([A-Z]{2,}[0-9A-Z-]{3,}) - SW: (?:[A-Z0-9]+-)?(\d[\d.]+)/,
      "Hirschmann description",
      0.85,
      { vendor: "Hirschmann", model: "$1", firmware: "$2" },
    ],
    [
      on,
      /^Siemens\b.*\b(SCALANCE [A-Z]+ ?\d{2,3}[A-Z0-9-]*)(?![A-Z0-9-]| FAM)/,
      "SCALANCE description",
      0.8,
      { vendor: "Siemens", model: "$1" },
    ],
    // The name of a family: what tells the member knows better.
    [on, /^Siemens\b.*\b(SCALANCE [A-Z]+ ?\d{2,3}) FAM/, "SCALANCE family", 0.4, { vendor: "Siemens", model: "$1" }],
  ]),
];
