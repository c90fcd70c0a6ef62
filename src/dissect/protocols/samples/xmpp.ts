import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

const SPACES = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
const TLS = "xmlns='urn:ietf:params:xml:ns:xmpp-tls'";

/** A stream with a login in clear, stanzas and errors; one that becomes encrypted; a fault. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "a login in clear and stanzas",
    over: "tcp",
    port: 5222,
    messages: [
      {
        from: "client",
        hex: hexText(`<?xml version='1.0'?><stream:stream to='plant.example' version='1.0' ${SPACES}>`),
      },
      {
        from: "server",
        hex: hexText(`<?xml version='1.0'?><stream:stream from='plant.example' id='s1' version='1.0' ${SPACES}>`),
      },
      {
        from: "server",
        hex: hexText(
          `<stream:features><starttls ${TLS}/><mechanisms ${SASL}><mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>`,
        ),
      },
      { from: "client", hex: hexText(`<auth ${SASL} mechanism='PLAIN'>AHB1bXAAaGlkZGVu</auth>`) },
      { from: "server", hex: hexText(`<failure ${SASL}><not-authorized/></failure>`) },
      { from: "client", hex: hexText(`<auth ${SASL} mechanism='PLAIN'>AHB1bXAAaGlkZGVu</auth>`) },
      { from: "server", hex: hexText(`<success ${SASL}/>`) },
      {
        from: "client",
        hex: hexText("<iq type='get' id='v1' to='plant.example'><query xmlns='jabber:iq:version'/></iq>"),
      },
      {
        from: "server",
        hex: hexText(
          "<iq type='result' id='v1' from='plant.example'><query xmlns='jabber:iq:version'><name>ejabberd</name><version>23.10</version><os>Linux</os></query></iq>",
        ),
      },
      { from: "client", hex: hexText("<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq> ") },
      {
        from: "server",
        hex: hexText(
          "<iq type='error' id='b1'><bind xmlns='x'/><error type='cancel'><not-allowed xmlns='y'/></error></iq>",
        ),
      },
      {
        from: "client",
        hex: hexText("<message to='a@plant.example' id='m1'><body>hidden > words</body></message><presence/>"),
      },
      { from: "server", hex: hexText("<stream:error><conflict xmlns='z'/></stream:error></stream:stream>") },
    ],
  },
  {
    name: "a stream that becomes encrypted",
    over: "tcp",
    port: 5222,
    messages: [
      { from: "client", hex: hexText(`<starttls ${TLS}/>`) },
      { from: "server", hex: hexText(`<proceed ${TLS}/>`) },
    ],
  },
  {
    name: "faults",
    over: "tcp",
    port: 5222,
    messages: [{ from: "client", hex: hexText("<dance id='1'><step/></dance>") }],
  },
];
