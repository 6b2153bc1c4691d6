// Package ui is what all views are built with: icons, messages in the corner, the
// camera, lists that fold, and numbers as people write them. A component that is
// to be drawn again in another language calls [Follow] in OnMount.
package ui
