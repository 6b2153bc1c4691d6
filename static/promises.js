// How the page's Go hears of the end of a promise.

// whenSettled hands a promise's end to Go: done(problem, answer, fault), fault being the
// problem as JSON if it has a code.
graft.whenSettled = (promise, done) => {
  promise.then((answer) => done("", answer ?? null, ""), (err) => {
    const { code, field, args } = err ?? {};
    const error = String(err?.message || err || "failed");
    done(error, null, typeof code === "string" ? JSON.stringify({ error, code, field, args }) : "");
  });
};
