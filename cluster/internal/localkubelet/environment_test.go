package localkubelet

import (
	"context"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/utils/ptr"
)

func testPod() *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name: "s-1", Namespace: "project", UID: "u-1",
			Annotations: map[string]string{"portico.dev/prompt": "Say hello\nto \"all\""},
		},
		Spec: corev1.PodSpec{NodeName: "local-1"},
	}
}

func testSecret() *corev1.Secret {
	return &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: "credentials", Namespace: "project"},
		Data:       map[string][]byte{"key": []byte("sk-1"), "other": []byte("x")},
	}
}

func secretKey(name, key string, optional bool) *corev1.EnvVarSource {
	return &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
		LocalObjectReference: corev1.LocalObjectReference{Name: name}, Key: key, Optional: ptr.To(optional),
	}}
}

func TestEnvironmentResolvesReferencesAndExpandsEarlierNames(t *testing.T) {
	container := &corev1.Container{Env: []corev1.EnvVar{
		{Name: "NODE", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: "spec.nodeName"}}},
		{Name: "KEY", ValueFrom: secretKey("credentials", "key", false)},
		{Name: "BOTH", Value: "$(NODE)/$(KEY) $$(NODE) $(UNKNOWN)"},
		{Name: "ABSENT", ValueFrom: secretKey("nowhere", "key", true)},
		{Name: "PROMPT", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: "metadata.annotations['portico.dev/prompt']"}}},
	}}
	got, err := environment(context.Background(), fake.NewClientset(testSecret()), testPod(), container)
	if err != nil {
		t.Fatal(err)
	}
	want := []variable{
		{"NODE", "local-1"}, {"KEY", "sk-1"}, {"BOTH", "local-1/sk-1 $(NODE) $(UNKNOWN)"}, {"PROMPT", "Say hello\nto \"all\""},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEnvironmentNamesWhatIsMissing(t *testing.T) {
	for _, test := range []struct {
		from *corev1.EnvVarSource
		want string
	}{
		{secretKey("nowhere", "key", false), `secret "nowhere" not found`},
		{secretKey("credentials", "nothing", false), "couldn't find key nothing in Secret project/credentials"},
	} {
		container := &corev1.Container{Env: []corev1.EnvVar{{Name: "KEY", ValueFrom: test.from}}}
		_, err := environment(context.Background(), fake.NewClientset(testSecret()), testPod(), container)
		if err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

func TestProcessEnvironmentHoldsNothingOfTheStandInsOwn(t *testing.T) {
	t.Setenv("PORTICO_CANARY", "of the parent")
	paths := pathMap{{from: "/workspace", to: "/h/work"}}
	got := processEnvironment(paths, []variable{{"DIR", "/workspace/x"}, {"HOME", "/workspace"}}, map[string]string{"PATH": "/bin", "HOME": "/h/home"}, "/h/message")
	want := []string{"DIR=/h/work/x", "HOME=/h/work", "PATH=/bin", "PORTICO_TERMINATION_LOG=/h/message"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
