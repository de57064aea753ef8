//go:build !linux

package localkubelet

import "syscall"

// childAttributes give a process a group of its own. Without a parent-death signal, processes end with the stand-in
// only when it is asked to end.
func childAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// endStragglers does nothing where one process cannot read another's environment.
func endStragglers(string) {}
