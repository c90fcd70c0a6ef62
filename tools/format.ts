// Formats the repository and applies the linter's safe fixes: npm run format [-- PATH...].
import { spawnSync } from "node:child_process";
import { program } from "./programs.ts";

const paths = process.argv.slice(2);
const [command, ...words] = program("@biomejs/biome", "biome");
const { status } = spawnSync(command, [...words, "check", "--write", ...(paths.length > 0 ? paths : ["."])], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
