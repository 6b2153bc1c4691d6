package link

import (
	"net/http"

	"graft/core/fault"
	"graft/core/refusal"
)

var (
	tooMany      = refusal.Define(http.StatusTooManyRequests, "link.too_many", "too many links in a short time: try again in a minute")
	noDocument   = refusal.Define(http.StatusBadRequest, "link.no_document", "no document: want a recipe in JSON")
	badForm      = refusal.Define(http.StatusBadRequest, "link.form", "the form did not arrive whole, or is none")
	noRecipe     = refusal.Define(http.StatusBadRequest, "link.no_recipe", "the form has no recipe")
	strangePart  = refusal.Define(http.StatusBadRequest, "link.part", "want recipe, and at most one each of picture, head and card")
	cutOff       = refusal.Define(http.StatusBadRequest, "link.cut_off", "the document did not arrive whole")
	badHead      = refusal.Define(http.StatusBadRequest, "link.head", "{cause}")
	badPicture   = refusal.Define(http.StatusBadRequest, "link.picture", "{cause}")
	badSetting   = refusal.Define(http.StatusBadRequest, "link.setting", "unknown setting: want expires_in or lang")
	badLanguage  = refusal.Define(http.StatusBadRequest, "link.language", "{value:%.20q}: want en or zh")
	badExpiry    = refusal.Define(http.StatusBadRequest, "link.expiry", "{value:%.20q}: want {least} to {most} seconds, or nothing for a link that stays")
	largeRecipe  = refusal.Define(http.StatusRequestEntityTooLarge, "link.large_document", "the document is over {most}, the most that a link holds")
	largePicture = refusal.Define(http.StatusRequestEntityTooLarge, "link.large_picture", "the picture is over {most}, the most that a link holds")
	largeHead    = refusal.Define(http.StatusRequestEntityTooLarge, "link.large_head", "the head is over {most}, the most that a link holds")
	largeCard    = refusal.Define(http.StatusRequestEntityTooLarge, "link.large_card", "the card is over {most}, the most that a link holds")

	nothingHere = refusal.Define(http.StatusNotFound, "link.nothing_here", "nothing is served at this address")
	badMethod   = refusal.Define(http.StatusMethodNotAllowed, "link.method", "{method}: want {want}")
	noLink      = refusal.Define(http.StatusNotFound, "link.none", "no such link")
	notOwner    = refusal.Define(http.StatusForbidden, "link.not_owner", "only who made the link can delete it: want its token in Authorization")
	full        = refusal.Define(http.StatusInsufficientStorage, "link.full", "the server's disk is full: nothing was stored")
	machine     = refusal.Define(http.StatusServiceUnavailable, "link.machine", "the link could not be stored: {why}")
	notStored   = refusal.Define(http.StatusInternalServerError, "link.not_stored", "the link could not be stored")
	notDeleted  = refusal.Define(http.StatusInternalServerError, "link.not_deleted", "the link could not be deleted whole: try again")
	notRead     = refusal.Define(http.StatusInternalServerError, "link.not_read", "the link could not be read")
	isDamaged   = refusal.Define(http.StatusInternalServerError, "link.damaged", "the link's document is damaged: {cause}")
)

// tooLarge is the fault of each part that is too large.
var tooLarge = map[string]*fault.Kind{partRecipe: largeRecipe, partPicture: largePicture, partHead: largeHead, partCard: largeCard}
