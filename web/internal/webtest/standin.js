// What the page's Go calls, without doing any of it. Promises end as Go sees them
// end; names that Go asks for a text or a truth get an empty one.
const answers = { "store.state": "{}", "link.mine": "[]", "coarse": false, "canShare": false, "kept.waits": false, "pool.draws": null };
globalThis.graftCalls = [];
if (!document.body.firstElementChild) document.body.append(document.createElement("div"));
const named = (path) => new Proxy(function () {}, {
  get: (_, name) => named(path ? path + "." + String(name) : String(name)),
  apply: (_, __, args) => {
    graftCalls.push(path);
    if (path === "whenSettled") {
      if (args[0] instanceof Promise) args[0].then((a) => args[1]("", a ?? null, ""), (e) => args[1](e.message, null, e.code ? JSON.stringify({ error: e.message, code: e.code }) : ""));
      return undefined;
    }
    return path in answers ? answers[path] : "";
  },
});
window.graft = named("");
