package link

import (
	"net/http"

	"graft/core/fault"
)

// statusOf is the status that a fault is answered with.
var statusOf = map[*fault.Kind]int{}

func refusal(status int, code, text string) *fault.Kind {
	k := fault.Define("link."+code, text)
	statusOf[k] = status
	return k
}

var (
	tooMany      = refusal(http.StatusTooManyRequests, "too_many", "too many links in a short time: try again in a minute")
	noDocument   = refusal(http.StatusBadRequest, "no_document", "no document: want a recipe in JSON")
	badForm      = refusal(http.StatusBadRequest, "form", "the form did not arrive whole, or is none")
	noRecipe     = refusal(http.StatusBadRequest, "no_recipe", "the form has no recipe")
	strangePart  = refusal(http.StatusBadRequest, "part", "want recipe, and at most one each of picture, head and card")
	cutOff       = refusal(http.StatusBadRequest, "cut_off", "the document did not arrive whole")
	badHead      = refusal(http.StatusBadRequest, "head", "{cause}")
	badPicture   = refusal(http.StatusBadRequest, "picture", "{cause}")
	badSetting   = refusal(http.StatusBadRequest, "setting", "unknown setting: want expires_in or lang")
	badLanguage  = refusal(http.StatusBadRequest, "language", "{value:%.20q}: want en or zh")
	badExpiry    = refusal(http.StatusBadRequest, "expiry", "{value:%.20q}: want {least} to {most} seconds, or nothing for a link that stays")
	largeRecipe  = refusal(http.StatusRequestEntityTooLarge, "large_document", "the document is over {most}, the most that a link holds")
	largePicture = refusal(http.StatusRequestEntityTooLarge, "large_picture", "the picture is over {most}, the most that a link holds")
	largeHead    = refusal(http.StatusRequestEntityTooLarge, "large_head", "the head is over {most}, the most that a link holds")
	largeCard    = refusal(http.StatusRequestEntityTooLarge, "large_card", "the card is over {most}, the most that a link holds")

	nothingHere = refusal(http.StatusNotFound, "nothing_here", "nothing is served at this address")
	badMethod   = refusal(http.StatusMethodNotAllowed, "method", "{method}: want {want}")
	noLink      = refusal(http.StatusNotFound, "none", "no such link")
	notOwner    = refusal(http.StatusForbidden, "not_owner", "only who made the link can delete it: want its token in Authorization")
	full        = refusal(http.StatusInsufficientStorage, "full", "the server's disk is full: nothing was stored")
	notStored   = refusal(http.StatusInternalServerError, "not_stored", "the link could not be stored")
	notDeleted  = refusal(http.StatusInternalServerError, "not_deleted", "the link could not be deleted whole: try again")
	notRead     = refusal(http.StatusInternalServerError, "not_read", "the link could not be read")
	isDamaged   = refusal(http.StatusInternalServerError, "damaged", "the link's document is damaged: {cause}")
)

// tooLarge is the fault of each part that is too large.
var tooLarge = map[string]*fault.Kind{partRecipe: largeRecipe, partPicture: largePicture, partHead: largeHead, partCard: largeCard}
