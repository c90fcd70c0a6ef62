import type { ByteWriter } from "../bytes.ts";
import type { Actor } from "./queue.ts";
import { CLIENT, type End, SERVER, Session } from "./session.ts";
import type { Station, World } from "./world.ts";

/** One message of a conversation. */
export interface Step {
  by: End;
  /** Writes the message; what stays empty is not sent. */
  write(out: ByteWriter): void;
  /** Nanoseconds to wait before it; left out, what the speaker usually needs. */
  wait?: number;
}

/** Asks something of the server. */
export function ask(write: (out: ByteWriter) => void, wait?: number): Step {
  return { by: CLIENT, write, wait };
}

/** The server says something. */
export function answer(write: (out: ByteWriter) => void, wait?: number): Step {
  return { by: SERVER, write, wait };
}

/** What carries messages between two ends. */
export interface Channel {
  send(by: End, out: ByteWriter): number;
}

/** Datagrams between two ports. */
export class Datagrams implements Channel {
  private readonly world: World;
  private readonly client: Station;
  private readonly server: Station;
  private readonly clientPort: number;
  private readonly serverPort: number;

  constructor(world: World, client: Station, server: Station, clientPort: number, serverPort: number) {
    this.world = world;
    this.client = client;
    this.server = server;
    this.clientPort = clientPort;
    this.serverPort = serverPort;
  }

  send(by: End, out: ByteWriter): number {
    return by === CLIENT
      ? this.world.sendUdp(this.client, this.clientPort, this.server, this.serverPort, out)
      : this.world.sendUdp(this.server, this.serverPort, this.client, this.clientPort, out);
  }
}

/** Speaks scripts over a channel, each message once the one before has arrived. */
export class Speaker implements Actor {
  channel: Channel;
  private readonly world: World;
  private readonly client: Station;
  private readonly server: Station;
  private steps: readonly Step[] = [];
  private index = 0;
  private whenDone: (() => void) | undefined;

  constructor(world: World, client: Station, server: Station, channel: Channel) {
    this.world = world;
    this.client = client;
    this.server = server;
    this.channel = channel;
  }

  /** Begins a script now or at `from`; `then` runs when the last message has arrived. */
  speak(steps: readonly Step[], from: number, then?: () => void): void {
    this.steps = steps;
    this.index = 0;
    this.whenDone = then;
    this.world.queue.at(from, this, 0);
  }

  due(): void {
    const { out, queue } = this.world;
    let arrival = queue.now;
    if (this.index < this.steps.length) {
      const step = this.steps[this.index++];
      out.reset();
      step.write(out);
      if (out.length > 0) arrival = this.channel.send(step.by, out);
      if (this.index < this.steps.length) {
        const next = this.steps[this.index];
        const { system, random } = next.by === CLIENT ? this.client : this.server;
        const wait = next.wait ?? system.processing * (0.7 + random.fraction() * 0.6);
        queue.at(arrival + wait, this, 0);
        return;
      }
    }
    const { whenDone: then } = this;
    if (then === undefined) return;
    if (arrival <= queue.now) then();
    else queue.at(arrival, this, 1);
  }
}

/** Opens a connection, speaks a script and closes. */
export function talkOnce(
  world: World,
  client: Station,
  server: Station,
  port: number,
  steps: readonly Step[],
  then?: () => void,
  closedBy: End = CLIENT,
): void {
  const session = new Session(world, client, server, port);
  const opened = session.open();
  new Speaker(world, client, server, session).speak(steps, opened, () => {
    session.close(closedBy);
    then?.();
  });
}
