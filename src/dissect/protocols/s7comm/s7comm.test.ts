import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTICE, REQUEST, RESPONSE } from "../../talk.ts";
import { dissectExchange, type SeenMessage } from "../../testing.ts";
import { answer, COMPONENTS, job, MODULES, SAMPLES, text, userResponse } from "../samples/s7comm.ts";
import type { Exchange } from "../samples/sample.ts";
import { s7comm } from "./s7comm.ts";

type Said = ["client" | "server", string];

function play(...said: Said[]): SeenMessage[] {
  const messages = said.map(([from, hex]) => ({ from, hex }));
  return dissectExchange({ name: "made up", over: "inside", carrier: "cotp", port: 0x32, messages }, [s7comm]);
}

function sample(start: string): SeenMessage[] {
  const found = SAMPLES.find((one) => one.name.startsWith(start)) as Exchange;
  return dissectExchange(found, [s7comm]);
}

function named(messages: readonly SeenMessage[], operation: string): SeenMessage[] {
  const found = messages.filter((message) => message.operation === operation);
  assert.ok(found.length > 0, operation);
  return found;
}

function faults(messages: readonly SeenMessage[]): string[][] {
  return messages.map((message) => message.faults.map((fault) => fault.name));
}

function claims(message: SeenMessage | undefined): Record<string, string> {
  return Object.fromEntries((message?.claims ?? []).map((claim) => [claim.attribute, claim.value]));
}

const READ_DB5 = "04 01 12 0a 10 02 0004 0005 84 000050";

test("setup communication tells what is asked and what is granted", () => {
  const [asked, granted] = named(sample("variables"), "setup_communication");
  assert.deepEqual([asked?.fields.max_amq_calling, asked?.fields.pdu_length], [2, 480]);
  assert.deepEqual([granted?.fields.pdu_length, granted?.answers], [240, 1]);
});

test("a read names its targets in octets, timers and counters by number", () => {
  const [read] = named(sample("variables"), "read_var");
  assert.deepEqual(read?.targets, [
    { space: "DB 5", first: 4, count: 8 },
    { space: "M", first: 3, count: 1 },
    { space: "T", first: 7, count: 1 },
    { space: "DB 5", first: 0, count: 3 },
  ]);
  assert.deepEqual([read?.fields.items[1].byte_address, read?.fields.items[1].bit_address], [3, 3]);
  assert.equal(read?.direction, REQUEST);
});

test("values come in the kind that was asked for; an item that failed refuses the answer", () => {
  const [, read] = named(sample("variables"), "read_var");
  assert.deepEqual(read?.fields.values[0].value, [10, Math.fround(-Math.PI)]);
  assert.equal(read?.fields.values[1].value, 1);
  assert.equal(read?.fields.values[2].octets, "2500");
  assert.equal(read?.fields.values[3].return_code_name, "object_does_not_exist");
  assert.equal(read?.outcome, "object_does_not_exist");
  assert.equal(read?.answers, 3);
});

test("a write carries typed values, and its answer a code for each", () => {
  const [write, written] = named(sample("variables"), "write_var");
  assert.equal(write?.act, "write");
  assert.deepEqual(write?.targets, [
    { space: "DB 7", first: 32, count: 4 },
    { space: "Q", first: 1, count: 1 },
  ]);
  assert.deepEqual(write?.fields.values[0].value, [258, -2]);
  assert.deepEqual(
    written?.fields.results.map((result: { return_code: number }) => result.return_code),
    [255, 5],
  );
  assert.equal(written?.outcome, "invalid_address");
});

test("every address syntax is read: ranges of DBREAD, symbols, NCK variables, drive parameters", () => {
  const reads = named(sample("variables"), "read_var").filter((message) => message.direction === REQUEST);
  const items = reads.slice(1).map((message) => message.fields.items[0]);
  assert.deepEqual(items[0].ranges, [{ db_number: 5, byte_address: 16, length: 10 }]);
  assert.deepEqual([items[1].db_number, items[1].symbol_crc, items[1].local_ids.length], [5, "0123abcd", 2]);
  assert.deepEqual([items[2].syntax, items[2].nck_area, items[2].nck_module], ["NCK", 2, 127]);
  assert.deepEqual([items[3].parameter_number, items[3].parameter_index], [65, 2]);
  assert.deepEqual(
    reads.slice(1).map((message) => message.targets[0]),
    [
      { space: "DB 5", first: 16, count: 10 },
      { space: "DB 5", first: 0, count: 0 },
      { space: "NCK variable", first: 1, count: 1 },
      { space: "drive parameter", first: 65, count: 1 },
    ],
  );
});

