package localkubelet

import (
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
)

// processSpec is all there is to know for starting a container's process.
type processSpec struct {
	argv []string
	env  []string
	dir  string
	log  string
}

// starter starts every process from one thread that never ends: the kernel ties the children's lives to the thread
// that made them, not to the whole program.
type starter struct{ work chan func() }

func newStarter() *starter {
	s := &starter{work: make(chan func())}
	go func() {
		runtime.LockOSThread()
		for f := range s.work {
			f()
		}
	}()
	return s
}

// process is a running container: one process that leads a group of its own.
type process struct {
	mu     sync.Mutex
	cmd    *exec.Cmd
	reaped bool
}

// start runs the process with its output going to its log. ended is called once, after the last output is written,
// with the exit code as container runtimes count it: 128 plus the signal's number for one that was killed.
func (s *starter) start(spec processSpec, ended func(code int)) (*process, error) {
	log, err := openLog(spec.log)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(spec.argv[0], spec.argv[1:]...)
	cmd.Env, cmd.Dir = spec.env, spec.dir
	cmd.SysProcAttr = childAttributes()
	stdout, stdoutEnd, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	stderr, stderrEnd, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = stdoutEnd, stderrEnd
	result := make(chan error)
	s.work <- func() { result <- cmd.Start() }
	err = <-result
	_ = stdoutEnd.Close()
	_ = stderrEnd.Close()
	if err != nil {
		_ = stdout.Close()
		_ = stderr.Close()
		_ = log.Close()
		return nil, err
	}
	p := &process{cmd: cmd}
	var output sync.WaitGroup
	output.Go(func() { log.copy("stdout", stdout) })
	output.Go(func() { log.copy("stderr", stderr) })
	go func() {
		_ = cmd.Wait()
		// As in a container, nothing outlives the first process.
		p.mu.Lock()
		p.reaped = true
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		p.mu.Unlock()
		output.Wait()
		_ = log.Close()
		ended(exitCode(cmd.ProcessState))
	}()
	return p, nil
}

// terminate asks the process to end. Only the first process is told, as in a container.
func (p *process) terminate() { _ = p.cmd.Process.Signal(syscall.SIGTERM) }

// kill ends the process and all it has started.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.reaped {
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	}
}

func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
