import * as ua from "./opcua-bytes.ts";
import type { Exchange } from "./sample.ts";
import { ascii, certificate, der, distinguishedName } from "./tls-bytes.ts";

const { u8, u16, u32, f32, f64, i64, text, bytes, list, node, NULL, NOW, message } = ua;

const URL = "opc.tcp://mixer-7.plant.example:4840";
const SERVER = ua.application("urn:mixer-7:ExampleWorks:MixServer", "urn:example-works:mixserver", "MixServer", 0, URL);
const CLIENT = ua.application("urn:op-3:ExampleWorks:View", "urn:example-works:view", "View@op-3", 1, "");
const SERVER_CERTIFICATE = certificate(
  distinguishedName("Example Works", "MixServer@mixer-7"),
  distinguishedName("Example Works", "MixServer@mixer-7"),
  "rsa",
  der(0x86, ascii("urn:mixer-7:ExampleWorks:MixServer")) + der(0x82, ascii("mixer-7.plant.example")),
);
const CLIENT_CERTIFICATE = certificate(
  distinguishedName("Example Site CA", "CA"),
  distinguishedName("Example Works", "View"),
  "rsa",
  der(0x86, ascii("urn:op-3:ExampleWorks:View")) + der(0x82, ascii("op-3")),
);
const NO_DIAGNOSTICS = NULL;

type Sent = readonly ["client" | "server", string];

function exchange(name: string, ...sent: Sent[]): Exchange {
  return { name, over: "tcp", port: 4840, messages: sent.map(([from, hex]) => ({ from, hex })) };
}

/** A connection with an unprotected channel, then these. */
function opened(name: string, ...sent: Sent[]): Exchange {
  return exchange(
    name,
    ["client", ua.hello(URL)],
    ["server", ua.acknowledge()],
    ["client", ua.open(1, ua.OPEN_REQUEST)],
    ["server", ua.open(1, ua.OPEN_RESPONSE)],
    ...sent,
  );
}

/** A request and its good answer. */
function pair(sequence: number, request: number, asked: string, response: number, answered: string): Sent[] {
  return [
    ["client", message(sequence, request, ua.requestHeader(sequence) + asked)],
    ["server", message(sequence, response, ua.responseHeader(sequence) + answered)],
  ];
}

const readId = (name: string, attribute = 13, range: string | null = null): string =>
  node(name) + u32(attribute) + text(range) + ua.qualified(0, null);
const read = (...ids: string[]): string => f64(0) + u32(2) + list(...ids);
const results = (...values: string[]): string => list(...values) + NO_DIAGNOSTICS;

const BUILD_INFO =
  text("urn:example-works:mixserver") +
  text("Example Works") +
  text("MixServer 300") +
  text("4.2.1") +
  text("1187") +
  NOW;

const LEVEL = "ns=2;s=Tank.Level";
const PUMP = "ns=2;s=Pump.Run";
const SPEED = "ns=2;i=5012";

/** Node attributes of a variable with an initial value. */
const VARIABLE_ATTRIBUTES =
  u32(0x3fffff) +
  ua.localized("Level") +
  ua.localized("of the tank") +
  u32(0) +
  u32(0) +
  ua.variant(11, f64(0.5)) +
  node("i=11") +
  u32(-1) +
  NULL +
  u8(3) +
  u8(3) +
  f64(100) +
  u8(0);

const SELECT = list(
  node("i=2041") + list(ua.qualified(0, "EventType")) + u32(13) + NULL,
  node("i=2041") + list(ua.qualified(0, "Message")) + u32(13) + NULL,
);
/** Severity above 500 or of a type. */
const WHERE = list(
  u32(2) +
    list(
      ua.object(603, node("i=2041") + list(ua.qualified(0, "Severity")) + u32(13) + NULL),
      ua.object(597, ua.variant(5, u16(500))),
    ),
  u32(14) + list(ua.object(594, u32(0)), ua.object(600, node("i=84") + NULL + NULL + u32(13) + NULL)),
);
const EVENT_FILTER = ua.object(727, SELECT + WHERE);
const DATA_CHANGE_FILTER = ua.object(724, u32(1) + u32(1) + f64(0.5));

