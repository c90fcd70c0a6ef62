import {
  ANALOG_INPUT,
  ANALOG_VALUE,
  DEVICE,
  FIRMWARE_REVISION,
  MODEL_NAME,
  OBJECT_NAME,
  PRESENT_VALUE,
  propertyNumber,
  propertyText,
  readProperty,
  simpleAcknowledgment,
  VENDOR_NAME,
  writeProperty,
} from "../encode/bacnet.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { type Device, newSetPoint, numberOption, tellPoints, udpTalk } from "../engine/talk.ts";

const PORT = 47808;

/** Number of a device on its network. */
export function instanceOf(device: Device): number {
  return 1000 + (device.ip & 0xffff);
}

/** Reads names once and present values for ever. */
export const bacnet = udpTalk({
  name: "bacnet",
  title: "BACnet/IP reading of present values",
  port: PORT,
  clientPort: PORT,
  every: 5,
  options: { writes: "a set-point is written every so many polls, 0 never" },
  make(pair) {
    const { server, world } = pair;
    const writes = numberOption(pair, "writes", 0);
    const { process } = server;
    const instance = instanceOf(server);
    let invoke = 0;
    let rounds = 0;
    pair.acts("read");
    pair.tells(server, "vendor", "model", "firmware", "hostName");
    tellPoints(pair, server, "bacnet", 1, (index) => `analog-input ${index}`);
    const next = () => {
      invoke = (invoke + 1) & 0xff;
      return invoke;
    };
    const names: [number, string][] = [
      [VENDOR_NAME, server.type.vendor],
      [MODEL_NAME, server.type.model],
      [FIRMWARE_REVISION, server.firmware],
      [OBJECT_NAME, server.name],
    ];
    const identify: Step[] = names.flatMap(([property, value]) => [
      ask((out) => readProperty(out, next(), DEVICE, instance, property)),
      answer((out) => propertyText(out, invoke, DEVICE, instance, property, value)),
    ]);
    const points = process?.physics.points ?? [];
    const poll: Step[] = points.flatMap((_, index) => [
      ask((out) => readProperty(out, next(), ANALOG_INPUT, index, PRESENT_VALUE)),
      answer((out) => {
        propertyNumber(out, invoke, ANALOG_INPUT, index, PRESENT_VALUE, process?.read(index, world.queue.now) ?? 0);
      }),
    ]);
    const write: Step[] = [
      ask((out) => {
        const point = newSetPoint(pair, server);
        if (point === undefined) return;
        pair.acts("write");
        writeProperty(out, next(), ANALOG_VALUE, point.index, point.value, 8);
      }),
      answer((out) => simpleAcknowledgment(out, invoke, 15)),
    ];
    return {
      round() {
        if (++rounds === 1) return identify;
        return writes > 0 && rounds % writes === 0 ? write : poll;
      },
    };
  },
});
