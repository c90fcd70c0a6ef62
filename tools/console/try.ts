import { buildConsole } from "./build.mjs";
import { startHost, PASSWORD } from "./host.ts";
import { startBrowser } from "./browser.ts";
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
page.on("response", (r) => { if (r.status() >= 400) console.log("HTTP", r.status(), r.url()); });
await page.goto(host.server.address);
await page.getByLabel("Name").fill("anna");
await page.getByLabel("Password").fill(PASSWORD);
await page.getByRole("button", { name: "Sign in" }).click();
await page.waitForSelector("h1");
for (const name of process.argv.slice(3)) {
  const [key, hash] = name.split("=") ; const h = name.slice(key.length+1);
  await page.goto(`${host.server.address}/#/${h}`);
  await page.waitForTimeout(1200);
  await page.screenshot({ path: `/tmp/console-w/${key}.png` });
}
await browser.close();
await host.close();
