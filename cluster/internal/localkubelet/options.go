// Package localkubelet is a STAND-IN for the kubelet, for development and tests. It is never part of the product.
//
// It registers one node with the real API server, with a real node's credentials and rights, and runs the pods placed
// there: every container whose image is the session runner's becomes a local process of one configured command, with
// the environment, volumes, deadlines, log and exit code its pod asks for. What it does not have is a container:
//
//   - Processes see the host's file system. Volumes are directories below the pod's own directory, and a value of the
//     environment (or an argument, or the working directory) that equals or lies below a mount path is rewritten to the
//     volume's directory. Nothing else is rewritten.
//   - Resource limits, security contexts, network policies, probes, init containers and restarts are not played.
//   - Secrets and config maps are read once, when the pod starts.
package localkubelet

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
)

type options struct {
	kubeconfig  string
	root        string
	node        string
	port        int
	certFile    string
	keyFile     string
	clientCA    string
	imagePrefix string
	command     []string
	cpu         resource.Quantity
	memory      resource.Quantity
	pods        resource.Quantity
}

// Main plays the node until the process is asked to end. Pods that run then are stopped as a node's shutdown does.
func Main(args []string) error {
	o, err := parseOptions(args)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	k, err := newKubelet(o)
	if err != nil {
		return err
	}
	return k.run(ctx)
}

func parseOptions(args []string) (*options, error) {
	o := &options{}
	var command, cpu, memory, pods string
	flags := flag.NewFlagSet("local-kubelet", flag.ContinueOnError)
	flags.StringVar(&o.kubeconfig, "kubeconfig", "", "kubeconfig of the node's own user")
	flags.StringVar(&o.root, "root", "", "directory for volumes and logs")
	flags.StringVar(&o.node, "node-name", "local-1", "name of the node")
	flags.IntVar(&o.port, "port", 10250, "port on 127.0.0.1 that serves logs to the API server")
	flags.StringVar(&o.certFile, "tls-cert-file", "", "serving certificate")
	flags.StringVar(&o.keyFile, "tls-private-key-file", "", "serving key")
	flags.StringVar(&o.clientCA, "client-ca-file", "", "authority of the API server's client certificate")
	flags.StringVar(&o.imagePrefix, "image-prefix", "portico-runner", "image name, without tag or digest, that is run as --command")
	flags.StringVar(&command, "command", "", "command that stands for the image's entry point, its words separated by spaces")
	flags.StringVar(&cpu, "cpu", "16", "capacity in CPUs")
	flags.StringVar(&memory, "memory", "64Gi", "capacity in memory")
	flags.StringVar(&pods, "pods", "110", "capacity in pods")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		// Words after the flags are the command, exactly: the way to pass words that hold spaces.
		o.command = flags.Args()
	} else {
		o.command = strings.Fields(command)
	}
	root, err := filepath.Abs(o.root)
	if err != nil || o.root == "" {
		return nil, errors.Join(fmt.Errorf("--root %q is not a directory's path", o.root), err)
	}
	o.root = root
	for _, q := range []struct {
		into *resource.Quantity
		text string
	}{{&o.cpu, cpu}, {&o.memory, memory}, {&o.pods, pods}} {
		if *q.into, err = resource.ParseQuantity(q.text); err != nil {
			return nil, fmt.Errorf("capacity %q: %w", q.text, err)
		}
	}
	if len(o.command) > 0 {
		if o.command[0], err = exec.LookPath(o.command[0]); err != nil {
			return nil, fmt.Errorf("--command: %w", err)
		}
		if o.command[0], err = filepath.Abs(o.command[0]); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// runs says whether the stand-in can run an image: the configured name, with or without tag or digest.
func (o *options) runs(image string) bool {
	rest, ok := strings.CutPrefix(image, o.imagePrefix)
	return ok && len(o.command) > 0 && (rest == "" || rest[0] == ':' || rest[0] == '@')
}

const (
	retryInterval = time.Second
	callTimeout   = 2 * time.Second
	// A node's right to read a pod's secrets follows the pod by some milliseconds; only a lasting refusal is reported.
	rightsGrace = 3 * time.Second
	// How long pods may take to end when the node itself is asked to.
	shutdownGrace = 5 * time.Second
)
