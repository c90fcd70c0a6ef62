import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkConfiguration, KEYS } from "./operate/configuration.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("what is shipped for operators", () => {
  test("the example of a configuration is right, and so is what it only mentions", () => {
    const text = read("deploy/bulkhead.yaml");
    const plain = checkConfiguration(text, "/etc/bulkhead/bulkhead.yaml");
    assert.equal(plain.folder, "/var/lib/bulkhead");
    assert.equal(plain.secure, true);
    assert.deepEqual(plain.backups, { every: 86_400, keep: 7 });
    const mentioned = text.replace(/^# (tls:|sign-in:| {2,}\w)/gm, "$1");
    const whole = checkConfiguration(mentioned, "/etc/bulkhead/bulkhead.yaml");
    assert.equal(whole.signIn?.issuer, "https://login.plant.example");
    assert.deepEqual(whole.signIn?.roles.analyst, ["soc"]);
    assert.equal(whole.certificate?.key, "/etc/bulkhead/key.pem");
  });

  test("the page for operators names every key of the configuration", () => {
    const page = read("docs/operate.md");
    for (const key of KEYS) assert.match(page, new RegExp(`^\\| \`${key}\` \\|`, "m"), key);
  });

  test("the service may capture nothing itself, and files agree on where things lie", () => {
    const unit = read("deploy/bulkhead.service");
    assert.match(unit, /^AmbientCapabilities=$/m);
    assert.match(unit, /^CapabilityBoundingSet=CAP_NET_RAW$/m);
    assert.match(unit, /^User=bulkhead$/m);
    assert.match(read("deploy/bulkhead-no-interface.conf"), /^CapabilityBoundingSet=$/m);
    const page = read("docs/operate.md");
    for (const path of ["/opt/bulkhead", "/usr/local/lib/bulkhead", "/etc/bulkhead/bulkhead.yaml"]) {
      assert.ok(unit.includes(path) && page.includes(path), path);
    }
  });
});