test("an error class and code refuse the answer in words", () => {
  const messages = play(["client", job(9, READ_DB5)], ["server", answer(9, "04 01", "", 0x8104)]);
  assert.equal(messages[1]?.outcome, "service_not_implemented");
  assert.equal(messages[1]?.fields.error_class_name, "application_relationship");
  assert.equal(messages[1]?.fields.error_code, 4);
});

test("answers find their request by reference, whatever their order, and only once", () => {
  const messages = play(
    ["client", job(1, READ_DB5)],
    ["client", job(2, READ_DB5)],
    ["server", answer(2, "04 01", "ff 04 0020 00000002")],
    ["server", answer(1, "04 01", "ff 04 0020 00000001")],
    ["server", answer(1, "04 01", "ff 04 0020 00000001")],
  );
  assert.deepEqual(
    messages.map((message) => message.answers),
    [0, 0, 2, 1, 0],
  );
});

test("an acknowledgement without parameters is one of the job that it answers", () => {
  const messages = play(
    ["client", job(7, "29 00 00 00 00 00 09 505f50524f4752414d")],
    ["server", "3202 0000 0007 0000 0000 d0a1"],
  );
  assert.deepEqual(
    messages.map((message) => [message.operation, message.act, message.outcome]),
    [
      ["plc_stop", "control", ""],
      ["plc_stop", "control", "not_permitted_in_protection_level"],
    ],
  );
  const [alone] = play(["server", "3202 0000 0007 0000 0000 0000"]);
  assert.equal(alone?.operation, "acknowledgement");
});

test("an upload names its block, its size and its pieces", () => {
  const messages = sample("blocks are taken");
  const [asked, granted] = named(messages, "start_upload");
  assert.deepEqual(asked?.objects, ["OB 1"]);
  assert.equal(asked?.act, "file");
  assert.deepEqual([granted?.fields.upload_id, granted?.fields.block_length], [7, 120]);
  assert.equal(named(messages, "upload")[1]?.fields.piece_length, 4);
});

test("in a download the controller's jobs are news from the server, and the station's pieces are the program", () => {
  const messages = sample("blocks are taken");
  const [requested] = named(messages, "request_download");
  assert.deepEqual(requested?.objects, ["DB 12"]);
  assert.deepEqual([requested?.fields.load_memory_length, requested?.fields.mc7_code_length], [310, 210]);
  const [asked, piece] = named(messages, "download_block");
  assert.deepEqual([asked?.from, asked?.direction], ["server", NOTICE]);
  assert.deepEqual([piece?.from, piece?.direction, piece?.act], ["client", REQUEST, "program"]);
  assert.equal(piece?.answers, 11);
});

test("program invocations are told apart by service: link in, delete, start, compress", () => {
  const messages = sample("blocks are taken");
  assert.deepEqual(named(messages, "pi_inse")[0]?.objects, ["DB 12"]);
  assert.deepEqual(named(messages, "pi_dele")[0]?.objects, ["FC 3"]);
  assert.equal(named(messages, "pi_dele")[1]?.outcome, "not_permitted_in_protection_level");
  assert.equal(named(messages, "pi_p_program")[0]?.fields.argument, "C ");
  assert.equal(named(messages, "pi_garb")[0]?.act, "control");
});

test("a login to a numerical control is told without its arguments", () => {
  const [login] = named(sample("blocks are taken"), "pi_n_login");
  assert.deepEqual(login?.notes[0]?.remark, { kind: "credential", method: "S7 NC login", exposure: "clear" });
  assert.ok(!JSON.stringify(login?.fields).includes("abc"));
});

test("module identification claims order number, vendor, hardware and firmware with their octets", () => {
  const message = play(["server", userResponse(1, 0x84, 1, MODULES)])[0];
  assert.deepEqual(claims(message), {
    orderNumber: "6ES7 317-2EK14-0AB0",
    vendor: "Siemens",
    hardware: "3",
    firmware: "3.2.8",
  });
  for (const claim of message?.claims ?? []) assert.ok(claim.end > claim.start && claim.about === "sender");
});

