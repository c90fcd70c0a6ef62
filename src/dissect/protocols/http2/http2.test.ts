import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, performServerHandshake, type ServerHttp2Stream } from "node:http2";
import { type Duplex, duplexPair } from "node:stream";
import { describe, test } from "node:test";
import { CERTAIN, LIKELY, NO } from "../../dissector.ts";
import { Reader } from "../../reader.ts";
import { bytesOf, dissectExchange, type SeenMessage } from "../../testing.ts";
import { sbi } from "../cellular/sbi.ts";
import { http } from "../http/http.ts";
import { hexText } from "../samples/dns-bytes.ts";
import { block, frame, PREFACE, SAMPLES } from "../samples/http2.ts";
import type { Exchange } from "../samples/sample.ts";
import { newTable, readBlock } from "./hpack.ts";
import { http2 } from "./http2.ts";
import { huffmanText } from "./huffman.ts";

const seen = dissectExchange(SAMPLES[0] as Exchange, [http2]);

function play(...messages: Exchange["messages"]): SeenMessage[] {
  return dissectExchange({ name: "made up", over: "tcp", port: 8080, messages }, [http2]);
}

function likeness(hex: string, isComplete = false): number {
  const bytes = bytesOf(hex);
  const reader = new Reader();
  reader.open(bytes, 0, bytes.length, isComplete);
  return http2.probe(reader, { memory: http2.remember?.(), side: 0, stream: true } as never);
}

test("frames are told in order, and answers find their requests", () => {
  assert.deepEqual(
    seen.map(({ operation, direction, answers, outcome }) => [operation, direction, answers, outcome].join(" ").trim()),
    [
      "connection_preface 1 0",
      "settings 0 0",
      "get 1 0",
      "settings 0 0",
      "settings 0 0",
      "response 2 1",
      "data 0 0",
      "data 0 0",
      "headers 0 0",
      "post 1 0",
      "data 0 0",
      "window_update 0 0",
      "ping 0 0",
      "ping 0 0",
      "priority 0 0",
      "response 2 4 forbidden",
      "get 1 0",
      "push_promise 3 0",
      "rst_stream 0 0 cancel",
      "goaway 0 0",
    ],
  );
});

test("headers are read by number, by code and as they are, and secrets are left out", () => {
  const requests = seen
    .filter(({ direction }) => direction === 1)
    .map(({ fields }) => fields as Record<string, unknown>);
  assert.equal(requests[1]?.["authority"], "www.example.com");
  assert.equal(requests[1]?.["user_agent"], "plant-agent/1.2");
  assert.equal(requests[2]?.["user_agent"], "plant-agent/1.2", "announced before");
  assert.equal(requests[2]?.["path"], "/set");
  assert.equal(requests[3]?.["path"], "/a?token=***");
  assert.ok(!JSON.stringify(seen).includes("abc"));
});

test("a password in a body is remarked, and software is claimed", () => {
  const remarks = seen.flatMap(({ notes }) => notes.map(({ remark }) => remark));
  const credentials = remarks.flatMap((remark) => (remark.kind === "credential" ? [remark] : []));
  assert.deepEqual(
    credentials.map(({ method, wellKnown }) => [method, wellKnown]),
    [
      ["HTTP bearer token", undefined],
      ["HTTP JSON", "admin:admin"],
    ],
  );
  const claims = seen.flatMap((message) => message.claims).map(({ attribute, value }) => `${attribute} ${value}`);
  assert.ok(claims.includes("software gateway 2.0"), claims.join());
});

