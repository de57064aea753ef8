package localkubelet

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func TestRewriteTurnsMountedPathsIntoTheHostsAndLeavesTheRest(t *testing.T) {
	container := &corev1.Container{
		VolumeMounts: []corev1.VolumeMount{
			{Name: "run", MountPath: "/var/run/portico"},
			{Name: "input", MountPath: "/var/run/portico/input/"},
			{Name: "part", MountPath: "/part", SubPath: "a/b"},
		},
	}
	paths := mounts(container, map[string]string{"run": "/h/run", "input": "/h/input", "part": "/h/part"}, "/h/message")
	for value, want := range map[string]string{
		"/var/run/portico":                       "/h/run",
		"/var/run/portico/":                      "/h/run",
		"/var/run/portico/key":                   "/h/run/key",
		"/var/run/portico/input/prompt":          "/h/input/prompt",
		"/var/run/portico/input/../../../etc/pw": "/h/input/etc/pw",
		"/var/run/porticoes":                     "/var/run/porticoes",
		"/part/c":                                "/h/part/a/b/c",
		"/dev/termination-log":                   "/h/message",
		"file:///var/run/portico":                "file:///var/run/portico",
		"":                                       "",
	} {
		if got := paths.rewrite(value); got != want {
			t.Errorf("rewrite(%q) = %q, want %q", value, got, want)
		}
	}
}
