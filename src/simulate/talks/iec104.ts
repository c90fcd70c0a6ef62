import {
  ACTIVATION,
  ACTIVATION_CONFIRM,
  ACTIVATION_END,
  close,
  INTERROGATED,
  information,
  objectAddress,
  SPONTANEOUS,
  STARTDT_ACT,
  STARTDT_CON,
  supervisory,
  unnumbered,
} from "../encode/iec104.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { numberOption, readProcess, tcpTalk, tellPoints } from "../engine/talk.ts";

const MEASURED_FLOAT = 13;
const SINGLE_POINT = 1;
const SINGLE_COMMAND = 45;
const INTERROGATION = 100;
/** First object addresses of measured values, points and commands. */
export const MEASURED = 1001;
export const POINTS = 101;
export const COMMANDS = 5001;

/** A control station that interrogates once, takes reports, and now and then commands a switch. */
export const iec104 = tcpTalk({
  name: "iec104",
  title: "IEC 60870-5-104 telecontrol",
  port: 2404,
  every: 2,
  options: {
    commands: "a switch is commanded every so many reports, 0 never",
    station: "common address, 1 unless told",
  },
  make(pair) {
    const { server } = pair;
    const station = numberOption(pair, "station", 1 + server.number);
    const commands = numberOption(pair, "commands", 0);
    const values: number[] = [];
    let toServer = 0;
    let toClient = 0;
    let rounds = 0;
    pair.acts("read");
    tellPoints(pair, server, "iec104", 1, (index) => `information object ${MEASURED + index}`);
    const measured = (cause: number): Step =>
      answer((out) => {
        readProcess(pair, server, values);
        const start = information(out, toClient++, toServer, MEASURED_FLOAT, values.length, cause, station);
        values.forEach((value, index) => {
          objectAddress(out, MEASURED + index)
            .f32le(value)
            .u8(0);
        });
        close(out, start);
      });
    const interrogation = (by: (write: Step["write"]) => Step, cause: number): Step =>
      by((out) => {
        const fromClient = by === ask;
        const start = information(
          out,
          fromClient ? toServer++ : toClient++,
          fromClient ? toClient : toServer,
          INTERROGATION,
          1,
          cause,
          station,
        );
        objectAddress(out, 0).u8(20);
        close(out, start);
      });
    const opening: Step[] = [
      ask((out) => {
        toServer = 0;
        toClient = 0;
        unnumbered(out, STARTDT_ACT);
      }),
      answer((out) => unnumbered(out, STARTDT_CON)),
      interrogation(ask, ACTIVATION),
      interrogation(answer, ACTIVATION_CONFIRM),
      answer((out) => {
        const start = information(out, toClient++, toServer, SINGLE_POINT, 2, INTERROGATED, station);
        objectAddress(out, POINTS).u8(1);
        objectAddress(out, POINTS + 1).u8(0);
        close(out, start);
      }),
      measured(INTERROGATED),
      interrogation(answer, ACTIVATION_END),
      ask((out) => supervisory(out, toClient)),
    ];
    const report = [measured(SPONTANEOUS)];
    const acknowledged = [measured(SPONTANEOUS), ask((out) => supervisory(out, toClient))];
    const command = (state: number): Step[] => {
      const say = (by: (write: Step["write"]) => Step, cause: number): Step =>
        by((out) => {
          const fromClient = by === ask;
          const sent = fromClient ? toServer++ : toClient++;
          const received = fromClient ? toClient : toServer;
          const start = information(out, sent, received, SINGLE_COMMAND, 1, cause, station);
          objectAddress(out, COMMANDS).u8(state);
          close(out, start);
        });
      pair.acts("control");
      return [say(ask, ACTIVATION), say(answer, ACTIVATION_CONFIRM), say(answer, ACTIVATION_END)];
    };
    return {
      opening,
      round() {
        rounds++;
        if (commands > 0 && rounds % commands === 0) return command(rounds % (2 * commands) === 0 ? 1 : 0);
        return rounds % 6 === 0 ? acknowledged : report;
      },
    };
  },
});
