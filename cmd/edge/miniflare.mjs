// Runs a built Worker under workerd, as `wrangler dev` does, without an account
// or a network: node miniflare.mjs FOLDER [OPTIONS]. OPTIONS are JSON: port,
// bindings (variables), limit (links a client may make in a minute), entry (a
// file in FOLDER/worker, if not worker.mjs). It prints the address and runs until
// its standard input ends.
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Log, LogLevel, Miniflare } from "miniflare";

const [folder, text = "{}"] = process.argv.slice(2);
const options = JSON.parse(text);
const worker = resolve(folder, "worker");
const entry = options.entry ?? "worker.mjs";
const kinds = { mjs: "ESModule", js: "ESModule", wasm: "CompiledWasm" };
const names = readdirSync(worker).sort((a, b) => (b === entry) - (a === entry)); // the entry comes first

const mf = new Miniflare({
  log: new Log(LogLevel.WARN),
  host: "127.0.0.1",
  port: options.port ?? 0,
  cf: false, // nothing is asked of Cloudflare
  name: "graft",
  compatibilityDate: "2026-04-01",
  modulesRoot: worker,
  modules: names.map((name) => ({ type: kinds[name.split(".").pop()], path: join(worker, name) })),
  kvNamespaces: ["LINKS"],
  ratelimits: { LINK_LIMIT: { simple: { limit: options.limit ?? 30, period: 60 } } },
  bindings: options.bindings ?? {},
  assets: {
    directory: resolve(folder, "assets"),
    binding: "ASSETS",
    routerConfig: { has_user_worker: true },
    assetConfig: { html_handling: "none", not_found_handling: "none" },
  },
});
console.log(String(await mf.ready));
process.stdin.resume().on("end", async () => {
  await mf.dispose();
  process.exit(0);
});
