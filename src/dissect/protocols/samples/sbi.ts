import { hexText } from "./dns-bytes.ts";
import type { Exchange } from "./sample.ts";

/** Digits of a request as its carrier hands it on. */
export function asks(line: string, fields: string, body = ""): string {
  return hexText(`${line} HTTP/2.0\r\n${fields}\r\n${body}`);
}

/** Digits of an answer as its carrier hands it on. */
export function answers(line: string, status: number, body = ""): string {
  return hexText(`HTTP/2.0 ${status} \r\nrequest-line: ${line}\r\n\r\n${body}`);
}

const REGISTER = "PUT /nnrf-nfm/v1/nf-instances/0ab1c2d3-0001-4000-8000-0123456789ab";
const PROFILE = '{"nfInstanceId":"0ab1c2d3","nfType":"UDM","nfStatus":"REGISTERED","ipv4Addresses":["192.0.2.10"]}';
const DISCOVER = "GET /nnrf-disc/v1/nf-instances?target-nf-type=UDM";
const VECTOR = "POST /nudm-ueau/v1/suci-0-001-01-0-0-0-0000000001/security-information/generate-auth-data";
const SESSION = "POST /nsmf-pdusession/v1/sm-contexts";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "functions of a core", over: "inside", port: 0, carrier: "http2 interface" },
    messages: [
      { from: "client", hex: asks(REGISTER, "user-agent: UDM\r\ncontent-type: application/json\r\n", PROFILE) },
      { from: "server", hex: answers(REGISTER, 201, PROFILE) },
      { from: "client", hex: asks(DISCOVER, "user-agent: AUSF-1\r\n") },
      { from: "server", hex: answers(DISCOVER, 200, `{"validityPeriod":100,"nfInstances":[${PROFILE}]}`) },
      { from: "client", hex: asks(VECTOR, "user-agent: AUSF-1\r\n", '{"servingNetworkName":"5G:mnc001.mcc001"}') },
      { from: "server", hex: answers(VECTOR, 200, '{"authType":"5G_AKA","5gHeAkaAv":{"rand":"00","kausf":"00"}}') },
      {
        from: "client",
        hex: asks(
          SESSION,
          "authorization: Bearer a.b.c\r\nuser-agent: AMF\r\ncontent-type: multipart/related; boundary=b\r\n",
          '--b\r\nContent-Type:application/json\r\n\r\n{"supi":"imsi-001010000000001","dnn":"plant","sNssai":{"sst":1,"sd":"010203"}}\r\n--b\r\n\r\n.\r\n--b--',
        ),
      },
      { from: "server", hex: answers(SESSION, 403, '{"error":{"status":403}}') },
      { from: "client", hex: asks("POST /oauth2/token", "", "grant_type=client_credentials") },
    ],
  },
];
