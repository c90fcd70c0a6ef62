import type { ByteWriter } from "../bytes.ts";
import { encodeClientHello, encodeRecord, serverHello13 } from "../encode/tls.ts";
import { noise } from "../engine/noise.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tcpTalk, textOption } from "../engine/talk.ts";

/** Content type of sealed records (RFC 8446 section 5.1), and the record that middleboxes want to see (appendix D.4). */
const APPLICATION_DATA = 23;
const CHANGE_CIPHER = encodeRecord(20, 0x0303, [1]);

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
    const { random, server, world } = pair;
    const seal = (out: ByteWriter, count: number) =>
      out
        .u8(APPLICATION_DATA)
        .u16(0x0303, count)
        .bytes(noise(world, random, count));
    const serverName = textOption(pair, "name", server.name);
    let session = new Uint8Array(0);
    pair.acts("other");
    const round: Step[] = [
      ask((out) => {
        session = random.bytes(32) as Uint8Array<ArrayBuffer>;
        out.bytes(
          encodeClientHello({
            version: 0x0303,
            random: random.bytes(32),
            ciphers: [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030],
            serverName,
            protocols: ["h2", "http/1.1"],
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
        seal(out, 1900);
      }),
      ask((out) => {
        seal(out.bytes(CHANGE_CIPHER), 53);
        seal(out, random.between(120, 600));
      }),
      answer((out) => seal(out, random.between(400, 6000))),
    ];
    return { round: () => round };
  },
});
