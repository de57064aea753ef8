package localkubelet

import (
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// container is one container of a pod: waiting to start, a running process, or terminated.
type container struct {
	spec           *corev1.Container
	waitingReason  string
	waitingMessage string
	pullTried      bool
	startedAt      metav1.Time
	process        *process
	terminated     *corev1.ContainerStateTerminated
	// logging is true while the log may still grow. It is read by the log server.
	logging atomic.Bool
}

func newContainer(spec *corev1.Container) *container {
	return &container{spec: spec, waitingReason: "ContainerCreating"}
}

func (c *container) terminate(code int, at time.Time, message string) {
	reason := "Completed"
	if code != 0 {
		reason = "Error"
	}
	c.terminated = &corev1.ContainerStateTerminated{
		ExitCode: int32(code), Reason: reason, Message: message,
		StartedAt: c.startedAt, FinishedAt: metav1.NewTime(at),
	}
}

// lose marks a container whose process did not survive the stand-in.
func (c *container) lose(at time.Time) {
	c.terminated = &corev1.ContainerStateTerminated{
		ExitCode: 255, Reason: "ContainerStatusUnknown",
		Message:   "The container could not be located when the node came back",
		StartedAt: c.startedAt, FinishedAt: metav1.NewTime(at),
	}
}

func (c *container) state() corev1.ContainerState {
	switch {
	case c.terminated != nil:
		return corev1.ContainerState{Terminated: c.terminated}
	case c.process != nil:
		return corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: c.startedAt}}
	default:
		return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: c.waitingReason, Message: c.waitingMessage}}
	}
}
