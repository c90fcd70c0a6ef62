import type { Context } from "./context.ts";

type Labels = Readonly<Record<string, string>>;

/** The numbers of the server in the text format of Prometheus, version 0.0.4. */
export async function metricsOf({ surroundings, tally, streams }: Context): Promise<string> {
  const { store, intakes, version } = surroundings;
  const text = new MetricsText();
  text.add("bulkhead_build_info", "gauge", "Version of Bulkhead.", 1, { version });
  for (const [key, count] of tally.requests) {
    const [method = "", route = "", status = ""] = key.split(" ");
    text.add("bulkhead_http_requests_total", "counter", "Requests answered.", count, { method, route, status });
  }
  text.add("bulkhead_http_seconds_total", "counter", "Seconds spent on requests.", tally.seconds);
  text.add("bulkhead_http_refused_total", "counter", "Requests refused.", tally.refusedByRate, { why: "rate" });
  text.add("bulkhead_http_refused_total", "counter", "Requests refused.", tally.refusedByHost, { why: "host" });
  text.add("bulkhead_streams", "gauge", "Change streams that are open.", streams.size);
  const { rss, heapUsed } = process.memoryUsage();
  text.add("bulkhead_memory_bytes", "gauge", "Memory of the process.", rss, { part: "all" });
  text.add("bulkhead_memory_bytes", "gauge", "Memory of the process.", heapUsed, { part: "heap" });
  const { bytes, tables } = await store.measure();
  text.add("bulkhead_store_bytes", "gauge", "Size of the store.", bytes);
  for (const { name, rows } of tables)
    text.add("bulkhead_store_rows", "gauge", "Rows per table.", rows, { table: name });
  for (const { id: site } of await store.sites.sites()) {
    const head = await store.journal.head(site);
    text.add("bulkhead_journal_sequence", "counter", "Changes written.", head.sequence, { site });
    text.add("bulkhead_journal_packet_time_seconds", "gauge", "Packet time of the newest change.", head.time, { site });
    for (const state of intakes.sensors(site)) {
      const labels = { site, sensor: state.sensor };
      text.add("bulkhead_sensor_packets_total", "counter", "Packets read.", state.packets, labels);
      text.add("bulkhead_sensor_dropped_total", "counter", "Packets lost before reading.", state.dropped, labels);
      text.add(
        "bulkhead_sensor_restarts_total",
        "counter",
        "Times a sensor was started again.",
        state.restarts,
        labels,
      );
      text.add("bulkhead_sensor_behind_seconds", "gauge", "Seconds of traffic behind.", state.behind, labels);
      text.add(
        "bulkhead_sensor_watching",
        "gauge",
        "1 while a sensor watches.",
        Number(state.state === "watching"),
        labels,
      );
    }
    const counts = new Map<string, number>();
    for (const { state } of intakes.list(site)) counts.set(state, (counts.get(state) ?? 0) + 1);
    for (const [state, count] of counts)
      text.add("bulkhead_intakes", "gauge", "Captures by state.", count, { site, state });
  }
  return text.toString();
}

class MetricsText {
  private readonly families = new Map<string, string[]>();

  add(name: string, type: "counter" | "gauge", help: string, value: number, labels: Labels = {}): void {
    const lines = this.families.get(name) ?? [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
    this.families.set(name, lines);
    const words = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    lines.push(`${name}${words.length > 0 ? `{${words.join(",")}}` : ""} ${value}`);
  }

  toString(): string {
    return `${Array.from(this.families.values(), (lines) => lines.join("\n")).join("\n")}\n`;
  }
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
