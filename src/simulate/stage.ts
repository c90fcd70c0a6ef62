import type { Act } from "../model/act.ts";
import type { Moment } from "./encode/ntp.ts";
import type { Host } from "./host.ts";
import type { Network } from "./network.ts";
import type { Random } from "./random.ts";
import { MILLISECOND, type Schedule, SECOND } from "./schedule.ts";
import type { TrueEvent, TrueLink } from "./truth.ts";

/** What a part of a scenario acts upon: time, network, chance, and the record of what truly happened. */
export interface Stage {
  schedule: Schedule;
  network: Network;
  random: Random;
  links: TrueLink[];
  events: TrueEvent[];
  /** Runs an action at a second of the scenario. */
  at(seconds: number, action: () => void): void;
  /** Runs an action again and again from a second on, with a period in seconds and a jitter in milliseconds. */
  every(from: number, period: number, jitter: number, action: () => void): void;
  /** The wall clock of the scenario now. */
  clock(): Moment;
  /** Writes down that a link exists; the same link told twice adds acts. */
  link(client: Host, server: Host, protocol: string, transport: TrueLink["transport"], port: number, acts: Act[]): void;
  /** Writes down something that an assessment should point out, now. */
  event(kind: string, actor: Host, target: Host, protocol: string, detail: string): void;
}

/** A stage whose second 0 is `epoch`, in seconds since 1970-01-01 UTC. */
export function createStage(schedule: Schedule, network: Network, random: Random, epoch: number): Stage {
  const links: TrueLink[] = [];
  const events: TrueEvent[] = [];
  function clock(): Moment {
    const whole = Math.floor(schedule.now() / SECOND);
    return { seconds: epoch + whole, nanoseconds: schedule.now() - whole * SECOND };
  }
  return {
    schedule,
    network,
    random,
    links,
    events,
    clock,
    at: (seconds, action) => schedule.at(seconds * SECOND, action),
    every(from, period, jitter, action) {
      const own = random.fork(`every ${from} ${period} ${jitter}`);
      const round = (number: number) => {
        const late = own.fraction() * jitter * MILLISECOND;
        schedule.at((from + number * period) * SECOND + late, () => {
          action();
          round(number + 1);
        });
      };
      round(0);
    },
    link(client, server, protocol, transport, port, acts) {
      const known = links.find(
        (each) =>
          each.client === client.name &&
          each.server === server.name &&
          each.protocol === protocol &&
          each.port === port,
      );
      if (known === undefined) {
        links.push({ client: client.name, server: server.name, protocol, transport, port, acts: [...acts] });
        return;
      }
      for (const act of acts) if (!known.acts.includes(act)) known.acts.push(act);
    },
    event(kind, actor, target, protocol, detail) {
      events.push({ kind, actor: actor.name, target: target.name, protocol, time: clock().seconds, detail });
    },
  };
}
