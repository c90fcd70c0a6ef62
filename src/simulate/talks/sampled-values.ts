import { sampledValues as encodeSampledValues, sampleGroup } from "../encode/sampled-values.ts";
import { announcement, numberOption, readProcess } from "../engine/talk.ts";

const VOLTAGE = 0;
const CURRENT = 1;
/** Samples of a second at 50 Hz, where the site does not say another period. */
const USUAL_RATE = 4000;
const FREQUENCY = 50;
const NANOSECONDS = 1e9;
/** Third parts of a turn as sine and cosine, for phases B and C. */
const HALF = 0.5;
const ROOT = 0.8660254037844386;

/** A merging unit publishes currents and voltages of its feeder, as often as the site says. */
export const sampledValues = announcement({
  name: "sampled-values",
  title: "IEC 61850 sampled values",
  protocol: "sv",
  transport: "ethernet",
  port: 0,
  every: 1 / USUAL_RATE,
  options: { application: "application identifier of the first device, 0x4000 unless told" },
  make(pair) {
    const { client, world } = pair;
    const application = numberOption(pair, "application", 0x4000) + client.number;
    const identifier = `${client.name.replaceAll("-", "_").toUpperCase()}MU01`;
    const values: number[] = [];
    const rate = Math.round(NANOSECONDS / pair.every);
    const perTurn = Math.max(1, Math.round(rate / FREQUENCY));
    let sent = 0;
    return () => {
      readProcess(pair, client, values);
      const count = sent++ % rate;
      const [sine, cosine] = turnOf(count % perTurn, perTurn);
      const phases = (peak: number) => [
        peak * sine,
        peak * (-HALF * sine - ROOT * cosine),
        peak * (-HALF * sine + ROOT * cosine),
      ];
      const currents = phases((values[CURRENT] ?? 0) * 1000 * Math.SQRT2);
      const voltages = phases(((values[VOLTAGE] ?? 0) * 100_000 * Math.SQRT2) / Math.sqrt(3));
      world.out.reset();
      encodeSampledValues(world.out, { application, identifier, count, values: [...currents, 0, ...voltages, 0] });
      world.sendFrame(client, sampleGroup(application), client.mac, 0x88ba, world.out);
    };
  },
});

/** Sine and cosine of `part` of a turn of `whole` parts, by sums and products only, so that all machines agree. */
function turnOf(part: number, whole: number): readonly [sine: number, cosine: number] {
  const quarter = whole / 4;
  const turns = Math.floor(part / quarter);
  const angle = ((part % quarter) / quarter) * (Math.PI / 2);
  const square = angle * angle;
  const sine = angle * (1 - (square / 6) * (1 - (square / 20) * (1 - (square / 42) * (1 - square / 72))));
  const cosine = 1 - (square / 2) * (1 - (square / 12) * (1 - (square / 30) * (1 - (square / 56) * (1 - square / 90))));
  switch (turns) {
    case 0:
      return [sine, cosine];
    case 1:
      return [cosine, -sine];
    case 2:
      return [-sine, -cosine];
    default:
      return [-cosine, sine];
  }
}
