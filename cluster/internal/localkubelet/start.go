package localkubelet

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// start tries to start the pod. What stands in the way becomes the containers' waiting state and is tried again.
func (w *worker) start(now time.Time) {
	w.retryAt = now.Add(retryInterval)
	if !w.pullImages() {
		return
	}
	specs, err := w.prepare()
	if err != nil {
		if apierrors.IsForbidden(err) && now.Sub(w.began) < rightsGrace {
			w.retryAt = now.Add(retryInterval / 10)
			return
		}
		for _, c := range w.containers {
			c.waitingReason, c.waitingMessage = "CreateContainerConfigError", err.Error()
		}
		return
	}
	for i, c := range w.containers {
		w.launch(c, specs[i])
	}
	w.saveRecord()
}

// pullImages says whether every image is one the stand-in runs; the others are reported as a failed pull.
func (w *worker) pullImages() bool {
	ok := true
	for _, c := range w.containers {
		if w.k.runs(c.spec.Image) {
			continue
		}
		ok = false
		why := fmt.Sprintf("failed to pull image %q: node %s is played by a stand-in that runs only images called %q",
			c.spec.Image, w.k.node, w.k.imagePrefix)
		if !c.pullTried {
			c.pullTried = true
			c.waitingReason, c.waitingMessage = "ErrImagePull", why
			w.k.events.Event(w.pod, corev1.EventTypeWarning, "Failed", why)
			continue
		}
		if c.waitingReason != "ImagePullBackOff" {
			w.k.events.Eventf(w.pod, corev1.EventTypeNormal, "BackOff", "Back-off pulling image %q", c.spec.Image)
		}
		c.waitingReason = "ImagePullBackOff"
		c.waitingMessage = fmt.Sprintf("Back-off pulling image %q: ErrImagePull: %s", c.spec.Image, why)
	}
	return ok
}

// prepare makes the pod's volumes and decides the processes to start, one for each container.
func (w *worker) prepare() ([]processSpec, error) {
	if len(w.pod.Spec.InitContainers) > 0 {
		return nil, errors.New("the kubelet's stand-in does not run init containers")
	}
	ctx, cancel := callContext()
	defer cancel()
	for _, dir := range []string{w.dir, w.logDir, filepath.Join(w.dir, "home"), filepath.Join(w.dir, "tmp"), filepath.Join(w.dir, "work")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	volumes, err := prepareVolumes(ctx, w.k.client, w.pod, filepath.Join(w.dir, "volumes"), w.k.nodeStatus(nil, metav1.Now()).Allocatable)
	if err != nil {
		w.k.events.Event(w.pod, corev1.EventTypeWarning, "FailedMount", err.Error())
		return nil, err
	}
	var specs []processSpec
	for _, c := range w.containers {
		if len(c.spec.Command) > 0 {
			return nil, fmt.Errorf("container %q sets a command; the kubelet's stand-in runs only the image's own entry point", c.spec.Name)
		}
		variables, err := environment(ctx, w.k.client, w.pod, c.spec)
		if err != nil {
			w.k.events.Event(w.pod, corev1.EventTypeWarning, "Failed", "Error: "+err.Error())
			return nil, err
		}
		spec, err := w.processSpec(c, variables, volumes)
		if err != nil {
			return nil, err
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

func (w *worker) processSpec(c *container, variables []variable, volumes map[string]string) (processSpec, error) {
	paths := mounts(c.spec, volumes, w.terminationFile(c))
	spec := processSpec{argv: append([]string{}, w.k.command...), dir: filepath.Join(w.dir, "work"), log: w.logFile(c)}
	for _, arg := range expandArgs(c.spec.Args, variables) {
		spec.argv = append(spec.argv, paths.rewrite(arg))
	}
	if c.spec.WorkingDir != "" {
		spec.dir = paths.rewrite(c.spec.WorkingDir)
		if spec.dir == c.spec.WorkingDir {
			// Not below a mount: a directory of the image, which only the pod's own directory can stand for.
			spec.dir = filepath.Join(w.dir, "work")
		}
		if err := os.MkdirAll(spec.dir, 0o700); err != nil {
			return spec, err
		}
	}
	tmp := filepath.Join(w.dir, "tmp")
	if mounted := paths.rewrite("/tmp"); mounted != "/tmp" {
		tmp = mounted
	}
	spec.env = processEnvironment(paths, variables, map[string]string{
		"PATH":   filepath.Dir(w.k.command[0]) + ":" + defaultPath,
		"HOME":   filepath.Join(w.dir, "home"),
		"TMPDIR": tmp,
	}, w.terminationFile(c))
	return spec, os.WriteFile(w.terminationFile(c), nil, 0o600)
}

func (w *worker) launch(c *container, spec processSpec) {
	w.k.events.Eventf(w.pod, corev1.EventTypeNormal, "Pulled", "Container image %q already present on machine", c.spec.Image)
	c.startedAt = metav1.Now()
	c.logging.Store(true)
	process, err := w.k.starter.start(spec, func(code int) {
		c.logging.Store(false)
		w.exits <- exit{container: c, code: code, at: time.Now()}
	})
	if err != nil {
		c.logging.Store(false)
		c.terminate(128, time.Now(), err.Error())
		c.terminated.Reason = "StartError"
		w.k.events.Event(w.pod, corev1.EventTypeWarning, "Failed", "Error: "+err.Error())
		return
	}
	c.process = process
	w.k.events.Event(w.pod, corev1.EventTypeNormal, "Created", "Container created")
	w.k.events.Event(w.pod, corev1.EventTypeNormal, "Started", "Container started")
}

func (w *worker) terminationFile(c *container) string {
	return filepath.Join(w.dir, "termination-"+c.spec.Name)
}

func (w *worker) logFile(c *container) string {
	return filepath.Join(w.logDir, c.spec.Name+".log")
}
