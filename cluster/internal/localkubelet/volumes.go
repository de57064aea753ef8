package localkubelet

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/kubernetes/pkg/volume"
	"k8s.io/kubernetes/pkg/volume/configmap"
	"k8s.io/kubernetes/pkg/volume/downwardapi"
	"k8s.io/kubernetes/pkg/volume/secret"
	volumeutil "k8s.io/kubernetes/pkg/volume/util"
	"k8s.io/utils/ptr"
)

type payload = map[string]volumeutil.FileProjection

// volumeReader reads what volumes are made of. Payloads and files are made by the kubelet's own code.
type volumeReader struct {
	ctx    context.Context
	client kubernetes.Interface
	pod    *corev1.Pod
	host   nodeHost
}

// nodeHost is the one thing the downward API asks of a kubelet's volume host.
type nodeHost struct {
	volume.VolumeHost
	allocatable corev1.ResourceList
}

func (h nodeHost) GetNodeAllocatable() (corev1.ResourceList, error) { return h.allocatable, nil }

// prepareVolumes makes every volume of the pod below root and returns the directory of each by name. It may be called
// again: directories are kept and files are replaced at once.
func prepareVolumes(ctx context.Context, client kubernetes.Interface, pod *corev1.Pod, root string, allocatable corev1.ResourceList) (map[string]string, error) {
	reader := volumeReader{ctx: ctx, client: client, pod: pod, host: nodeHost{allocatable: allocatable}}
	dirs := map[string]string{}
	for i := range pod.Spec.Volumes {
		v := &pod.Spec.Volumes[i]
		dir := filepath.Join(root, v.Name)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
		files, err := reader.read(v)
		if err != nil {
			return nil, fmt.Errorf("MountVolume.SetUp failed for volume %q : %w", v.Name, err)
		}
		if files != nil {
			writer, err := volumeutil.NewAtomicWriter(dir, "local-kubelet")
			if err != nil {
				return nil, err
			}
			if err := writer.Write(files, nil); err != nil {
				return nil, err
			}
		}
		dirs[v.Name] = dir
	}
	return dirs, nil
}

// read returns the files of a volume, or nil for one that starts empty.
func (r *volumeReader) read(v *corev1.Volume) (payload, error) {
	switch {
	case v.EmptyDir != nil:
		return nil, nil
	case v.Secret != nil:
		return r.secret(v.Secret.SecretName, v.Secret.Items, v.Secret.DefaultMode, v.Secret.Optional)
	case v.ConfigMap != nil:
		return r.configMap(v.ConfigMap.Name, v.ConfigMap.Items, v.ConfigMap.DefaultMode, v.ConfigMap.Optional)
	case v.DownwardAPI != nil:
		return downwardapi.CollectData(v.DownwardAPI.Items, r.pod, r.host, v.DownwardAPI.DefaultMode)
	case v.Projected != nil:
		return r.projected(v.Projected)
	default:
		return nil, fmt.Errorf("the kubelet's stand-in does not play this kind of volume")
	}
}

func (r *volumeReader) secret(name string, items []corev1.KeyToPath, mode *int32, optional *bool) (payload, error) {
	found, err := getSecret(r.ctx, r.client, r.pod.Namespace, name, optional)
	if err != nil {
		return nil, err
	}
	return secret.MakePayload(items, found, mode, ptr.Deref(optional, false))
}

func (r *volumeReader) configMap(name string, items []corev1.KeyToPath, mode *int32, optional *bool) (payload, error) {
	found, err := getConfigMap(r.ctx, r.client, r.pod.Namespace, name, optional)
	if err != nil {
		return nil, err
	}
	return configmap.MakePayload(items, found, mode, ptr.Deref(optional, false))
}

func (r *volumeReader) projected(p *corev1.ProjectedVolumeSource) (payload, error) {
	all := payload{}
	for _, source := range p.Sources {
		var files payload
		var err error
		switch {
		case source.Secret != nil:
			files, err = r.secret(source.Secret.Name, source.Secret.Items, p.DefaultMode, source.Secret.Optional)
		case source.ConfigMap != nil:
			files, err = r.configMap(source.ConfigMap.Name, source.ConfigMap.Items, p.DefaultMode, source.ConfigMap.Optional)
		case source.DownwardAPI != nil:
			files, err = downwardapi.CollectData(source.DownwardAPI.Items, r.pod, r.host, p.DefaultMode)
		case source.ServiceAccountToken != nil:
			files, err = r.token(source.ServiceAccountToken)
		default:
			err = fmt.Errorf("the kubelet's stand-in does not play this source of a projected volume")
		}
		if err != nil {
			return nil, err
		}
		maps.Copy(all, files)
	}
	return all, nil
}

// token asks for a token of the pod's service account. It is not renewed: the stand-in's pods are short.
func (r *volumeReader) token(t *corev1.ServiceAccountTokenProjection) (payload, error) {
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
		ExpirationSeconds: t.ExpirationSeconds,
		BoundObjectRef:    &authenticationv1.BoundObjectReference{APIVersion: "v1", Kind: "Pod", Name: r.pod.Name, UID: r.pod.UID},
	}}
	if t.Audience != "" {
		request.Spec.Audiences = []string{t.Audience}
	}
	answer, err := r.client.CoreV1().ServiceAccounts(r.pod.Namespace).
		CreateToken(r.ctx, r.pod.Spec.ServiceAccountName, request, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	return payload{t.Path: {Data: []byte(answer.Status.Token), Mode: 0o600}}, nil
}
