package localkubelet

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestPhaseFollowsTheContainersAndTheReasonForTheStop(t *testing.T) {
	deadline := &stopping{Reason: "DeadlineExceeded"}
	deletion := &stopping{}
	for name, test := range map[string]struct {
		code int
		stop *stopping
		want corev1.PodPhase
	}{
		"ended well":                     {0, nil, corev1.PodSucceeded},
		"ended badly":                    {3, nil, corev1.PodFailed},
		"ended well after its deadline":  {0, deadline, corev1.PodFailed},
		"ended well when it was deleted": {0, deletion, corev1.PodSucceeded},
	} {
		c := newContainer(&corev1.Container{Name: "runner"})
		c.terminate(test.code, time.Now(), "")
		w := &worker{k: &kubelet{options: &options{}}, pod: testPod(), containers: []*container{c}, stop: test.stop, done: true}
		if got := podStatus(w, metav1.Now()); got.Phase != test.want || (test.stop != nil && got.Reason != test.stop.Reason) {
			t.Errorf("%s: %s %s, want %s", name, got.Phase, got.Reason, test.want)
		}
	}
}

func TestOnlyTheRunnersOwnImageIsRun(t *testing.T) {
	o := &options{imagePrefix: "portico-runner", command: []string{"/bin/true"}}
	for image, want := range map[string]bool{
		"portico-runner": true, "portico-runner:1": true, "portico-runner@sha256:abc": true,
		"portico-runner-evil": false, "nginx": false, "registry.example/portico-runner": false,
	} {
		if o.runs(image) != want {
			t.Errorf("runs(%q) is not %v", image, want)
		}
	}
	if (&options{imagePrefix: "portico-runner"}).runs("portico-runner") {
		t.Error("an image is run without a command to run it")
	}
}
