package main

// scene is something to see: what is done on a fresh page until it shows.
type scene struct{ name, show string }

const augment = `await click("#tab-augment"); await until("tiles", () => document.querySelectorAll(".tile").length >= 9); await new Promise((r) => setTimeout(r, 600));`

const trained = `await click("#tab-train"); await until("the report", () => $("#report")); await new Promise((r) => setTimeout(r, 400));`

var scenes = []scene{
	{"augment", augment},
	{"zoom", augment + `await click('.tile[data-index="4"]'); await opened("zoom-dialog");`},
	{"presets", augment + `await click("#presets"); await opened("presets-dialog"); await new Promise((r) => setTimeout(r, 800));`},
	{"keras", augment + `await click("#open-keras"); await opened("keras-dialog");`},
	{"code", augment + `await click("#open-code"); await opened("code-dialog");`},
	{"add", augment + `await click("#add-step"); await opened("add-dialog");`},
	{"export", augment + `await click("#export-picture"); await opened("export-dialog");`},
	{"share", augment + `await click("#share"); await opened("share-dialog");`},
	{"data", `await click("#tab-data"); await until("classes", () => document.querySelectorAll("[data-class]").length >= 2); await new Promise((r) => setTimeout(r, 600));`},
	{"train", trained},
	{"report", trained + `$("#report").scrollIntoView({ block: "start" });`},
	{"recognise", `await click("#tab-recognise"); await until("a drop target", () => $("#recognise-file"));`},
}
