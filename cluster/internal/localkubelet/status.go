package localkubelet

import (
	"context"
	"encoding/json"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/klog/v2"
	"k8s.io/utils/ptr"
)

func callContext() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), callTimeout)
}

// push brings the API server's status of the pod up to date. It says whether the server has the newest one, or no
// longer has the pod; otherwise the call is to be repeated.
func (w *worker) push() bool {
	if w.settled {
		return true
	}
	w.status = podStatus(w, metav1.Now())
	status, err := json.Marshal(w.status)
	if err != nil {
		klog.ErrorS(err, "Encoding a status", "pod", klog.KObj(w.pod))
		return true
	}
	if string(status) == w.pushed {
		return true
	}
	patch, err := statusPatch(w.pod.UID, status)
	if err != nil {
		klog.ErrorS(err, "Encoding a status", "pod", klog.KObj(w.pod))
		return true
	}
	ctx, cancel := callContext()
	defer cancel()
	_, err = w.k.client.CoreV1().Pods(w.pod.Namespace).
		Patch(ctx, w.pod.Name, types.StrategicMergePatchType, patch, metav1.PatchOptions{}, "status")
	switch {
	case err == nil:
		w.pushed = string(status)
		return true
	case apierrors.IsNotFound(err), apierrors.IsConflict(err):
		return true
	default:
		klog.ErrorS(err, "Reporting a status", "pod", klog.KObj(w.pod))
		return false
	}
}

// statusPatch makes a strategic merge patch of a whole status. Conditions are merged one by one, because some belong to
// others, so what a condition no longer says has to be taken back by an explicit null.
func statusPatch(uid types.UID, status []byte) ([]byte, error) {
	fields := map[string]any{}
	if err := json.Unmarshal(status, &fields); err != nil {
		return nil, err
	}
	list, _ := fields["conditions"].([]any)
	for _, item := range list {
		condition := item.(map[string]any)
		for _, name := range []string{"reason", "message"} {
			if _, set := condition[name]; !set {
				condition[name] = nil
			}
		}
	}
	return json.Marshal(map[string]any{"metadata": map[string]any{"uid": uid}, "status": fields})
}

// podStatus renders the whole status of the pod as a kubelet would, from the state of its containers.
func podStatus(w *worker, now metav1.Time) corev1.PodStatus {
	status := corev1.PodStatus{
		ObservedGeneration: w.pod.Generation,
		Phase:              phase(w),
		HostIP:             "127.0.0.1",
		HostIPs:            []corev1.HostIP{{IP: "127.0.0.1"}},
		StartTime:          &w.startTime,
		QOSClass:           w.pod.Status.QOSClass,
	}
	if w.stop != nil && w.done {
		status.Reason, status.Message = w.stop.Reason, w.stop.Message
	}
	var unready []string
	started := false
	for _, c := range w.containers {
		state := c.state()
		running := state.Running != nil
		if !running {
			unready = append(unready, c.spec.Name)
		}
		s := corev1.ContainerStatus{
			Name: c.spec.Name, Image: c.spec.Image, State: state, Ready: running, Started: ptr.To(running),
		}
		if state.Waiting == nil {
			started = true
			s.ImageID = "local-process://" + strings.Join(w.k.command, " ")
			s.ContainerID = "local-process://" + string(w.pod.UID) + "/" + c.spec.Name
		}
		status.ContainerStatuses = append(status.ContainerStatuses, s)
	}
	if started {
		status.PodIP = "127.0.0.1"
		status.PodIPs = []corev1.PodIP{{IP: "127.0.0.1"}}
	}
	status.Conditions = conditions(w, unready, started, now)
	return status
}

func phase(w *worker) corev1.PodPhase {
	if !w.done {
		if w.waiting() {
			return corev1.PodPending
		}
		return corev1.PodRunning
	}
	failed := w.waiting() || (w.stop != nil && w.stop.Reason != "")
	for _, c := range w.containers {
		failed = failed || (c.terminated != nil && c.terminated.ExitCode != 0)
	}
	if failed {
		return corev1.PodFailed
	}
	return corev1.PodSucceeded
}

func conditions(w *worker, unready []string, started bool, now metav1.Time) []corev1.PodCondition {
	ready := corev1.PodCondition{Status: corev1.ConditionTrue}
	switch {
	case w.done && phase(w) == corev1.PodSucceeded:
		ready = corev1.PodCondition{Status: corev1.ConditionFalse, Reason: "PodCompleted"}
	case w.done:
		ready = corev1.PodCondition{Status: corev1.ConditionFalse, Reason: "PodFailed"}
	case len(unready) > 0:
		ready = corev1.PodCondition{
			Status: corev1.ConditionFalse, Reason: "ContainersNotReady",
			Message: "containers with unready status: [" + strings.Join(unready, " ") + "]",
		}
	}
	sandbox := corev1.PodCondition{Status: corev1.ConditionFalse}
	if started && !w.done {
		sandbox.Status = corev1.ConditionTrue
	}
	typed := func(kind corev1.PodConditionType, c corev1.PodCondition) corev1.PodCondition {
		c.Type = kind
		c.ObservedGeneration = w.pod.Generation
		c.LastTransitionTime = now
		for _, before := range w.status.Conditions {
			if before.Type == kind && before.Status == c.Status {
				c.LastTransitionTime = before.LastTransitionTime
			}
		}
		return c
	}
	return []corev1.PodCondition{
		typed(corev1.PodReadyToStartContainers, sandbox),
		typed(corev1.PodInitialized, corev1.PodCondition{Status: corev1.ConditionTrue}),
		typed(corev1.PodReady, ready),
		typed(corev1.ContainersReady, ready),
	}
}

// terminationMessage is what the container left in its termination message file, or the end of its log when it failed
// without a word and its pod asks for that.
func (w *worker) terminationMessage(c *container, code int) string {
	message := readLimited(w.terminationFile(c), terminationMessageLimit)
	if message == "" && code != 0 && c.spec.TerminationMessagePolicy == corev1.TerminationMessageFallbackToLogsOnError {
		message = w.logTail(c)
	}
	return message
}

// terminationMessageLimit is the kubelet's limit in bytes for a container's termination message.
const terminationMessageLimit = 4096
