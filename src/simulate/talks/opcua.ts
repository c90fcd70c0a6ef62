import {
  ACTIVATE_SESSION,
  acknowledge,
  activateSession,
  type ChannelState,
  CREATE_SESSION,
  createSession,
  hello,
  openChannel,
  READ,
  readNodes,
  readValues,
  request,
  response,
  send,
  sessionActivated,
  sessionCreated,
  WRITE,
  writeNode,
  written,
} from "../encode/opcua.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { newSetPoint, numberOption, readProcess, tcpTalk, tellPoints } from "../engine/talk.ts";

/** An anonymous session without security that reads the process. */
export const opcua = tcpTalk({
  name: "opcua",
  title: "OPC UA binary, security policy None",
  port: 4840,
  every: 2,
  options: { writes: "a set-point is written every so many reads, 0 never" },
  make(pair) {
    const { client, server, world } = pair;
    const writes = numberOption(pair, "writes", 0);
    const endpoint = `opc.tcp://${server.name}:4840`;
    const session = pair.random.between(1, 0x7fffffff);
    const asked: ChannelState = { channel: pair.random.between(1, 0xffff), token: 1, sequence: 50, request: 0 };
    const told: ChannelState = { ...asked };
    const names = server.process?.physics.points.map((point) => `${server.process?.physics.name}.${point.name}`) ?? [
      "state",
    ];
    const values: number[] = [];
    let rounds = 0;
    pair.acts("read");
    tellPoints(pair, server, "opcua", 1, (index) => `ns=2;s=${names[index]}`);
    const next = () => {
      asked.sequence++;
      asked.request++;
    };
    const reply = () => {
      told.sequence++;
      told.request = asked.request;
    };
    const exchange = (
      type: number,
      token: () => number,
      write: (out: Parameters<Step["write"]>[0]) => void,
      back: (out: Parameters<Step["write"]>[0]) => void,
    ): Step[] => [
      ask((out) => {
        next();
        const body = request(asked, type, world.clock(), token());
        write(body);
        send(out, body);
      }),
      answer((out) => {
        reply();
        const body = response(told, type, world.clock());
        back(body);
        send(out, body);
      }),
    ];
    const opening: Step[] = [
      ask((out) => hello(out, endpoint)),
      answer((out) => acknowledge(out)),
      ask((out) => {
        next();
        openChannel(out, asked, false, world.clock());
      }),
      answer((out) => {
        reply();
        openChannel(out, told, true, world.clock());
      }),
      ...exchange(
        CREATE_SESSION,
        () => 0,
        (out) => createSession(out, client.name, endpoint),
        (out) => sessionCreated(out, session, server.name, endpoint),
      ),
      ...exchange(ACTIVATE_SESSION, () => session, activateSession, sessionActivated),
    ];
    const read = exchange(
      READ,
      () => session,
      (out) => readNodes(out, names),
      (out) => {
        if (server.process === undefined) values[0] = 1;
        else readProcess(pair, server, values);
        readValues(out, values, world.clock());
      },
    );
    const write = exchange(
      WRITE,
      () => session,
      (out) => {
        const point = newSetPoint(pair, server);
        pair.acts("write");
        writeNode(out, names[point?.index ?? 0], point?.value ?? 0);
      },
      written,
    );
    return { opening, round: () => (writes > 0 && ++rounds % writes === 0 ? write : read) };
  },
});
