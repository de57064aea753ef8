package localkubelet

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// worker lives one pod's life. The fields above the channels never change; those below belong to its own goroutine.
type worker struct {
	k              *kubelet
	namespace      string
	name           string
	dir            string
	logDir         string
	updates        chan *corev1.Pod
	exits          chan exit
	goneFromServer chan struct{}

	pod        *corev1.Pod
	began      time.Time
	startTime  metav1.Time
	containers []*container
	stop       *stopping
	done       bool
	settled    bool // the final status was accepted in an earlier life of the stand-in
	status     corev1.PodStatus
	pushed     string // the status last accepted by the API server, as JSON
	retryAt    time.Time
}

// stopping is why the pod has to end, in the words of its status, and when patience ends.
type stopping struct {
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
	killAt  time.Time
	killed  bool
}

// exit is a container's process having ended.
type exit struct {
	container *container
	code      int
	at        time.Time
}

func newWorker(k *kubelet, pod *corev1.Pod) *worker {
	w := &worker{
		k:              k,
		namespace:      pod.Namespace,
		name:           pod.Name,
		dir:            filepath.Join(k.podsDir(), string(pod.UID)),
		logDir:         filepath.Join(k.logsDir(), string(pod.UID)),
		updates:        make(chan *corev1.Pod, 1),
		exits:          make(chan exit),
		goneFromServer: make(chan struct{}),
		pod:            pod,
		began:          time.Now(),
	}
	for i := range pod.Spec.Containers {
		w.containers = append(w.containers, newContainer(&pod.Spec.Containers[i]))
	}
	return w
}

// offer replaces the update the worker has not read yet. It is called by one goroutine at a time.
func (w *worker) offer(pod *corev1.Pod) {
	select {
	case <-w.updates:
	default:
	}
	w.updates <- pod
}

func (w *worker) run() {
	w.resume()
	shutdown := w.k.shutdown
	for {
		wake := w.step(time.Now())
		if shutdown == nil && (w.done || len(w.running()) == 0) {
			return
		}
		var timer <-chan time.Time
		if !wake.IsZero() {
			timer = time.After(time.Until(wake))
		}
		select {
		case pod := <-w.updates:
			w.pod = pod
		case e := <-w.exits:
			w.ended(e)
		case <-timer:
		case <-shutdown:
			shutdown = nil
			w.beginStop(time.Now(), shutdownGrace, "Terminated", "Pod was terminated in response to imminent node shutdown.")
		case <-w.goneFromServer:
			w.abandon()
			return
		}
	}
}

// step does what is due now and returns when it wants to be called again at the latest; zero means never.
func (w *worker) step(now time.Time) time.Time {
	if !w.done {
		w.checkStop(now)
		if w.stop == nil && w.waiting() && !now.Before(w.retryAt) {
			w.push()
			w.start(now)
		}
		if w.stop != nil && !w.stop.killed && !now.Before(w.stop.killAt) {
			w.stop.killed = true
			for _, c := range w.running() {
				c.process.kill()
			}
		}
		if len(w.running()) == 0 && (w.stop != nil || !w.waiting()) {
			w.done = true
		}
	}
	accepted := w.push()
	if w.done && accepted && w.pod.DeletionTimestamp != nil {
		accepted = w.remove()
	}
	return w.nextWake(now, accepted)
}

func (w *worker) nextWake(now time.Time, accepted bool) time.Time {
	var next time.Time
	sooner := func(t time.Time) {
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	if !accepted {
		sooner(now.Add(retryInterval / 2))
	}
	if w.done {
		return next
	}
	if w.stop == nil && w.waiting() {
		sooner(w.retryAt)
	}
	if deadline, set := w.deadline(); set && w.stop == nil {
		sooner(deadline)
	}
	if w.stop != nil && !w.stop.killed {
		sooner(w.stop.killAt)
	}
	return next
}

// checkStop begins the pod's end when it is being deleted or has been active for longer than it may.
func (w *worker) checkStop(now time.Time) {
	if w.pod.DeletionTimestamp != nil {
		grace := w.grace()
		if w.pod.DeletionGracePeriodSeconds != nil {
			grace = time.Duration(*w.pod.DeletionGracePeriodSeconds) * time.Second
		}
		w.beginStop(now, grace, "", "")
	}
	if deadline, set := w.deadline(); set && w.stop == nil && !now.Before(deadline) {
		w.k.events.Event(w.pod, corev1.EventTypeNormal, "DeadlineExceeded", deadlineMessage)
		w.beginStop(now, w.grace(), "DeadlineExceeded", deadlineMessage)
	}
}

const deadlineMessage = "Pod was active on the node longer than the specified deadline"

// beginStop sends SIGTERM once; a later, shorter grace only brings SIGKILL forward. The first reason stands.
func (w *worker) beginStop(now time.Time, grace time.Duration, reason, message string) {
	if w.done {
		return
	}
	killAt := now.Add(grace)
	if w.stop != nil {
		if killAt.Before(w.stop.killAt) {
			w.stop.killAt = killAt
		}
		return
	}
	w.stop = &stopping{Reason: reason, Message: message, killAt: killAt}
	w.saveRecord()
	for _, c := range w.running() {
		w.k.events.Eventf(w.pod, corev1.EventTypeNormal, "Killing", "Stopping container %s", c.spec.Name)
		c.process.terminate()
	}
}

func (w *worker) grace() time.Duration {
	if s := w.pod.Spec.TerminationGracePeriodSeconds; s != nil {
		return time.Duration(*s) * time.Second
	}
	return 30 * time.Second
}

func (w *worker) deadline() (time.Time, bool) {
	if w.pod.Spec.ActiveDeadlineSeconds == nil || w.startTime.IsZero() {
		return time.Time{}, false
	}
	return w.startTime.Add(time.Duration(*w.pod.Spec.ActiveDeadlineSeconds) * time.Second), true
}

// waiting says whether containers are still to be started.
func (w *worker) waiting() bool {
	for _, c := range w.containers {
		if c.process == nil && c.terminated == nil {
			return true
		}
	}
	return false
}

func (w *worker) running() (running []*container) {
	for _, c := range w.containers {
		if c.process != nil && c.terminated == nil {
			running = append(running, c)
		}
	}
	return running
}

func (w *worker) ended(e exit) {
	e.container.terminate(e.code, e.at, w.terminationMessage(e.container, e.code))
	w.saveRecord()
}

// remove takes the pod off the API server, as a kubelet does once nothing of it runs. It says whether that was done.
func (w *worker) remove() bool {
	ctx, cancel := callContext()
	defer cancel()
	options := metav1.NewPreconditionDeleteOptions(string(w.pod.UID))
	options.GracePeriodSeconds = ptr.To[int64](0)
	err := w.k.client.CoreV1().Pods(w.pod.Namespace).Delete(ctx, w.pod.Name, *options)
	return err == nil || apierrors.IsNotFound(err) || apierrors.IsConflict(err)
}

// abandon ends a pod that the API server no longer knows: nobody is left to read its status.
func (w *worker) abandon() {
	for len(w.running()) > 0 {
		for _, c := range w.running() {
			c.process.kill()
		}
		w.ended(<-w.exits)
	}
	for _, dir := range []string{w.dir, w.logDir} {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}
