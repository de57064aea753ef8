package parent

import (
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// DieWith asks the kernel to end this process with SIGTERM when its parent, whose id is pid, ends. It must be called
// from the main goroutine before any other starts: the wish is kept per thread, and the main thread never ends.
func DieWith(pid string) {
	want, err := strconv.Atoi(pid)
	if err != nil {
		return
	}
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(syscall.SIGTERM), 0, 0, 0); err != nil {
		return
	}
	// The parent may have ended before the wish was recorded.
	if os.Getppid() != want {
		os.Exit(1)
	}
}
