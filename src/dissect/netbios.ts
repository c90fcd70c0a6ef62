// NetBIOS names: RFC 1001 section 14 and 17, RFC 1002 section 4.1; suffixes as MS-NBTE section 1.8 and MS-BRWS name them.

/** A NetBIOS name in plain letters. */
export interface NetbiosName {
  /** Without padding; "" when the bytes were no encoded name. */
  name: string;
  /** Sixteenth byte: what kind of service the name stands for. */
  suffix: number;
  scope: string;
}

const SUFFIXES: Readonly<Record<number, string>> = {
  0: "workstation",
  1: "master_browser",
  3: "messenger",
  6: "remote_access_server",
  27: "domain_master_browser",
  28: "domain_controllers",
  29: "local_master_browser",
  30: "browser_elections",
  31: "network_dde",
  32: "file_server",
  33: "remote_access_client",
  67: "management_client",
  190: "network_monitor_agent",
  191: "network_monitor",
};

/** What a suffix means, in words; "" when it is not in common use. */
export function suffixName(suffix: number): string {
  return SUFFIXES[suffix] ?? "";
}

/** The name in a domain name whose first label is 32 letters of first-level encoding. */
export function netbiosOf(encoded: string): NetbiosName {
  const dot = encoded.indexOf(".");
  const label = dot < 0 ? encoded : encoded.slice(0, dot);
  const scope = dot < 0 ? "" : encoded.slice(dot + 1);
  const wrong: NetbiosName = { name: "", suffix: 0, scope };
  if (label.length !== 32) return wrong;
  const codes: number[] = [];
  for (let at = 0; at < 32; at += 2) {
    const high = label.charCodeAt(at) - 65;
    const low = label.charCodeAt(at + 1) - 65;
    if (high < 0 || high > 15 || low < 0 || low > 15) return wrong;
    codes.push((high << 4) | low);
  }
  return { name: paddedText(codes), suffix: codes[15] as number, scope };
}

/** The fifteen bytes of a name at `from` in plain letters, without padding; control characters are left out. */
export function paddedText(codes: ArrayLike<number>, from = 0): string {
  let text = "";
  for (let at = from; at < from + 15 && at < codes.length; at++) {
    const code = codes[at] as number;
    if (code >= 32 && code !== 127) text += String.fromCharCode(code);
  }
  return text.trim();
}

/** Whether a name stands for one host, and not for a group, a browser, the wildcard or an address in digits. */
export function isHostName(name: string): boolean {
  return (
    name !== "" &&
    name !== "*" &&
    !/^[\d.]+$/.test(name) &&
    !name.includes("MSBROWSE") &&
    !name.startsWith("IS~") &&
    !name.startsWith("INet~")
  );
}
