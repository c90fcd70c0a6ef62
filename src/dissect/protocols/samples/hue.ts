import { answered, asked } from "./http-view.ts";
import type { Exchange } from "./sample.ts";

const JSON_TYPE = "application/json";
const BASE = "/api/***";

/** What a bridge tells of itself and of its lights and switches. */
export const EVERYTHING = JSON.stringify({
  lights: {
    "1": {
      state: { on: true, bri: 254, alert: "none", reachable: true },
      type: "Dimmable light",
      name: "hall",
      modelid: "LWB006",
      manufacturername: "Philips",
      uniqueid: "00:17:88:01:00:00:00:01-0b",
      swversion: "66015095",
    },
  },
  sensors: {
    "1": { state: { daylight: true }, type: "Daylight", modelid: "PHDL00", manufacturername: "Philips" },
    "3": { state: { buttonevent: 34 }, type: "ZGPSwitch", name: "tap", uniqueid: "00:00:00:00:00:00:00:03-f2" },
  },
  config: {
    name: "Philips hue",
    bridgeid: "001788FFFE000001",
    modelid: "BSB002",
    swversion: "01027237",
    whitelist: { geheim0123456789abcdef: { name: "Hue#phone of Ada" } },
  },
});

/** Exchanges that the laws and mutation play. */
export const SAMPLES: readonly Exchange[] = [
  {
    ...{ name: "version 1", over: "inside", carrier: "http", port: 0 },
    messages: [
      { from: "client", hex: asked("GET", `${BASE}/lights`, "", "") },
      { from: "server", hex: answered(200, "GET", `${BASE}/lights`, '{"1":{"state":{"on":false}}}', JSON_TYPE) },
      { from: "client", hex: asked("GET", BASE, "", "") },
      { from: "server", hex: answered(200, "GET", BASE, EVERYTHING, JSON_TYPE) },
      { from: "client", hex: asked("PUT", `${BASE}/lights/1/state`, '{"on":true,"bri":100}', JSON_TYPE) },
      {
        from: "server",
        hex: answered(200, "PUT", `${BASE}/lights/1/state`, '[{"success":{"/lights/1/state/on":true}}]', JSON_TYPE),
      },
      { from: "client", hex: asked("POST", "/api", '{"devicetype":"app#phone of Ada"}', JSON_TYPE) },
      {
        from: "server",
        hex: answered(200, "POST", "/api", '[{"error":{"type":101,"description":"link button"}}]', JSON_TYPE),
      },
      { from: "client", hex: asked("DELETE", `${BASE}/config/whitelist/geheim0123456789abcdef`, "", "") },
      { from: "client", hex: asked("POST", `${BASE}/sensors`, "", JSON_TYPE) },
      { from: "client", hex: asked("POST", `${BASE}/rules`, "{}", JSON_TYPE) },
      { from: "client", hex: asked("DELETE", `${BASE}/rules/4`, "", JSON_TYPE) },
      { from: "client", hex: asked("PUT", `${BASE}/scenes/ab-on-0/lights/1/state`, '{"on":true}', JSON_TYPE) },
    ],
  },
  {
    ...{ name: "version 2", over: "inside", carrier: "http", port: 0 },
    messages: [
      { from: "client", hex: asked("GET", "/clip/v2/resource/device", "", "") },
      {
        from: "server",
        hex: answered(
          200,
          "GET",
          "/clip/v2/resource/device",
          JSON.stringify({
            errors: [],
            data: [
              {
                id: "0a1b2c3d-0000-4000-8000-000000000001",
                product_data: {
                  model_id: "BSB002",
                  manufacturer_name: "Signify Netherlands B.V.",
                  product_name: "Hue Bridge",
                  product_archetype: "bridge_v2",
                  software_version: "1.57.0",
                },
                metadata: { name: "bridge" },
              },
              { id: "1a1b2c3d-0000-4000-8000-000000000002", product_data: { model_id: "LCT015" } },
            ],
          }),
          JSON_TYPE,
        ),
      },
      { from: "client", hex: asked("PUT", "/clip/v2/resource/light/1a1b2c3d", '{"on":{"on":true}}', JSON_TYPE) },
      { from: "server", hex: answered(403, "PUT", "/clip/v2/resource/light/1a1b2c3d", "", JSON_TYPE) },
    ],
  },
];
