import { joinBytes } from "../bytes.ts";
import { createConversation, talkOnce } from "../conversation.ts";
import { encodeNetbiosAnswer, encodeNetbiosQuery } from "../encode/dns.ts";
import {
  encodeNegotiateRequest,
  encodeNegotiateResponse,
  encodeSessionSetupRequest,
  encodeSessionSetupResponse,
} from "../encode/smb1.ts";
import {
  certificateMessage,
  clientFinish,
  encodeClientHello,
  encodeRecord,
  serverFinish,
  serverHello,
  serverHelloDone,
} from "../encode/tls.ts";
import { encodeSelfSignedCertificate } from "../encode/x509.ts";
import { MICROSECOND, MILLISECOND, SECOND } from "../schedule.ts";
import type { Stage } from "../stage.ts";
import type { Hosts } from "./controllers.ts";

/** The switch's web page over TLS 1.0 with the certificate it was born with, which has lapsed. */
export function engineeringOpensSwitchPage(stage: Stage, hosts: Hosts): void {
  const { engineering } = hosts;
  const own = stage.random.fork("switch page");
  const version = 0x0301;
  const modulus = own.bytes(128);
  modulus[0] |= 0x80;
  modulus[127] |= 1;
  const certificate = encodeSelfSignedCertificate({
    commonName: "sw-cell-1",
    organization: "Hirschmann Automation and Control GmbH",
    country: "DE",
    name: "sw-cell-1",
    serial: Uint8Array.of(0x4d, 0x21, 0x90, 0x07),
    notBefore: "140301000000Z",
    notAfter: "240228235959Z",
    modulus,
    signature: own.bytes(128),
  });
  const hello = encodeClientHello({
    version,
    random: own.bytes(32),
    ciphers: [0x002f, 0x0035, 0x0005, 0x000a, 0xc009, 0xc00a, 0xc013, 0xc014, 0x0032, 0x0038, 0x0013, 0x0004],
    serverName: "",
    protocols: [],
    versions: [],
    groups: [0x0017, 0x0018],
    signatures: [],
    session: new Uint8Array(0),
    keyShare: new Uint8Array(0),
  });
  const flight = encodeRecord(
    22,
    version,
    joinBytes(
      serverHello(version, own.bytes(32), own.bytes(32), 0x002f),
      certificateMessage(certificate),
      serverHelloDone(),
    ),
  );
  stage.link(engineering, hosts.switch, "tls", "tcp", 443, ["other"]);
  stage.at(90, () => {
    stage.event("obsolete TLS", engineering, hosts.switch, "tls", "TLS 1.0, TLS_RSA_WITH_AES_128_CBC_SHA");
    stage.event(
      "certificate trouble",
      hosts.switch,
      engineering,
      "tls",
      "self-signed, expired 2024-02-28, RSA 1024, SHA-1",
    );
    talkOnce(stage.network, engineering, hosts.switch, 443, [
      { by: "client", bytes: () => hello },
      { by: "server", bytes: () => flight },
      { by: "client", bytes: () => clientFinish(version, own.bytes(128), own.bytes(48)) },
      { by: "server", bytes: () => serverFinish(version, own.bytes(48)), after: 22 * MILLISECOND },
      { by: "client", bytes: () => encodeRecord(23, version, own.bytes(448)) },
      { by: "server", bytes: () => encodeRecord(23, version, own.bytes(2208)) },
      { by: "client", bytes: () => encodeRecord(21, version, own.bytes(32)) },
    ]);
  });
}

/** The panel asks for the engineering station by name and fetches recipes from its share, over SMB 1. */
export function panelOpensShare(stage: Stage, hosts: Hosts): void {
  const { hmi, engineering } = hosts;
  const own = stage.random.fork("share");
  const identifier = own.between(0x8000, 0xffff);
  const everyone = ((hmi.ip & 0xffffff00) | 0xff) >>> 0;
  stage.link(hmi, engineering, "nbns", "udp", 137, ["other"]);
  stage.link(hmi, engineering, "smb", "tcp", 445, ["authenticate"]);
  stage.at(110, () =>
    stage.network.sendUdp(hmi, 137, everyone, 137, encodeNetbiosQuery(identifier, "EWS-1", 0x20), () =>
      stage.schedule.after(500 * MICROSECOND, () =>
        stage.network.sendUdp(
          engineering,
          137,
          hmi.ip,
          137,
          encodeNetbiosAnswer(identifier, "EWS-1", 0x20, engineering.ip),
        ),
      ),
    ),
  );
  const system = "Windows 7 Professional 7601 Service Pack 1";
  stage.at(110.6, () => {
    stage.event("obsolete SMB", hmi, engineering, "smb", "SMB 1, NT LM 0.12");
    const conversation = createConversation(stage.network, hmi, engineering, 445);
    conversation.open(() =>
      conversation.converse(
        [
          { by: "client", bytes: () => encodeNegotiateRequest() },
          {
            by: "server",
            bytes: () => encodeNegotiateResponse(own.bytes(8), stage.clock().seconds, "CELL1", "EWS-1"),
          },
          {
            by: "client",
            bytes: () =>
              encodeSessionSetupRequest(
                own.bytes(24),
                "panel",
                "CELL1",
                "Windows Embedded Standard 7601 Service Pack 1",
              ),
          },
          { by: "server", bytes: () => encodeSessionSetupResponse(system, "CELL1") },
        ],
        () => stage.schedule.after(12 * SECOND, () => conversation.abort("client")),
      ),
    );
  });
}
