// What User-Agent and Server of SIP (RFC 3261 sections 20.35 and 20.41) tell: makers put model and firmware there, each in a
// form of its own.
import { readProduct } from "../http/products.ts";

/** What such a text tells; "" where it does not. */
export interface Agent {
  vendor: string;
  model: string;
  firmware: string;
  /** The program, where the text names no model. */
  software: string;
  kind: string;
  operatingSystem: string;
}

const PHONE = "telephone";
const EXCHANGE = "PBX";
const GATEWAY = "voice gateway";

/** First group the model, second the firmware; "PBX" rows name a program and its version instead. */
const FORMS: readonly (readonly [RegExp, vendor: string, kind: string])[] = [
  [/^Yealink (SIP[- ]?(?:T|VP|W|CP)\S+|VC\S+|T\S+|CP\S+|W\S+) ([\d.]+)/i, "Yealink", PHONE],
  [/^Grandstream ((?:HT|GXW|UCM)[\w-]*)(?: +V\S+)? +([\d.]+)/i, "Grandstream", GATEWAY],
  [/^Grandstream ([\w-]+)(?: +V\S+)? +([\d.]+)/i, "Grandstream", PHONE],
  [
    /^(?:Polycom\/\S+ )?Polycom(?:SoundPointIP|SoundStationIP|VVX|Trio|CCX|RealPresence)?-(\w+)-UA\/([\w.]+)/i,
    "Polycom",
    PHONE,
  ],
  [/^Poly(?:Edge|CCX)?-(\w+)-UA\/([\w.]+)/i, "Poly", PHONE],
  [/^Cisco-(CP-?\w+|ATA\w*)\/([\w.()-]+)/i, "Cisco", PHONE],
  [/^(?:Cisco|Linksys|Sipura)\/((?:SPA|PAP|WIP|WRP|SRP)\w+)-([\w.()]+)/i, "Cisco", PHONE],
  [/^Cisco-(SIPGateway)\/(IOS-\S+)/i, "Cisco", GATEWAY],
  [/^(snom[A-Z]?\d{3}\w*)\/([\d.]+)/i, "Snom", PHONE],
  [/^Aastra (\w+)\/([\d.]+)/i, "Aastra", PHONE],
  [/^Mitel[ -](?:SIP )?(\d{4}\w*|MiVoice \w+)[ /-]?(?:SIP-Phone )?([\d.]*)/i, "Mitel", PHONE],
  [/^Fanvil (\w+) ([\w.]+)/i, "Fanvil", PHONE],
  [/^Htek (\w+)[ V/]+([\w.]+)/i, "Htek", PHONE],
  [
    /^Avaya (?:one-X )?(?:Deskphone|IP Phone|SIP )?(J\d{3}|\d{4}\w?|\w+ Deskphone)?[ /]*(?:SIP)?R?([\d.]*)/i,
    "Avaya",
    PHONE,
  ],
  [/^Gigaset (\w[\w ]*?)\/([\w.]+)/i, "Gigaset", PHONE],
  [/^Panasonic[-_ ](KX-[\w-]+)[/ -]?([\w.]*)/i, "Panasonic", PHONE],
  [/^(?:Unify |Siemens |OpenStage_?)+(OpenStage\w*|\d\w*|CP\d{3}\w*)[ /_]*(?:V|SIP)? ?([\w. ]*)/i, "Unify", PHONE],
  [/^Alcatel[- ](?:Lucent )?(?:IP )?(?:Touch )?(\w+)[ /-]*([\d.]*)/i, "Alcatel-Lucent", PHONE],
  [/^AVM (FRITZ!Box .+?) (?:\([^)]*\) )?([\d.]+)/i, "AVM", "router"],
  [/^(?:AVM )?FRITZ!OS()\/?([\d.]*)/i, "AVM", "router"],
  [/^(?:Audiocodes-Sip-Gateway-|AUDC-)([^/]+)\/v?\.?([\w.]+)/i, "AudioCodes", GATEWAY],
  [/^Obihai\/([\w-]+)-([\d.]+)/i, "Obihai", GATEWAY],
  [/^Patton (\S+).*?([\d.]+)/i, "Patton", GATEWAY],
  [/^(?:2N[- ]?)(?:Helios )?(IP[\w -]*?)[ /]+v?([\d.]+)/i, "2N", "door intercom"],
  [/^AXIS ([\w-]+)[ /]*v?([\d.]*)/i, "Axis", "door intercom"],
  [/^Algo[- ](\w+)[ /-]*([\d.]*)/i, "Algo", "IP speaker"],
  [/^Zenitel[ /-]*([\w-]*)[ /]*v?([\d.]*)/i, "Zenitel", "intercom"],
  [/^Commend[ /-]*([\w-]*)[ /]*v?([\d.]*)/i, "Commend", "intercom"],
  [/^(?:Asterisk PBX|FPBX|FreePBX|Sangoma)[-/ ]?()([\w.()-]*)/i, "", EXCHANGE],
  [/^FreeSWITCH()(?:-mod_sofia)?\/?([\w.~+-]*)/i, "", EXCHANGE],
  [/^3CXPhoneSystem() ?([\d.]*)/i, "3CX", EXCHANGE],
  [/^Cisco-CUCM()([\d.]*)/i, "Cisco", EXCHANGE],
  [/^(?:kamailio|opensips|openser|sip express router)() ?\(?([\w.-]*)/i, "", EXCHANGE],
  [/^Cirpack()\/v?([\w.]*)/i, "Cirpack", EXCHANGE],
  [/^STARFACE() ?(?:PBX)?[ /]*([\d.]*)/i, "Starface", EXCHANGE],
];

/** Reads a User-Agent or Server value of any form. */
export function readAgent(text: string): Agent {
  const agent: Agent = { vendor: "", model: "", firmware: "", software: "", kind: "", operatingSystem: "" };
  for (const [form, vendor, kind] of FORMS) {
    const found = form.exec(text);
    if (found === null) continue;
    agent.vendor = vendor;
    agent.kind = kind;
    if (kind === EXCHANGE) agent.software = text.slice(0, 64);
    else {
      agent.model = (found[1] ?? "").replaceAll("_", " ").trim();
      agent.firmware = (found[2] ?? "").trim();
    }
    return agent;
  }
  const product = readProduct(text);
  agent.software = product.software;
  agent.vendor = product.vendor;
  agent.operatingSystem = product.operatingSystem;
  return agent;
}
