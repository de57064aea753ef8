//go:build !linux

package parent

import (
	"os"
	"strconv"
	"syscall"
	"time"
)

// DieWith ends this process with SIGTERM once its parent, whose id is pid, has ended. Systems without a parent-death
// signal are asked once a second.
func DieWith(pid string) {
	want, err := strconv.Atoi(pid)
	if err != nil {
		return
	}
	go func() {
		for os.Getppid() == want {
			time.Sleep(time.Second)
		}
		_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
	}()
}
