package localkubelet

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"
)

// podRecord is what the stand-in remembers of a started pod over its own restart.
type podRecord struct {
	StartTime  metav1.Time                      `json:"startTime"`
	Stop       *stopping                        `json:"stop,omitempty"`
	Containers map[string]corev1.ContainerState `json:"containers"`
}

func (w *worker) recordFile() string { return filepath.Join(w.dir, "record.json") }

// saveRecord writes down the state of a pod that has been started; one that waits needs no memory.
func (w *worker) saveRecord() {
	if w.waiting() {
		return
	}
	r := podRecord{StartTime: w.startTime, Stop: w.stop, Containers: map[string]corev1.ContainerState{}}
	for _, c := range w.containers {
		r.Containers[c.spec.Name] = c.state()
	}
	data, err := json.Marshal(r)
	if err == nil {
		if err = os.WriteFile(w.recordFile()+".new", data, 0o600); err == nil {
			err = os.Rename(w.recordFile()+".new", w.recordFile())
		}
	}
	if err != nil {
		klog.ErrorS(err, "Recording a pod", "pod", klog.KObj(w.pod))
	}
}

// resume takes up a pod that an earlier life of the stand-in, or nobody, has begun. Processes do not survive the
// stand-in, so containers that ran are lost, as after a node's reboot; what had ended keeps its result.
func (w *worker) resume() {
	now := time.Now()
	w.startTime = metav1.NewTime(now)
	if w.pod.Status.StartTime != nil {
		w.startTime = *w.pod.Status.StartTime
	}
	if p := w.pod.Status.Phase; p == corev1.PodSucceeded || p == corev1.PodFailed {
		w.done, w.settled = true, true
		return
	}
	var before podRecord
	if data, err := os.ReadFile(w.recordFile()); err == nil {
		err = json.Unmarshal(data, &before)
		if err != nil {
			klog.ErrorS(err, "Reading a pod's record", "pod", klog.KObj(w.pod))
		}
	} else if w.pod.Status.Phase != corev1.PodRunning {
		return
	}
	endStragglers(w.dir)
	w.stop = before.Stop
	for _, c := range w.containers {
		state := before.Containers[c.spec.Name]
		if state.Running != nil {
			c.startedAt = state.Running.StartedAt
		}
		if state.Terminated != nil {
			c.startedAt, c.terminated = state.Terminated.StartedAt, state.Terminated
		} else {
			c.lose(now)
		}
	}
	w.saveRecord()
}

// readLimited returns the first limit bytes of a file, and nothing when it cannot be read.
func readLimited(file string, limit int64) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return ""
	}
	return string(data)
}
