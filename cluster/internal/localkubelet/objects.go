package localkubelet

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/utils/ptr"
)

// getSecret reads a secret. One that is optional and absent comes back empty; one that is missing is told of in the
// kubelet's words.
func getSecret(ctx context.Context, client kubernetes.Interface, namespace, name string, optional *bool) (*corev1.Secret, error) {
	secret, err := client.CoreV1().Secrets(namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		if ptr.Deref(optional, false) {
			return &corev1.Secret{}, nil
		}
		return nil, apierrors.NewNotFound(corev1.Resource("secret"), name)
	}
	return secret, err
}

// getConfigMap reads a config map under the same rules as getSecret.
func getConfigMap(ctx context.Context, client kubernetes.Interface, namespace, name string, optional *bool) (*corev1.ConfigMap, error) {
	configMap, err := client.CoreV1().ConfigMaps(namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		if ptr.Deref(optional, false) {
			return &corev1.ConfigMap{}, nil
		}
		return nil, apierrors.NewNotFound(corev1.Resource("configmap"), name)
	}
	return configMap, err
}
