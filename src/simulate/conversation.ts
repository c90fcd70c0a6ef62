import { ACK, encodeTcp, FIN, PSH, RST, SYN } from "./encode/tcp.ts";
import type { Host } from "./host.ts";
import type { Network } from "./network.ts";
import { MICROSECOND, MILLISECOND } from "./schedule.ts";

/** Which end of a conversation. */
export type End = "client" | "server";

/** One message of a scripted conversation: `bytes` is asked for when its moment has come. */
export interface Turn {
  by: End;
  bytes: () => Uint8Array;
  /** Nanoseconds to wait before saying it; left out, the end's usual processing time. */
  after?: number;
}

/** A TCP connection between two hosts. */
export interface Conversation {
  client: Host;
  server: Host;
  /** Whether a script is being spoken. */
  readonly busy: boolean;
  /** Handshake; `then` runs at the client once it is open. */
  open(then: () => void): void;
  /**
   * Speaks turns one after the other, each once the one before has fully arrived; `then` runs after the last. While
   * another script is spoken it waits for its end.
   */
  converse(turns: Turn[], then?: () => void): void;
  /** Ends it in order, begun by one end. */
  close(by: End): void;
  /** Ends it at once, with a reset. */
  abort(by: End): void;
}

interface Side {
  host: Host;
  port: number;
  /** Positions count from the initial sequence number and never wrap. */
  initial: number;
  sent: number;
  acknowledged: number;
  received: number;
  held: Arrival[];
  unacknowledged: number;
  acknowledgmentDue: boolean;
  lastTimestamp: number;
}

interface Arrival {
  begin: number;
  end: number;
  fin: boolean;
  arrived: () => void;
}

