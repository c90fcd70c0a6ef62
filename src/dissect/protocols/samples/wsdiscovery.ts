import type { Exchange } from "./sample.ts";

function hexOf(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

const NEW = "http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01";
const OLD = "http://schemas.xmlsoap.org/ws/2005/04/discovery";

function envelope(discovery: string, name: string, header: string, body: string): string {
  return hexOf(
    `<?xml version="1.0" encoding="utf-8"?><!-- made up -->
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="urn:addressing" xmlns:d="${discovery}">
<s:Header><a:To>urn:all</a:To><a:Action s:mustUnderstand="1">${discovery}/${name}</a:Action>${header}</s:Header>
<s:Body>${body}</s:Body></s:Envelope>`,
  );
}

function id(number: number): string {
  return `<a:MessageID>urn:uuid:00000000-0000-4000-8000-00000000000${number}</a:MessageID>`;
}

function relates(number: number): string {
  return `<a:RelatesTo>urn:uuid:00000000-0000-4000-8000-00000000000${number}</a:RelatesTo>`;
}

function endpoint(number: number): string {
  return `<a:EndpointReference><a:Address>urn:uuid:11111111-0000-4000-8000-00000000000${number}</a:Address></a:EndpointReference>`;
}

const CAMERA = [
  endpoint(1),
  "<d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types>",
  "<d:Scopes>onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/name/AXIS%20M0000",
  " onvif://www.onvif.org/hardware/M0000 onvif://www.onvif.org/location/Hall%202",
  " onvif://www.onvif.org/MAC/02:00:00:00:00:02</d:Scopes>",
  "<d:XAddrs>http://192.0.2.2/onvif/device_service http://user:secret@192.0.2.2/x</d:XAddrs>",
  "<d:MetadataVersion>10</d:MetadataVersion>",
].join("");

const PRINTER = [
  endpoint(2),
  "<d:Types>wsdp:Device wprt:PrintDeviceType wscn:ScanDeviceType</d:Types>",
  "<d:XAddrs>http://192.0.2.77:5357/a</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>",
].join("");

const MONITOR = [
  endpoint(3),
  "<d:Types>dpws:Device mdpws:MedicalDevice</d:Types>",
  "<d:Scopes>sdc.mds.pkp:1.2.840.10004.20701.1.1 sdc.ctxt.loc:/root/HOSP1?fac=HOSP1&amp;poc=ICU&amp;bed=4</d:Scopes>",
].join("");

/** A client looks for cameras and a printer; devices come and go; what is no message of it. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a client probes and resolves",
    over: "udp",
    port: 3702,
    messages: [
      {
        from: "client",
        hex: envelope(NEW, "Probe", id(1), "<d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe>"),
      },
      {
        from: "server",
        hex: envelope(
          NEW,
          "ProbeMatches",
          `${id(2)}${relates(1)}<d:AppSequence InstanceId="17" MessageNumber="3"/>`,
          `<d:ProbeMatches><d:ProbeMatch>${CAMERA}</d:ProbeMatch><d:ProbeMatch>${PRINTER}</d:ProbeMatch></d:ProbeMatches>`,
        ),
      },
      { from: "client", hex: envelope(OLD, "Resolve", id(3), `<d:Resolve>${endpoint(1)}</d:Resolve>`) },
      {
        from: "server",
        hex: envelope(
          OLD,
          "ResolveMatches",
          id(4) + relates(3),
          `<d:ResolveMatches><d:ResolveMatch>${endpoint(1)}<d:XAddrs>http://192.0.2.2/a</d:XAddrs></d:ResolveMatch></d:ResolveMatches>`,
        ),
      },
      {
        from: "server",
        hex: envelope(
          OLD,
          "fault",
          relates(3),
          "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>d:MatchingRuleNotSupported</s:Value></s:Subcode></s:Code></s:Fault>",
        ),
      },
    ],
  },
  {
    name: "devices come and go",
    over: "udp",
    port: 3702,
    messages: [
      { from: "server", hex: envelope(NEW, "Hello", id(1), `<d:Hello>${MONITOR}</d:Hello>`) },
      {
        from: "server",
        hex: envelope(
          NEW,
          "Hello",
          id(2),
          `<d:Hello>${endpoint(4)}<d:Types>wsdp:Device pub:Computer</d:Types></d:Hello>`,
        ),
      },
      { from: "server", hex: envelope(NEW, "Bye", id(3), `<d:Bye>${endpoint(4)}</d:Bye>`) },
    ],
  },
];