test("component identification claims names, place, serial numbers and type", () => {
  const message = play(["server", userResponse(1, 0x84, 1, COMPONENTS)])[0];
  const sender = message?.claims.filter((claim) => claim.about === "sender").map((one) => [one.attribute, one.value]);
  assert.deepEqual(sender, [
    ["name", "Mixer line 2"],
    ["description", "CPU mixer"],
    ["siteCode", "=A1+K2"],
    ["vendor", "Siemens"],
    ["serial", "S C-X4U421302009"],
    ["model", "CPU 317-2 PN/DP"],
    ["vendor", "Siemens"],
  ]);
  const card = message?.claims.find((claim) => typeof claim.about === "object");
  assert.deepEqual([card?.about, card?.value], [{ part: "memory card", of: "sender" }, "MMC 0A1B2C3D"]);
});

test("controllers of other makers that speak the same lists are not called Siemens", () => {
  const list = `0011 0000 001c 0001 0001 ${text("VIPA 315-4NE12", 20, "20")} 00c0 0001 0001`;
  assert.equal(claims(play(["server", userResponse(1, 0x84, 1, list)])[0])["vendor"], "VIPA");
});

test("a list in pieces is read when its last piece is there", () => {
  const messages = sample("a long list");
  assert.equal(messages[1]?.claims.length, 0);
  assert.equal(messages[3]?.fields.records.length, 8);
  assert.equal(claims(messages[3])["name"], "Mixer line 2");
  assert.deepEqual(faults(messages), [[], [], [], []]);
});

test("a piece that belongs to nothing before it is not read as a list", () => {
  const [alone] = play(["server", userResponse(2, 0x84, 1, "0011 0000 001c 0009 00", { unit: 0x17, last: false })]);
  assert.equal(alone?.fields.fragment, true);
  assert.equal(alone?.fields.records, undefined);
});

test("mode, protection, communication, lamps, memory, block types and diagnostic events are told", () => {
  const lists = named(sample("a controller tells"), "read_szl").filter((message) => message.direction === RESPONSE);
  const record = (identifier: number) => lists.find((one) => one.fields.szl_id === identifier)?.fields.records[0];
  assert.deepEqual([record(0x0424).requested_mode, record(0x0424).previous_mode], ["RUN", "STOP (internal)"]);
  assert.equal(record(0x0424).timestamp, "2026-11-23T08:15:42.123");
  assert.deepEqual([record(0x0232).assigned_protection_level, record(0x0232).mode_switch], [3, "RUN_P"]);
  assert.deepEqual([record(0x0131).maximum_pdu_size, record(0x0131).maximum_connections], [240, 16]);
  assert.deepEqual(record(0x0074), { led: "RUN", on: true, blinking: 0 });
  assert.equal(record(0x0013).size, 196_608);
  assert.equal(record(0x0015).block_type, "OB");
  assert.deepEqual([record(0x00a0).event_id, record(0x00a0).event_class], [0x4302, "mode transitions"]);
  assert.deepEqual(lists.find((one) => one.fields.szl_id === 0x0f74)?.fields.records, []);
  assert.equal(lists.at(-1)?.outcome, "information_function_unavailable");
});

test("blocks are listed and described", () => {
  const messages = sample("blocks are listed");
  assert.deepEqual(named(messages, "list_blocks")[1]?.fields.blocks, [
    { block_type: "OB", count: 1 },
    { block_type: "DB", count: 3 },
  ]);
  assert.equal(named(messages, "list_blocks_of_type")[0]?.fields.block_type, "DB");
  const info = named(messages, "get_block_info")[1];
  assert.deepEqual(
    [info?.fields.author, info?.fields.family, info?.fields.name, info?.fields.version, info?.fields.block_security],
    ["ANNA", "MIXER", "RECIPE", "1.2", "know-how protection"],
  );
  assert.equal(info?.fields.code_timestamp, "2014-08-20T11:57:55.424");
  assert.deepEqual(info?.objects, ["DB 2"]);
  assert.equal(named(messages, "get_block_info")[3]?.outcome, "block_not_found");
});

test("the clock is read and set", () => {
  const messages = sample("blocks are listed");
  assert.equal(named(messages, "read_clock")[1]?.fields.timestamp, "2026-11-23T08:15:42.123");
  assert.equal(named(messages, "set_clock")[0]?.fields.timestamp, "2026-11-23T08:15:42.123");
  assert.equal(named(messages, "set_clock")[1]?.outcome, "");
});

test("a password is told as seen, never as text", () => {
  const [asked, answered] = named(sample("blocks are listed"), "plc_password");
  assert.deepEqual(asked?.notes[0]?.remark, { kind: "credential", method: "S7 password", exposure: "clear" });
  assert.ok(!JSON.stringify(asked).includes("66646e6d"));
  assert.equal(answered?.outcome, "incorrect_password");
});

