package localkubelet

import (
	"context"
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/kubernetes/pkg/api/v1/resource"
	"k8s.io/kubernetes/pkg/fieldpath"
	"k8s.io/kubernetes/third_party/forked/golang/expansion"
	"k8s.io/utils/ptr"
)

// defaultPath is what container runtimes give to images that set no PATH.
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

type variable struct{ name, value string }

// environment resolves what the container asks for, in the order of a kubelet: envFrom, then env, each value seeing the
// ones before it as $(NAME). An error names what is missing in the kubelet's words.
func environment(ctx context.Context, client kubernetes.Interface, pod *corev1.Pod, c *corev1.Container) ([]variable, error) {
	values := map[string]string{}
	var order []string
	set := func(name, value string) {
		if _, known := values[name]; !known {
			order = append(order, name)
		}
		values[name] = value
	}
	for _, from := range c.EnvFrom {
		data, err := envFrom(ctx, client, pod.Namespace, from)
		if err != nil {
			return nil, err
		}
		for _, key := range slices.Sorted(maps.Keys(data)) {
			set(from.Prefix+key, data[key])
		}
	}
	expand := expansion.MappingFuncFor(values)
	for _, env := range c.Env {
		value, found := expansion.Expand(env.Value, expand), true
		if env.ValueFrom != nil {
			var err error
			if value, found, err = envValue(ctx, client, pod, c, env.ValueFrom); err != nil {
				return nil, err
			}
		}
		if found {
			set(env.Name, value)
		}
	}
	result := make([]variable, 0, len(order))
	for _, name := range order {
		result = append(result, variable{name, values[name]})
	}
	return result, nil
}

func envFrom(ctx context.Context, client kubernetes.Interface, namespace string, from corev1.EnvFromSource) (map[string]string, error) {
	if ref := from.SecretRef; ref != nil {
		secret, err := getSecret(ctx, client, namespace, ref.Name, ref.Optional)
		if err != nil {
			return nil, err
		}
		data := map[string]string{}
		for key, value := range secret.Data {
			data[key] = string(value)
		}
		return data, nil
	}
	if ref := from.ConfigMapRef; ref != nil {
		configMap, err := getConfigMap(ctx, client, namespace, ref.Name, ref.Optional)
		if err != nil {
			return nil, err
		}
		return configMap.Data, nil
	}
	return nil, nil
}

// envValue resolves one reference; found is false for an optional one that leads nowhere.
func envValue(ctx context.Context, client kubernetes.Interface, pod *corev1.Pod, c *corev1.Container, from *corev1.EnvVarSource) (value string, found bool, err error) {
	switch {
	case from.FieldRef != nil:
		value, err = fieldValue(pod, from.FieldRef.FieldPath)
		return value, true, err
	case from.ResourceFieldRef != nil:
		value, err = resource.ExtractContainerResourceValue(from.ResourceFieldRef, c)
		return value, true, err
	case from.SecretKeyRef != nil:
		ref := from.SecretKeyRef
		secret, err := getSecret(ctx, client, pod.Namespace, ref.Name, ref.Optional)
		if err != nil {
			return "", false, err
		}
		data, ok := secret.Data[ref.Key]
		if !ok && !ptr.Deref(ref.Optional, false) {
			err = fmt.Errorf("couldn't find key %v in Secret %v/%v", ref.Key, pod.Namespace, ref.Name)
		}
		return string(data), ok, err
	case from.ConfigMapKeyRef != nil:
		ref := from.ConfigMapKeyRef
		configMap, err := getConfigMap(ctx, client, pod.Namespace, ref.Name, ref.Optional)
		if err != nil {
			return "", false, err
		}
		data, ok := configMap.Data[ref.Key]
		if !ok && !ptr.Deref(ref.Optional, false) {
			err = fmt.Errorf("couldn't find key %v in ConfigMap %v/%v", ref.Key, pod.Namespace, ref.Name)
		}
		return data, ok, err
	default:
		return "", false, fmt.Errorf("the kubelet's stand-in does not know this source of a variable: %v", from)
	}
}

func fieldValue(pod *corev1.Pod, path string) (string, error) {
	switch path {
	case "spec.nodeName":
		return pod.Spec.NodeName, nil
	case "spec.serviceAccountName":
		return pod.Spec.ServiceAccountName, nil
	case "status.hostIP", "status.podIP", "status.hostIPs", "status.podIPs":
		return "127.0.0.1", nil
	default:
		return fieldpath.ExtractFieldPathAsString(pod, path)
	}
}

func expandArgs(args []string, variables []variable) []string {
	values := map[string]string{}
	for _, v := range variables {
		values[v.name] = v.value
	}
	expanded := make([]string, 0, len(args))
	for _, arg := range args {
		expanded = append(expanded, expansion.Expand(arg, expansion.MappingFuncFor(values)))
	}
	return expanded
}

// processEnvironment is all a process is given: the defaults, what its pod asks for with paths rewritten, and where
// its termination message goes. Nothing of the stand-in's own environment is passed on.
func processEnvironment(paths pathMap, variables []variable, defaults map[string]string, terminationFile string) []string {
	values := maps.Clone(defaults)
	for _, v := range variables {
		values[v.name] = paths.rewrite(v.value)
	}
	values["PORTICO_TERMINATION_LOG"] = terminationFile
	var environ []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		environ = append(environ, name+"="+values[name])
	}
	return environ
}