describe("header compression", () => {
  const read = (hex: string, table = newTable()) => readBlock(bytesOf(hex), 0, bytesOf(hex).length, table);

  test("follows the examples of the standard", () => {
    // RFC 7541 appendix C.6.1 and C.6.2: a table of 256 octets.
    const table = newTable();
    const limited = `3fe101 48 82 6402 58 85 aec3771a4b 61 96 d07abe941054d444a8200595040b8166e082a62d1bff 6e 91 9d29ad171863c78f0b97c8e9ae82ae43d3`;
    const first = read(limited, table);
    assert.deepEqual(
      first.fields.map(({ name, value }) => `${name}: ${value}`),
      [
        ":status: 302",
        "cache-control: private",
        "date: Mon, 21 Oct 2013 20:13:21 GMT",
        "location: https://www.example.com",
      ],
    );
    assert.equal(table.size, 222);
    const second = read("48 83 640eff c1 c0 bf", table);
    assert.deepEqual(second.fields.map(({ value }) => value).slice(0, 2), ["307", "private"]);
    assert.equal(table.entries.length, 4, "the oldest went");
  });

  test("what was announced before a loss is unknown, what is announced after it is known", () => {
    const table = newTable();
    table.isIncomplete = true;
    const block_ = read(`82 be 40 0161 0162 be`, table);
    assert.equal(block_.unknown, 1);
    assert.deepEqual(block_.fields.at(-1), { name: "a", value: "b" });
  });

  test("broken blocks are told", () => {
    assert.equal(read("be").defect, "bad header block");
    assert.equal(read("80").defect, "bad header block");
    assert.equal(read("00 7f").defect, "bad header block");
    assert.equal(read("00 05 61").defect, "bad header block");
    assert.equal(read("82".repeat(200)).defect, "too many header fields");
    assert.equal(huffmanText(bytesOf("ffffffff"), 0, 4), undefined);
    assert.equal(huffmanText(bytesOf("00"), 0, 1), undefined, "filled with noughts");
  });
});

test("frames are recognized without a port, other bytes are not", () => {
  assert.equal(likeness(PREFACE), CERTAIN);
  assert.equal(likeness(frame(4, 0, 0, "000300000064")), CERTAIN);
  assert.equal(likeness(frame(8, 0, 0, "00008000")), LIKELY);
  assert.notEqual(likeness("000300000006 01 03 0000 0001", true), LIKELY, "Modbus");
  assert.equal(likeness(frame(4, 0, 1, "")), NO, "settings of a stream");
  assert.equal(likeness(frame(6, 0, 0, "00")), NO, "a ping of one octet");
  assert.equal(likeness("000000000000000000000000", true), NO);
});

test("hostile lengths are refused or told", () => {
  const client = (hex: string) => ({ from: "client" as const, hex });
  assert.equal(play(client(`${PREFACE}7fffff 01 04 00000001 82`)).length, 1);
  const padded = play(client(`${PREFACE}${frame(1, 12, 1, "ff 82")}`));
  assert.deepEqual(
    padded.at(-1)?.faults.map(({ name }) => name),
    ["short frame"],
  );
  const endless = Array.from({ length: 6 }, () => frame(9, 0, 1, "00".repeat(8000))).join("");
  const last = play(client(PREFACE + frame(1, 0, 1, "82") + endless + frame(9, 4, 1, ""))).at(-1);
  assert.deepEqual(
    last?.faults.map(({ name }) => name),
    ["bad header block"],
  );
});

test("what another implementation writes is read back", { timeout: 20_000 }, async () => {
  const [near, far] = duplexPair();
  const messages: { from: "client" | "server"; hex: string }[] = [];
  listen(near, (hex) => messages.push({ from: "client", hex }));
  listen(far, (hex) => messages.push({ from: "server", hex }));
  const served = performServerHandshake(far);
  served.on("stream", (stream: ServerHttp2Stream) => {
    stream.respond({ ":status": 201, "content-type": "application/json" });
    stream.end(JSON.stringify({ state: "on", text: "z".repeat(40_000) }));
  });
  const session = connect("http://plc.example", { createConnection: () => near });
  const note = "ABC xyz 0189 ~!#$%&'*+-.^_`|()<>@,;:\\\"/[]?={}";
  for (const path of ["/api/points/1", "/api/points/2"]) {
    const request = session.request({ ":path": path, ":method": "PUT", "user-agent": note });
    request.end('{"value":1}');
    request.resume();
    await once(request, "end");
  }
  session.destroy();
  served.destroy();
  const read = play(...messages);
  const fields = (name: string) =>
    read.filter(({ operation }) => operation === name).map((message) => message.fields as Record<string, unknown>);
  assert.deepEqual(
    fields("put").map(({ path, user_agent }) => [path, user_agent]),
    [
      ["/api/points/1", note],
      ["/api/points/2", note],
    ],
  );
  assert.deepEqual(
    fields("response").map(({ status }) => status),
    [201, 201],
  );
  assert.deepEqual(
    read.flatMap(({ faults }) => faults),
    [],
  );
});