/** Makes a connection that is not open yet. */
export function createConversation(network: Network, client: Host, server: Host, serverPort: number): Conversation {
  const { schedule } = network;
  const ends: Record<End, Side> = {
    client: createSide(client, client.nextPort++),
    server: createSide(server, serverPort),
  };
  const scaled = client.system.windowScale >= 0 && server.system.windowScale >= 0;
  const stamped = client.system.timestamps && server.system.timestamps;
  const maximum = Math.min(client.system.maximumSegment, server.system.maximumSegment) - (stamped ? 12 : 0);
  let busy = false;
  const waiting: (() => void)[] = [];
  let over = false;

  function createSide(host: Host, port: number): Side {
    return {
      host,
      port,
      initial: host.random.next(),
      sent: 0,
      acknowledged: 0,
      received: 0,
      held: [],
      unacknowledged: 0,
      acknowledgmentDue: false,
      lastTimestamp: 0,
    };
  }

  function timestampOf(side: Side): number {
    return (side.host.clockOffset + Math.floor(schedule.now() / MILLISECOND)) >>> 0;
  }

  function timestampOption(side: Side): number[] {
    const words = [timestampOf(side), side.lastTimestamp];
    return [8, 10, ...words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255])];
  }

  function options(side: Side, opening: boolean, answering: boolean): number[] {
    const { system } = side.host;
    const other = (side === ends.client ? server : client).system;
    if (!opening) return stamped ? [1, 1, ...timestampOption(side)] : [];
    const offer = (own: boolean, peer: boolean) => own && (!answering || peer);
    const out = [2, 4, system.maximumSegment >> 8, system.maximumSegment & 255];
    if (offer(system.selectiveAcknowledgment, other.selectiveAcknowledgment)) out.push(4, 2);
    if (offer(system.timestamps, other.timestamps)) out.push(...timestampOption(side));
    if (offer(system.windowScale >= 0, other.windowScale >= 0)) out.push(1, 3, 3, system.windowScale);
    while (out.length % 4 !== 0) out.push(1);
    return out;
  }

  function transmit(
    by: End,
    flags: number,
    begin: number,
    payload: Uint8Array,
    lost: boolean,
    arrived: () => void,
  ): void {
    const side = ends[by];
    const peer = ends[by === "client" ? "server" : "client"];
    const { system } = side.host;
    const opening = (flags & SYN) !== 0;
    side.acknowledgmentDue = false;
    side.unacknowledged = 0;
    const acknowledges = side.received;
    const stamp = timestampOf(side);
    const bytes = encodeTcp(side.host.ip, peer.host.ip, {
      fromPort: side.port,
      toPort: peer.port,
      sequence: (side.initial + begin) >>> 0,
      acknowledgment: (flags & ACK) === 0 ? 0 : (peer.initial + acknowledges) >>> 0,
      flags,
      window: opening || !scaled ? system.window : system.window >> system.windowScale,
      options: (flags & RST) === 0 ? options(side, opening, (flags & ACK) !== 0) : [],
      payload,
    });
    const packet = { to: peer.host.ip, protocol: 6, payload: bytes, doNotFragment: true, timeToLive: 0 };
    network.sendPacket(side.host, packet, () => {
      if (lost) return;
      peer.lastTimestamp = stamp;
      if ((flags & ACK) !== 0) peer.acknowledged = Math.max(peer.acknowledged, acknowledges);
      arrived();
    });
  }

  function acknowledge(by: End): void {
    if (!over) transmit(by, ACK, ends[by].sent, new Uint8Array(0), false, () => {});
  }

  function acknowledgeLater(by: End): void {
    const side = ends[by];
    side.unacknowledged++;
    if (side.unacknowledged >= 2) {
      acknowledge(by);
      return;
    }
    if (side.acknowledgmentDue) return;
    side.acknowledgmentDue = true;
    const due = side.received;
    schedule.after(side.host.system.delayedAcknowledgment, () => {
      if (side.acknowledgmentDue && side.received >= due) acknowledge(by);
    });
  }

  function receive(at: End, arrival: Arrival): void {
    const side = ends[at];
    if (arrival.begin !== side.received) {
      if (arrival.begin > side.received) side.held.push(arrival);
      acknowledge(at);
      return;
    }
    const inOrder = [arrival];
    side.received = arrival.end;
    for (;;) {
      const next = side.held.findIndex((held) => held.begin === side.received);
      if (next < 0) break;
      const [held] = side.held.splice(next, 1);
      side.received = held.end;
      inOrder.push(held);
    }
    side.held = side.held.filter((held) => held.begin > side.received);
    if (inOrder.some((each) => each.fin)) acknowledge(at);
    else acknowledgeLater(at);
    for (const each of inOrder) each.arrived();
  }

  function sendSegment(by: End, flags: number, payload: Uint8Array, arrived: () => void): void {
    const side = ends[by];
    const begin = side.sent;
    const end = begin + payload.length + ((flags & FIN) === 0 ? 0 : 1);
    const other: End = by === "client" ? "server" : "client";
    side.sent = end;
    let wait = side.host.system.retransmitAfter;
    const attempt = (first: boolean) => {
      const lost = first && payload.length > 0 && side.host.random.chance(network.loss);
      const arrival = { begin, end, fin: (flags & FIN) !== 0, arrived };
      transmit(by, flags, begin, payload, lost, () => receive(other, arrival));
      schedule.after(wait, () => {
        if (side.acknowledged >= end || over) return;
        wait *= 2;
        attempt(false);
      });
    };
    attempt(true);
  }

  function say(by: End, bytes: Uint8Array, then: () => void): void {
    for (let offset = 0; offset < bytes.length; offset += maximum) {
      const last = offset + maximum >= bytes.length;
      const payload = bytes.slice(offset, offset + maximum);
      sendSegment(by, last ? PSH | ACK : ACK, payload, last ? then : () => {});
    }
  }

  return {
    client,
    server,
    get busy() {
      return busy;
    },
    open(then) {
      const empty = new Uint8Array(0);
      ends.client.sent = 1;
      transmit("client", SYN, 0, empty, false, () => {
        ends.server.received = 1;
        schedule.after(server.random.between(60, 300) * MICROSECOND, () => {
          ends.server.sent = 1;
          transmit("server", SYN | ACK, 0, empty, false, () => {
            ends.client.received = 1;
            schedule.after(30 * MICROSECOND, () => {
              acknowledge("client");
              schedule.after(150 * MICROSECOND, then);
            });
          });
        });
      });
    },
    converse(turns, then = () => {}) {
      if (busy) {
        waiting.push(() => this.converse(turns, then));
        return;
      }
      busy = true;
      const speak = (index: number) => {
        if (over) return;
        if (index === turns.length) {
          busy = false;
          then();
          waiting.shift()?.();
          return;
        }
        const turn = turns[index];
        const { host } = ends[turn.by];
        const usual = host.system.processing * (0.7 + host.random.fraction() * 0.6);
        schedule.after(turn.after ?? usual, () => {
          if (!over) say(turn.by, turn.bytes(), () => speak(index + 1));
        });
      };
      speak(0);
    },
    close(by) {
      const other: End = by === "client" ? "server" : "client";
      sendSegment(by, FIN | ACK, new Uint8Array(0), () => {
        schedule.after(120 * MICROSECOND, () => {
          sendSegment(other, FIN | ACK, new Uint8Array(0), () => {
            // The last acknowledgment is on its way when this runs; retransmission timers end with it.
            schedule.after(5 * MILLISECOND, () => {
              over = true;
            });
          });
        });
      });
    },
    abort(by) {
      transmit(by, RST | ACK, ends[by].sent, new Uint8Array(0), false, () => {});
      over = true;
    },
  };
}

/** Opens, speaks the turns and closes. */
export function talkOnce(
  network: Network,
  client: Host,
  server: Host,
  serverPort: number,
  turns: Turn[],
  closedBy: End = "client",
): void {
  const conversation = createConversation(network, client, server, serverPort);
  conversation.open(() => conversation.converse(turns, () => conversation.close(closedBy)));
}
