import type { Exchange } from "./sample.ts";

function lines(...texts: string[]): string {
  return Array.from(texts.map((text) => `${text}\r\n`).join(""), (letter) =>
    letter.charCodeAt(0).toString(16).padStart(2, "0"),
  ).join("");
}

const USN = "uuid:00000000-0000-1000-8000-020000000001";

/** A search with its answers; a device that comes, changes and goes. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a control point searches",
    over: "udp",
    port: 1900,
    messages: [
      {
        from: "client",
        hex: lines(
          "M-SEARCH * HTTP/1.1",
          "HOST: 239.255.255.250:1900",
          'MAN: "ssdp:discover"',
          "MX: 3",
          "ST: ssdp:all",
          "USER-AGENT: Linux/6.1 UPnP/1.1 Finder/2.0",
          "CPFN.UPNP.ORG: desk 4",
          "",
        ),
      },
      {
        from: "server",
        hex: lines(
          "HTTP/1.1 200 OK",
          "CACHE-CONTROL: max-age=1800",
          "EXT:",
          "LOCATION: http://192.0.2.2:80/device.xml",
          "SERVER: RTOS/2.1, UPnP/1.0, Bridge/1.7.0",
          "hue-bridgeid: 020000FFFE000001",
          "ST: urn:schemas-upnp-org:device:MediaRenderer:1",
          `USN: ${USN}::urn:schemas-upnp-org:device:MediaRenderer:1`,
          "",
        ),
      },
      { from: "server", hex: lines("HTTP/1.1 503 Service Unavailable", "") },
    ],
  },
  {
    name: "a device comes, changes and goes",
    over: "udp",
    port: 1900,
    messages: [
      {
        from: "server",
        hex: lines(
          "NOTIFY * HTTP/1.1",
          "HOST: 239.255.255.250:1900",
          "CACHE-CONTROL: max-age=100",
          "LOCATION: http://192.0.2.2/d.xml",
          "NT: upnp:rootdevice",
          "NTS: ssdp:alive",
          "SERVER: Unspecified, UPnP/1.0, Unspecified",
          `USN: ${USN}::upnp:rootdevice`,
          "BOOTID.UPNP.ORG: 7",
          "",
        ),
      },
      { from: "server", hex: lines("NOTIFY * HTTP/1.1", "NT: upnp:rootdevice", "NTS: ssdp:update", `USN: ${USN}`, "") },
      { from: "server", hex: lines("NOTIFY * HTTP/1.1", "NT: upnp:rootdevice", "NTS: ssdp:byebye", `USN: ${USN}`, "") },
    ],
  },
];
