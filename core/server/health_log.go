package server

import (
	"log/slog"
	"strings"
	"sync"
)

// noticed tells the log when what is wrong with the server changes, not each time that
// somebody asks.
type noticed struct {
	mu   sync.Mutex
	told map[string]string // latest faults, by the address that showed them
}

func (n *noticed) tell(log *slog.Logger, address string, faults []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := strings.Join(faults, "; ")
	if now == n.told[address] {
		return
	}
	if n.told == nil {
		n.told = map[string]string{}
	}
	n.told[address] = now
	if now == "" {
		log.Info("server: well again", "address", address)
		return
	}
	log.Error("server: faulty", "address", address, "faults", now)
}
