import { answered, asked } from "./http-view.ts";
import type { Exchange } from "./sample.ts";

const JSON_TYPE = "application/json";

/** Digits of a request as its carrier hands it on; the line is method and path. */
export function asks(line: string, body = "", agent = "", scheme = "", type = JSON_TYPE): string {
  const [method, path] = line.split(" ") as [string, string];
  return asked(method, path, body, type, scheme, agent);
}

/** Digits of an answer as its carrier hands it on. */
export function answers(line: string, status: number, body = ""): string {
  const [method, path] = line.split(" ") as [string, string];
  return answered(status, method, path, body, JSON_TYPE);
}

const REGISTER = "PUT /nnrf-nfm/v1/nf-instances/0ab1c2d3-0001-4000-8000-0123456789ab";
const PROFILE = '{"nfInstanceId":"0ab1c2d3","nfType":"UDM","nfStatus":"REGISTERED","ipv4Addresses":["192.0.2.10"]}';
const DISCOVER = "GET /nnrf-disc/v1/nf-instances";
const VECTOR = "POST /nudm-ueau/v1/suci-0-001-01-0-0-0-0000000001/security-information/generate-auth-data";
const SESSION = "POST /nsmf-pdusession/v1/sm-contexts";

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "functions of a core", over: "inside", port: 0, carrier: "http" },
    messages: [
      { from: "client", hex: asks(REGISTER, PROFILE, "UDM") },
      { from: "server", hex: answers(REGISTER, 201, PROFILE) },
      { from: "client", hex: asks(DISCOVER, "", "AUSF-1") },
      { from: "server", hex: answers(DISCOVER, 200, `{"validityPeriod":100,"nfInstances":[${PROFILE}]}`) },
      { from: "client", hex: asks(VECTOR, '{"servingNetworkName":"5G:mnc001.mcc001"}', "AUSF-1") },
      { from: "server", hex: answers(VECTOR, 200, '{"authType":"5G_AKA","5gHeAkaAv":{"rand":"00","kausf":"00"}}') },
      {
        from: "client",
        hex: asks(
          SESSION,
          '--b\r\nContent-Type:application/json\r\n\r\n{"supi":"imsi-001010000000001","dnn":"plant","sNssai":{"sst":1,"sd":"010203"}}\r\n--b\r\n\r\n.\r\n--b--',
          "AMF",
          "Bearer",
          "multipart/related; boundary=b",
        ),
      },
      { from: "server", hex: answers(SESSION, 403, '{"error":{"status":403}}') },
      { from: "client", hex: asks("POST /oauth2/token", "grant_type=client_credentials") },
    ],
  },
];
