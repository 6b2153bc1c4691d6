// Package i18n is the languages of the page. English stands in the code and is
// the key; every other language is one file in languages, which maps the English
// texts to its own. A new file is a new language: it is in the page's menu by
// itself, and what it leaves out is shown in English.
//
// A component holds [Words], the language that the page is in, and asks it for
// every text: w.T("Undo"). Where one English text has two translations, the key
// ends in "##" and what tells them apart, which English never shows:
// w.T("Accuracy##in training"). Placeholders (%s, %d) stay; a translation may put
// them into another order, as in "%[2]s %[1]s".
//
// A text that is chosen in one place and shown in another is marked with [Key].
// The test of this package reads the sources of the page: it fails on a text that
// a language lacks, on one that nobody shows, and on other placeholders.
package i18n
