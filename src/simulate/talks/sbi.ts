import { acknowledged, preface, request, response, settled } from "../encode/http2.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { identityOf } from "../engine/subscribers.ts";
import { type Pair, tcpTalk, textOption } from "../engine/talk.ts";

const JSON_TYPE = { "content-type": "application/json" };

/** Functions of the 5G core ask each other over HTTP/2 in clear: one registers and lives, or one sets up sessions. */
export const sbi = tcpTalk({
  name: "sbi",
  title: "Service-based interface of the 5G core",
  port: 80,
  every: 10,
  options: {
    asks: '"registry" unless told: register, find others, live; or "sessions": session contexts of devices',
    function: "what the client is, AMF unless told",
  },
  make(pair) {
    const { server } = pair;
    const who = textOption(pair, "function", "AMF");
    const isForSessions = textOption(pair, "asks", "registry") === "sessions";
    const agent = { "user-agent": who };
    let stream = -1;
    const step = (method: string, path: string, status: number, body = "", answered = ""): Step[] => [
      ask((out) => {
        stream += 2;
        request(out, stream, method, server.name, path, body === "" ? agent : { ...agent, ...JSON_TYPE }, body);
      }),
      answer((out) => response(out, stream, status, answered === "" ? {} : JSON_TYPE, answered)),
    ];
    const opening: Step[] = [
      ask((out) => {
        stream = -1;
        preface(out);
      }),
      answer(settled),
      ask(acknowledged),
    ];
    if (isForSessions) {
      pair.acts("control");
      let device = 0;
      return { opening, round: () => step("POST", "/nsmf-pdusession/v1/sm-contexts", 201, context(++device), "{}") };
    }
    pair.acts("configure", "identify");
    const instance = instanceOf(pair);
    const profile = `{"nfInstanceId":"${instance}","nfType":"${who}","nfStatus":"REGISTERED","fqdn":"${pair.client.name}"}`;
    const place = `/nnrf-nfm/v1/nf-instances/${instance}`;
    opening.push(
      ...step("PUT", place, 201, profile, profile),
      ...step(
        "GET",
        `/nnrf-disc/v1/nf-instances?target-nf-type=SMF&requester-nf-type=${who}`,
        200,
        "",
        '{"nfInstances":[]}',
      ),
    );
    const alive = '[{"op":"replace","path":"/nfStatus","value":"REGISTERED"}]';
    return { opening, round: () => step("PATCH", place, 204, alive) };
  },
});

function context(device: number): string {
  const supi = `imsi-${identityOf(device)}`;
  return `{"supi":"${supi}","pduSessionId":1,"dnn":"plant","sNssai":{"sst":1,"sd":"010203"},"requestType":"INITIAL_REQUEST"}`;
}

/** An identifier of the form of RFC 9562 version 4, drawn from the pair's chance. */
function instanceOf(pair: Pair): string {
  const part = (digits: number) => {
    let text = "";
    for (let count = 0; count < digits; count++) text += pair.random.between(0, 15).toString(16);
    return text;
  };
  return `${part(8)}-${part(4)}-4${part(3)}-8${part(3)}-${part(12)}`;
}
