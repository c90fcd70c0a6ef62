import assert from "node:assert/strict";
import { test } from "node:test";
import { dissectExchange } from "../testing.ts";
import { SAMPLES } from "./samples/telnet.ts";
import { telnet } from "./telnet.ts";

test("options are told by name, with terminal and window", () => {
  const [, offer, , terminal] = dissectExchange(SAMPLES[0]!, [telnet]);
  assert.equal(offer?.operation, "negotiation");
  assert.equal(offer?.fields.commands[0].option_name, "terminal_type");
  assert.equal(offer?.fields.commands[3].width, 80);
  assert.equal(terminal?.fields.commands[0].terminal_type, "XTERM");
});

test("logins by lines and by letters are noted, and no password is shown", () => {
  for (const [index, users] of [
    [0, ["admin", "oper"]],
    [1, ["root"]],
  ] as const) {
    const messages = dissectExchange(SAMPLES[index]!, [telnet]);
    const remarks = messages.flatMap(({ notes }) => notes.map(({ remark }) => remark));
    assert.deepEqual(
      remarks,
      users.map((user) => ({ kind: "credential", method: "Telnet password", user, exposure: "clear" })),
    );
    const shown = JSON.stringify(messages);
    assert.ok(!shown.includes("not-shown") && !shown.includes("hush"));
  }
});

test("a banner describes the device, a failed login is refused", () => {
  const messages = dissectExchange(SAMPLES[0]!, [telnet]);
  const claims = messages.flatMap(({ claims }) => claims.map(({ attribute, value }) => `${attribute} ${value}`));
  assert.ok(claims.includes("description ExampleSwitch ES-24 (VxWorks 6.9)"));
  assert.ok(claims.includes("operatingSystem VxWorks 6.9"));
  assert.ok(claims.includes("user jo"));
  assert.ok(messages.some((message) => message.outcome === "login_failed"));
});

test("a command without end is a fault", () => {
  const messages = dissectExchange(SAMPLES[2]!, [telnet], { closed: true });
  const faults = messages.flatMap((message) => message.faults.map((fault) => fault.name));
  assert.deepEqual(faults, ["unknown command", "unterminated command"]);
});