const monitored = (name: string, handle: number, filter: string, attribute = 13): string =>
  readId(name, attribute) + u32(2) + u32(handle) + f64(250) + filter + u32(1) + u8(1);
const created = (id: number, status = 0): string => u32(status) + u32(id) + f64(250) + u32(1) + ua.NO_OBJECT;

const changes = (...items: string[]): string => ua.object(811, list(...items) + NULL);
const change = (handle: number, value: string): string => u32(handle) + value;
const notification = (sequence: number, ...parts: string[]): string => u32(sequence) + NOW + list(...parts);
const published = (sequence: number, ...parts: string[]): string =>
  u32(77) + list(u32(sequence)) + u8(0) + notification(sequence, ...parts) + list(u32(0)) + NULL;

const LONG_VALUE = ua.dataValue(ua.variant(15, bytes("ab".repeat(70_000))));

const NESTED = "0018".repeat(0) + "18".repeat(20) + "00";

const identity = (id: number, body: string): string => (id === 0 ? ua.NO_OBJECT : ua.object(id, body));
const activate = (id: number, body: string): string =>
  text(null) + bytes(null) + NULL + list(text("en"), text("de")) + identity(id, body) + NULL + NULL;
const ACTIVATED = bytes("77".repeat(32)) + NULL + NULL;

