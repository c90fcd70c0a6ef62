import { ByteWriter } from "../bytes.ts";
import { beginPublish, encodeConnect, encodeConnectAcknowledgment } from "../encode/mqtt.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { type Device, tcpTalk, tellPoints } from "../engine/talk.ts";
import type { World } from "../engine/world.ts";

/** Who publishes to which broker, for those who subscribe there. */
const publishers = new WeakMap<World, Map<string, Device[]>>();

/** Devices that publish to a broker. */
export function publishersOf(world: World, broker: Device): readonly Device[] {
  return publishers.get(world)?.get(broker.name) ?? [];
}

const payload = new ByteWriter(new Uint8Array(64));

/** Writes what a device publishes of a point: topic and JSON. */
export function publish(out: ByteWriter, world: World, device: Device, point: number): void {
  const name = device.process?.physics.points[point]?.name ?? "state";
  const value = device.process?.read(point, world.queue.now) ?? 1;
  payload.reset().text('{"value":').hundredths(value).text(',"time":').decimal(world.clock()).text("}");
  beginPublish(out, 6 + device.name.length + name.length, payload.length);
  out.text("site/").text(device.name).text("/").text(name).add(payload);
}

/** Publishes the process to a broker, without proof of who it is. */
export const mqtt = tcpTalk({
  name: "mqtt",
  title: "MQTT 3.1.1 publishing",
  port: 1883,
  every: 10,
  make(pair) {
    const { client, server, world } = pair;
    const known = publishers.get(world) ?? new Map<string, Device[]>();
    publishers.set(world, known);
    const here = known.get(server.name) ?? [];
    known.set(server.name, here);
    here.push(client);
    pair.acts("write");
    tellPoints(pair, client, "mqtt", 1, (_, name) => ["site", client.name, name, "value"].join("/"));
    const count = client.process?.values.length ?? 1;
    const opening: Step[] = [
      ask((out) => out.bytes(encodeConnect(client.name, 120))),
      answer((out) => out.bytes(encodeConnectAcknowledgment())),
    ];
    const round: Step[] = [
      ask((out) => {
        for (let point = 0; point < count; point++) {
          publish(out, world, client, point);
        }
      }),
    ];
    return { opening, round: () => round };
  },
});
