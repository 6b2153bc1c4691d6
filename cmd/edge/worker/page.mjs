// The page and its files, through the assets binding. What has the name that is
// asked for is answered by Cloudflare before this Worker is; here comes the page,
// which is in the visitor's language, and the WebAssembly files, which are kept
// packed. files.mjs is made by cmd/tools/edgebuild.
import { headersOfPage, unpacked } from "./files.mjs";

export async function page(request, env) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("want GET or HEAD\n", { status: 405, headers: { Allow: "GET, HEAD" } });
  }
  const { pathname, origin } = new URL(request.url);
  if (pathname === "/") return start(request, env);
  if (pathname === "/favicon.ico") return Response.redirect(origin + "/web/icon.svg", 301);
  if (pathname in unpacked) return packed(request, env, pathname);
  return new Response("404 page not found\n", { status: 404, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

// start answers with the page. Its entity tag is that of the file.
async function start(request, env) {
  const path = "/index." + language(request.headers) + ".html";
  const found = await env.ASSETS.fetch(new Request(new URL(path, request.url), request));
  const headers = new Headers(found.headers);
  for (const [name, value] of Object.entries(headersOfPage)) headers.set(name, value);
  return new Response(found.body, { status: found.status, headers });
}

// language is what the visitor chose on the page, else what the browser prefers,
// as web/page.go finds it out.
function language(headers) {
  const chosen = /(?:^|;\s*)graft-language=(en|zh)(?:;|$)/.exec(headers.get("Cookie") ?? "");
  if (chosen) return chosen[1];
  for (const tag of (headers.get("Accept-Language") ?? "").split(",")) {
    const base = tag.trim().toLowerCase().split(";")[0].split("-")[0];
    if (base === "en" || base === "zh") return base;
  }
  return "en";
}

// packed answers with the brotli or the gzip form of a file; every browser takes
// one of them. Cloudflare says in cf what the visitor takes: it rewrites the
// header.
async function packed(request, env, path) {
  const takes = request.cf?.clientAcceptEncoding || request.headers.get("Accept-Encoding") || "";
  const form = /\bbr\b/.test(takes) ? "br" : "gzip";
  const found = await env.ASSETS.fetch(new Request(new URL(path + (form === "br" ? ".br" : ".gz"), request.url), request));
  const headers = new Headers(found.headers);
  headers.set("Vary", "Accept-Encoding");
  headers.set("Cache-Control", "public, max-age=31536000, immutable");
  headers.set("Content-Type", "application/wasm");
  headers.set("X-Unpacked-Length", unpacked[path]);
  headers.set("X-Content-Type-Options", "nosniff");
  if (found.status !== 200) return new Response(null, { status: found.status, headers });
  if (form === "gzip" && !/\bgzip\b/.test(takes)) {
    headers.delete("Content-Length");
    return new Response(found.body.pipeThrough(new DecompressionStream("gzip")), { headers });
  }
  headers.set("Content-Encoding", form);
  return new Response(found.body, { headers, encodeBody: "manual" });
}