test("cyclic values are asked for once and come as news", () => {
  const [asked, first, pushed] = named(sample("cyclic"), "cyclic_transfer");
  assert.deepEqual(asked?.targets, [{ space: "DB 5", first: 0, count: 4 }]);
  assert.equal(asked?.fields.interval_seconds, 5);
  assert.equal(first?.direction, RESPONSE);
  assert.deepEqual([pushed?.direction, pushed?.fields.items[0].octets], [NOTICE, "01020305"]);
});

test("alarms come, are acknowledged and asked for; modes and diagnostic events are news", () => {
  const messages = sample("cyclic");
  const alarm = named(messages, "alarm_s_indication")[0];
  assert.deepEqual([alarm?.direction, alarm?.fields.objects[0].event_id], [NOTICE, 0x60000001]);
  assert.equal(alarm?.fields.objects[0].associated_values[0].octets, "0000002a");
  assert.equal(named(messages, "alarm_ack")[0]?.fields.objects[0].ack_state_coming, 1);
  assert.equal(named(messages, "alarm_query")[1]?.fields.messages[0].timestamp_coming, "2026-11-23T08:15:42.123");
  assert.deepEqual(named(messages, "message_service")[0]?.fields.events, [
    "mode_transition",
    "system_diagnostics",
    "user_diagnostics",
    "alarms",
  ]);
  assert.equal(named(messages, "mode_transition")[0]?.fields.mode_name, "RUN");
  assert.equal(named(messages, "diagnostic_message")[0]?.fields.entering, true);
});

test("test functions name the variables they watch and force", () => {
  const messages = sample("test functions");
  assert.deepEqual(named(messages, "variable_status")[0]?.targets, [{ space: "DB 5", first: 10, count: 4 }]);
  const [force, result] = named(messages, "force");
  assert.equal(force?.act, "write");
  assert.deepEqual(force?.targets, [{ space: "M", first: 4, count: 1 }]);
  assert.equal(force?.fields.values[0].value, 1);
  assert.equal(result?.outcome, "invalid_address");
  assert.equal(named(messages, "read_job_list")[1]?.fields.jobs[0].job_function, 9);
  assert.equal(named(messages, "memory_reset")[0]?.act, "control");
});

test("blocks between partners have an R_ID, files of numerical controls a name", () => {
  const messages = sample("test functions");
  assert.equal(named(messages, "bsend")[0]?.fields.r_id, 100);
  assert.deepEqual(
    [named(messages, "usend")[0]?.fields.r_id, named(messages, "usend")[0]?.fields.items[0].octets],
    [7, "abcd"],
  );
  assert.deepEqual(named(messages, "nc_start_upload")[0]?.objects, ["/_N_MPF_DIR/_N_P1_MPF"]);
});

test("each defect has its fault", () => {
  assert.deepEqual(faults(sample("faults")), [
    ["unknown function"],
    ["unknown variable specification"],
    ["unknown area"],
    ["bad length"],
    ["short"],
    ["missing parameters"],
    ["short"],
    ["bad record count"],
  ]);
  assert.deepEqual(faults(play(["client", job(1, `${READ_DB5} 00`)])), [["leftover parameters"]]);
  assert.deepEqual(faults(play(["server", answer(1, "04 01", "ff 04 0008 01 00 00")])), [["leftover"]]);
  assert.deepEqual(faults(play(["client", job(1, "04 01 12 0b 10 02 0004 0005 84 000050 00")])), [
    ["bad address length"],
  ]);
  assert.deepEqual(faults(play(["client", job(1, "04 01 12 03 99 0102")])), [["unknown address syntax"]]);
});

test("requests beyond the ceiling are forgotten, the newest are not", () => {
  const said: Said[] = [];
  for (let reference = 1; reference <= 40; reference++) said.push(["client", job(reference, READ_DB5)]);
  said.push(
    ["server", answer(1, "04 01", "ff 04 0020 00000000")],
    ["server", answer(40, "04 01", "ff 04 0020 00000000")],
  );
  const messages = play(...said);
  assert.deepEqual([messages[40]?.answers, messages[41]?.answers], [0, 40]);
});

test("other protocols inside COTP are not taken for S7", () => {
  assert.deepEqual(play(["client", "0d 06 13 01 00 16 01 02"]), []);
  assert.deepEqual(play(["client", "32 09 0000 0001 0000 0000"]), []);
});
