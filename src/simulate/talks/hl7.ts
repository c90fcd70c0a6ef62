import { messageHead, mllp } from "../encode/hl7.ts";
import { answer, ask, type Step } from "../engine/script.ts";
import { tcpTalk, tellPoints } from "../engine/talk.ts";

/** Codes of the values, in the order of the physics: LOINC for a patient, IEEE 11073-10101 for a pump. */
const CODES: Readonly<Record<string, { system: string; codes: readonly string[] }>> = {
  patient: { system: "LN", codes: ["8867-4", "59408-5", "9279-1", "8480-6", "8462-4"] },
  infusion: { system: "MDC", codes: ["157784", "157864", "158021", "184516"] },
};

/** A monitor reports vital signs of an invented patient. */
export const hl7 = tcpTalk({
  name: "hl7",
  title: "HL7 version 2 over MLLP, vital signs",
  port: 2575,
  every: 15,
  make(pair) {
    const { client, server, world } = pair;
    const { process } = client;
    const coding = CODES[process?.physics.name ?? ""] ?? { system: "L", codes: [] };
    let control = 0;
    pair.acts("write");
    tellPoints(pair, client, "hl7", 1, (_, name) => `OBX of ${name}`);
    const bed = client.number + 1;
    const round: Step[] = [
      ask((out) => {
        control++;
        const stamp = stampOf(world.clock());
        const segments = [
          messageHead(client.name, server.name, stamp, "ORU^R01^ORU_R01", `${client.name}-${control}`),
          `PID|1||SIM${String(bed).padStart(5, "0")}^^^WARD||Sample^Patient ${bed}||19600101|U`,
          `PV1|1|I|WARD^${bed}^A`,
          `OBR|1|||VITALS^Vital signs|||${stamp}`,
        ];
        process?.physics.points.forEach((point, index) => {
          const value = process.read(index, world.queue.now).toFixed(0);
          segments.push(
            `OBX|${index + 1}|NM|${coding.codes[index]}^${point.name}^${coding.system}||${value}|${point.unit}|||||F|||${stamp}`,
          );
        });
        mllp(out, segments);
      }),
      answer((out) => {
        const head = messageHead(server.name, client.name, stampOf(world.clock()), "ACK^R01^ACK", `A${control}`);
        mllp(out, [head, `MSA|AA|${client.name}-${control}`]);
      }),
    ];
    return { round: () => round };
  },
});

/** YYYYMMDDHHMMSS of a second since 1970 UTC, by the calendar's own arithmetic. */
export function stampOf(seconds: number): string {
  const day = Math.floor(seconds / 86400) + 719468;
  const era = Math.floor(day / 146097);
  const ofEra = day - era * 146097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const part = Math.floor((5 * ofYear + 2) / 153);
  const month = part < 10 ? part + 3 : part - 9;
  const date = ofYear - Math.floor((153 * part + 2) / 5) + 1;
  const rest = seconds % 86400;
  const two = (value: number) => String(value).padStart(2, "0");
  return [
    String(year + era * 400 + (month <= 2 ? 1 : 0)).padStart(4, "0"),
    two(month),
    two(date),
    two(Math.floor(rest / 3600)),
    two(Math.floor(rest / 60) % 60),
    two(rest % 60),
  ].join("");
}
