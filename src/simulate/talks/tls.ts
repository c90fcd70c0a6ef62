import type { ByteWriter } from "../bytes.ts";
import { encodeClientHello, encodeRecord, serverHello13 } from "../encode/tls.ts";
import { noise } from "../engine/noise.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { type Pair, tcpTalk, textOption } from "../engine/talk.ts";

/** Content type of sealed records (RFC 8446 section 5.1), and the record that middleboxes want to see (appendix D.4). */
const APPLICATION_DATA = 23;
const CHANGE_CIPHER = encodeRecord(20, 0x0303, [1]);

/** A sealed record of `count` random bytes. */
export function sealed({ world, random }: Pair, out: ByteWriter, count: number): void {
  out
    .u8(APPLICATION_DATA)
    .u16(0x0303, count)
    .bytes(noise(world, random, count));
}

/** Two hellos, and the server's sealed part of the handshake. */
export function tlsOpening(pair: Pair, serverName: string, protocols: readonly string[]): Step[] {
  const { random } = pair;
  let session = new Uint8Array(0);
  return [
    ask((out) => {
      session = random.bytes(32) as Uint8Array<ArrayBuffer>;
      out.bytes(
        encodeClientHello({
          version: 0x0303,
          random: random.bytes(32),
          ciphers: [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030],
          serverName,
          protocols: [...protocols],
          versions: [0x0304, 0x0303],
          groups: [0x001d, 0x0017],
          signatures: [0x0403, 0x0804, 0x0401],
          session,
          keyShare: random.bytes(32),
        }),
      );
    }),
    answer((out) => {
      const hello = serverHello13(random.bytes(32), session, 0x1301, random.bytes(32));
      out.bytes(encodeRecord(22, 0x0303, hello)).bytes(CHANGE_CIPHER);
      sealed(pair, out, 1900);
    }),
    ask((out) => {
      out.bytes(CHANGE_CIPHER);
      sealed(pair, out, 53);
      sealed(pair, out, random.between(120, 600));
    }),
  ];
}

/** A TLS 1.3 session as an observer sees it: two hellos, then sealed records of random bytes. */
export const tls = tcpTalk({
  name: "tls",
  title: "TLS 1.3",
  port: 443,
  every: 45,
  fresh: true,
  byPeople: true,
  options: { name: "server name that is asked for; the device's own unless told" },
  make(pair) {
    const { random, server } = pair;
    pair.acts("other");
    const round: Step[] = [
      ...tlsOpening(pair, textOption(pair, "name", server.name), ["h2", "http/1.1"]),
      answer((out) => sealed(pair, out, random.between(400, 6000))),
    ];
    return { round: () => round };
  },
});
