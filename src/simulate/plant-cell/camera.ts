import { joinBytes, writer } from "../bytes.ts";
import { talkOnce } from "../conversation.ts";
import { addressRecord, type DnsRecord, encodeDns, nameBytes, PTR, SRV, TXT } from "../encode/dns.ts";
import { basicCredentials, encodeHttp } from "../encode/text.ts";
import type { Host } from "../host.ts";
import { MILLISECOND, SECOND } from "../schedule.ts";
import type { Stage } from "../stage.ts";
import type { Hosts } from "./controllers.ts";

const MULTICAST_DNS = 0xe00000fb;
const SSDP = 0xeffffffa;

/** The camera makes itself known over multicast DNS and SSDP. */
export function announceCamera(stage: Stage, camera: Host): void {
  const host = "axis-00408cd71960.local";
  const instance = "AXIS P3245-V - 00408CD71960._axis-video._tcp.local";
  const unique = 0x8001;
  const record = (name: string, type: number, content: Uint8Array, single = true): DnsRecord => ({
    name,
    type,
    class: single ? unique : 1,
    timeToLive: type === SRV ? 120 : 4500,
    content,
  });
  // The instance label holds dots neither in its text nor elsewhere, so that splitting at dots is safe.
  const answers = [
    record("_axis-video._tcp.local", PTR, nameBytes(instance), false),
    record(instance, SRV, writer().u16(0, 0, 80).bytes(nameBytes(host)).done()),
    record(instance, TXT, writer().u8(23).text("macaddress=00408CD71960").done()),
    addressRecord(host, camera.ip, 120, true),
  ];
  for (const second of [0, 1, 3, 240]) {
    stage.schedule.after(second * SECOND, () =>
      stage.network.sendUdp(camera, 5353, MULTICAST_DNS, 5353, encodeDns(0, 0x8400, [], answers)),
    );
  }
  const ip = [24, 16, 8, 0].map((shift) => (camera.ip >>> shift) & 255).join(".");
  const uuid = "uuid:Upnp-BasicDevice-1_0-00408CD71960";
  for (const target of ["upnp:rootdevice", uuid, "urn:axis-com:service:BasicService:1"]) {
    const notify = encodeHttp("NOTIFY * HTTP/1.1", {
      HOST: "239.255.255.250:1900",
      "CACHE-CONTROL": "max-age=1800",
      LOCATION: `http://${ip}:49152/rootdesc1.xml`,
      OPT: '"http://schemas.upnp.org/upnp/1/0/"; ns=01',
      NT: target,
      NTS: "ssdp:alive",
      SERVER: "Linux/4.9, UPnP/1.0, Portable SDK for UPnP devices/1.6.22",
      USN: target === uuid ? uuid : `${uuid}::${target}`,
    });
    for (const second of [2, 302]) {
      stage.schedule.after(second * SECOND + stage.random.fraction() * 300 * MILLISECOND, () =>
        stage.network.sendUdp(camera, 49211, SSDP, 1900, notify),
      );
    }
  }
}

/** The panel shows the camera's picture once a minute, with user and secret in clear. */
export function panelShowsCamera(stage: Stage, hosts: Hosts): void {
  const { hmi, camera } = hosts;
  const own = stage.random.fork("picture");
  // Heads of a picture of 320 by 180 in gray; its content is noise without markers.
  const picture = (size: number) =>
    writer()
      .u16(0xffd8, 0xffe0, 16)
      .text("JFIF")
      .u8(0, 1, 2, 1)
      .u16(72, 72, 0)
      .u16(0xffc0, 11)
      .u8(8)
      .u16(180, 320)
      .u8(1, 1, 0x11, 0)
      .u16(0xffda, 8)
      .u8(1, 1, 0, 0, 63, 0)
      .bytes(own.bytes(size).map((byte) => byte & 0x7f))
      .u16(0xffd9)
      .done();
  stage.link(hmi, camera, "http", "tcp", 80, ["authenticate", "read"]);
  stage.at(60, () => stage.event("credentials in clear", hmi, camera, "http", "HTTP basic as operator"));
  stage.every(60, 60, 100, () =>
    talkOnce(
      stage.network,
      hmi,
      camera,
      80,
      [
        {
          by: "client",
          bytes: () =>
            encodeHttp("GET /axis-cgi/jpg/image.cgi?resolution=320x180 HTTP/1.1", {
              Host: "10.20.10.60",
              Authorization: basicCredentials("operator", "sample-secret-3"),
              "User-Agent": "PanelViewer/4.2",
              Connection: "close",
            }),
        },
        {
          by: "server",
          bytes: () => {
            const body = picture(own.between(5200, 7400));
            const head = encodeHttp("HTTP/1.1 200 OK", {
              Server: "Apache/2.4.46 (Unix)",
              "Content-Type": "image/jpeg",
              "Content-Length": String(body.length),
              Connection: "close",
            });
            return joinBytes(head, body);
          },
        },
      ],
      "server",
    ),
  );
}
