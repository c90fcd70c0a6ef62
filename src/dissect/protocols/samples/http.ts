import type { Exchange } from "./sample.ts";

/** Text as hexadecimal digits, each line feed behind a carriage return. */
export function lines(text: string): string {
  return raw(text.replaceAll("\n", "\r\n"));
}

/** Text as the hexadecimal digits of its Latin-1 bytes. */
export function raw(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

const PAGE = "<html><head><title>Pump Controller PC-20</title></head><body>1</body></html>";
export const DESCRIPTION = `<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0"><device>
<deviceType>urn:schemas-upnp-org:device:BinaryLight:1</deviceType>
<friendlyName>Hall &amp; stairs</friendlyName><manufacturer>Example Lighting</manufacturer>
<modelName>Lamp Bridge</modelName><modelNumber>LB-2</modelNumber><serialNumber>0012ab</serialNumber>
<firmwareVersion>1.4.2</firmwareVersion></device></root>`;

const ONVIF = [
  '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>',
  '<tds:GetDeviceInformationResponse xmlns:tds="http://www.onvif.org/ver10/device/wsdl">',
  "<tds:Manufacturer>Example Optics &amp; Co</tds:Manufacturer><tds:Model>Dome 4</tds:Model>",
  "<tds:FirmwareVersion>5.10.2 build 7</tds:FirmwareVersion><tds:SerialNumber>EX0042</tds:SerialNumber>",
  "<tds:HardwareId>B</tds:HardwareId></tds:GetDeviceInformationResponse></s:Body></s:Envelope>",
].join("");

const DPWS = [
  '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><mex:Metadata>',
  '<mex:MetadataSection Dialect="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01/ThisModel"><dpws:ThisModel>',
  '<dpws:Manufacturer xml:lang="en">Example Medical</dpws:Manufacturer><dpws:ModelName>Monitor 9</dpws:ModelName>',
  "<dpws:ModelNumber>M9-1</dpws:ModelNumber></dpws:ThisModel></mex:MetadataSection>",
  '<mex:MetadataSection Dialect="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01/ThisDevice"><dpws:ThisDevice>',
  "<dpws:FriendlyName>Bed 12</dpws:FriendlyName><dpws:FirmwareVersion>3.1</dpws:FirmwareVersion>",
  "<dpws:SerialNumber>77-A</dpws:SerialNumber></dpws:ThisDevice></mex:MetadataSection></mex:Metadata>",
  "</soap:Body></soap:Envelope>",
].join("");

export const SAMPLES: readonly Exchange[] = [
  {
    name: "a page behind a password, pipelined with its picture",
    over: "tcp",
    port: 80,
    messages: [
      {
        from: "client",
        hex: lines(
          "GET /index.html?lang=en HTTP/1.1\nHost: pump.example:80\nUser-Agent: Mozilla/5.0 (Windows NT 6.1; rv:45.0) Gecko/20100101 Firefox/45.0\n\n",
        ),
      },
      {
        from: "server",
        hex: lines(
          'HTTP/1.1 401 Unauthorized\nServer: GoAhead-Webs\nWWW-Authenticate: Basic realm="PC-20 Controller"\nContent-Length: 0\n\n',
        ),
      },
      {
        from: "client",
        hex: lines(
          'GET /index.html HTTP/1.1\nHost: pump.example:80\nAuthorization: Basic YWRtaW46YWRtaW4=\nCookie: sid=77\n\nGET /logo.gif HTTP/1.1\nHost: pump.example:80\nAuthorization: Digest username="op", realm="x"\n\n',
        ),
      },
      {
        from: "server",
        hex: lines(
          `HTTP/1.1 200 OK\nServer: GoAhead-Webs\nContent-Type: text/html\nContent-Length: ${PAGE.length}\n\n${PAGE}HTTP/1.1 304 Not Modified\n\n`,
        ),
      },
    ],
  },
  {
    name: "a device description in chunks, and other requests",
    over: "tcp",
    port: 49153,
    messages: [
      { from: "client", hex: lines("HEAD /setup.xml HTTP/1.1\nHost: 192.0.2.2\n\n") },
      { from: "server", hex: lines("HTTP/1.1 200 OK\nContent-Type: text/xml\nContent-Length: 900\n\n") },
      {
        from: "client",
        hex: lines("GET /setup.xml HTTP/1.1\nHost: 192.0.2.2\nUser-Agent: Linux/3.4 UPnP/1.0 Control Point/2.0\n\n"),
      },
      {
        from: "server",
        hex:
          lines(
            "HTTP/1.1 200 OK\nSERVER: Linux/2.6.21, UPnP/1.0, Example Stack/1.0\nTransfer-Encoding: chunked\nContent-Type: text/xml\n\n",
          ) +
          lines(`64;name=value\n`) +
          raw(DESCRIPTION.slice(0, 100)) +
          lines(`\n${(DESCRIPTION.length - 100).toString(16)}\n`) +
          raw(DESCRIPTION.slice(100)) +
          lines("\n0\nX-Sum: 1\n\n"),
      },
      {
        from: "client",
        hex: lines(
          "POST /login.cgi HTTP/1.1\nHost: 192.0.2.2\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 35\nExpect: 100-continue\n\nusername=service&password=hunter%32",
        ),
      },
      {
        from: "server",
        hex: lines(
          "HTTP/1.1 100 Continue\n\nHTTP/1.1 303 See Other\nLocation: http://u:v@192.0.2.2/main?token=abc\nContent-Length: 0\n\n",
        ),
      },
      {
        from: "client",
        hex: lines(
          'PUT /api/state HTTP/1.1\nHost: 192.0.2.2\nAuthorization: Bearer 99aa\nContent-Type: application/json\nContent-Length: 35\n\n{"user":"op","password":"op","a":1}',
        ),
      },
      { from: "server", hex: lines("HTTP/1.1 204 No Content\n\n") },
    ],
  },
  {
    name: "a body that ends with the connection",
    over: "tcp",
    port: 80,
    messages: [
      { from: "client", hex: lines("GET /plain HTTP/1.0\n\n") },
      { from: "server", hex: lines(`HTTP/1.0 200 OK\nContent-Type: text/html\n\n${PAGE}`) },
    ],
  },
  {
    name: "a camera and a medical device say what they are",
    over: "tcp",
    port: 80,
    messages: [
      { from: "client", hex: lines("POST /onvif/device_service HTTP/1.0\n\n") },
      {
        from: "server",
        hex: lines(`HTTP/1.0 200 OK\nContent-Type: application/soap+xml\nContent-Length: ${ONVIF.length}\n\n${ONVIF}`),
      },
      { from: "client", hex: lines("POST /0123 HTTP/1.0\n\n") },
      {
        from: "server",
        hex: lines(`HTTP/1.0 200 OK\nContent-Type: application/soap+xml\nContent-Length: ${DPWS.length}\n\n${DPWS}`),
      },
    ],
  },
  {
    name: "a request without a version, and its answer",
    over: "tcp",
    port: 80,
    messages: [
      { from: "client", hex: lines("GET /old\n") },
      { from: "server", hex: lines(`${PAGE}\n\n`) },
    ],
  },
  {
    name: "messages with faults",
    over: "tcp",
    port: 80,
    messages: [
      { from: "client", hex: lines("GET /a b HTTP/1.1\nno colon\nanother\nContent-Length: x\n\n") },
      { from: "server", hex: lines("HTTP/1.1 abc\n\n") },
      { from: "client", hex: lines("POST / HTTP/1.1\nContent-Length: 3\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n") },
      { from: "client", hex: lines("SAY hello\n\n") },
      { from: "client", hex: lines("POST / HTTP/1.1\nContent-Length: 3\nContent-Length: 4\n\nabc") },
      { from: "server", hex: lines("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nxyz\n") },
    ],
  },
];
