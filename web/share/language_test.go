package share

import "graft/web/internal/i18n"

// The languages that tests ask for.
var (
	English    = i18n.All()[0]
	Chinese, _ = i18n.All().Named("zh")
)
