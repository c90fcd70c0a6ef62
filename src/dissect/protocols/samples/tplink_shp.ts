import type { Exchange } from "./sample.ts";

/** A message as it goes over the wire; in streams with its length. */
function hidden(text: string, stream = false): string {
  let key = 171;
  let hex = stream ? text.length.toString(16).padStart(8, "0") : "";
  for (const character of text) {
    key ^= character.charCodeAt(0);
    hex += key.toString(16).padStart(2, "0");
  }
  return hex;
}

const SYSINFO =
  '{"system":{"get_sysinfo":{"sw_ver":"1.5.6 Build 191114","hw_ver":"2.1","model":"HS110(EU)","deviceId":"8006E0A1","alias":"Pump heater","dev_name":"Smart Wi-Fi Plug","type":"IOT.SMARTPLUGSWITCH","mac":"02:00:00:00:00:02","relay_state":1,"latitude_i":1,"err_code":0}}}';

/** Discovery, and switching, metering and setting up over a stream. */
export const SAMPLES: readonly Exchange[] = [
  {
    name: "discovery",
    over: "udp",
    port: 9999,
    messages: [
      { from: "client", hex: hidden('{"system":{"get_sysinfo":{}}}') },
      { from: "server", hex: hidden(SYSINFO) },
    ],
  },
  {
    name: "switching, metering and setting up",
    over: "tcp",
    port: 9999,
    messages: [
      {
        from: "client",
        hex: hidden('{"context":{"child_ids":["01"]},"system":{"set_relay_state":{"state":1}}}', true),
      },
      { from: "server", hex: hidden('{"system":{"set_relay_state":{"err_code":0}}}', true) },
      { from: "client", hex: hidden('{"emeter":{"get_realtime":{}},"schedule":{"get_rules":{}}}', true) },
      {
        from: "server",
        hex: hidden(
          '{"emeter":{"get_realtime":{"power_mw":417500,"voltage_mv":231000,"err_code":0}},"schedule":{"get_rules":{"err_code":-1}}}',
          true,
        ),
      },
      {
        from: "client",
        hex: hidden('{"netif":{"set_stainfo":{"ssid":"plant","password":"secret-key","key_type":3}}}', true),
      },
      { from: "client", hex: hidden('{"cnCloud":{"bind":{"username":"a","password":"secret-key"}}}', true) },
      { from: "client", hex: hidden('{"system":{"download_firmware":{"url":"http://192.0.2.9/f"}}}', true) },
      { from: "client", hex: hidden('{"mystery":{"dance":{}}}', true) },
    ],
  },
  {
    name: "faults",
    over: "udp",
    port: 9999,
    messages: [
      { from: "client", hex: hidden('{"system":{"get_sysinfo":}}') },
      { from: "client", hex: hidden('{"system":1,"a":[]}') },
    ],
  },
];
