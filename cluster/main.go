// Command portico-cluster is a whole Kubernetes control plane in one binary, for development and tests.
//
// The control plane is the real one: etcd and the Kubernetes components are linked in from their own modules and
// started by name. The nodes are played: kwok plays nodes and the pods on them, and local-kubelet, a stand-in for
// the kubelet, runs pods of the session runner's image as local processes.
package main

import (
	"fmt"
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	kcm "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"

	"portico.dev/cluster/internal/fakenodes"
	"portico.dev/cluster/internal/localkubelet"
	"portico.dev/cluster/internal/parent"
	"portico.dev/cluster/internal/pki"
)

const usage = "usage: portico-cluster pki|etcd|kube-apiserver|kube-controller-manager|kube-scheduler|kwok|local-kubelet [flags]"

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	parent.DieWith(os.Getenv(parent.Env))
	os.Unsetenv(parent.Env)

	part := os.Args[1]
	// The components read os.Args themselves, as if each were a binary of its own.
	os.Args = append([]string{part}, os.Args[2:]...)
	switch part {
	case "etcd":
		etcdmain.Main(os.Args)
	case "kube-apiserver":
		os.Exit(cli.Run(apiserver.NewAPIServerCommand()))
	case "kube-controller-manager":
		os.Exit(cli.Run(kcm.NewControllerManagerCommand()))
	case "kube-scheduler":
		os.Exit(cli.Run(scheduler.NewSchedulerCommand()))
	case "kwok":
		exit(fakenodes.Run(os.Args[1:]))
	case "local-kubelet":
		exit(localkubelet.Main(os.Args[1:]))
	case "pki":
		exit(pki.Run(os.Args[1:]))
	default:
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}
