package localkubelet

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/record"
)

// kubelet watches the node's pods and hands each to a worker of its own.
type kubelet struct {
	*options
	client   kubernetes.Interface
	events   record.EventRecorder
	starter  *starter
	mu       sync.Mutex
	workers  map[types.UID]*worker
	running  sync.WaitGroup
	shutdown chan struct{}
}

func newKubelet(o *options) (*kubelet, error) {
	config, err := clientcmd.BuildConfigFromFlags("", o.kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = 100, 200
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	broadcaster := record.NewBroadcaster()
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: client.CoreV1().Events("")})
	return &kubelet{
		options:  o,
		client:   client,
		events:   broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "kubelet", Host: o.node}),
		starter:  newStarter(),
		workers:  map[types.UID]*worker{},
		shutdown: make(chan struct{}),
	}, nil
}

// run plays the node until ctx ends, then stops the pods and waits for them, at most for the node's shutdown grace.
func (k *kubelet) run(ctx context.Context) error {
	for _, dir := range []string{k.podsDir(), k.logsDir()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	server, err := k.serve()
	if err != nil {
		return err
	}
	defer server.Close()

	watching, stopWatching := context.WithCancel(context.Background())
	defer stopWatching()
	pods := cache.NewListWatchFromClient(k.client.CoreV1().RESTClient(), "pods", corev1.NamespaceAll,
		fields.OneTermEqualSelector("spec.nodeName", k.node))
	informer := cache.NewSharedIndexInformer(pods, &corev1.Pod{}, 0, nil)
	if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(obj any) { k.seen(obj) },
		UpdateFunc: func(_, obj any) { k.seen(obj) },
		DeleteFunc: func(obj any) { k.gone(obj) },
	}); err != nil {
		return err
	}
	go informer.Run(watching.Done())
	go k.keepNode(watching)
	go func() {
		if cache.WaitForCacheSync(watching.Done(), informer.HasSynced) {
			k.removeLeftovers(informer.GetStore())
		}
	}()

	<-ctx.Done()
	close(k.shutdown)
	stopped := make(chan struct{})
	go func() { k.running.Wait(); close(stopped) }()
	select {
	case <-stopped:
	case <-time.After(shutdownGrace + callTimeout):
	}
	return nil
}

func (k *kubelet) seen(obj any) {
	pod := obj.(*corev1.Pod)
	k.mu.Lock()
	defer k.mu.Unlock()
	w, known := k.workers[pod.UID]
	if !known {
		w = newWorker(k, pod)
		k.workers[pod.UID] = w
		k.running.Go(w.run)
		return
	}
	w.offer(pod)
}

func (k *kubelet) gone(obj any) {
	if unknown, ok := obj.(cache.DeletedFinalStateUnknown); ok {
		obj = unknown.Obj
	}
	pod, ok := obj.(*corev1.Pod)
	if !ok {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if w, known := k.workers[pod.UID]; known {
		close(w.goneFromServer)
		delete(k.workers, pod.UID)
	}
}

// removeLeftovers clears the directories of pods that went away while the stand-in did not run, and ends whatever of
// their processes is left.
func (k *kubelet) removeLeftovers(store cache.Store) {
	keep := map[string]bool{}
	for _, obj := range store.List() {
		keep[string(obj.(*corev1.Pod).UID)] = true
	}
	entries, _ := os.ReadDir(k.podsDir())
	for _, entry := range entries {
		if !keep[entry.Name()] {
			endStragglers(filepath.Join(k.podsDir(), entry.Name()))
			_ = os.RemoveAll(filepath.Join(k.podsDir(), entry.Name()))
			_ = os.RemoveAll(filepath.Join(k.logsDir(), entry.Name()))
		}
	}
}

func (k *kubelet) podsDir() string { return filepath.Join(k.root, "pods") }
func (k *kubelet) logsDir() string { return filepath.Join(k.root, "logs") }
