package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/bridge"
	"graft/web/internal/faults"
	"graft/web/internal/i18n"
)

const cameraOpened = "camera-opened"

// CameraDialog shows the camera and takes one picture; it never leaves the tab.
type CameraDialog struct {
	app.Compo
	i18n.Words
	take  func(ctx app.Context, file app.Value)
	ready bool
}

// OpenCamera opens the dialog; take gets the photograph as a File.
func OpenCamera(ctx app.Context, take func(ctx app.Context, file app.Value)) {
	ctx.NewActionWithValue(cameraOpened, take)
}

func (c *CameraDialog) OnMount(ctx app.Context) {
	Follow(ctx)
	ctx.Handle(cameraOpened, func(ctx app.Context, a app.Action) {
		c.take, _ = a.Value.(func(ctx app.Context, file app.Value))
		c.ready = false
		c.start(ctx)
	})
	bridge.OnDialogClose(ctx, "camera-dialog", func(app.Context) { bridge.StopCamera() })
}

func (c *CameraDialog) start(ctx app.Context) {
	bridge.OpenDialog("camera-dialog")
	bridge.Await(ctx, bridge.StartCamera("camera-video"), func(ctx app.Context, _ app.Value, err error) {
		if err != nil {
			bridge.CloseDialog("camera-dialog")
			Notify(ctx, ToastError, c.T("The camera cannot be used: ")+faults.Err(c.Words, err))
			return
		}
		c.ready = true
	})
}

func (c *CameraDialog) shoot(ctx app.Context, _ app.Event) {
	bridge.Await(ctx, bridge.Shoot("camera-video"), func(ctx app.Context, file app.Value, err error) {
		bridge.CloseDialog("camera-dialog")
		if err != nil {
			Notify(ctx, ToastError, c.T("No picture was taken: ")+faults.Err(c.Words, err))
			return
		}
		if c.take != nil {
			c.take(ctx, file)
		}
	})
}

func (c *CameraDialog) Render() app.UI {
	shutter := app.Button().Type("button").Class("button", "primary").ID("camera-shoot").OnClick(c.shoot).
		Body(Icon("camera"), app.Span().Text(c.T("Take the picture")))
	if !c.ready {
		shutter = shutter.Disabled(true)
	}
	return app.Dialog().ID("camera-dialog").Class("dialog", "camera").Aria("labelledby", "camera-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID("camera-title").Text(c.T("Camera##takes one picture")),
			CloseButton(c.Words),
		),
		app.Div().Class("camera-body").Body(
			app.Video().ID("camera-video").Muted(true).Attr("playsinline", "playsinline"),
			shutter,
			app.P().Class("privacy").Body(Icon("lock"),
				app.Span().Text(c.T("The picture stays in this tab."))),
		),
	)
}
