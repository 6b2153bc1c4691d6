// The Worker's entry: who answers a request.
//
//   /api/v1/links…, /s/…      links.mjs: a cache, else Go on Workers KV
//   /healthz, /api/…          trainer.mjs: the trainer, if there is one
//   everything else           page.mjs: the static files
import { links } from "./links.mjs";
import { page } from "./page.mjs";
import { problem } from "./problem.mjs";
import { trainer } from "./trainer.mjs";

const LINKS = /^\/(api\/v1\/links|s)(\/|$)/;

export default {
  async fetch(request, env, ctx) {
    try {
      const { pathname } = new URL(request.url);
      if (LINKS.test(pathname)) return await links(request, env, ctx);
      if (pathname === "/healthz" || pathname.startsWith("/api/")) return await trainer(request, env);
      return await page(request, env);
    } catch (err) {
      console.error("edge:", request.method, request.url, err?.stack ?? err);
      return problem("edge.internal");
    }
  },
};
