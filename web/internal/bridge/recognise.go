package bridge

// OpenHead fetches a head into the engine; it answers what is in it, as JSON.
func OpenHead(address string) Promise { return Promise{callOf("recognise", "open", address)} }

// Classify sends a picture to embed and applies the head, if the features are by
// the weights with the digest and of pictures of that size.
func Classify(picture int, embed, digest string, size int) Promise {
	return Promise{callOf("recognise", "classify", picture, embed, digest, size)}
}

// Explain asks an address what the head looks at in a picture.
func Explain(picture int, address string) Promise {
	return Promise{callOf("recognise", "explain", picture, address)}
}

// Heat draws a map, JSON of side × side numbers, over the picture.
func Heat(values string, side int, what string) { callOf("recognise", "heat", values, side, what) }

// RecogniseFrom fetches a picture to be recognised.
func RecogniseFrom(url, name string) Promise { return Promise{callOf("recognise", "fetch", url, name)} }

// ForgetSeen lets go of all pictures that were recognised.
func ForgetSeen() { callOf("recognise", "forget") }

// NearbyAllowed answers whether the browser lets the page look for a trainer on
// this computer: "granted", "denied" or "prompt".
func NearbyAllowed() Promise { return Promise{callOf("nearby", "allowed")} }

// NearbyHealth answers what a server on this computer says of itself, as JSON.
func NearbyHealth(address string) Promise { return Promise{callOf("nearby", "health", address)} }
