// Makers' names as people say them. Facts of our own; the hardware address blocks themselves come from IEEE's registry.

/** Answers the maker's name for a hardware address of 12 hex digits, "" when unknown. */
export type VendorLookup = (mac: string) => string;

const LONGEST_NAME = 64;

/**
 * Names by which one maker goes, and what it is called here. The first fitting row stands. Trade names of a maker
 * (Allen-Bradley, Telemecanique) go to the maker, so that address blocks and identity answers agree.
 */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^siemens (healthcare|healthineers|medical)/i, "Siemens Healthineers"],
  [/^siemens energy/i, "Siemens Energy"],
  [/^siemens home/i, "Gigaset"],
  [/^siemens\b|^simatic\b/i, "Siemens"],
  [/^rockwell|^allen[- ]?bradley|^a-b\b/i, "Rockwell Automation"],
  [/^apc\b|^american power conversion/i, "APC"],
  [
    /^schneider|^tele?mecanique|^modicon|^square[- ]d\b|^gould|^merlin gerin|^pelco by schneider/i,
    "Schneider Electric",
  ],
  [/^triconex|^invensys triconex/i, "Triconex"],
  [/^foxboro|^invensys|^wonderware|^aveva/i, "AVEVA"],
  [/^abb\b|^asea brown|^hitachi abb|^elsag|^bailey controls/i, "ABB"],
  [/^hitachi energy/i, "Hitachi Energy"],
  [/^omron/i, "Omron"],
  [/^mitsubishi electric|^melco\b/i, "Mitsubishi Electric"],
  [/^honeywell/i, "Honeywell"],
  [/^fisher[- ]rosemount|^emerson|^rosemount|^westinghouse process/i, "Emerson"],
  [/^bristol babcock/i, "Emerson"],
  [/^yokogawa/i, "Yokogawa"],
  [/^beckhoff/i, "Beckhoff"],
  [/^wago\b/i, "WAGO"],
  [/^phoenix contact|^phoenixcontact|^innominate/i, "Phoenix Contact"],
  [
    /^ge$|^ge (multilin|fanuc|intelligent|energy|digital|grid|power)|^multilin|^gefanuc|^general electric/i,
    "General Electric",
  ],
  [/^ge (healthcare|medical|precision)/i, "GE HealthCare"],
  [/^schweitzer|^sel$|^sel inc/i, "Schweitzer Engineering Laboratories"],
  [/^alstom grid|^areva t/i, "Alstom Grid"],
  [/^b ?& ?r\b|^bernecker/i, "B&R"],
  [/^bosch rexroth|^rexroth/i, "Bosch Rexroth"],
  [/^(robert )?bosch\b/i, "Bosch"],
  [/^hilscher/i, "Hilscher"],
  [/^hms industrial|^anybus/i, "HMS"],
  [/^hirschmann|^belden hirschmann/i, "Hirschmann"],
  [/^moxa/i, "Moxa"],
  [/^ruggedcom/i, "Ruggedcom"],
  [/^westermo/i, "Westermo"],
  [/^prosoft/i, "ProSoft"],
  [/^red lion/i, "Red Lion"],
  [/^lantronix/i, "Lantronix"],
  [/^digi international/i, "Digi"],
  [/^advantech/i, "Advantech"],
  [/^weidm/i, "Weidmüller"],
  [/^pepperl/i, "Pepperl+Fuchs"],
  [/^endress/i, "Endress+Hauser"],
  [/^pilz\b/i, "Pilz"],
  [/^hima\b|^paul hildebrandt/i, "HIMA"],
  [/^sew[- ]eurodrive/i, "SEW-Eurodrive"],
  [/^danfoss|^vacon/i, "Danfoss"],
  [/^yaskawa/i, "Yaskawa"],
  [/^fanuc/i, "FANUC"],
  [/^kuka\b/i, "KUKA"],
  [/^keyence/i, "Keyence"],
  [/^cognex/i, "Cognex"],
  [/^festo\b/i, "Festo"],
  [/^sick\b/i, "SICK"],
  [/^turck\b|^hans turck/i, "Turck"],
  [/^ifm\b/i, "ifm"],
  [/^delta electronics/i, "Delta Electronics"],
  [/^panasonic/i, "Panasonic"],
  [/^koyo\b|^automation ?direct|^host engineering/i, "AutomationDirect"],
  [/^tridium/i, "Tridium"],
  [/^johnson controls|^metasys/i, "Johnson Controls"],
  [/^automated logic/i, "Automated Logic"],
  [/^hewlett[- ]packard enterprise|^hpe\b|^aruba\b/i, "Hewlett Packard Enterprise"],
  [/^hewlett[- ]?packard|^hp\b|^hp inc/i, "Hewlett Packard"],
  [/^dell\b/i, "Dell"],
  [/^lenovo/i, "Lenovo"],
  [/^vmware/i, "VMware"],
  [/^microsoft/i, "Microsoft"],
  [/^pcs systemtechnik|^cadmus computer|^innotek/i, "VirtualBox"],
  [/^xensource/i, "Xen"],
  [/^oracle/i, "Oracle"],
  [/^apple\b/i, "Apple"],
  [/^intel\b/i, "Intel"],
  [/^realtek/i, "Realtek"],
  [/^samsung/i, "Samsung"],
  [/^lg (electronics|innotek)/i, "LG"],
  [/^google/i, "Google"],
  [/^nest labs/i, "Nest"],
  [/^blink by amazon/i, "Blink"],
  [/^amazon/i, "Amazon"],
  [/^ring\b/i, "Ring"],
  [/^raspberry/i, "Raspberry Pi"],
  [/^espressif/i, "Espressif"],
  [/^tuya/i, "Tuya"],
  [/^tp-link/i, "TP-Link"],
  [/^d-link/i, "D-Link"],
  [/^netgear/i, "NETGEAR"],
  [/^belkin/i, "Belkin"],
  [/^ubiquiti/i, "Ubiquiti"],
  [/^mikrotik|^routerboard/i, "MikroTik"],
  [/^cisco[- ]linksys|^linksys/i, "Linksys"],
  [/^cisco meraki|^meraki/i, "Cisco Meraki"],
  [/^cisco/i, "Cisco"],
  [/^juniper/i, "Juniper"],
  [/^fortinet/i, "Fortinet"],
  [/^palo alto/i, "Palo Alto Networks"],
  [/^check point/i, "Check Point"],
  [/^extreme networks/i, "Extreme Networks"],
  [/^huawei/i, "Huawei"],
  [/^zte\b/i, "ZTE"],
  [/^ericsson/i, "Ericsson"],
  [/^nokia/i, "Nokia"],
  [/^axis\b/i, "Axis"],
  [/hikvision/i, "Hikvision"],
  [/dahua/i, "Dahua"],
  [/^hanwha/i, "Hanwha"],
  [/^vivotek/i, "Vivotek"],
  [/^signify|^philips lighting/i, "Signify"],
  [/^philips/i, "Philips"],
  [/^dr(ä|ae)ger/i, "Dräger"],
  [/mindray/i, "Mindray"],
  [/^baxter/i, "Baxter"],
  [/^b\.? ?braun/i, "B. Braun"],
  [/^sonos/i, "Sonos"],
  [/^withings/i, "Withings"],
  [/^xerox/i, "Xerox"],
  [/^lexmark/i, "Lexmark"],
  [/^canon\b/i, "Canon"],
  [/epson/i, "Epson"],
  [/^ricoh/i, "Ricoh"],
  [/^kyocera/i, "Kyocera"],
  [/^konica/i, "Konica Minolta"],
  [/^brother ind/i, "Brother"],
  [/^zebra tech/i, "Zebra"],
  [/^polycom/i, "Polycom"],
  [/^yealink/i, "Yealink"],
  [/^avaya/i, "Avaya"],
  [/^snom\b/i, "Snom"],
];

