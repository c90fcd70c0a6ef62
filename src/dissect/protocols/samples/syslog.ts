import type { Exchange } from "./sample.ts";

function hexOf(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function sent(text: string): { from: "client"; hex: string } {
  return { from: "client", hex: hexOf(text) };
}

const ORIGIN = '[origin ip="192.0.2.1" enterpriseId="9.1" software="logd" swVersion="8.1"]';
const NEW = `<165>1 2026-11-23T10:00:00.003Z plc-7.plant control 4711 ID47 ${ORIGIN}[ex@32473 k="a\\"]b"] \u00ef\u00bb\u00bfvalve 3 opened`;

/** Both standards, makers' own forms, and both ways over TCP. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "both standards",
    over: "udp",
    port: 514,
    messages: [
      sent(NEW),
      sent("<34>Oct 11 22:14:15 hmi-2 su[230]: 'su root' failed for operator password=geheim\n"),
      sent("<13>1 - - - - - - no more is told"),
      sent("<30>2026-11-23T10:00:01+01:00 gateway dnsmasq: started"),
      sent("<14>Oct  1 07:28:00 2026 relay-5 job[1985]: done"),
    ],
  },
  {
    name: "makers' own forms",
    over: "udp",
    port: 514,
    messages: [
      sent("<189>39: SW1: *Sep 22 13:39:12.252: %LINEPROTO-5-UPDOWN: Line protocol changed state to up"),
      sent("<190>63: Mar  3 20:02:09.464 UTC: %SYS-6-LOGGINGHOST_STARTSTOP: Logging to host 192.0.2.9 started"),
      sent('<187>83: SW1: [syslog@9 s_sn="2"]: <ios-log-msg/>'),
      sent("<166>Nov 23 2026 10:00:00: %ASA-6-302013: Built outbound TCP connection"),
      sent('<189>date=2026-11-23 time=10:00:00 devname="FW-1" devid="FGT60E0000000001" type="traffic"'),
      sent("<133>fw9: NetScreen device_id=0000000000000001  system-notification-00257(traffic): start"),
      sent("<134>Nov 23 10:00:00 ids-1 CEF:0|Maker|Guard|1.2|100|port scan|5|src=192.0.2.9"),
    ],
  },
  {
    name: "lines and counted octets over TCP",
    over: "tcp",
    port: 601,
    messages: [
      sent("<13>Oct 11 22:14:15 hmi-2 app: one\n<13>Oct 11 22:14:16 hmi-2 app: two\n"),
      sent("36 <13>Oct 11 22:14:17 hmi-2 app: three22 <13>1 - - a - - - four"),
    ],
  },
];
