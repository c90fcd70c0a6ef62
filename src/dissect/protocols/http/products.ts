// What Server and User-Agent (RFC 9110 sections 10.1.5 and 10.2.4) say of software, operating system and maker.

/** What a product text tells; "" where it does not. */
export interface Product {
  software: string;
  operatingSystem: string;
  vendor: string;
  /** The model of a phone or tablet. */
  model: string;
}

const WINDOWS: Readonly<Record<string, string>> = {
  "5.0": "Windows 2000",
  "5.1": "Windows XP",
  "5.2": "Windows Server 2003",
  "6.0": "Windows Vista",
  "6.1": "Windows 7",
  "6.2": "Windows 8",
  "6.3": "Windows 8.1",
  "10.0": "Windows 10 or 11",
};
/** The server of Windows tells its version by its own. */
const IIS: Readonly<Record<string, string>> = {
  "4.0": "Windows NT 4.0",
  "5.0": "Windows 2000",
  "5.1": "Windows XP",
  "6.0": "Windows Server 2003",
  "7.0": "Windows Server 2008",
  "7.5": "Windows Server 2008 R2",
  "8.0": "Windows Server 2012",
  "8.5": "Windows Server 2012 R2",
  "10.0": "Windows Server 2016 or later",
};

/** Servers that only one maker builds in, or one operating system. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/Schneider-?WEB/i, "Schneider Electric"],
  [/^A-B WWW/i, "Rockwell Automation"],
  [/Allen-?Bradley|Rockwell/i, "Rockwell Automation"],
  [/SIMATIC|Siemens|SINUMERIK|Scalance/i, "Siemens"],
  [/WAGO[_ -]?Webs?/i, "WAGO"],
  [/Hikvision|DNVRS-Webs|App-webs/i, "Hikvision"],
  [/\bDahua\b/i, "Dahua"],
  [/\bAXIS\b/i, "Axis"],
  [/\bMoxa/i, "Moxa"],
  [/Niagara Web Server/i, "Tridium"],
  [/\bHP[ -](HTTP|Chai)|LaserJet|OfficeJet/i, "HP"],
  [/EWS-NIC|Xerox/i, "Xerox"],
  [/CANON HTTP/i, "Canon"],
  [/EPSON/i, "Epson"],
  [/\bRICOH\b|Web-Server\/3/i, "Ricoh"],
  [/KM-MFP/i, "Kyocera"],
  [/ZyXEL/i, "ZyXEL"],
  [/\bMikrotik/i, "MikroTik"],
  [/\bSynology/i, "Synology"],
  [/\bSonos\//i, "Sonos"],
  [/cisco-IOS/i, "Cisco"],
  [/\bLantronix/i, "Lantronix"],
  [/\bDigi\b/i, "Digi"],
  [/\bBeckhoff\b|TwinCAT/i, "Beckhoff"],
  [/\bOmron\b/i, "Omron"],
  [/\bPhilips\b|hue-bridge/i, "Philips"],
];

/** Models of telephones and tablets, by how their makers number them. */
const TELEPHONES: readonly (readonly [RegExp, string])[] = [
  [/^(Pixel|Nexus) /, "Google"],
  [/^(SM|GT|SGH|SCH)-[A-Z]?\d/, "Samsung"],
  [/^(Mi|Redmi|POCO) |^M20\d\d[A-Z]/, "Xiaomi"],
  [/^moto /i, "Motorola"],
  [/^(LM|LG)-/, "LG"],
  [/^(ONEPLUS|IN20|KB20|LE21)/, "OnePlus"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android[ /]?([\d.]*)/, "Android $1"],
  [/\bksoap2-android\b/, "Android"],
  [/(?:iPhone|iPad|iPod).*? OS ([\d_]+)/, "iOS $1"],
  [/CFNetwork\/[\d.]+ Darwin\/([\d.]+)/, "Darwin $1"],
  [/Mac OS X ([\d_.]+)/, "macOS $1"],
  [/\bCrOS\b/, "ChromeOS"],
  [/Windows CE/i, "Windows CE"],
  [/Windows Phone(?: OS)? ([\d.]*)/, "Windows Phone $1"],
  [/VxWorks[ /]?([\d.]*)/i, "VxWorks $1"],
  [/\bWindWeb\b/i, "VxWorks"],
  [/\bQNX\b[ /]?([\d.]*)/i, "QNX $1"],
  [/ThreadX[ /]?([\d.]*)/i, "ThreadX $1"],
  [/\bRTOS\b|FreeRTOS/i, "FreeRTOS"],
  [/cisco-IOS/i, "Cisco IOS"],
  [/\(?(Ubuntu|Debian|CentOS|Fedora|Raspbian|Red Hat|SUSE)\b/i, "$1 Linux"],
  [/Linux[ /]([\d.]+[\w.-]*)/i, "Linux $1"],
  [/\bLinux\b/i, "Linux"],
  [/FreeBSD/i, "FreeBSD"],
  [/\bWin(?:32|64)\b|Windows/i, "Windows"],
  [/Unix\b/, "Unix"],
];

/** Reads a Server or User-Agent value of any form. */
export function readProduct(text: string): Product {
  const product: Product = { software: "", operatingSystem: systemOf(text), vendor: "", model: modelOf(text) };
  for (const [pattern, vendor] of MAKERS) {
    if (!pattern.test(text)) continue;
    product.vendor = vendor;
    break;
  }
  if (product.vendor === "") product.vendor = TELEPHONES.find(([pattern]) => pattern.test(product.model))?.[1] ?? "";
  product.software = softwareOf(text);
  return product;
}

function systemOf(text: string): string {
  const windows = /Windows NT ([\d.]+)/.exec(text);
  if (windows !== null) return WINDOWS[windows[1] as string] ?? `Windows NT ${windows[1]}`;
  const server = /Microsoft-IIS\/([\d.]+)/.exec(text);
  if (server !== null) return IIS[server[1] as string] ?? "Windows";
  if (/Microsoft-HTTPAPI/.test(text)) return "Windows";
  for (const [pattern, name] of SYSTEMS) {
    const found = pattern.exec(text);
    if (found !== null) return name.replace("$1", (found[1] ?? "").replaceAll("_", ".")).trim();
  }
  return "";
}

/** Browsers name their ancestors too; others put system, UPnP version and product in a row. */
function softwareOf(text: string): string {
  const browser =
    /(Edge?|OPR|SamsungBrowser|Firefox|Chrome|CriOS)\/([\d.]+)/.exec(text) ??
    /(MSIE) ([\d.]+)/.exec(text) ??
    /(?:Version)\/([\d.]+).*(Safari)/.exec(text);
  if (text.startsWith("Mozilla/")) {
    if (browser === null) return "";
    if (browser[2] === "Safari") return `Safari ${browser[1]}`;
    const names: Readonly<Record<string, string>> = {
      Edg: "Edge",
      OPR: "Opera",
      MSIE: "Internet Explorer",
      CriOS: "Chrome",
    };
    return `${names[browser[1] as string] ?? browser[1]} ${browser[2]}`;
  }
  const universal = /UPnP\/[\d.]+[,\s]*(.*)$/i.exec(text);
  const rest = universal?.[1] !== undefined && universal[1] !== "" ? universal[1] : text;
  // Products begin with a letter or digit; what else is sent here is no product.
  if (!/^[A-Za-z0-9]/.test(rest)) return "";
  const first = /^([A-Za-z0-9][\w.+ -]{0,60}?)\/([^\s(;,/]+)/.exec(rest);
  if (first !== null) return `${first[1]} ${first[2]}`;
  return rest
    .replace(/\([^)]*\)?/g, "")
    .replace(/\s+/g, " ")
    .slice(0, 128)
    .trim();
}

/** Android names the model behind its version; newer browsers send the letter K instead. */
function modelOf(text: string): string {
  const found = /Android [\d.]+;(?: [a-z]{2}[-_][A-Za-z]{2};)? ([^;()]{2,40}?)(?: Build\/[^;)]*)?[;)]/.exec(text);
  return found === null || /^(wv|Mobile|Tablet|rv:.*)$/.test(found[1] as string) ? "" : (found[1] as string);
}
