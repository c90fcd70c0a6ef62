import { hexText } from "./dns-bytes.ts";
import { answered, asked } from "./http-view.ts";
import type { Exchange } from "./sample.ts";

const JSON_TYPE = "application/json";
const PORT = "/iolinkmaster/port[2]/iolinkdevice";

const ask = (body: object): string => asked("POST", "/", JSON.stringify(body), JSON_TYPE);
const answer = (body: object): string => answered(200, "POST", "/", JSON.stringify(body), JSON_TYPE);

/** What a gateway publishes. */
export const PUBLISHED = JSON.stringify({
  code: "event",
  cid: 9,
  adr: "",
  data: { srcurl: "/timer[1]/counter/datachanged", payload: { [`${PORT}/pdin`]: { code: 200, data: "0A" } } },
});

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "IoT Core", over: "inside", carrier: "http", port: 0 },
    messages: [
      { from: "client", hex: asked("GET", "/deviceinfo/serialnumber/getdata", "", "") },
      {
        from: "server",
        hex: answered(
          200,
          "GET",
          "/deviceinfo/serialnumber/getdata",
          '{"cid":-1,"data":{"value":"000174210147"},"code":200}',
          JSON_TYPE,
        ),
      },
      { from: "client", hex: ask({ code: "request", cid: 4, adr: `${PORT}/productname/getdata` }) },
      { from: "server", hex: answer({ cid: 4, data: { value: "PX-7094" }, code: 200 }) },
      {
        from: "client",
        hex: ask({
          code: "request",
          cid: 5,
          adr: "/getdatamulti",
          data: { datatosend: [`${PORT}/pdin`, `${PORT}/serial`, "/processdatamaster/temperature"] },
        }),
      },
      {
        from: "server",
        hex: answer({
          cid: 5,
          data: {
            [`${PORT}/pdin`]: { code: 200, data: "03C9" },
            [`${PORT}/serial`]: { code: 200, data: "000SN42" },
            "/processdatamaster/temperature": { code: 200, data: 44 },
          },
          code: 200,
        }),
      },
      {
        from: "client",
        hex: ask({ code: "request", cid: 6, adr: `${PORT}/pdout/setdata`, data: { newvalue: "01" } }),
      },
      { from: "server", hex: answer({ cid: 6, code: 403 }) },
      {
        from: "client",
        hex: ask({
          code: "request",
          cid: 7,
          adr: `${PORT}/iolwriteacyclic`,
          data: { index: 580, subindex: 0, value: "00" },
        }),
      },
      {
        from: "client",
        hex: ask({
          code: "event",
          cid: 8,
          adr: "",
          data: {
            eventno: "1",
            srcurl: "/timer[1]/counter/datachanged",
            payload: { [`${PORT}/pdin`]: { code: 200, data: "03CA" } },
          },
        }),
      },
    ],
  },
  {
    ...{ name: "JSON Integration", over: "inside", carrier: "http", port: 0 },
    messages: [
      { from: "client", hex: asked("GET", "/iolink/v1/gateway/identification", "", "") },
      {
        from: "server",
        hex: answered(
          200,
          "GET",
          "/iolink/v1/gateway/identification",
          '{"vendorName":"Exemplar AG","productName":"Gate 8","productId":"G-8","serialNumber":"S-1","firmwareRevision":"V2.1","hardwareRevision":"A"}',
          JSON_TYPE,
        ),
      },
      { from: "client", hex: asked("GET", "/iolink/v1/devices/tank_level/identification", "", "") },
      {
        from: "server",
        hex: answered(
          200,
          "GET",
          "/iolink/v1/devices/tank_level/identification",
          '{"vendorId":310,"deviceId":718,"vendorName":"Exemplar AG","productName":"Level 3","serialNumber":"S-2"}',
          JSON_TYPE,
        ),
      },
      { from: "client", hex: asked("GET", "/iolink/v1/devices/tank_level/processdata/value", "", "", "Basic") },
      {
        from: "server",
        hex: answered(
          200,
          "GET",
          "/iolink/v1/devices/tank_level/processdata/value",
          '{"getData":{"ioLink":{"valid":true,"value":{"Level":{"value":812,"unit":"mm"},"Full":false}}},"setData":{"ioLink":{"valid":true,"value":[1,255]}}}',
          JSON_TYPE,
        ),
      },
      {
        from: "client",
        hex: asked("POST", "/iolink/v1/devices/tank_level/parameters/60/value", '{"value":5}', JSON_TYPE),
      },
      {
        from: "server",
        hex: answered(404, "POST", "/iolink/v1/devices/tank_level/parameters/60/value", "{}", JSON_TYPE),
      },
    ],
  },
  {
    ...{ name: "published", over: "inside", carrier: "mqtt payload", port: 0 },
    messages: [
      { from: "client", hex: hexText(PUBLISHED) },
      { from: "client", hex: hexText(`{"code":"request","cid":1,"adr":"${PORT}/pdout/setdata"}`) },
    ],
  },
];
