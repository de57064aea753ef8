package localkubelet

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/utils/ptr"
)

func TestVolumesHoldWhatThePodAsksForAndNothingElse(t *testing.T) {
	pod := testPod()
	pod.Spec.Volumes = []corev1.Volume{
		{Name: "work", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}},
		{Name: "credentials", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
			SecretName: "credentials", DefaultMode: ptr.To[int32](0o400), Items: []corev1.KeyToPath{{Key: "key", Path: "provider/key"}},
		}}},
		{Name: "input", VolumeSource: corev1.VolumeSource{DownwardAPI: &corev1.DownwardAPIVolumeSource{
			DefaultMode: ptr.To[int32](0o444),
			Items: []corev1.DownwardAPIVolumeFile{{Path: "prompt", FieldRef: &corev1.ObjectFieldSelector{
				FieldPath: "metadata.annotations['portico.dev/prompt']",
			}}},
		}}},
	}
	root := t.TempDir()
	client := fake.NewClientset(testSecret())
	// Twice: a pod that waits for something has its volumes prepared again and again.
	for range 2 {
		if _, err := prepareVolumes(context.Background(), client, pod, root, nil); err != nil {
			t.Fatal(err)
		}
	}
	for file, want := range map[string]string{"credentials/provider/key": "sk-1", "input/prompt": "Say hello\nto \"all\""} {
		if got, err := os.ReadFile(filepath.Join(root, file)); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", file, got, err, want)
		}
	}
	if info, err := os.Stat(filepath.Join(root, "credentials/provider/key")); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("mode: %v, %v", info, err)
	}
	if _, err := os.Stat(filepath.Join(root, "credentials/other")); !os.IsNotExist(err) {
		t.Errorf("a key that was not asked for is there: %v", err)
	}
}

func TestVolumesNameWhatIsMissing(t *testing.T) {
	for _, test := range []struct {
		source corev1.SecretVolumeSource
		want   string
	}{
		{corev1.SecretVolumeSource{SecretName: "nowhere"}, `MountVolume.SetUp failed for volume "v" : secret "nowhere" not found`},
		{corev1.SecretVolumeSource{SecretName: "credentials", Items: []corev1.KeyToPath{{Key: "nothing", Path: "p"}}}, "references non-existent secret key: nothing"},
	} {
		pod := testPod()
		test.source.DefaultMode = ptr.To[int32](0o400)
		pod.Spec.Volumes = []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{Secret: &test.source}}}
		_, err := prepareVolumes(context.Background(), fake.NewClientset(testSecret()), pod, t.TempDir(), nil)
		if err == nil || !strings.HasSuffix(err.Error(), test.want) {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}