/** Every service both ways, in groups, with refusals; chunks, protected channels, and defects. */
export const SAMPLES: readonly Exchange[] = [
  opened(
    "connection and endpoints",
    ...pair(
      2,
      428,
      text(URL) + list() + list(),
      431,
      list(
        ua.endpoint(URL, SERVER, SERVER_CERTIFICATE, 1, "None", [0, 1]),
        ua.endpoint(URL, SERVER, SERVER_CERTIFICATE, 3, "Basic256Sha256", [1, 2, 3]),
        ua.endpoint(URL, SERVER, SERVER_CERTIFICATE, 2, "Basic128Rsa15", [1]),
      ),
    ),
    ["client", ua.close(3)],
  ),
  opened(
    "discovery",
    ...pair(2, 422, text(URL) + NULL + NULL, 425, list(SERVER)),
    ...pair(3, 422, text(URL) + NULL + NULL, 425, list(SERVER, CLIENT)),
    ...pair(
      4,
      12208,
      u32(0) + u32(0) + list(text("DA")),
      12209,
      NOW + list(u32(1) + text("MixServer on mixer-7") + text(URL) + list(text("DA"))),
    ),
    ...pair(
      5,
      437,
      text("urn:mixer-7:ExampleWorks:MixServer") +
        text("urn:example-works:mixserver") +
        list(ua.localized("MixServer", "en"), ua.localized("Mischserver", "de")) +
        u32(0) +
        NULL +
        list(text(URL)) +
        NULL +
        u8(1),
      440,
      "",
    ),
    [
      "client",
      message(
        6,
        12211,
        ua.requestHeader(6) +
          text("urn:mixer-7:ExampleWorks:MixServer") +
          NULL +
          NULL +
          u32(0) +
          NULL +
          NULL +
          NULL +
          u8(1) +
          list(ua.object(12901, text("mixer-7") + list(text("DA")))),
      ),
    ],
    ["server", message(6, 397, ua.responseHeader(6, 0x800b0000))],
  ),
  opened(
    "sessions of every kind of user",
    [
      "client",
      message(
        2,
        461,
        ua.requestHeader(2, "0000") +
          CLIENT +
          NULL +
          text(URL) +
          text("View session 1") +
          bytes("11".repeat(32)) +
          bytes(CLIENT_CERTIFICATE) +
          f64(1_200_000) +
          u32(0),
      ),
    ],
    [
      "server",
      message(
        2,
        464,
        ua.responseHeader(2) +
          node("ns=1;i=90001") +
          ua.TOKEN +
          f64(1_200_000) +
          bytes("22".repeat(32)) +
          bytes(SERVER_CERTIFICATE) +
          list(ua.endpoint(URL, SERVER, SERVER_CERTIFICATE, 1, "None", [0, 1])) +
          NULL +
          NULL +
          bytes("33".repeat(8)) +
          u32(0),
      ),
    ],
    ...pair(3, 467, activate(321, text("user-0")), 470, ACTIVATED),
    ...pair(4, 467, activate(0, ""), 470, ACTIVATED),
    ...pair(
      5,
      467,
      activate(324, text("user-1") + text("operator") + bytes(ascii("hush-hush")) + NULL),
      470,
      ACTIVATED,
    ),
    [
      "client",
      message(
        6,
        467,
        ua.requestHeader(6) +
          activate(
            324,
            text("user-1") +
              text("engineer") +
              bytes("c5".repeat(128)) +
              text("http://www.w3.org/2001/04/xmlenc#rsa-oaep"),
          ),
      ),
    ],
    ["server", message(6, 397, ua.responseHeader(6, 0x801f0000))],
    ...pair(7, 467, activate(327, text("user-2") + bytes(CLIENT_CERTIFICATE)), 470, ACTIVATED),
    ...pair(8, 467, activate(940, text("user-3") + bytes(ascii("token text")) + NULL), 470, ACTIVATED),
    ...pair(9, 479, u32(4), 482, u32(0)),
    ...pair(10, 473, u8(1), 476, ""),
  ),
  opened(
    "reads of process values and of who the server is",
    ...pair(
      2,
      631,
      read(readId(LEVEL), readId(PUMP), readId(SPEED), readId("ns=2;s=Recipe", 13, "4:6"), readId(LEVEL, 4)),
      634,
      results(
        ua.dataValue(ua.variant(10, f32(417.5))),
        ua.dataValue(ua.variant(1, "01"), 0x40900000),
        ua.noValue(0x80340000),
        ua.dataValue(ua.variants(4, u16(7), u16(65_535), u16(9))),
        `01${ua.variant(21, ua.localized("Level", "en"))}`,
      ),
    ),
    ...pair(3, 631, read(readId(LEVEL)), 634, results(ua.dataValue(ua.variant(10, f32(418))))),
    ...pair(
      4,
      631,
      read(readId("i=2256"), readId("i=2255"), readId("i=2264"), readId("i=2263")),
      634,
      results(
        ua.dataValue(ua.variant(22, ua.object(864, NOW + NOW + u32(0) + BUILD_INFO + u32(0) + ua.localized("none")))),
        ua.dataValue(
          ua.variants(
            12,
            text("http://opcfoundation.org/UA/"),
            text("urn:mixer-7:ExampleWorks:MixServer"),
            text("http://PLCopen.org/OpcUa/IEC61131-3/"),
          ),
        ),
        ua.dataValue(ua.variant(12, text("4.2.1"))),
        ua.dataValue(ua.variant(12, text("Example Works"))),
      ),
    ),
    ...pair(5, 631, read(readId("ns=2;s=Gone")), 634, results(ua.noValue(0x80340000))),
  ),
  opened(
    "every built-in type",
    ...pair(
      2,
      631,
      read(...Array.from({ length: 27 }, (_, index) => readId(`ns=3;i=${index}`))),
      634,
      list(
        ua.dataValue("00"),
        ua.dataValue(ua.variant(1, "01")),
        ua.dataValue(ua.variant(2, "fe")),
        ua.dataValue(ua.variant(3, "fe")),
        ua.dataValue(ua.variant(4, "feff")),
        ua.dataValue(ua.variant(5, "feff")),
        ua.dataValue(ua.variant(6, "feffffff")),
        ua.dataValue(ua.variant(7, "feffffff")),
        ua.dataValue(ua.variant(8, i64(-9_007_199_254_740_995n))),
        ua.dataValue(ua.variant(9, i64(-2n))),
        ua.dataValue(ua.variant(10, f32(Number.NaN))),
        ua.dataValue(ua.variant(11, f64(-0.125))),
        ua.dataValue(ua.variant(12, NULL)),
        ua.dataValue(ua.variant(13, i64(0n))),
        ua.dataValue(ua.variant(14, "00112233445566778899aabbccddeeff")),
        ua.dataValue(ua.variant(15, bytes("c0ffee"))),
        ua.dataValue(ua.variant(16, text("<a/>"))),
        ua.dataValue(ua.variant(17, node("ns=2;g=00112233445566778899aabbccddeeff"))),
        ua.dataValue(ua.variant(18, `c3${u16(0)}${text("x")}${text("urn:x")}${u32(3)}`)),
        ua.dataValue(ua.variant(19, u32(0x80330000))),
        ua.dataValue(ua.variant(20, ua.qualified(2, "Tank"))),
        ua.dataValue(ua.variant(21, "00")),
        ua.dataValue(ua.variant(22, `${node("ns=2;i=3002")}01${bytes("0102")}`)),
        ua.dataValue(ua.variants(23, ua.dataValue(ua.variant(3, "05")), ua.noValue(0x80320000))),
        ua.dataValue(ua.variants(24, ua.variant(3, "05"), ua.variants(6, u32(1), u32(2)))),
        ua.dataValue(
          ua.variant(25, `7f${u32(1)}${u32(2)}${u32(3)}${u32(4)}${text("more")}${u32(0x80010000)}01${u32(5)}`),
        ),
        `3f${`cb${list(f64(1), f64(2), f64(3), f64(4))}${list(u32(2), u32(2))}`}${u32(0)}${NOW}${u16(5)}${NOW}${u16(6)}`,
      ) + list("00", `01${u32(0)}`),
    ),
    ...pair(
      3,
      631,
      read(readId("ns=1;b=00ff10"), readId("ns=300;i=7"), readId("ns=2;i=70000"), readId("ns=3;i=1", 99)),
      634,
      results(
        ua.dataValue(ua.variant(22, `${node("i=9999")}02${text("<b/>")}`)),
        ua.dataValue(ua.variant(22, ua.object(884 + 2, f64(0) + f64(100)))),
        ua.dataValue(ua.variant(22, node("i=3") + "00")),
        ua.noValue(0x80350000),
      ),
    ),
  ),
  opened(
    "writes and calls",
    ...pair(
      2,
      673,
      list(
        node(LEVEL) + u32(13) + NULL + `01${ua.variant(10, f32(50))}`,
        node("ns=2;s=Recipe") + u32(13) + text("2") + `01${ua.variant(4, u16(7))}`,
        node(LEVEL) + u32(5) + NULL + `01${ua.variant(21, ua.localized("x"))}`,
      ),
      676,
      results(u32(0), u32(0x803b0000), u32(0)),
    ),
    ...pair(3, 673, list(node(PUMP) + u32(13) + NULL + `01${ua.variant(1, "00")}`), 676, results(u32(0x801f0000))),
    ...pair(
      4,
      712,
      list(
        node("ns=2;s=Mixer") + node("ns=2;s=Mixer.Start") + list(ua.variant(6, u32(3)), ua.variant(15, bytes("aabb"))),
      ),
      715,
      results(u32(0) + list(u32(0)) + NULL + list(ua.variant(12, text("started")))),
    ),
    ...pair(
      5,
      712,
      list(node("i=2253") + node("i=11492") + list(ua.variant(7, u32(77)))),
      715,
      results(u32(0) + NULL + NULL + list(ua.variants(7, u32(1)), ua.variants(7, u32(2)))),
    ),
    ...pair(
      6,
      712,
      list(
        node("i=24290") +
          node("i=24310") +
          list(ua.variant(12, text("old-secret")), ua.variant(12, text("new-secret"))),
      ),
      715,
      results(u32(0x801f0000) + list(u32(0)) + NULL + NULL),
    ),
  ),
  opened(
    "changes of the address space",
    ...pair(
      2,
      488,
      list(
        node("i=85") +
          node("i=35") +
          node("ns=2;s=Tank.New") +
          ua.qualified(2, "New") +
          u32(2) +
          ua.object(357, VARIABLE_ATTRIBUTES) +
          node("i=63"),
      ),
      491,
      results(u32(0) + node("ns=2;s=Tank.New")),
    ),
    ...pair(
      3,
      494,
      list(node("i=85") + node("i=35") + u8(1) + NULL + node("ns=2;s=Tank.New") + u32(2)),
      497,
      results(u32(0)),
    ),
    ...pair(4, 506, list(node("i=85") + node("i=35") + u8(1) + node("ns=2;s=Tank.New") + u8(1)), 509, results(u32(0))),
    ...pair(5, 500, list(node("ns=2;s=Tank.New") + u8(1)), 503, results(u32(0x80690000))),
  ),
  opened(
    "views, registered nodes and queries",
    ...pair(
      2,
      527,
      node("i=0") + u32(0).repeat(3) + u32(10) + list(node("i=85") + u32(0) + node("i=33") + u8(1) + u32(3) + u32(63)),
      530,
      results(
        u32(0) +
          bytes("c0de") +
          list(
            node("i=35") +
              u8(1) +
              node(LEVEL) +
              ua.qualified(2, "Level") +
              ua.localized("Level") +
              u32(2) +
              node("i=63"),
          ),
      ),
    ),
    ...pair(3, 533, u8(0) + list(bytes("c0de")), 536, results(u32(0) + NULL + list())),
    ...pair(
      4,
      554,
      list(node("i=84") + list(node("i=33") + u8(0) + u8(1) + ua.qualified(2, "Tank"))),
      557,
      results(u32(0) + list(node(LEVEL) + u32(0xffffffff))),
    ),
    ...pair(5, 560, list(node(LEVEL)), 563, list(node("ns=5;i=1"))),
    ...pair(6, 631, read(readId("ns=5;i=1")), 634, results(ua.dataValue(ua.variant(11, f64(1.25))))),
    ...pair(7, 566, list(node("ns=5;i=1")), 569, ""),
    ...pair(
      8,
      615,
      node("i=0") +
        u32(0).repeat(3) +
        list(
          node("ns=2;i=1001") +
            u8(1) +
            list(list(node("i=33") + u8(0) + u8(1) + ua.qualified(2, "x")) + u32(13) + NULL),
        ) +
        WHERE +
        u32(0) +
        u32(0),
      618,
      list(node(LEVEL) + node("i=63") + list(ua.variant(11, f64(2)))) +
        bytes("beef") +
        list(u32(0) + list(u32(0)) + NULL) +
        NULL +
        (list(u32(0) + list(u32(0)) + NULL) + NULL),
    ),
    ...pair(9, 621, u8(1) + bytes("beef"), 624, list() + NULL),
  ),
  opened(
    "history",
    ...pair(
      2,
      664,
      ua.object(649, u8(0) + NOW + NOW + u32(100) + u8(0)) +
        u32(0) +
        u8(0) +
        list(node(LEVEL) + NULL + ua.qualified(0, null) + NULL),
      667,
      results(u32(0) + NULL + ua.object(658, list(ua.dataValue(ua.variant(11, f64(1)))))),
    ),
    ...pair(
      3,
      664,
      ua.object(652, NOW + NOW + f64(1000) + list(node("i=2342")) + u8(1) + u8(0) + u8(100) + u8(100) + u8(0)) +
        u32(0) +
        u8(0) +
        list(node("ns=2;s=Gone") + NULL + ua.qualified(0, null) + NULL),
      667,
      results(u32(0x80340000) + NULL + ua.NO_OBJECT),
    ),
    ...pair(
      4,
      700,
      list(
        ua.object(682, node(LEVEL) + u32(1) + list(ua.dataValue(ua.variant(11, f64(3))))),
        ua.object(688, node(PUMP) + u8(0) + NOW + NOW),
      ),
      703,
      results(u32(0) + list(u32(0)) + NULL, u32(0) + NULL + NULL),
    ),
  ),
  opened(
    "subscriptions: changes, events, status, other handles, ends",
    ...pair(
      2,
      787,
      f64(500) + u32(10_000) + u32(10) + u32(0) + u8(1) + u8(0),
      790,
      u32(77) + f64(500) + u32(10_000) + u32(10),
    ),
    ...pair(
      3,
      751,
      u32(77) +
        u32(2) +
        list(
          monitored(LEVEL, 1, DATA_CHANGE_FILTER),
          monitored("ns=2;s=Gone", 2, ua.NO_OBJECT),
          monitored("i=2253", 3, EVENT_FILTER, 12),
        ),
      754,
      results(created(11), created(0, 0x80340000), created(13)),
    ),
    ["client", message(4, 826, ua.requestHeader(4) + list())],
    ["client", message(5, 826, ua.requestHeader(5) + list(u32(77) + u32(1)))],
    [
      "server",
      message(
        4,
        829,
        ua.responseHeader(4) + published(1, changes(change(1, ua.dataValue(ua.variant(11, f64(4.5)))))),
        4,
      ),
    ],
    [
      "server",
      message(
        5,
        829,
        ua.responseHeader(5) +
          published(
            2,
            ua.object(
              916,
              list(u32(3) + list(ua.variant(17, node("i=2130")), ua.variant(21, ua.localized("Tank high")))),
            ),
          ),
        5,
      ),
    ],
    ...pair(
      6,
      763,
      u32(77) + u32(2) + list(u32(11) + u32(41) + f64(250) + ua.NO_OBJECT + u32(1) + u8(1)),
      766,
      results(u32(0) + f64(250) + u32(1) + ua.NO_OBJECT),
    ),
    ...pair(
      7,
      826,
      list(),
      829,
      published(
        3,
        changes(
          change(41, ua.dataValue(ua.variant(11, f64(5)), 0x80050000)),
          change(99, ua.dataValue(ua.variant(11, f64(6)))),
        ),
      ),
    ),
    ...pair(8, 832, u32(77) + u32(3), 835, notification(3, changes(change(41, ua.dataValue(ua.variant(11, f64(5))))))),
    ...pair(9, 769, u32(77) + u32(1) + list(u32(11)), 772, results(u32(0))),
    ...pair(10, 775, u32(77) + u32(11) + list(u32(13)) + NULL, 778, list(u32(0)) + NULL + NULL + NULL),
    ...pair(11, 793, u32(77) + f64(1000) + u32(100) + u32(10) + u32(0) + u8(1), 796, f64(1000) + u32(100) + u32(10)),
    ...pair(12, 799, u8(0) + list(u32(77)), 802, results(u32(0))),
    ...pair(13, 841, list(u32(78)) + u8(1), 844, results(u32(0x80280000) + NULL)),
    ...pair(14, 781, u32(77) + list(u32(11)), 784, results(u32(0))),
    ...pair(15, 826, list(), 829, published(4, changes(change(41, ua.dataValue(ua.variant(11, f64(7))))))),
    ...pair(16, 826, list(), 829, published(5, ua.object(820, u32(0x800a0000) + "00"))),
    ...pair(17, 847, list(u32(77)), 850, results(u32(0))),
  ),
  opened(
    "messages in chunks, a long one, and one given up",
    ["client", message(2, 631, ua.requestHeader(2) + read(readId(LEVEL), readId(PUMP)))],
    ["server", ua.chunk("C", 2, 2, node("i=634") + ua.responseHeader(2))],
    [
      "server",
      ua.chunk("C", 3, 2, u32(2) + ua.dataValue(ua.variant(10, f32(9)))) +
        ua.chunk("F", 4, 2, ua.dataValue(ua.variant(1, "01")) + NULL),
    ],
    ["client", message(3, 631, ua.requestHeader(3) + read(readId("ns=2;s=Image"), readId(LEVEL)))],
    ["server", message(5, 634, ua.responseHeader(3) + results(LONG_VALUE, ua.dataValue(ua.variant(10, f32(10)))), 3)],
    ["client", message(4, 631, ua.requestHeader(4) + read(readId(LEVEL)))],
    ["server", ua.chunk("C", 6, 4, node("i=634") + ua.responseHeader(4))],
    ["server", ua.chunk("A", 7, 4, u32(0x80080000) + text("too much"))],
    ["client", ua.chunk("A", 5, 5, u32(0x80b90000) + NULL)],
    ["client", message(6, 631, ua.requestHeader(6) + read(readId("ns=2;s=Image"), readId(LEVEL)))],
    ["server", ua.chunk("C", 8, 6, node("i=634") + ua.responseHeader(6) + u32(2) + LONG_VALUE)],
    ["server", ua.chunk("C", 9, 6, "00".repeat(80_000))],
    ["server", ua.chunk("C", 10, 6, "00".repeat(70_000))],
    ["server", ua.chunk("F", 11, 6, "00".repeat(70_000))],
  ),
  exchange(
    "a channel that signs",
    ["client", ua.hello(URL)],
    ["server", ua.acknowledge()],
    ["client", ua.openSecured("Basic256Sha256", CLIENT_CERTIFICATE, 0)],
    ["server", ua.openSecured("Basic256Sha256", SERVER_CERTIFICATE)],
    ["client", ua.chunk("F", 52, 2, node("i=631") + ua.requestHeader(2) + read(readId(LEVEL)), "e7".repeat(32))],
    [
      "server",
      ua.chunk(
        "F",
        52,
        2,
        node("i=634") + ua.responseHeader(2) + results(ua.dataValue(ua.variant(10, f32(3)))),
        "e8".repeat(32),
      ),
    ],
  ),
  exchange(
    "a channel that encrypts, under a withdrawn policy",
    ["client", ua.hello(URL)],
    ["server", ua.acknowledge()],
    ["client", ua.openSecured("Basic256", CLIENT_CERTIFICATE, 0)],
    ["server", ua.openSecured("Basic256", `${SERVER_CERTIFICATE}${CLIENT_CERTIFICATE}`)],
    ["client", ua.frame("MSGF", u32(6) + u32(9) + "8c41d7f2".repeat(20))],
    ["server", ua.frame("MSGF", u32(6) + u32(9) + "17b3c0de".repeat(24))],
    ["server", ua.frame("MSGC", u32(6) + u32(9) + "5b".repeat(70_000))],
    ["client", ua.frame("CLOF", u32(6) + u32(9) + "8c41d7f3".repeat(20))],
  ),
  exchange(
    "a server that calls back, and one that gives up",
    ["server", ua.frame("RHEF", text("urn:mixer-7:ExampleWorks:MixServer") + text(URL))],
    ["client", ua.hello(URL)],
    ["server", ua.frame("ERRF", u32(0x80830000) + text("no such endpoint"))],
  ),
  exchange(
    "the middle of a connection: signed, then a fault",
    ["client", ua.chunk("F", 70, 9, node("i=631") + ua.requestHeader(9) + read(readId(LEVEL)), "e7".repeat(20))],
    [
      "server",
      ua.chunk(
        "F",
        70,
        9,
        node("i=634") + ua.responseHeader(9) + results(ua.dataValue(ua.variant(10, f32(3)))),
        "e8".repeat(20),
      ),
    ],
    ["server", ua.chunk("F", 71, 10, "44".repeat(40))],
  ),
  exchange("the middle of a connection that encrypts", [
    "client",
    ua.frame("MSGF", u32(6) + u32(9) + "8c41d7f2".repeat(20)),
  ]),
  opened(
    "faults: short, leftover, unknown service, unfinished, too deep, bad notification and certificate",
    ["client", message(2, 631, ua.requestHeader(2) + f64(0))],
    ["client", message(3, 473, `${ua.requestHeader(3)}01ffff`)],
    ["client", message(4, 9999, ua.requestHeader(4))],
    ["client", ua.chunk("C", 5, 5, node("i=631"))],
    ["client", message(6, 473, `${ua.requestHeader(6)}01`)],
    ["server", message(7, 829, ua.responseHeader(7) + published(1, ua.object(811, list(u32(1) + "0d"))))],
    ["client", message(8, 712, ua.requestHeader(8) + list(node("i=1") + node("i=2") + list(NESTED)))],
    ["client", ua.openSecured("Basic256Sha256", "300203ff")],
    ["client", ua.frame("OPNF", u32(6) + u32(400) + "00")],
    ["client", ua.frame("MSGF", u32(6))],
    ["client", ua.chunk("A", 9, 9, "0000b9")],
    ["client", ua.frame("HELF", u32(0) + u32(1) + u32(1))],
  ),
];
