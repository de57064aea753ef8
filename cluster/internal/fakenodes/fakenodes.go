// Package fakenodes starts kwok and registers the nodes it plays. Pods on these nodes exist only as status.
package fakenodes

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	"sigs.k8s.io/kwok/pkg/log"
	"sigs.k8s.io/kwok/pkg/utils/signals"
)

//go:embed kwok.yaml
var stages []byte

const marker = "kwok.x-k8s.io/node"

// Run registers --nodes nodes called kwok-1 and so on, and lets kwok play them until the process is asked to end.
func Run(args []string) error {
	flags := flag.NewFlagSet("kwok", flag.ContinueOnError)
	kubeconfig := flags.String("kubeconfig", "", "kubeconfig of a user who may write nodes and pods")
	dir := flags.String("dir", "", "directory for kwok's configuration")
	nodes := flags.Int("nodes", 2, "how many nodes to play")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := os.MkdirAll(*dir, 0o700); err != nil {
		return err
	}
	file := filepath.Join(*dir, "kwok.yaml")
	if err := os.WriteFile(file, stages, 0o600); err != nil {
		return err
	}
	ctx := signals.SetupSignalContext()
	if err := registerNodes(ctx, *kubeconfig, *nodes); err != nil {
		return err
	}

	// From here on this is kwok's own main: it reads its configuration from os.Args.
	os.Args = []string{"kwok", "--kubeconfig", *kubeconfig, "--config", file, "--v", "WARN"}
	global := pflag.NewFlagSet("global", pflag.ContinueOnError)
	global.ParseErrorsAllowlist.UnknownFlags = true
	ctx, _ = log.InitFlags(ctx, global)
	ctx, err := config.InitFlags(ctx, global)
	if err != nil {
		return err
	}
	command := kwok.NewCommand(ctx)
	// The Kubernetes components in this binary have registered a --version of their own, of another type.
	command.Version = ""
	command.PersistentFlags().AddFlagSet(global)
	return command.ExecuteContext(ctx)
}

// registerNodes creates the nodes that are missing. It waits for the API server to answer and gives up with ctx. A
// node's old lease is removed: kwok has a new name at each start and would wait for the lease of the old one to expire.
func registerNodes(ctx context.Context, kubeconfig string, count int) error {
	rest, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(rest)
	if err != nil {
		return err
	}
	for i := 1; i <= count; i++ {
		node := fakeNode(fmt.Sprintf("kwok-%d", i))
		for {
			_, err := client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
			if err == nil || apierrors.IsAlreadyExists(err) {
				err = client.CoordinationV1().Leases(corev1.NamespaceNodeLease).Delete(ctx, node.Name, metav1.DeleteOptions{})
				if err == nil || apierrors.IsNotFound(err) {
					break
				}
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(100 * time.Millisecond):
			}
		}
	}
	return nil
}

// fakeNode carries kwok's taint, so that only pods that ask for a played node land on one.
func fakeNode(name string) *corev1.Node {
	resources := corev1.ResourceList{
		corev1.ResourceCPU:                    resource.MustParse("32"),
		corev1.ResourceMemory:                 resource.MustParse("256Gi"),
		corev1.ResourcePods:                   resource.MustParse("500"),
		corev1.ResourceName("nvidia.com/gpu"): resource.MustParse("4"),
	}
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name:        name,
			Annotations: map[string]string{marker: "fake"},
			Labels: map[string]string{
				corev1.LabelHostname:   name,
				corev1.LabelOSStable:   "linux",
				corev1.LabelArchStable: "amd64",
				"type":                 "kwok",
			},
		},
		Spec: corev1.NodeSpec{
			Taints: []corev1.Taint{{Key: marker, Value: "fake", Effect: corev1.TaintEffectNoSchedule}},
		},
		Status: corev1.NodeStatus{Capacity: resources, Allocatable: resources},
	}
}
