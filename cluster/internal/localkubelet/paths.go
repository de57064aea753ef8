package localkubelet

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// pathMap says where paths of a container lie on the host. Longer paths come first.
type pathMap []pathRule

type pathRule struct{ from, to string }

// mounts builds the container's map from its volume mounts, given each volume's directory.
func mounts(c *corev1.Container, volumes map[string]string, terminationFile string) pathMap {
	message := c.TerminationMessagePath
	if message == "" {
		message = corev1.TerminationMessagePathDefault
	}
	m := pathMap{{from: path.Clean(message), to: terminationFile}}
	for _, mount := range c.VolumeMounts {
		m = append(m, pathRule{from: path.Clean(mount.MountPath), to: filepath.Join(volumes[mount.Name], filepath.FromSlash(path.Clean("/"+mount.SubPath)))})
	}
	slices.SortStableFunc(m, func(a, b pathRule) int { return len(b.from) - len(a.from) })
	return m
}

// rewrite turns a value that is a mounted path, or lies below one, into the host's path, and leaves any other as it is.
func (m pathMap) rewrite(value string) string {
	for _, rule := range m {
		if value == rule.from || value == rule.from+"/" {
			return rule.to
		}
		if below, ok := strings.CutPrefix(value, strings.TrimSuffix(rule.from, "/")+"/"); ok {
			// Cleaned as an absolute path: ".." must not lead out of the volume.
			return filepath.Join(rule.to, filepath.FromSlash(path.Clean("/"+below)))
		}
	}
	return value
}