/** What firms append to their names; taken off the end as long as something is left. */
const LEGAL_FORM =
  /[\s,.&+]+(inc(orporated)?|corp(oration)?|corporate|co|company|ltd|limited|llc|l\.l\.c|lp|plc|gmbh|mbh|ag|kg|kgaa|se|sa|s\.a|s\.a\.s|sas|sarl|srl|s\.r\.l|spa|s\.p\.a|bv|b\.v|nv|n\.v|ab|as|a\/s|oy|oyj|aps|kft|pty|pte|pvt|private|k\.k|kk|s\.r\.o|d\.o\.o|a\.s)\.?$/i;

/** What stands behind the name of a maker whose part is in the device, which itself may be anybody's. */
const PART_MARK = " (network module)";

/** A maker's name as people say it: one name per maker, no legal form, no shouting; "" for what is no name. */
export function tidyVendor(name: string): string {
  if (name.endsWith(PART_MARK)) return name;
  let text = name
    .slice(0, LONGEST_NAME * 4)
    .replace(/\s+/g, " ")
    .replace(/^[\s"',.;-]+|[\s"',;-]+$/g, "");
  if (
    text === "" ||
    /^(private|unknown|n\/?a|none|null|default|vendor|manufacturer|ieee registration authority|to be filled.*|-+|\?+|0+)$/i.test(
      text,
    )
  )
    return "";
  for (const [pattern, maker] of MAKERS) if (pattern.test(text)) return maker;
  for (let shorter = withoutLegalForm(text); shorter !== text; shorter = withoutLegalForm(text)) text = shorter;
  if (text.length > 5 && text === text.toUpperCase()) text = text.replace(/\p{L}{4,}/gu, capitalized);
  return text.slice(0, LONGEST_NAME).trim();
}

function withoutLegalForm(text: string): string {
  const shorter = text.replace(LEGAL_FORM, "").replace(/[\s,;&+-]+$/, "");
  return shorter.length < 2 ? text : shorter;
}

function capitalized(word: string): string {
  return (word[0] as string) + word.slice(1).toLowerCase();
}

/**
 * Makers of network chips, radio modules, network cards and boards, and those who build for other brands: a hardware
 * address of theirs tells what is inside a device, not whose device it is.
 */
const PART_MAKERS = new RegExp(
  `^(${[
    // Chips and radio modules.
    "espressif|murata|lite-?on\\b|azurewave|texas instruments|intel\\b|realtek|broadcom|qualcomm|atheros|mediatek",
    "ralink|marvell|ampak|universal global scientific|nordic semiconductor|silicon lab|stmicro|nxp\\b|freescale",
    "microchip|atmel|u-?blox|telit|quectel|simcom|gainspan|redpine|roving networks|cypress|infineon|beken|ai-?thinker",
    "fn-?link|hi-?flying|shanghai high-?flying|shenzhen bilian|gaoshengda|asix\\b|davicom|smsc\\b|wiznet",
    // Network cards.
    "silicom\\b|alfa\\b|rivet networks|killer networks|sparklan|edup\\b|winstars",
    // Boards, and whole devices for other brands.
    "ibase|congatec|e\\.?e\\.?p\\.?d|jetway|asrock|elitegroup|micro-?star|giga-?byte|abit\\b|clevo|mitac|wistron|quanta",
    "compal|lcfc|inventec|pegatron|hon hai|foxconn|chicony|first international computer|universal scientific|gemtek",
    "cybertan|sercomm|arcadyan|accton|askey|ambit|z-?com\\b|senao",
  ].join("|")})`,
  "i",
);

/** The name of the maker of an address block as it is told of a device, and how far it may be believed to be the device's. */
export function blockVendor(name: string): BlockVendor {
  let told = toldVendors.get(name);
  if (told === undefined) {
    told = PART_MAKERS.test(name)
      ? { vendor: `${name}${PART_MARK}`, confidence: 0.2 }
      : { vendor: name, confidence: 0.45 };
    toldVendors.set(name, told);
  }
  return told;
}

/** A maker as told of a device, and how far that may be believed. */
export interface BlockVendor {
  vendor: string;
  confidence: number;
}

/** Answers given before: bounded by the makers that the registry knows. */
const toldVendors = new Map<string, BlockVendor>();

/** Address blocks that virtual machines get their hardware addresses from, and by what. */
const VIRTUAL_BLOCKS: ReadonlyMap<string, string> = new Map([
  ["000569", "VMware"],
  ["000c29", "VMware"],
  ["001c14", "VMware"],
  ["005056", "VMware"],
  ["00155d", "Hyper-V"],
  ["080027", "VirtualBox"],
  ["0a0027", "VirtualBox"],
  ["525400", "QEMU"],
  ["00163e", "Xen"],
  ["001c42", "Parallels"],
  ["0242ac", "Docker"],
]);

/** The software that makes virtual machines with such a hardware address (12 hex digits), "" for other addresses. */
export function virtualMachineOf(mac: string): string {
  return VIRTUAL_BLOCKS.get(mac.slice(0, 6).toLowerCase()) ?? "";
}

/** Whether somebody typed a hardware address: five bytes in a row that count up or down, such as 00:11:22:33:44:55. */
function isMadeUp(mac: string): boolean {
  const bytes = [2, 4, 6, 8, 10].map((at) => Number.parseInt(mac.slice(at, at + 2), 16));
  const step = (bytes[1] as number) - (bytes[0] as number);
  if (![0, 1, -1, 16, -16, 17, -17].includes(step)) return false;
  return bytes.every((byte, index) => index === 0 || byte - (bytes[index - 1] as number) === step);
}

/** A lookup that knows what a registry cannot: group and locally administered addresses name no maker. */
export function vendorLookup(registered: (mac: string) => string): VendorLookup {
  // Many addresses are of one maker, and tidying its name looks for dozens of words.
  const tidied = new Map<string, string>();
  return (mac) => {
    if (!/^[0-9a-f]{12}$/i.test(mac) || (Number.parseInt(mac.slice(0, 2), 16) & 3) !== 0) return "";
    if (isMadeUp(mac)) return "";
    const name = registered(mac);
    let tidy = tidied.get(name);
    if (tidy === undefined) {
      tidy = tidyVendor(name);
      tidied.set(name, tidy);
    }
    return tidy;
  };
}
