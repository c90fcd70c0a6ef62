// What several scenarios do alike.
import type { Act } from "../../model/act.ts";
import { lines } from "../encode/text.ts";
import type { Cast } from "../engine/scenario.ts";
import { answer, ask, type Step, talkOnce } from "../engine/script.ts";
import { CLIENT, type End } from "../engine/session.ts";
import type { Device } from "../engine/talk.ts";
import { MILLISECOND } from "../schedule.ts";

/** A number that the site may give under a name. */
export function number(cast: Cast, name: string, usual: number): number {
  const value = cast.options[name];
  return typeof value === "number" ? value : usual;
}

/** Runs actions one after the other, `gap` nanoseconds apart with some jitter; the incident ends with the last. */
export function oneByOne(cast: Cast, count: number, gap: number, action: (index: number) => void): void {
  const { queue } = cast.world;
  const next = (index: number) => {
    if (index >= count) return;
    cast.touch();
    action(index);
    queue.call(queue.now + gap * (0.7 + 0.6 * cast.random.fraction()), () => next(index + 1));
  };
  next(0);
}

/** Opens a connection from the actor to a target, speaks and closes; written down as a link with its acts. */
export function speakOnce(
  cast: Cast,
  target: Device,
  protocol: string,
  port: number,
  acts: readonly Act[],
  steps: readonly Step[],
  closedBy: End = CLIENT,
): void {
  cast.world.ledger.link(cast.actor.name, target.name, protocol, "tcp", port, ...acts);
  talkOnce(cast.world, cast.actor, target, port, steps, () => cast.touch(), closedBy);
}

/** Lines of text said in turn: what begins with ">" is the client's. */
export function dialogue(texts: readonly string[], pause = 40 * MILLISECOND): Step[] {
  return texts.map((text) => {
    const content = lines([text.slice(1)]);
    return text.startsWith(">") ? ask((out) => out.bytes(content), pause) : answer((out) => out.bytes(content));
  });
}

/** TCP ports on which a device is known to answer. */
export function openPorts(cast: Cast, target: Device): Set<number> {
  const links = cast.world.ledger.links.filter((link) => link.server === target.name && link.transport === "tcp");
  return new Set(links.map((link) => link.port));
}
