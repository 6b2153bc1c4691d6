package web

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// renderDead is what a visitor is told when this program has ended in the tab,
// or its engine. It is drawn with the page, because then nothing can be drawn
// any more; static/alive.js opens it, and shows the lines whose data-when holds.
func renderDead() app.UI {
	when := func(what, text string) app.UI { return app.P().DataSet("when", what).Hidden(true).Text(text) }
	return app.Dialog().ID("dead-dialog").Class("dialog", "dead").Role("alertdialog").Aria("labelledby", "dead-title").Body(
		app.Div().Class("dialog-head").Body(
			icon("warn"),
			app.H2().ID("dead-title").Body(
				app.Span().DataSet("when", "page").Text(T("The page has stopped", "页面已停止运行")),
				app.Span().DataSet("when", "load").Hidden(true).Text(T("The page could not start", "页面无法启动")),
				app.Span().DataSet("when", "engine").Hidden(true).Text(T("Pictures are not drawn any more", "图片已无法绘制")),
			),
		),
		app.Div().Class("dead-body").Body(
			when("page", T("Something went wrong inside it, and nothing on it answers now. Reload it: your recipe, the picture you see, your data set in this browser and everything on the trainer are kept. Steps to undo and the pictures under Recognise are not.",
				"页面内部出错，所有操作均无响应。请重新加载：配方、当前图片、浏览器中的数据集以及训练服务器上的全部内容都会保留；撤销记录和“识别”中的图片不会保留。")),
			when("load", T("It could not be fetched whole, or this browser cannot run it. See whether the connection holds, then reload.",
				"未能完整下载，或此浏览器无法运行。请检查网络连接后重新加载。")),
			when("engine", T("The part of the page that reads and draws pictures has stopped again and again, as it does when the memory runs out. Reload the page, or close this and take a smaller picture. Your recipe and your data set stay.",
				"页面中负责读取和绘制图片的部分多次停止，通常是内存不足。请重新加载页面，或关闭此提示并换一张较小的图片。配方与数据集会保留。")),
			when("memory", T("This browser keeps nothing for this page: the pictures of your data set are gone once it is reloaded.",
				"此浏览器不为本页保存数据：重新加载后，数据集中的图片会丢失。")),
			when("picture", T("This browser cannot keep the picture you see: choose it again after the reload.",
				"此浏览器无法保留当前图片：重新加载后请再次选择。")),
			when("busy", T("An export or an upload is still going on, which a reload would end. This line goes away when it is over.",
				"导出或上传仍在进行，重新加载会使其中断。完成后此提示会消失。")),
			when("again", T("It has stopped twice in a minute. If a reload does not help, begin afresh, without the recipe in the address.",
				"一分钟内已停止两次。如果重新加载无效，请不带地址中的配方重新开始。")),
			app.Div().Class("button-row").Body(
				app.Button().Type("button").Class("button", "primary").ID("dead-reload").Text(T("Reload the page", "重新加载页面")),
				app.Button().Type("button").Class("button").ID("dead-afresh").DataSet("when", "again").Hidden(true).Text(T("Begin afresh", "重新开始")),
				app.Button().Type("button").Class("button").DataSet("when", "engine").Attr("data-close", "1").Hidden(true).Text(T("Go on without", "继续使用")),
			),
			app.Details().Class("skipped").Body(
				app.Summary().Text(T("What the program said last", "程序最后的输出")),
				app.Pre().Class("dead-words").Lang("en"),
			),
		),
	)
}
