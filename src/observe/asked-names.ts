// Things call home: one that asks for names of a single maker only is most likely that maker's. Computers and telephones
// ask for names of many.
import type { Link } from "../model/assessment.ts";
import type { Evidence } from "../model/evidence.ts";
import type { ClaimTally } from "./ledger.ts";

/** Domains that makers run for their things, and whose they are. */
const HOMES: ReadonlyMap<string, string> = new Map(
  (
    [
      ["Amazon", "ring-devices.amazon.com"],
      ["Anker", "eufylife.com eufy.com"],
      ["Arlo", "arlo.com arloxcld.com"],
      ["August", "august.com"],
      ["Axis", "axis.com"],
      ["Belkin", "xbcs.net belkin.com wemo2.com"],
      ["Blink", "blinkforhome.com immedia-semi.com"],
      ["Bose", "bose.com bose.io"],
      ["D-Link", "dlink.com mydlink.com"],
      ["Dahua", "easy4ip.com dahuasecurity.com"],
      ["Dyson", "dyson.com"],
      ["ecobee", "ecobee.com"],
      ["Edimax", "myedimax.com edimax.com"],
      ["eQ-3", "homematic.com eq-3.de"],
      ["EZVIZ", "ezvizlife.com"],
      ["Fitbit", "fitbit.com"],
      ["Foscam", "myfoscam.com"],
      ["Govee", "govee.com"],
      ["Hikvision", "hik-connect.com hikvision.com"],
      ["Honeywell", "alarmnet.com honeywellhome.com"],
      ["iRobot", "irobot.com irobotapi.com"],
      ["ITEAD", "coolkit.cc coolkit.cn ewelink.cc"],
      ["LIFX", "lifx.co lifx.com"],
      ["Meross", "meross.com"],
      ["Nest", "nest.com dropcam.com"],
      ["Netatmo", "netatmo.net netatmo.com"],
      ["Reolink", "reolink.com"],
      ["Ring", "ring.com"],
      ["Roku", "roku.com"],
      ["Shelly", "shelly.cloud"],
      ["Signify", "meethue.com"],
      ["Smarter", "smarter.am"],
      ["Sonos", "sonos.com"],
      ["SwitchBot", "switch-bot.com"],
      ["tado", "tado.com"],
      ["TP-Link", "tplinkcloud.com tplinkra.com tplinknbu.com"],
      ["Ubiquiti", "ubnt.com ui.com"],
      ["VeSync", "vesync.com"],
      ["Withings", "withings.net withings.com"],
      ["Wyze", "wyzecam.com wyze.com"],
      ["Yeelight", "yeelight.com"],
    ] as const
  ).flatMap(([maker, domains]) => domains.split(" ").map((domain) => [domain, maker] as const)),
);

/** Names that everything asks for: the time, whether there is an internet, names of the house, addresses turned round. */
const EVERYBODYS =
  /(^|\.)(ntp\.org|time\.[a-z-]+\.[a-z]+|nist\.gov|arpa|local|lan|home|localdomain)$|^(www\.|clients\d\.)?google\.com$|^ntp\d*\.|^time\d*\.|^[^.]*$/i;

/** Servers that any maker may rent; they neither make nor break a home. */
const RENTED = /(^|\.)(amazonaws\.com|cloudfront\.net|azure\.com|azurewebsites\.net|windows\.net|googleapis\.com)$/i;

const CONFIDENCE = 0.5;

/** The maker of each device that asks for names of one maker only, by device id. */
export function askedMakers(links: Iterable<Link>): Map<string, ClaimTally> {
  const asked = new Map<string, Map<string, Evidence>>();
  for (const link of links) {
    for (const { operation, targets, evidence } of link.operations) {
      if (operation !== "dns:query" && operation !== "tls:client_hello") continue;
      let names = asked.get(link.client);
      if (names === undefined) {
        names = new Map();
        asked.set(link.client, names);
      }
      for (const name of targets) names.set(name.toLowerCase().replace(/\.$/, ""), evidence);
    }
  }
  const makers = new Map<string, ClaimTally>();
  for (const [device, names] of asked) {
    const claim = onlyMaker(names);
    if (claim !== undefined) makers.set(device, claim);
  }
  return makers;
}

function onlyMaker(names: ReadonlyMap<string, Evidence>): ClaimTally | undefined {
  let maker = "";
  let times = 0;
  let first: Evidence | undefined;
  for (const [name, evidence] of names) {
    const home = homeOf(name);
    if (home === "") {
      if (EVERYBODYS.test(name) || RENTED.test(name)) continue;
      return undefined;
    }
    if (maker !== "" && home !== maker) return undefined;
    maker = home;
    times++;
    if (first === undefined || evidence.time < first.time) first = evidence;
  }
  if (first === undefined) return undefined;
  return {
    attribute: "vendor",
    value: maker,
    confidence: CONFIDENCE,
    method: "asks for names of one maker only",
    times,
    evidence: first,
  };
}

function homeOf(name: string): string {
  for (let at = 0; at >= 0; ) {
    const home = HOMES.get(name.slice(at));
    if (home !== undefined) return home;
    const dot = name.indexOf(".", at);
    at = dot < 0 ? -1 : dot + 1;
  }
  return "";
}