/** Tells what is written to one end. */
function listen(end: Duplex, tell: (hex: string) => void): void {
  const write = end.write.bind(end);
  end.write = ((data: Uint8Array, ...rest: []) => {
    tell(Buffer.from(data).toString("hex"));
    return write(data, ...rest);
  }) as typeof end.write;
}

describe("on a connection of HTTP/1", () => {
  const opening = hexText(
    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
  );
  const agreed = hexText("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
  const sample = SAMPLES[0] as Exchange;
  const plain = (messages: readonly SeenMessage[]) =>
    messages.map(({ operation, direction, outcome }) => `${operation} ${direction} ${outcome}`);
  const exchange = (messages: Exchange["messages"]): Exchange => ({ ...sample, port: 80, messages });
  const cuts = [undefined, (_: number, length: number) => Array.from({ length }, () => 1)];

  test("after an upgrade the same is told as without, however the stream is cut", () => {
    const upgraded = exchange([{ from: "client", hex: opening }, { from: "server", hex: agreed }, ...sample.messages]);
    for (const pieces of cuts) {
      const all = dissectExchange(upgraded, [http, http2], pieces === undefined ? {} : { pieces });
      assert.deepEqual(plain(all).slice(0, 2), ["get 1 ", "response 2 "]);
      assert.deepEqual(plain(all.filter(({ protocol }) => protocol === "http2")), plain(seen));
    }
  });

  test("the answer on stream 1 is to the request that upgraded, and known by its path", () => {
    const asked = hexText(
      "GET /nudm-sdm/v2/supi/am-data?fields=a HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
    );
    const upgraded = exchange([
      { from: "client", hex: hexText("GET /first HTTP/1.1\r\nHost: a\r\n\r\n") },
      { from: "server", hex: hexText("HTTP/1.1 204 No Content\r\n\r\n") },
      { from: "client", hex: asked },
      { from: "server", hex: agreed },
      { from: "client", hex: `${PREFACE}${frame(4, 0, 0, "")}` },
      { from: "server", hex: frame(4, 0, 0, "") },
      { from: "server", hex: frame(1, 4, 1, `88${block([["content-type", "application/json"]])}`) },
      { from: "client", hex: frame(1, 5, 3, "828684") },
      { from: "server", hex: frame(0, 1, 1, hexText('{"dnn":"plant"}')) },
      { from: "server", hex: frame(1, 5, 3, "88") },
    ]);
    for (const pieces of cuts) {
      const all = dissectExchange(upgraded, [http, http2, sbi], pieces === undefined ? {} : { pieces });
      const frameOf = (index: number): number => all[index]?.frame ?? 0;
      assert.deepEqual(
        all.map(({ protocol, operation, answers }) => `${protocol} ${operation} ${answers}`),
        [
          "http get 0",
          `http response ${frameOf(0)}`,
          "http get 0",
          "sbi retrieve 0",
          `http response ${frameOf(2)}`,
          "http2 connection_preface 0",
          "http2 settings 0",
          "http2 settings 0",
          `http2 response ${frameOf(2)}`,
          "http2 get 0",
          "http2 data 0",
          "sbi response 0",
          `http2 response ${frameOf(9)}`,
        ],
      );
      assert.equal(all[11]?.fields.dnn, "plant");
    }
  });

  test("a client may just begin, behind requests of HTTP/1 too", () => {
    const asked = hexText("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    const all = dissectExchange(exchange([{ from: "client", hex: asked }, ...sample.messages]), [http, http2]);
    assert.deepEqual(plain(all.slice(1)), plain(seen));
  });

  test("bodies are handed on to the protocols inside HTTP", () => {
    const question = block([[":path", "/nudm-sdm/v2/supi/am-data"]]);
    const all = dissectExchange(
      exchange([
        { from: "client", hex: `${PREFACE}${frame(1, 5, 1, `8286${question}`)}` },
        { from: "server", hex: frame(1, 4, 1, `88${block([["content-type", "application/json"]])}`) },
        { from: "server", hex: frame(0, 1, 1, hexText('{"dnn":"plant"}')) },
      ]),
      [http2, sbi],
    ).filter(({ protocol }) => protocol === "sbi");
    assert.deepEqual(
      all.map(({ operation, fields }) => [operation, fields.dnn]),
      [
        ["retrieve", undefined],
        ["response", "plant"],
      ],
    );
  });
});
