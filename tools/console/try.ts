import { startBrowser } from "./browser.ts";
import { buildConsole } from "./build.mjs";
import { PASSWORD, startHost } from "./host.ts";

await buildConsole();
const host = await startHost("Eastbank campus");
await host.addPerson("anna", "administrator");
console.time("read");
await host.read(process.argv[2], 12);
console.timeEnd("read");
const browser = await startBrowser();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.on("console", (m) => console.log("CONSOLE", m.type(), m.text()));
page.on("pageerror", (e) => console.log("ERROR", e.message));
page.on("response", (r) => {
  if (r.status() >= 400) console.log("HTTP", r.status(), r.url());
});
await page.goto(host.server.address);
await page.getByLabel("Name").fill("anna");
await page.getByLabel("Password").fill(PASSWORD);
await page.getByRole("button", { name: "Sign in" }).click();
await page.waitForSelector("h1");
if (process.env.THEME)
  await page
    .evaluate((t) => localStorage.setItem("bulkhead", JSON.stringify({ theme: t })), process.env.THEME)
    .then(() => page.reload());
const things = await host.store.things.list("plant", "device", { limit: 400, sort: "label" });
const finding = (await host.store.things.list("plant", "finding", { limit: 5 })).rows[0]!;
const plc = things.rows.filter((d) => d.role === "plc").sort((a, b) => b.attributes.length - a.attributes.length)[0]!;
const point = (await host.store.things.list("plant", "point", { limit: 1, sort: "changes", descending: true })).rows[0];
for (const word of process.argv.slice(3)) {
  const name = word
    .replace("PLC", plc.id)
    .replace("FINDING", finding.id)
    .replace("POINT", point?.id ?? "")
    .replace(
      "EVIDENCE",
      `${finding.evidence[0]!.capture}/${finding.evidence[0]!.frame}?finding=${finding.id}&mark=${finding.evidence[0]!.start}-${finding.evidence[0]!.end}`,
    );
  const [key, _hash] = name.split("=");
  const h = name.slice(key.length + 1);
  await page.goto(`${host.server.address}/#/${h}`);
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `/tmp/console-w/${key}.png` });
}
await browser.close();
await host.close();
